"""The monthly summary adds up to what the ledger answers, by measure, town and month."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.ledger.ledger import Ledger
from projections.money.summary import MonthlySummary
from tests.adapters.letters.given import BUREAU, words_of
from tests.support.command import asked, write_lines
from tests.support.few_claims import ONE, OTHER, trademark
from tests.support.money_desk import past
from tests.support.stores import address, made_once


def summary(store: Path, year: int, month: int) -> MonthlySummary:
    with Ledger(address(store)) as ledger, ledger.look() as look:
        return look.monthly_summary(year, month)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    path = folder / "ledger.db"
    rows = [
        trademark("T-1", "2022-05-01", "20000"),
        trademark("T-2", "2022-05-01", "30000", OTHER),
    ]
    asked(path, "backfill", write_lines(folder / "c.jsonl", rows), "--by", "clerk")
    asked(path, "approve", "--pending", "--by", "officer")
    money = ("--amount", "3000000", "--document", "D", "--on", "2022-01-10")
    asked(path, "budget", "appropriate", "2022", "--line", "all", *money)
    for uscc in (ONE, OTHER):
        asked(path, "enterprise", "account", uscc, "--account", "6" * 16, "--bank", "工行")
    asked(path, "batch", "compute", "--budget-year", "2022")
    asked(path, "batch", "publish", "1", *past("2022-11-01"), "--days", "7")
    asked(path, "batch", "pay", "1", *past("2022-11-20"), "--receipt", "R", "--by", "cashier")
    return path


def test_what_was_paid_counts_in_its_month_and_comes_off_in_the_month_it_came_back(
    store: Path,
) -> None:
    paid = {claim["claim_no"]: claim["granted_fen"] for claim in asked(store, "claims")}

    asked(store, "revoke", "T-1", "--reason", "x", "--document", "F")
    repaid = ("T-1", "--amount", "1000", *past("2022-12-05"), "--receipt", "Q")
    asked(store, "recovery", "record", *repaid)

    figures = summary(store, 2022, 12).figures
    by_month = {month: sum(each.paid_fen for each in figures if each.month == month)
                for month in (11, 12)}  # fmt: skip
    assert by_month == {11: sum(paid.values()), 12: -100_000}


def test_grants_of_a_year_add_up_to_the_totals_of_the_ledger(store: Path) -> None:
    asked(store, "revoke", "T-1", "--reason", "x", "--document", "F")
    from datetime import date

    year = date.fromisoformat(asked(store, "history", "T-2")[-1]["recorded_at"][:10]).year

    figures = summary(store, year, 12).figures

    totals = asked(store, "totals")
    assert sum(each.granted_fen for each in figures) == totals["granted_fen"]
    assert sum(each.claims for each in figures) == totals["claims"]


def test_a_month_of_last_year_stands_beside_this_one(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "s.docx"

    asked(store, "paper", "summary", "2023-11", "--out", out, *BUREAU)
    said = words_of(out)

    paid = summary(store, 2022, 11).figures
    assert {each.year for each in summary(store, 2023, 11).figures} == {2022}
    assert all(f"{each.paid_fen // 100:,}" in said for each in paid)
    assert "上年同期" in said


def test_the_town_is_the_sheets_and_else_the_division_of_the_code(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    rows = [
        trademark("T-1", "2022-05-01", "20000") | {"town": "柳市镇"},
        trademark("T-2", "2022-05-01", "30000", OTHER),
    ]
    asked(store, "backfill", write_lines(tmp_path / "c.jsonl", rows), "--approve")
    recorded = asked(store, "history", "T-1")[-1]["recorded_at"]

    figures = summary(store, int(recorded[:4]), 12).figures

    assert {(each.town, each.division) for each in figures} == {("柳市镇", ""), (None, "330382")}
