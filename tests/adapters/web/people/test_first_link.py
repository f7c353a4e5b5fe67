"""The first administrator's link: printed once, used once, gone after an hour."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from adapters.web.people.people import People
from domain.refusals import Refusal
from tests.adapters.web.people.conftest import SetClock
from tests.adapters.web.people.officers import SECRET, acts, log_in


def made(people: People) -> str:
    token = people.first.make("os:root")
    assert token is not None
    return token


def used(people: People, token: str, name: str = "li") -> str:
    try:
        return people.first.use(token, name, "李", SECRET).name
    except Refusal as refusal:
        return refusal.code


def test_who_has_the_link_is_the_first_administrator_and_the_link_is_over(people: People) -> None:
    token = made(people)
    assert people.first.is_good(token)

    assert used(people, token) == "li"

    session = log_in(people, "li").session
    assert (session.roles, session.must_change) == ({"admin"}, False)
    assert used(people, token, "eve") == "link-over"
    assert acts(people)[:2] == ["first-link-made", "account-made"]
    assert people.journal.entries()[-2].by == "first link"


def test_a_link_is_over_after_an_hour_and_when_another_is_made(
    people: People, clock: SetClock
) -> None:
    first = made(people)
    second = made(people)
    assert used(people, first) == "link-over"

    clock.after(hours=1)

    assert not people.first.is_good(second)
    assert used(people, second) == "link-over"


def test_where_an_administrator_is_none_is_made_and_those_made_are_over(people: People) -> None:
    token = made(people)
    people.accounts.add("wang", "王", ["admin"], SECRET, "os:root")

    assert people.first.make("os:root") is None
    assert used(people, token) == "link-over"


def test_a_weak_password_does_not_use_the_link_up(people: People) -> None:
    token = made(people)

    with pytest.raises(Refusal) as refused:
        people.first.use(token, "li", "李", "short")

    assert refused.value.code == "password-weak"
    assert used(people, token) == "li"


def test_of_two_who_use_it_at_once_one_is_let_in(people: People) -> None:
    token = made(people)

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(lambda n: used(people, token, f"a{n}"), range(4)))

    assert len(people.accounts.all()) == 1
    assert said[1:] == ["link-over"] * 3


@pytest.mark.parametrize("token", ["", "x", "\ud800", "x" * 1_000_000], ids="abcd")
def test_what_is_no_link_is_over(people: People, token: str) -> None:
    made(people)

    assert used(people, token) == "link-over"
