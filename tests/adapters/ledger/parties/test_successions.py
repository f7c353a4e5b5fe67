"""One enterprise carries on another: what follows it, what stays, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from domain.identity import check_character
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import claim, trademark
from tests.support.money_desk import (
    CASHIER,
    CLERK,
    OFFICER,
    OTHER,
    PAST,
    USCC,
    approved,
    case,
    code,
    computed,
    money,
    paid,
    refused,
    submit,
)

THIRD = code(7)
MERGER = ("--kind", "merger", "--on", "2024-01-01", "--document", "M-1")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def succeed(store: Path, old: str, new: str, *words: str) -> Any:
    return asked(store, "succeed", old, new, *(words or MERGER), *OFFICER)


def grants(store: Path) -> dict[str, int]:
    return {row["claim_no"]: row["granted_fen"] for row in asked(store, "claims")}


def brand(claim_no: str, uscc: str) -> dict[str, Any]:
    return claim(claim_no, "brand", "2023-05-01", uscc, title="zhejiang")


def test_a_claim_of_the_successor_counts_what_the_old_code_was_granted(store: Path) -> None:
    approved(store, trademark("T-1", "2022-05-01", "40000", USCC))

    succeed(store, USCC, OTHER, "--kind", "rename-code", *MERGER[2:])
    approved(store, trademark("T-2", "2022-06-01", "40000", OTHER))

    assert grants(store) == {"T-1": 20_000_00, "T-2": 10_000_00}
    (cap,) = asked(store, "explain", "T-2")["caps"]
    assert cap["filled_by"] == ["T-1"]
    said = subsidy("explain", "T-1", "--store", store, "--lang", "zh").out
    assert f"以 {USCC} 申报，自 2024-01-01 起由 {OTHER} 承继（变更代码，M-1）" in said


def test_what_two_were_granted_within_a_cap_each_is_not_taken_back(store: Path) -> None:
    approved(store, trademark("T-1", "2022-05-01", "60000", USCC))
    approved(store, trademark("T-2", "2022-06-01", "60000", OTHER))

    succeed(store, USCC, OTHER)
    approved(store, trademark("T-3", "2022-07-01", "60000", OTHER))

    assert grants(store) == {"T-1": 30_000_00, "T-2": 30_000_00, "T-3": 0}
    assert asked(store, "reassess", *OFFICER)["changes"] == []
    assert asked(store, "reperform")["disagreements"] == []


def test_an_old_claim_revoked_gives_its_room_to_the_successor(store: Path) -> None:
    approved(store, trademark("T-1", "2022-05-01", "60000", USCC))
    succeed(store, USCC, OTHER)
    approved(store, trademark("T-2", "2022-06-01", "60000", OTHER))
    assert grants(store)["T-2"] == 0

    asked(store, "revoke", "T-1", "--reason", "x", "--document", "R", *OFFICER)
    changed = asked(store, "reassess", *OFFICER)["changes"]

    assert [(row["claim_no"], row["after_fen"]) for row in changed] == [("T-2", 30_000_00)]
    assert asked(store, "verify")["faults"] == []
    assert asked(store, "reperform")["disagreements"] == []


def test_an_award_once_and_an_invoice_follow(store: Path) -> None:
    approved(store, brand("B-1", USCC), case("A", "10", invoices=["I-1"]))
    succeed(store, USCC, OTHER)
    approved(store, brand("B-2", OTHER))

    assert grants(store)["B-2"] == 0
    again = write_lines(store.parent / "more.jsonl", [case("N", "10", OTHER, invoices=["I-1"])])
    ran = subsidy("backfill", again, "--store", store, "--json", *CLERK)
    assert [reject["code"] for reject in ran.json["rejects"]] == ["duplicate-invoice"]
    assert asked(store, "audit", "duplicates")["findings"] == []


def test_nothing_new_is_recorded_under_the_old_code_and_files_may_come_again(store: Path) -> None:
    lines = [case("A", "10"), case("B", "20")]
    submit(store, lines)
    succeed(store, USCC, OTHER)

    asked(store, "approve", "A", "B", *OFFICER)
    again = write_lines(store.parent / "again.jsonl", [*lines, case("C", "30")])
    ran = subsidy("backfill", again, "--approve", "--store", store, "--json", *CLERK)

    assert [(each["row"], each["code"]) for each in ran.json["rejects"]] == [
        (3, "enterprise-succeeded")
    ]
    assert ran.json["already_recorded"] == 2
    assert f"File the claim under {OTHER}" in refused_row(store, again)
    said = refused(store, "enterprise", "rename", USCC, "--name", "乙", "--on", "2024-02-01")
    assert "enterprise-succeeded" in said
    assert "enterprise-succeeded" in refused(store, "reassess", "--uscc", USCC)


def refused_row(store: Path, path: Path) -> str:
    return subsidy("backfill", path, "--store", store, "--lang", "en", *CLERK).out


def test_codes_are_carried_on_in_chains_and_several_by_one(store: Path) -> None:
    approved(store, case("A", "10", USCC), case("B", "20", OTHER))

    succeed(store, USCC, OTHER)
    succeed(store, OTHER, THIRD, "--kind", "rename-code", "--on", "2024-02-01", "--document", "R")

    shown = asked(store, "enterprise", "show", OTHER)
    assert [each["uscc"] for each in shown["succeeds"]] == [USCC]
    assert [each["uscc"] for each in shown["succeeded_by"]] == [THIRD]
    groups = asked(store, "totals", "--by", "enterprise")["groups"]
    assert groups == {THIRD: {"claims": 2, "granted_fen": 3_000}}
    assert asked(store, "statement", USCC)["granted_fen"] == 1_000
    assert asked(store, "statement", OTHER)["granted_fen"] == 3_000
    assert asked(store, "statement", THIRD)["granted_fen"] == 3_000
    assert len(asked(store, "history", "successions")) == 2
    said = subsidy("explain", "A", "--store", store, "--lang", "en").out
    assert said.count("Filed under") == 1
    assert f"{THIRD} carries on {OTHER} from 2024-02-01" in said


def test_a_succession_that_cannot_be_is_refused_by_its_rule(store: Path) -> None:
    approved(store, case("A", "10", USCC), case("B", "20", OTHER))
    late = ("--kind", "merger", "--on", "2999-01-01", "--document", "M-1")

    assert "succession-of-itself" in refused(store, "succeed", USCC, USCC, *MERGER)
    assert "enterprise-unknown" in refused(store, "succeed", THIRD, USCC, *MERGER)
    assert "day-to-come" in refused(store, "succeed", USCC, OTHER, *late)
    succeed(store, USCC, OTHER)
    assert succeed(store, USCC, OTHER)["events_appended"] == 0
    other_day = (*MERGER[:3], "2024-01-02", *MERGER[4:])
    assert "request-conflicts" in refused(store, "succeed", USCC, OTHER, *other_day)
    assert "enterprise-succeeded" in refused(store, "succeed", OTHER, USCC, *MERGER)
    elsewhere = (*MERGER[:4], "--document", "M-2")
    assert "enterprise-succeeded" in refused(store, "succeed", USCC, THIRD, *elsewhere)
    before = ("--kind", "merger", "--on", "2023-12-31", "--document", "M-2")
    assert "succession-out-of-order" in refused(store, "succeed", OTHER, THIRD, *before)


def test_a_position_before_a_succession_answers_as_then(store: Path) -> None:
    approved(store, trademark("T-1", "2022-05-01", "20000", USCC))
    approved(store, trademark("T-2", "2022-05-01", "30000", OTHER))
    position = str(asked(store, "totals")["position"])
    questions = [
        ("claims",),
        ("totals", "--by", "enterprise"),
        ("statement", USCC),
        ("remaining", USCC, "--year", "2022"),
        ("remaining", OTHER, "--year", "2022"),
        ("enterprise", "show", USCC),
    ]
    then = [asked(store, *words) for words in questions]

    succeed(store, USCC, OTHER)

    at = ("--position", position)
    assert [asked(store, *words, *at) for words in questions] == then
    now = asked(store, "remaining", USCC, "--year", "2022")
    assert (now["caps"], now["succeeded_by"][0]["uscc"]) == ([], OTHER)
    live = json.dumps(asked(store, "claims"))
    asked(store, "rebuild")
    assert json.dumps(asked(store, "claims")) == live


def test_the_successor_is_paid_and_settles_what_the_old_code_owes(store: Path) -> None:
    approved(store, case("A", "100"), case("B", "30"))
    money(store, "1000")
    computed(store)
    paid(store, 1)
    asked(store, "revoke", "A", "--reason", "x", "--document", "R", *OFFICER)
    approved(store, case("C", "60"))
    computed(store)
    asked(store, "batch", "publish", "2", "--on", "2022-11-01", "--days", "7", *PAST)

    succeed(store, USCC, OTHER)
    approved(store, case("D", "50", OTHER))
    computed(store)
    confirm = ("enterprise", "confirm-account", OTHER, "--document", "K", *OFFICER)
    asked(store, *confirm)  # it is another account than when the notice began
    paid(store, 2)
    paid(store, 3)

    (line,) = asked(store, "batch", "show", "2")["lines"]
    assert (line["uscc"], line["filed_under"], line["set_off_fen"]) == (OTHER, USCC, 6_000)
    assert {each["uscc"] for each in asked(store, "batch", "show", "1")["lines"]} == {USCC}
    (last,) = asked(store, "batch", "show", "3")["lines"]
    assert (last["set_off_fen"], last["transferred_fen"]) == (4_000, 1_000)
    assert asked(store, "statement", OTHER)["owed_back_fen"] == 0
    assert asked(store, "verify")["faults"] == []
    assert asked(store, "reperform")["false_payments"] == []
    asked(store, "batch", "fail", "2", "C", "--reason", "x")
    computed(store)
    (late,) = asked(store, "batch", "show", "4")["lines"]
    assert (late["claim_no"], late["uscc"], late["filed_under"]) == ("C", OTHER, USCC)


def test_a_transfer_that_is_ordered_stops_a_succession(store: Path) -> None:
    approved(store, case("A", "100"))
    money(store, "1000")
    computed(store)
    asked(store, "batch", "publish", "1", "--on", "2022-11-01", "--days", "7", *PAST)
    ordered = ("batch", "order", "1", "--document", "O", "--on", "2022-11-20", *PAST, *CASHIER)
    asked(store, *ordered)

    assert "transfer-ordered" in refused(store, "succeed", USCC, OTHER, *MERGER)
    asked(store, "batch", "pay", "1", "--on", "2022-11-20", "--receipt", "R", *PAST, *CASHIER)
    succeed(store, USCC, OTHER)


def test_a_sole_trader_that_becomes_a_company_keeps_its_name_until_it_is_erased(
    store: Path,
) -> None:
    trader = "92330382MA00000102"
    trader = trader[:17] + check_character(trader[:17])
    lines = [case("A", "10", trader, enterprise="张三商行"), case("B", "20", trader)]
    submit(store, lines)
    succeed(store, trader, USCC, "--kind", "rename-code", *MERGER[2:])
    asked(store, "approve", "A", "B", *OFFICER)
    approved(store, case("C", "30"))

    rows = {row["claim_no"]: row for row in asked(store, "claims")}
    assert (rows["A"]["enterprise"], rows["A"]["uscc"]) == ("张三商行", USCC)
    again = write_lines(store.parent / "again.jsonl", lines)
    assert asked(store, "backfill", again, *CLERK)["already_recorded"] == 2
    assert asked(store, "verify")["faults"] == []

    asked(store, "enterprise", "erase", trader, *CLERK)
    rows = {row["claim_no"]: row for row in asked(store, "claims")}
    assert rows["A"]["enterprise"].startswith("****")
    asked(store, "revoke", "A", "--reason", "x", "--document", "R", *OFFICER)
    assert asked(store, "verify")["faults"] == []
    assert asked(store, "reperform")["disagreements"] == []


def test_figures_of_a_year_are_recorded_of_the_successor(store: Path) -> None:
    figures = ("2022", "--us-usd", "1000000", "--rcep-usd", "0")
    submit(store, [case("A", "10")])
    asked(store, "exports", USCC, *figures, *CLERK)
    succeed(store, USCC, OTHER, "--kind", "rename-code", *MERGER[2:])

    assert "enterprise-succeeded" in refused(store, "exports", USCC, "2023", *figures[1:])
    asked(store, "exports", OTHER, "2023", *figures[1:], *CLERK)
    order = ("--cap", "trademarks-in-all", "--order", "matter", "--document", "O")
    assert "enterprise-succeeded" in refused(store, "reorder", USCC, *order)


def test_what_keeps_the_money_of_the_old_code_back_keeps_the_successors(store: Path) -> None:
    approved(store, case("A", "100"), case("B", "50", OTHER))
    money(store, "1000")
    held = ("hold", USCC, "--from", "2023-01-01", "--document", "H", "--reason", "freeze")
    asked(store, *held, *OFFICER)

    succeed(store, USCC, OTHER)

    assert "nothing-unpaid" in refused(store, "batch", "compute", "--budget-year", "2022")
    assert len(asked(store, "enterprise", "show", OTHER)["holds"]) == 1
    asked(store, "release", OTHER, "--on", "2024-02-01", "--document", "H-2", *OFFICER)
    assert computed(store)["total_fen"] == 15_000
