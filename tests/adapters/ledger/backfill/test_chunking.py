"""A backfill in any pieces, some of them said again, comes to the same claims and events."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from random import Random

import pytest

from adapters.ledger.handling.handler import CommandHandler
from tests.oracle.inputs.random_claims import lines
from tests.support.command import asked, subsidy, write_lines
from tests.support.ledgers import bodies, opened


def without_source(ledger: CommandHandler) -> dict[str, list[tuple[int, bytes]]]:
    """Return every stream's events but for the file that a claim was read from."""
    return {
        stream: [(version, re.sub(rb',"source":{[^}]*}', b"", body)) for version, body in events]
        for stream, events in bodies(ledger).items()
    }


@pytest.mark.parametrize("seed", range(6))
def test_any_chunking_with_repeats_gives_the_same_events(seed: int, tmp_path: Path) -> None:
    drawn, random = lines(seed, 60), Random(seed)
    whole, pieces = tmp_path / "whole.db", tmp_path / "pieces.db"
    subsidy("backfill", write_lines(tmp_path / "all.jsonl", drawn), "--approve", "--store", whole)

    cuts = sorted({0, *random.sample(range(1, len(drawn)), 7), len(drawn)})
    said: list[Path] = []
    for start, end in itertools.pairwise(cuts):
        said.append(write_lines(tmp_path / f"{start}.jsonl", drawn[start:end]))
        again = [random.choice(said)] if random.random() < 0.5 else []
        for path in (said[-1], *again):
            subsidy("backfill", path, "--approve", "--store", pieces)

    with opened(whole) as one, opened(pieces) as other:
        assert without_source(one.handler) == without_source(other.handler)
    for answers in (whole_claims := asked(whole, "claims"), claims := asked(pieces, "claims")):
        for claim in answers:
            del claim["source"]
    assert whole_claims == claims
    assert asked(whole, "totals") == asked(pieces, "totals")
