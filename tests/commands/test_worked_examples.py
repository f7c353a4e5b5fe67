"""Every worked example through the command line: submitted, then approved one by one in order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import DATA, asked, subsidy, write_lines

EXAMPLES = json.loads((DATA / "worked_examples.json").read_text(encoding="utf-8"))
UNREDUCED = [
    example for example in EXAMPLES if not any("reduced_to" in line for line in example["lines"])
]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_a_worked_example_is_granted_what_was_reckoned_by_hand(
    example: dict[str, Any], tmp_path: Path
) -> None:
    store = tmp_path / "ledger.db"
    filed = [
        {key: value for key, value in line.items() if key != "reduced_to"}
        for line in example["lines"]
    ]
    asked(store, "backfill", write_lines(tmp_path / "lines.jsonl", filed))

    for line in example["lines"]:
        if "claim_no" in line:
            asked(store, "approve", line["claim_no"], *_reduction(line))

    claims = asked(store, "claims")
    assert {row["claim_no"]: row["granted_fen"] for row in claims} == example["granted_fen"]
    assert all(row["reason"] for row in claims if row["granted_fen"] == 0)
    assert asked(store, "totals")["granted_fen"] == sum(example["granted_fen"].values())


@pytest.mark.parametrize("example", UNREDUCED, ids=[example["id"] for example in UNREDUCED])
def test_a_worked_example_decided_while_read_is_granted_the_same(
    example: dict[str, Any], tmp_path: Path
) -> None:
    store = tmp_path / "ledger.db"

    asked(store, "backfill", write_lines(tmp_path / "lines.jsonl", example["lines"]), "--approve")

    granted = {row["claim_no"]: row["granted_fen"] for row in asked(store, "claims")}
    assert granted == example["granted_fen"]


def test_every_example_is_explained_in_both_languages(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    for number, example in enumerate(EXAMPLES):
        path = write_lines(tmp_path / f"{number}.jsonl", example["lines"])
        subsidy("backfill", path, "--approve", "--store", store)

    for claim in asked(store, "claims"):
        for lang in ("zh", "en"):
            answer = asked(store, "explain", claim["claim_no"], "--lang", lang)
            assert all(line["article"] and line["text"] for line in answer["working"])
            last = answer["working"][-1]["amount_fen"]
            assert last == claim["granted_fen"]


def _reduction(line: dict[str, Any]) -> list[str]:
    if "reduced_to" not in line:
        return []
    return ["--reduced-to", line["reduced_to"], "--reason", "核减"]
