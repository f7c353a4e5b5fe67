"""Accounts: names that look alike are one, roles are journalled, nobody raises themselves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from adapters.web.people.account import ACCOUNTS
from adapters.web.people.journal import JOURNAL
from adapters.web.people.people import People
from domain.refusals import Refusal
from tests.adapters.web.people.officers import OTHER, SECRET, acts, log_in, officer

NO_NAMES = (
    *("", " ", "a b", "a\nb", "a\x00b", "a:b", "web:chen", "chen#1", "a/b", "../a", "<b>", "-a"),
    *("a\u202eb", "a\u200bb", "\ud800", "a" * 65, "a" * 1_000_000),
)


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda said: said.code == code)


def short(text: str) -> str:
    return ascii(text[:12])


def test_an_account_is_as_it_was_made(people: People) -> None:
    made = people.accounts.add("chen", " 陈 某 ", ["approver", "clerk"], None, "os:root")

    assert (made.name, made.shown, made.roles) == ("chen", "陈 某", {"approver", "clerk"})
    assert (made.disabled, made.must_change, made.has_password) == (False, False, False)
    assert people.accounts.all() == [made]


@pytest.mark.parametrize("other", ["Chen", "ＣＨＥＮ", " chen ", "сhen", "cһen"])
def test_a_name_that_looks_like_another_is_taken(people: People, other: str) -> None:
    people.accounts.add("chen", "陈", ["clerk"], None, "os:root")

    with refused("account-taken"):
        people.accounts.add(other, "别人", ["clerk"], None, "os:root")

    assert people.accounts.get(other).name == "chen"


@pytest.mark.parametrize("name", NO_NAMES, ids=short)
def test_what_is_no_name_is_refused(people: People, name: str) -> None:
    with refused("account-name"):
        people.accounts.add(name, "陈", ["clerk"], None, "os:root")


@pytest.mark.parametrize(
    "shown", ["", "  ", "a\x00b", "a\u202eb", "字" * 65, "字" * 1_000_000], ids=short
)
def test_what_pages_cannot_show_is_refused(people: People, shown: str) -> None:
    with refused("account-shown"):
        people.accounts.add("chen", shown, ["clerk"], None, "os:root")


@pytest.mark.parametrize(
    ("roles", "code"),
    [([], "role-unknown"), (["boss"], "role-unknown"), (["admin", "clerk"], "admin-alone")],
)
def test_roles_are_those_there_are_and_an_administrator_is_nothing_else(
    people: People, roles: list[str], code: str
) -> None:
    with refused(code):
        people.accounts.add("chen", "陈", roles, None, "os:root")
    people.accounts.add("chen", "陈", ["clerk"], None, "os:root")
    with refused(code):
        people.accounts.set_roles("chen", roles, "os:root")

    assert people.accounts.get("chen").roles == {"clerk"}


def test_each_change_of_roles_says_who_gave_them(people: People) -> None:
    officer(people, "chen", "clerk")
    people.accounts.set_roles("chen", ["approver", "cashier"], "wang")

    entry = people.journal.entries()[0]
    assert (entry.act, entry.account, entry.by) == ("roles-changed", "chen", "wang")
    assert entry.facts == {"before": "clerk", "roles": "approver,cashier"}
    changed = people.accounts.get("chen")
    assert (changed.roles, changed.changed_by) == ({"approver", "cashier"}, "wang")


@pytest.mark.parametrize("by", ["li", "LI", "ｌi"])
def test_nobody_changes_their_own_roles_or_lets_themselves_in_again(
    people: People, by: str
) -> None:
    officer(people, "li", "admin")

    with refused("own-account"):
        people.accounts.set_roles("li", ["approver"], by)
    with refused("own-account"):
        people.accounts.disable("li", by)
    with refused("own-account"):
        people.accounts.enable("li", by)


def test_a_disabled_account_is_out_and_comes_back_with_what_it_had(people: People) -> None:
    officer(people, "chen")
    entered = log_in(people, "chen")

    people.accounts.disable("chen", "li")
    assert people.sessions.of(entered.token) is None
    with refused("login-refused"):
        log_in(people, "chen")
    people.accounts.enable("chen", "li")

    assert people.sessions.of(entered.token) is None
    assert acts(people, "chen")[-2:] == ["login-failed", "account-enabled"]


def test_disabling_twice_is_said_once(people: People) -> None:
    officer(people, "chen")

    people.accounts.disable("chen", "li")
    people.accounts.disable("chen", "li")

    assert acts(people).count("account-disabled") == 1


def test_a_password_that_another_set_allows_nothing_but_changing_it(people: People) -> None:
    people.accounts.add("chen", "陈", ["clerk"], "handed-over-by-admin", "li")
    entered = log_in(people, "chen", "handed-over-by-admin")
    assert (entered.session.must_change, entered.session.roles) == (True, frozenset())

    with refused("password-weak"):
        people.accounts.change_password("chen", "handed-over-by-admin", "handed-over-by-admin")
    people.accounts.change_password("chen", "handed-over-by-admin", SECRET)

    assert people.sessions.of(entered.token) is None
    now = log_in(people, "chen").session
    assert (now.must_change, now.roles) == (False, {"clerk"})


def test_who_has_a_session_but_not_the_password_does_not_change_it(people: People) -> None:
    officer(people, "chen")

    with refused("login-refused"):
        people.accounts.change_password("chen", "a wrong password", OTHER)
    with refused("too-many-tries"):
        people.accounts.change_password("chen", SECRET, OTHER)

    log_in(people, "chen")


def test_an_account_without_a_password_is_not_logged_in_to(people: People) -> None:
    people.accounts.add("chen", "陈", ["clerk"], None, "li")

    for password in ("", "nobody has this password"):
        with refused("login-refused"):
            people.entrance.log_in("chen", password, address=password)


def test_two_who_make_the_same_account_at_once_make_one(people: People) -> None:
    def add(_: int) -> str:
        try:
            return people.accounts.add("chen", "陈", ["clerk"], None, "os:root").name
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(add, range(4)))

    assert said == ["account-taken", "account-taken", "account-taken", "chen"]
    assert acts(people) == ["account-made"]


def test_no_row_of_an_account_holds_its_password(people: People) -> None:
    officer(people, "chen")

    with people.database.reading() as connection:
        rows = str(connection.execute(sa.select(ACCOUNTS)).all())
        rows += str(connection.execute(sa.select(JOURNAL)).all())
    assert SECRET not in rows
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in rows


def test_who_works_alone_in_one_browser_is_asked_so(people: People) -> None:
    officer(people, "chen")
    first = log_in(people, "chen").token
    second = log_in(people, "chen").token
    assert people.sessions.of(first) is None

    people.accounts.set_preferences("chen", "li", one_session=False, single_keys=False)
    third = log_in(people, "chen").token

    assert people.sessions.of(second) is not None
    session = people.sessions.of(third)
    assert session is not None
    assert session.single_keys is False


@pytest.mark.parametrize("doing", ["disable", "roles"])
def test_two_administrators_at_the_same_moment_leave_one(people: People, doing: str) -> None:
    for name in ("li", "wu"):
        people.accounts.add(name, name, ["admin"], None, "os:root")
    refused: list[str] = []

    def end(by: str, name: str) -> None:
        accounts = people.accounts
        try:
            if doing == "disable":
                accounts.disable(name, by)
            else:
                accounts.set_roles(name, ["clerk"], by)
        except Refusal as refusal:
            refused.append(refusal.code)

    with ThreadPoolExecutor(2) as threads:
        for each in [threads.submit(end, *pair) for pair in (("li", "wu"), ("wu", "li"))]:
            each.result()

    assert refused == ["role-missing"]
    assert people.accounts.has_admin()


def test_who_was_disabled_meanwhile_changes_nothing_of_others(people: People) -> None:
    for name in ("li", "wu"):
        people.accounts.add(name, name, ["admin"], None, "os:root")
    officer(people, "chen")
    people.accounts.disable("li", "wu")

    for change in (
        lambda: people.links.make("chen", "li"),
        lambda: people.accounts.enable("chen", "li"),
        lambda: people.accounts.add("new", "n", ["clerk"], None, "li"),
        lambda: people.accounts.remove_factor("chen", "li"),
        lambda: people.identities.link("chen", "https://id.example", "1", "li"),
        lambda: people.identities.unlink("chen", "li"),
    ):
        with pytest.raises(Refusal) as refusal:
            change()
        assert refusal.value.code == "role-missing"
