"""How `backfill` ends with files as offices sent them, and what identifies twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.intake.messy.reading import HERE, expected
from tests.support.command import subsidy

ENDS = {file: ends for file, (ends, _) in expected().items() if ends}


@pytest.mark.parametrize("file", ENDS)
def test_the_command_ends_as_written_down(file: str, tmp_path: Path) -> None:
    ran = subsidy("backfill", HERE / file, "--store", tmp_path / "ledger.db", "--json")

    assert str(ran.code) == ENDS[file]


@pytest.mark.parametrize(
    ("file", "accepted", "sent_back"),
    [
        (
            "18-claimno-spellings.xlsx",
            1,
            dict.fromkeys((5, 6, 7, 8), "claim-number-alike"),
        ),
        ("case-13-invisible-characters.jsonl", 6, dict.fromkeys((2, 7, 9), "bad-character")),
        ("case-15-claim-number-width.jsonl", 4, {2: "claim-number-alike"}),
    ],
)
def test_one_item_under_two_spellings_is_taken_once(
    file: str, accepted: int, sent_back: dict[int, str], tmp_path: Path
) -> None:
    ran = subsidy("backfill", HERE / "identity" / file, "--store", tmp_path / "ledger.db", "--json")

    assert ran.json["accepted"] == accepted
    assert {row["row"]: row["code"] for row in ran.json["rejects"]} == sent_back
