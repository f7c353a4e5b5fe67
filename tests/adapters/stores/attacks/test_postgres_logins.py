"""Who approves does not pay, by the login that the database authenticated, whatever the name."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.stores.postgres.recorders import APPROVER, CASHIER, SUBMITTER, WRITER
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
