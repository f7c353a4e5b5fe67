"""Links: the first administrator's, and those by which an account gets another password."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from adapters.web.people.people import People
from domain.refusals import Refusal
from tests.adapters.web.people.conftest import SetClock
from tests.adapters.web.people.officers import HERE, OTHER, SECRET, acts, log_in, officer


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


def code_of(people: People, token: str, password: str = OTHER) -> str:
    try:
        return people.links.use(token, password, HERE).name
    except Refusal as refusal:
        return refusal.code


def test_the_password_until_now_is_good_until_the_link_is_used(people: People) -> None:
    officer(people, "chen")
    token, link = people.links.make("Chen", "li")

    assert (link.account, link.made_by) == ("chen", "li")
    assert not log_in(people, "chen").session.must_change
    assert code_of(people, token) == "chen"

    with pytest.raises(Refusal, match="login-refused"):
        log_in(people, "chen", SECRET)
    people.entrance.end_waits("chen", "li")
    assert not log_in(people, "chen", OTHER).session.must_change


@pytest.mark.parametrize("way", [
    "used", "a day after", "another made", "disabled", "its maker disabled",
    "its maker no administrator", "the password changed by its owner", "unknown",
])  # fmt: skip
def test_a_link_is_over(way: str, people: People, clock: SetClock) -> None:
    officer(people, "chen")
    people.accounts.add("li", "李", ["admin"], None, "os:root")
    token, _link = people.links.make("chen", "li")
    clock.after(seconds=1)
    match way:
        case "used":
            people.links.use(token, OTHER, HERE)
        case "a day after":
            clock.after(hours=24)
        case "another made":
            people.links.make("chen", "li")
        case "disabled":
            people.accounts.disable("chen", "li")
        case "its maker disabled":
            people.accounts.disable("li", "os:root")
        case "its maker no administrator":
            people.accounts.set_roles("li", ["clerk"], "os:root")
        case "the password changed by its owner":
            people.accounts.change_password("chen", SECRET, "words of its owner alone")
        case _:
            token = "unknown"

    assert code_of(people, token, "an-entirely-other-one") == "link-over"
    with pytest.raises(Refusal, match="link-over"):
        people.links.good(token)


def test_a_password_that_is_too_weak_leaves_the_link_good(people: People) -> None:
    officer(people, "chen")
    token, _link = people.links.make("chen", "li")

    assert code_of(people, token, "short") == "password-weak"
    assert code_of(people, token) == "chen"


def test_of_many_at_once_a_single_use_succeeds(people: People) -> None:
    officer(people, "chen")
    token, _link = people.links.make("chen", "li")
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _n: code_of(people, token), range(4)))

    assert sorted(said) == ["chen", *["link-over"] * 3]


def test_it_stays_to_be_seen_who_made_it_and_that_it_was_used(people: People) -> None:
    officer(people, "chen")
    token, link = people.links.make("chen", "li")
    assert (people.links.used_by("chen"), people.links.see("chen")) == ([], False)

    people.links.use(token, OTHER, HERE)

    (used,) = people.links.used_by("chen")
    assert (used.number, used.made_by, used.used_at is not None) == (link.number, "li", True)
    assert [people.links.see("chen") for _twice in range(2)] == [True, False]
    assert acts(people, "chen")[-2:] == ["password-link-issued", "password-set-by-link"]
    by_link = people.journal.entries(account="chen")[0]
    assert (by_link.by, by_link.facts, by_link.address) == (
        f"link {link.number}",
        {"given": "li"},
        HERE,
    )
