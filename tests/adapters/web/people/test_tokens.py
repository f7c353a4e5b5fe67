"""Tokens of programs: some of an account's roles, for some days, revocable."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from adapters.web.people.journal import JOURNAL
from adapters.web.people.people import People
from adapters.web.people.tokens import TOKENS
from domain.refusals import Refusal
from tests.adapters.web.people.conftest import SetClock
from tests.adapters.web.people.officers import acts, officer


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda said: said.code == code)


def test_a_token_acts_for_its_account_with_the_roles_it_was_given(people: People) -> None:
    officer(people, "chen", "clerk", "auditor")

    token, kept = people.tokens.make("chen", ["auditor"], 30, "os:root")

    session = people.tokens.of(token)
    assert session is not None
    assert (session.account, session.login, session.roles) == ("chen", "token:chen", {"auditor"})
    assert token.startswith("sub_")
    assert people.tokens.of_account("chen") == [kept]
    assert acts(people, "chen")[-1] == "token-made"


def test_a_token_has_no_role_that_its_account_has_not_or_has_no_longer(people: People) -> None:
    officer(people, "chen", "clerk", "auditor")
    with refused("token-roles"):
        people.tokens.make("chen", ["cashier"], 30, "chen")
    token, _ = people.tokens.make("chen", ["clerk", "auditor"], 30, "chen")

    people.accounts.set_roles("chen", ["clerk", "cashier"], "li")

    session = people.tokens.of(token)
    assert session is not None
    assert session.roles == {"clerk"}


def test_a_token_ends_after_its_days_when_revoked_and_with_its_account(
    people: People, clock: SetClock
) -> None:
    officer(people, "chen")
    old, _ = people.tokens.make("chen", ["clerk"], 1, "chen")
    revoked, kept = people.tokens.make("chen", ["clerk"], 366, "chen")
    last, _ = people.tokens.make("chen", ["clerk"], 366, "chen")

    for each in (old, revoked, last):
        assert people.tokens.of(each) is not None
        assert people.tokens.known(each) in (None, people.tokens.of(each))

    clock.after(days=1)
    assert people.tokens.known(old) is None
    people.tokens.revoke(kept.id, "li")
    assert people.tokens.known(revoked) is None
    people.tokens.revoke(kept.id, "li")
    assert [people.tokens.of(each) is not None for each in (old, revoked, last)] == [
        False,
        False,
        True,
    ]
    people.accounts.disable("chen", "li")

    assert people.tokens.of(last) is None
    assert acts(people).count("token-revoked") == 1


def test_a_token_of_a_day_is_good_until_its_last_moment(people: People, clock: SetClock) -> None:
    officer(people, "chen")
    token, _ = people.tokens.make("chen", ["clerk"], 1, "chen")

    clock.after(hours=23, minutes=59, seconds=59)
    assert people.tokens.of(token) is not None
    clock.after(seconds=1)

    assert people.tokens.of(token) is None


@pytest.mark.parametrize("days", [0, -1, 367, 10**12])
def test_days_have_a_measure(people: People, days: int) -> None:
    officer(people, "chen")

    with refused("token-days"):
        people.tokens.make("chen", ["clerk"], days, "chen")


def test_one_ends_ones_own_tokens_only(people: People) -> None:
    officer(people, "chen")
    officer(people, "wang")
    token, kept = people.tokens.make("chen", ["clerk"], 1, "chen")

    with refused("token-unknown"):
        people.tokens.revoke(kept.id, "wang", name="wang")
    with refused("token-unknown"):
        people.tokens.revoke(kept.id + 1, "li")
    assert people.tokens.of(token) is not None
    people.tokens.revoke(kept.id, "chen", name="Chen")

    assert people.tokens.of(token) is None


def test_an_account_has_no_more_tokens_than_it_can_look_after(people: People) -> None:
    officer(people, "chen")
    for _ in range(20):
        people.tokens.make("chen", ["clerk"], 1, "chen")

    with refused("tokens-full"):
        people.tokens.make("chen", ["clerk"], 1, "chen")


@pytest.mark.parametrize("token", ["", "sub_", "sub_x", "x" * 1_000_000, "sub_\ud800\0"])
def test_what_is_no_token_is_nobodys(people: People, token: str) -> None:
    assert people.tokens.of(token) is None


def test_no_table_holds_the_token(people: People) -> None:
    officer(people, "chen")
    token, _ = people.tokens.make("chen", ["clerk"], 1, "chen")

    with people.database.reading() as connection:
        rows = str(connection.execute(sa.select(TOKENS)).all())
        rows += str(connection.execute(sa.select(JOURNAL)).all())
    assert token not in rows
    assert token.removeprefix("sub_")[:12] not in rows
