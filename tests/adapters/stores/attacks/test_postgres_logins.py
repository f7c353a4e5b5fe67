"""Who approves does not pay, by the login that the database authenticated, whatever the name."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from adapters.stores.opening import location_of
from adapters.stores.postgres.recorders import APPROVER, AUDITOR, CASHIER, SERVER, SUBMITTER, WRITER
from domain.refusals import Refusal
from tests.adapters.stores.attacks.test_postgres_registration import confirmed, row
from tests.adapters.stores.attacks.test_postgres_rows import INSERT, decided, next_row
from tests.support.command import asked, subsidy, write_lines
from tests.support.money_desk import USCC, case, past, with_accounts
from tests.support.postgres_server import OWNER, as_role, by_psql

OF_ALL_THREE = f"{SUBMITTER}, {APPROVER}, {CASHIER}"


@pytest.fixture
def batch(clerk: str, tmp_path: Path) -> str:
    """A batch that can be paid, of a claim that the login `sun_and_qian` approved."""
    owned = as_role(clerk, OWNER)
    for login, roles in (("sun_and_qian", OF_ALL_THREE), ("few", WRITER)):
        by_psql(owned, f"DROP ROLE IF EXISTS {login}")
        by_psql(owned, f"CREATE ROLE {login} LOGIN IN ROLE {roles}")
    both = as_role(clerk, "sun_and_qian")
    lines = write_lines(tmp_path / "claims.jsonl", [case("YQ-7", "100.00")])
    asked(both, "backfill", lines, "--by", "li")
    return both


def made_payable(login: str) -> None:
    asked(login, "approve", "YQ-7", "--by", "sun")
    spent = ("--line", "all", "--amount", "90000", "--document", "A", "--on", "2022-01-10")
    asked(login, "budget", "appropriate", "2022", *spent)
    asked(login, "batch", "compute", "--budget-year", "2022")
    with_accounts(as_role(login, "submitter_wu"), USCC)
    asked(login, "batch", "publish", "1", *past("2022-11-01"), "--days", "7")


def refused(address: str) -> str | None:
    """Pay, and return the code of what was refused."""
    words = ("batch", "pay", "1", *past("2022-11-20"), "--receipt", "R-1", "--by", "qian")
    ran = subsidy(*words, "--store", address, "--lang", "en")
    return ran.err.split(":")[0] if ran.code else None


def test_a_login_of_ones_own_does_not_pay_what_it_approved_by_another_name(batch: str) -> None:
    made_payable(batch)

    assert refused(batch) == "approver-cannot-pay"
    assert refused(as_role(batch, "cashier_qian")) is None


def test_few_people_with_one_login_go_by_names_until_logins_are_separated(batch: str) -> None:
    few = as_role(batch, "few")
    made_payable(few)

    asked(as_role(batch, OWNER), "store", "prepare", "--separate-logins")

    assert refused(few) == "approver-cannot-pay"


def test_few_people_with_one_login_go_by_names(batch: str) -> None:
    few = as_role(batch, "few")
    made_payable(few)

    assert refused(few) is None


def test_a_submitter_corrects_what_is_not_decided_and_an_approver_what_is(batch: str) -> None:
    made_payable(batch)
    clerk, officer = as_role(batch, "clerk_of_claims"), as_role(batch, "officer_of_claims")
    owned = as_role(batch, OWNER)
    for login, role in (("clerk_of_claims", SUBMITTER), ("officer_of_claims", APPROVER)):
        by_psql(owned, f"DROP ROLE IF EXISTS {login}")
        by_psql(owned, f"CREATE ROLE {login} LOGIN IN ROLE {role}")
    words = ("correct", "YQ-2", "--set", "filed_on=2022-10-09", "--document", "D", "--reason", "r")

    assert asked(clerk, *words)["changed"][0]["path"] == "filed_on"
    decided = (words[0], "YQ-1", *words[2:])
    ran = subsidy(*decided, "--store", clerk, "--lang", "en")
    assert (ran.code, ran.err.split(":")[0]) == (1, "store-forbidden")
    assert asked(officer, *decided)["differences"]["claims_changed"] == 1
    ended = ("--document", "D2", "--reason", "r")
    asked(officer, "redecide", "YQ-1", "--reduced-to", "1", *ended)
    assert subsidy("reopen", "YQ-1", "--kind", "error", *ended, "--store", clerk).code == 1


def test_who_pays_may_hold_but_an_approver_releases(batch: str) -> None:
    made_payable(batch)
    logins = ("clerk_of_claims", SUBMITTER), ("officer_of_claims", APPROVER)
    owned = as_role(batch, OWNER)
    for login, role in logins:
        by_psql(owned, f"DROP ROLE IF EXISTS {login}")
        by_psql(owned, f"CREATE ROLE {login} LOGIN IN ROLE {role}")
    clerk, officer = (as_role(batch, login) for login, _ in logins)
    cashier = as_role(batch, "cashier_qian")
    hold = ("hold", USCC, "--from", "2022-11-10", "--reason", "freeze", "--document")
    release = ("release", USCC, "--on", "2022-12-01", "--document", "R", "--of")

    assert subsidy(*hold, "A", "--store", clerk, "--lang", "en").err.startswith("store-forbidden")
    asked(cashier, *hold, "A")
    asked(officer, *hold, "B")
    refusal = subsidy(*release, "A", "--store", cashier, "--lang", "en").err
    assert refusal.startswith("store-forbidden")
    assert refused(cashier) == "enterprise-held"
    asked(officer, *release, "A")
    asked(officer, *release, "B")
    words = ("batch", "pay", "1", *past("2022-12-01"), "--receipt", "R-1", "--by", "qian")
    assert asked(cashier, *words)["state"] == "paid"


def test_a_login_does_not_approve_what_it_submitted_by_another_name_once_hands_are_separated(
    batch: str,
) -> None:
    asked(as_role(batch, OWNER), "store", "prepare", "--separate-hands")

    ran = subsidy("approve", "YQ-7", "--by", "sun", "--store", batch, "--json")

    assert [each["code"] for each in ran.json["refused"]] == ["submitter-cannot-approve"]
    assert asked(as_role(batch, "few"), "approve", "YQ-7", "--by", "sun")["decided"]


def test_a_login_does_not_confirm_the_version_that_it_proposed_by_another_name(batch: str) -> None:
    owned = as_role(batch, OWNER)
    for login, role in (("chief_sun", APPROVER), ("chief_zhou", APPROVER)):
        by_psql(owned, f"DROP ROLE IF EXISTS {login}")
        by_psql(owned, f"CREATE ROLE {login} LOGIN IN ROLE {role}")
    sun, zhou = as_role(batch, "chief_sun"), as_role(batch, "chief_zhou")
    asked(owned, "store", "prepare", "--separate-hands")
    days = ("--first-day", "2022-01-01", "--last-day", "2024-12-31", "--announced-on", "2023-03-01")
    words = ("--set", "measures.overseas-trademark.rate=60%", *days, "--document", "D")
    propose, confirm = ("policy", "amend", *words), ("policy", "confirm", "1")

    by_cashier = subsidy(*propose, "--store", as_role(batch, "cashier_qian"), "--lang", "en")
    assert asked(sun, *propose) == {"version": None, "proposal": 1}
    by_itself = subsidy(*confirm, "--by", "zhou", "--store", sun, "--json")

    assert by_cashier.err.startswith("store-forbidden")
    assert (by_itself.code, by_itself.json["code"]) == (1, "proposer-cannot-confirm")
    assert asked(zhou, *confirm)["version"] == 2
    assert asked(sun, "verify")["faults"] == asked(sun, "reperform")["false_rows"] == []


def as_server(clerk: str) -> str:
    return as_role(clerk, "web_server")


def with_login(clerk: str, login: str, roles: str) -> str:
    """Return the address for a login that is made again, a member of these roles alone."""
    owned = as_role(clerk, OWNER)
    by_psql(owned, f'DROP ROLE IF EXISTS "{login}"')
    by_psql(owned, f'CREATE ROLE "{login}" LOGIN IN ROLE {roles}')
    return clerk.replace("//clerk_li@", f"//{quote(login)}@")


def refused_row(address: str, clerk: str, login: str, rule: str = "its login is not") -> None:
    with pytest.raises(psycopg.errors.RaiseException, match=rule):
        by_psql(address, INSERT, *next_row(clerk, login=login))


SERVED_LOGINS = ("web:li", "token:li", "proxy:li@bureau", "oidc:https://id.example/#8a:1", "web:李")


@pytest.mark.parametrize("login", [*SERVED_LOGINS, "web_server"])
def test_a_server_records_for_its_officers_and_as_itself(login: str, clerk: str) -> None:
    by_psql(as_server(clerk), INSERT, *next_row(clerk, login=login))

    assert asked(clerk, "verify")["faults"] == []
    assert asked(clerk, "history", "YQ-2")[-1]["login"] == login


OF_NOBODY = [
    "clerk_li", "approver_sun", "subsidy_server", "postgres", "", "li", "web", "web:", "web: li",
    " web:li", "WEB:li", "Web:li", "web：li", "web;li", "webs:li", "xweb:li",
    "ldap:li", "a\nweb:li", "oidc:\t",
]  # fmt: skip


@pytest.mark.parametrize("login", OF_NOBODY)
def test_a_server_passes_for_no_login_of_the_database_and_for_no_nameless_officer(
    login: str, clerk: str
) -> None:
    refused_row(as_server(clerk), clerk, login)


@pytest.mark.parametrize("login", ["web:l\u200bi", "web:li\u00ad", "web:li\n", "token:li\u3164"])
def test_the_login_of_an_officer_holds_nothing_that_is_not_seen(login: str, clerk: str) -> None:
    refused_row(as_server(clerk), clerk, login, "nobody sees")


@pytest.mark.parametrize("login", SERVED_LOGINS)
def test_no_other_login_passes_for_an_officer_of_a_server(login: str, clerk: str) -> None:
    refused_row(clerk, clerk, login)
    refused_row(as_role(clerk, "submitter_wu"), clerk, login)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        by_psql(as_role(clerk, "auditor_wu"), INSERT, *next_row(clerk, login=login))


def test_who_takes_on_another_role_stays_who_logged_in(clerk: str) -> None:
    for taken in ("SET ROLE subsidy_server", "SET ROLE web_server",
                  "SET SESSION AUTHORIZATION web_server"):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            by_psql(clerk, taken)
    by_psql(as_role(clerk, OWNER), "GRANT clerk_li TO web_server")
    try:
        for role in ("clerk_li", "subsidy_writer"):
            with psycopg.connect(as_server(clerk), autocommit=True) as server:
                server.execute(f"SET ROLE {role}".encode())
                with pytest.raises(psycopg.errors.RaiseException, match="login is not"):
                    server.execute(INSERT.encode(), next_row(clerk, login="clerk_li"))
        refused_row(clerk, clerk, "web:li")  # who is served gains nothing by it
    finally:
        by_psql(as_role(clerk, OWNER), "REVOKE clerk_li FROM web_server")


def test_membership_counts_through_other_roles_upwards_alone(clerk: str) -> None:
    owned = as_role(clerk, OWNER)
    for role in ("web_machines", "everybody"):
        by_psql(owned, f"DROP ROLE IF EXISTS {role}")
        by_psql(owned, f"CREATE ROLE {role}")
    by_psql(owned, "GRANT subsidy_server TO web_machines")
    by_psql(owned, "GRANT everybody TO subsidy_server")
    try:
        machine = with_login(clerk, "machine", f"web_machines, {SUBMITTER}")
        other = with_login(clerk, "other", f"everybody, {WRITER}")

        refused_row(other, clerk, "web:li")
        by_psql(machine, INSERT, *next_row(clerk, login="web:li"))
    finally:
        by_psql(owned, "DROP ROLE everybody, machine, other, web_machines")


def test_a_login_that_is_called_as_an_officer_of_a_server_records_nothing(clerk: str) -> None:
    named = with_login(clerk, "web:li", WRITER)
    try:
        refused_row(named, clerk, "web:li")
        ran = subsidy("approve", "YQ-2", "--store", named, "--lang", "en")
        assert (ran.code, ran.err.split(":")[0]) == (1, "login-reserved")
    finally:
        by_psql(as_role(clerk, OWNER), 'DROP ROLE "web:li"')


def test_a_server_records_for_officers_only_what_its_own_roles_record(clerk: str) -> None:
    intake = with_login(clerk, "intake", f"{SUBMITTER}, {SERVER}")
    served_alone = with_login(clerk, "served_alone", f"{AUDITOR}, {SERVER}")

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="may not record"):
        by_psql(intake, INSERT, *decided("claim-approved")(clerk))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        by_psql(served_alone, INSERT, *next_row(clerk, login="web:li"))
    by_psql(intake, INSERT, *next_row(clerk, login="web:li"))


def test_who_named_an_account_does_not_confirm_it_by_the_same_login_at_a_server(
    clerk: str,
) -> None:
    server = with_login(clerk, "of_all", f"{OF_ALL_THREE}, {SERVER}")
    named = {"account_id": "a", "commitment": "c"}
    by_psql(server, INSERT, *row(clerk, "account-named", named, login="web:qian", by="qian"))

    for login, by in (("web:qian", "li"), ("web:sun", "qian")):
        with pytest.raises(psycopg.errors.RaiseException, match="before it"):
            by_psql(server, INSERT, *confirmed(clerk, "a", login, by))
    by_psql(server, INSERT, *confirmed(clerk, "a", "web:sun", "sun"))


def test_a_login_that_may_not_serve_is_said_so_before_it_begins(clerk: str) -> None:
    server, owned = as_server(clerk), as_role(clerk, OWNER)
    location_of(server).must_let_serve()
    with pytest.raises(Refusal) as of_clerk:
        location_of(clerk).must_let_serve()
    by_psql(owned, f"REVOKE ALL ON SCHEMA subsidy_web FROM {SERVER}")  # as an earlier version left
    with pytest.raises(Refusal) as of_earlier:
        location_of(server).must_let_serve()

    asked(owned, "store", "prepare")

    location_of(server).must_let_serve()
    assert of_clerk.value.facts["login"] == "clerk_li"
    assert [each.value.code for each in (of_clerk, of_earlier)] == ["login-may-not-serve"] * 2
