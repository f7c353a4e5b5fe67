"""Money commands where the views are damaged, behind, or say what the log does not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.command import asked
from tests.support.money_desk import approved, case, computed, figures, money, paid, past

pytestmark = pytest.mark.sqlite


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def spoilt(store: Path, statement: str) -> None:
    with closing(sqlite3.connect(f"{store}.views")) as views, views:
        views.execute(statement)


@pytest.mark.parametrize("act", ["compute", "pay"])
def test_views_that_are_damaged_or_gone_are_made_again_by_a_money_command(
    act: str, store: Path
) -> None:
    approved(store, case("C1", "100"))
    money(store, "1000")
    if act == "pay":
        computed(store)
    Path(f"{store}.views").write_bytes(b"damaged" * 2_000)

    if act == "compute":
        computed(store)
    paid(store, 1)

    assert figures(store)["paid_fen"] == 10_000


def test_what_a_spoilt_row_allots_beyond_the_grant_is_not_paid(store: Path) -> None:
    approved(store, case("C1", "100"))
    money(store, "1000")
    spoilt(store, "UPDATE claim_register SET granted_fen = 90000 WHERE claim_no = 'C1'")

    batch = computed(store)
    paid(store, batch["batch"])

    line = figures(store)
    assert (batch["total_fen"], line["paid_fen"], line["in_publicity_fen"]) == (90_000, 10_000, 0)


def test_a_command_takes_in_what_another_recorded_since_the_views_were_brought_on(
    store: Path,
) -> None:
    approved(store, case("C1", "100"), case("C2", "50"))
    money(store, "1000")
    behind = Path(f"{store}.views").read_bytes()
    computed(store)
    Path(f"{store}.views").write_bytes(behind)

    paid(store, 1)
    asked(store, "revoke", "C1", "--reason", "x", "--document", "F")
    asked(store, "recovery", "record", "C1", "--amount", "100", "--receipt", "B",
          *past("2022-12-01"))  # fmt: skip

    line = figures(store)
    assert (line["paid_fen"], line["recovered_fen"], line["approved_unpaid_fen"]) == (
        15_000, 10_000, 0,
    )  # fmt: skip
