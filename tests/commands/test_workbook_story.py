"""A year's backfill from the bureau's workbook, as it came, against its key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import DATA, Ran, asked, subsidy

WORKBOOK = DATA / "backfill-2022.xlsx"
KEY = json.loads((DATA / "backfill-2022.key.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workbook")


@pytest.fixture(scope="module")
def ran(folder: Path) -> Ran:
    rejects = folder / "rejects.xlsx"
    options = ("--store", folder / "ledger.db", "--json", "--rejects", rejects, "--by", "clerk")
    return subsidy("backfill", WORKBOOK, "--approve", *options)


def test_the_bad_rows_are_rejected_alone_and_named(ran: Ran) -> None:
    answer = ran.json
    counts = {name: answer[name] for name in ("lines", "accepted", "rejected", "already_recorded")}

    assert ran.code == 1
    assert counts == {
        "lines": KEY["claims_in_workbook"],
        "accepted": KEY["accepted"],
        "rejected": KEY["rejected"],
        "already_recorded": 0,
    }
    assert _places(answer) == _places(KEY)
    assert {reject["file"] for reject in answer["rejects"]} == {WORKBOOK.name}
    assert all(reject["message"] for reject in answer["rejects"])


def test_what_is_declared_and_granted_is_as_in_the_key(ran: Ran) -> None:
    answer = ran.json

    assert answer["declared_fen"] == sum(KEY["declared_total_fen"].values())
    assert answer["granted_fen"] == KEY["granted_total_fen"]


def test_each_claim_is_granted_as_in_the_key_and_says_why(ran: Ran, folder: Path) -> None:
    assert ran.code == 1

    claims = asked(folder / "ledger.db", "claims")

    assert {row["claim_no"]: row["granted_fen"] for row in claims} == KEY["granted_fen"]
    assert {row["claim_no"]: row["reason"] for row in claims if row["reason"]} == KEY["reasons"]


def test_a_sheet_that_does_not_add_up_and_an_unknown_one_are_warned_of(ran: Ran) -> None:
    assert "境外商标" in ran.err
    assert "填表说明" in ran.err
    assert "recorded 586" in ran.err.splitlines()


def test_a_second_run_appends_nothing(ran: Ran, folder: Path) -> None:
    before = asked(folder / "ledger.db", "totals")

    again = subsidy("backfill", WORKBOOK, "--approve", "--store", folder / "ledger.db", "--json")

    assert ran.code == again.code == 1
    assert again.json["events_appended"] == again.json["granted_fen"] == 0
    assert again.json["accepted"] == 0
    assert again.json["already_recorded"] == KEY["accepted"]
    assert _places(again.json) == _places(KEY)
    assert asked(folder / "ledger.db", "totals") == before


def test_the_rejects_fed_in_again_are_rejected_for_the_same_reasons(ran: Ran, folder: Path) -> None:
    again = subsidy("backfill", folder / "rejects.xlsx", "--store", folder / "ledger.db", "--json")

    assert again.code == 1
    assert again.json["lines"] == again.json["rejected"] == KEY["rejected"]
    assert _codes(again.json) == _codes(ran.json)
    assert again.json["events_appended"] == 0


def test_a_dry_run_tells_the_same_and_makes_no_store(ran: Ran, tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"

    dry = subsidy("backfill", WORKBOOK, "--approve", "--dry-run", "--store", store, "--json")

    assert dry.json == ran.json
    assert "recorded" not in dry.err
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_on_a_store_adds_nothing_to_it(ran: Ran, folder: Path) -> None:
    before = asked(folder / "ledger.db", "totals")

    options = ("--approve", "--dry-run", "--store", folder / "ledger.db", "--json")
    dry = subsidy("backfill", WORKBOOK, *options)

    assert (dry.json["accepted"], dry.json["granted_fen"]) == (0, 0)
    assert asked(folder / "ledger.db", "totals") == before
    assert ran.code == 1


def test_people_are_reported_in_either_language(ran: Ran, tmp_path: Path) -> None:
    dry = ("backfill", WORKBOOK, "--approve", "--dry-run", "--store", tmp_path / "ledger.db")

    zh, en = subsidy(*dry), subsidy(*dry, "--lang", "en")

    assert "28,143,772.65" in zh.out
    assert "28,143,772.65" in en.out
    assert "退回" in zh.out
    assert "rejected" in en.out.lower()
    assert ran.code == zh.code == en.code


def _places(answer: Any) -> list[tuple[Any, ...]]:
    names = ("sheet", "row", "column", "code", "claim_no")
    return sorted(tuple(reject[name] for name in names) for reject in answer["rejects"])


def _codes(answer: Any) -> list[tuple[Any, ...]]:
    names = ("sheet", "column", "code", "claim_no")
    return sorted(tuple(reject[name] for name in names) for reject in answer["rejects"])
