"""The example workbook against its key."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.intake.items import AcceptedRow, Item, RejectedRow, SheetTotal
from domain.commands.enterprise import RecordAmounts, SubmitClaim
from tests.adapters.intake.files import DATA, items, notices

EXAMPLE = DATA / "backfill-2022.xlsx"


@pytest.fixture(scope="module")
def example() -> list[Item]:
    return items(EXAMPLE)


@pytest.fixture(scope="module")
def key() -> Any:
    return json.loads((DATA / "backfill-2022.key.json").read_text(encoding="utf-8"))


def test_the_example_is_rejected_where_its_key_says(example: list[Item], key: Any) -> None:
    rejected = [
        {
            "sheet": item.at.sheet,
            "row": item.at.row,
            "column": item.column,
            "code": item.code,
            "claim_no": item.claim_no,
        }
        for item in example
        if isinstance(item, RejectedRow)
    ]

    assert rejected == [row for row in key["rejects"] if row["code"] != "duplicate-invoice"]


def test_the_example_declares_the_totals_of_its_key(example: list[Item], key: Any) -> None:
    declared = {item.sheet: item.declared_fen for item in example if isinstance(item, SheetTotal)}

    assert declared == key["declared_total_fen"]


def test_the_example_states_every_other_claim(example: list[Item], key: Any) -> None:
    claims = [
        item.command
        for item in example
        if isinstance(item, AcceptedRow) and isinstance(item.command, SubmitClaim)
    ]
    duplicates = [row for row in key["rejects"] if row["code"] == "duplicate-invoice"]

    assert len(claims) == key["accepted"] + len(duplicates)
    assert {claim.claim_no for claim in claims} == {
        *key["granted_fen"],
        *(row["claim_no"] for row in duplicates),
    }


def test_exports_come_first_wherever_their_sheet_stands(example: list[Item]) -> None:
    rows = [item.command for item in example if isinstance(item, AcceptedRow)]

    kinds = [isinstance(command, RecordAmounts) for command in rows]

    assert kinds == sorted(kinds, reverse=True)
    assert any(kinds)


def test_the_example_warns_of_what_it_hides_and_adds_up_wrongly() -> None:
    shown = notices(EXAMPLE)

    assert shown["unknown-sheet"].facts["sheet"] == "填表说明"
    assert shown["hidden-rows"].facts == {
        "file": "backfill-2022.xlsx",
        "sheet": "境外展会",
        "rows": 1,
    }
    assert shown["total-mismatch"].facts["sheet"] == "境外商标"
