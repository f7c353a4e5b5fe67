"""Edges that a small change would move: receipts said again, caps counted for each item."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import asked, subsidy, write_lines
from tests.support.money_desk import USCC, approved, case, computed, money, paid, past


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def test_a_receipt_with_another_amount_is_refused_and_said_again_is_not(store: Path) -> None:
    approved(store, case("A-1", "1000.00"))
    money(store, "5000")
    computed(store)
    paid(store, 1)
    asked(store, "revoke", "A-1", "--reason", "r", "--document", "D-1")
    repaid = (
        "recovery",
        "record",
        "A-1",
        *past("2023-01-02"),
        "--receipt",
        "T-1",
        "--amount",
    )
    asked(store, *repaid, "400")

    again = subsidy(*repaid, "400", "--store", store, "--json")
    other = subsidy(*repaid, "300", "--store", store, "--json")

    assert again.code == 0
    assert (other.code, other.json["code"]) == (1, "request-conflicts")
    assert asked(store, "statement", USCC)["recovered_fen"] == 40_000


def test_a_place_of_one_warehouse_is_not_filled_by_another(store: Path) -> None:
    lines = [
        case(number, "1", kind="overseas-warehouse", facts={"warehouse": name, "country": "DE"})
        for number, name in (("W-1", "汉堡仓"), ("W-2", "不来梅仓"), ("W-3", "汉堡仓"))
    ]
    asked(store, "backfill", write_lines(store.parent / "w.jsonl", lines), "--approve")

    filled = {no: asked(store, "explain", no)["caps"][0]["filled_by"] for no in ("W-2", "W-3")}

    assert filled == {"W-2": [], "W-3": ["W-1"]}
