"""The sample claims beside each example are taken whole, and come to what was worked by hand."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.money import parse_yuan
from tests.support.command import ROOT, asked, subsidy

EXAMPLES = ROOT / "domain" / "policy" / "policies" / "examples"
FILES = [path for path in sorted(EXAMPLES.glob("*.toml")) if ".cases" not in path.name]


def cases(path: Path) -> list[dict[str, Any]]:
    text = path.with_suffix(".cases.toml").read_text(encoding="utf-8")
    made: list[dict[str, Any]] = tomllib.loads(text)["case"]
    return made


def by_hand(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each sample claim with the claim of the cases that it is."""
    lines = path.with_suffix(".claims.jsonl").read_text(encoding="utf-8").splitlines()
    expected = [claim for case in cases(path) for claim in case["claims"]]
    yield from zip(map(json.loads, lines), expected, strict=True)


def records(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield what is recorded of the enterprise of each case, as `subsidy record` takes it."""
    samples = (sample for sample, _ in by_hand(path))
    for case in cases(path):
        codes = [next(samples)["uscc"] for _claim in case["claims"]]
        for record in case.get("records", ()):
            amounts = (f"{name}={amount}" for name, amount in record["amounts"].items())
            yield record["record"], codes[0], str(record["year"]), *amounts


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_sample_claims_of_an_example_come_to_what_was_worked_by_hand(
    path: Path, tmp_path: Path
) -> None:
    store = tmp_path / "ledger.db"
    assert subsidy("store", "prepare", "--policy", path, "--store", store).code == 0
    for record in records(path):
        asked(store, "record", *record)

    read = asked(store, "backfill", str(path.with_suffix(".claims.jsonl")), "--approve")

    granted = {claim["claim_no"]: claim["granted_fen"] for claim in asked(store, "claims")}
    assert read["rejects"] == []
    assert granted == {
        sample["claim_no"]: parse_yuan(expected["granted"]) for sample, expected in by_hand(path)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_sample_claims_state_what_the_cases_state(path: Path) -> None:
    for sample, expected in by_hand(path):
        assert sample["kind"] == expected["kind"]
        assert sample["occurred_on"] == str(expected["on"])
        assert sample["facts"] == expected.get("facts", {})
