"""Accounts by the command line: for who owns the ledger, journalled under the system's login."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pyotp
import pytest

from adapters.stores.opening import location_of
from adapters.web.people.people import People
from adapters.web.state.database import WebDatabase
from domain.refusals import Refusal
from tests.support.command import ROOT, Ran, asked, subsidy
from tests.support.few_claims import few_claims
from tests.support.stores import address

SECRET = "korrekt-pferd-batterie"
CHEN = ("account", "add", "chen", "--shown", "陈某", "--role", "clerk", "--role", "approver")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return few_claims(tmp_path)


def typed(monkeypatch: pytest.MonkeyPatch, line: str, *words: str | Path) -> Ran:
    monkeypatch.setattr(sys, "stdin", io.StringIO(line))
    return subsidy(*words, "--password-stdin")


def log_in(store: Path, name: str, password: str, code: str = "") -> frozenset[str] | str:
    web = WebDatabase(address(store))
    try:
        entered = People(web).entrance.log_in(name, password, code=code, address="10.0.0.7")
    except Refusal as refusal:
        return refusal.code
    finally:
        web.close()
    return "change" if entered.session.must_change else entered.session.roles


def test_an_account_is_made_with_a_password_that_its_owner_changes(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = typed(monkeypatch, SECRET + "\n", *CHEN, "--store", store, "--json")

    assert ran.code == 0
    assert SECRET not in ran.out + ran.err
    assert (ran.json["account"], ran.json["roles"]) == ("chen", ["approver", "clerk"])
    assert ran.json["must_change_password"] is True
    assert ran.json["made_by"] == f"os:{location_of(address(store)).login()}"
    assert log_in(store, "Chen", SECRET) == "change"


@pytest.mark.parametrize("line", ["", "\n", "short\n", "x" * 5_000 + "\n"], ids="abcd")
def test_without_a_good_password_no_account_is_made(
    store: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    ran = typed(monkeypatch, line, *CHEN, "--store", store)

    assert ran.code == 1
    assert ran.err.startswith("password-missing" if not line.strip() else "password-weak")
    assert asked(store, "account", "list") == []


def test_where_nobody_types_a_password_is_not_waited_for(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    ran = subsidy(*CHEN, "--store", store)

    assert (ran.code, ran.err.split(":")[0]) == (1, "password-missing")


def test_what_is_wrong_is_said_before_a_password_is_asked_for(store: Path) -> None:
    ran = subsidy(*CHEN[:-1], "boss", "--store", store)

    assert (ran.code, ran.err.split(":")[0]) == (1, "role-unknown")


@pytest.mark.parametrize(("again", "code"), [(SECRET, 0), ("another-password", 1)])
def test_at_a_terminal_a_password_is_typed_twice_and_not_shown(
    store: Path, again: str, code: int
) -> None:
    here, there = pty.openpty()
    words = [*CHEN, "--store", address(store)]
    ran = subprocess.Popen(
        [sys.executable, "-m", "scripts.subsidy", *words],
        cwd=ROOT,
        stdin=there,
        stdout=there,
        stderr=there,
        start_new_session=True,  # so that there is no other terminal to ask at
    )
    os.close(there)
    said = b""
    for prompt, line in (("密码：", SECRET), ("再输一次：", again)):
        while prompt.encode() not in said:
            said += os.read(here, 1_000)
        os.write(here, f"{line}\n".encode())
    try:
        while more := os.read(here, 10_000):
            said += more
    except OSError:
        pass  # the program has ended
    os.close(here)

    assert ran.wait(60) == code, said.decode()
    assert SECRET.encode() not in said


def test_roles_are_changed_and_the_journal_says_so(store: Path) -> None:
    asked(store, *CHEN, "--no-password")
    now = asked(store, "account", "roles", "CHEN", "--role", "auditor")
    assert now["roles"] == ["auditor"]

    latest = asked(store, "account", "journal")[0]

    login = location_of(address(store)).login()
    assert (latest["act"], latest["by"]) == ("roles-changed", f"os:{login}")
    assert latest["facts"] == {"before": "approver,clerk", "roles": "auditor"}
    assert len(asked(store, "account", "journal", "--last", "1")) == 1
    assert asked(store, "account", "journal", "--last", "0") == []


def test_a_token_is_shown_once_and_works_until_it_is_revoked(store: Path) -> None:
    asked(store, *CHEN, "--no-password")
    made = asked(store, "account", "token", "chen", "--role", "clerk", "--days", "3")
    web = WebDatabase(address(store))
    session = People(web).tokens.of(made["token"])
    assert session is not None
    assert (session.login, session.roles) == ("token:chen", {"clerk"})

    listed = subsidy("account", "list", "--store", store, "--json")
    assert made["token"] not in listed.out
    assert listed.json[0]["tokens"][0]["number"] == made["number"]
    asked(store, "account", "revoke-token", str(made["number"]))

    assert People(web).tokens.of(made["token"]) is None
    assert asked(store, "account", "list")[0]["tokens"] == []
    web.close()


def test_a_second_factor_is_given_and_removed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, SECRET, *CHEN, "--store", store)
    given = asked(store, "account", "totp", "chen")
    assert log_in(store, "chen", SECRET) == "code-needed"

    code = pyotp.parse_uri(given["address"]).now()  # type: ignore[union-attr]
    assert log_in(store, "chen", SECRET, code) == "change"
    assert log_in(store, "chen", SECRET, given["recovery_codes"][0]) == "change"
    assert subsidy("account", "totp", "chen", "--store", store).err.startswith("factor-in-force")
    asked(store, "account", "totp", "chen", "--off")

    assert log_in(store, "chen", SECRET) == "change"


def test_a_disabled_account_is_out_until_it_is_enabled(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, SECRET, *CHEN, "--store", store)
    assert asked(store, "account", "disable", "chen")["disabled"] is True
    assert log_in(store, "chen", SECRET) == "login-refused"
    asked(store, "account", "enable", "chen")

    assert log_in(store, "chen", SECRET) in ("change", "too-many-tries")


def test_another_password_is_chosen_by_who_opens_the_link_that_is_printed(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, SECRET, *CHEN, "--store", store)

    made = asked(store, "account", "password", "chen")
    printed = subsidy("account", "password", "chen", "--store", store, "--lang", "en")

    assert (made["account"], made["path"][:15]) == ("chen", "/password-link/")
    assert "chen opens this path of the server, once, until" in printed.out
    assert made["path"] not in printed.out  # which is over by now
    assert log_in(store, "chen", SECRET) == "change"  # until a link is used
    acts = [each["act"] for each in asked(store, "account", "journal")]
    assert acts.count("password-link-issued") == 2


def test_people_read_accounts_and_the_journal_in_either_language(store: Path) -> None:
    asked(store, *CHEN, "--no-password")
    zh = subsidy("account", "list", "--store", store).out
    en = subsidy("account", "list", "--store", store, "--lang", "en").out

    assert all(word in zh for word in ("chen", "陈某", "核定", "经办", "未设密码"))
    assert all(word in en for word in ("chen", "clerk, approver", "no password"))
    assert "建立账号" in subsidy("account", "journal", "--store", store).out


@pytest.mark.sqlite  # on a server every ledger of a test is there
def test_a_ledger_that_is_not_there_gets_no_accounts(tmp_path: Path) -> None:
    ran = subsidy("account", "list", "--store", tmp_path / "none.db")

    assert (ran.code, ran.err.split(":")[0]) == (1, "store-not-found")
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_an_account_is_in_the_log(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = asked(store, "totals")["position"]

    typed(monkeypatch, SECRET, *CHEN, "--store", store)

    assert asked(store, "totals")["position"] == before
