"""A backfill in any pieces, some of them said again, comes to the same claims and events."""

from __future__ import annotations

import itertools
from pathlib import Path
from random import Random

import pytest

from tests.oracle.inputs.random_claims import lines
from tests.support.command import asked, subsidy, write_lines
from tests.support.ledgers import bodies, opened


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
        assert bodies(one.handler) == bodies(other.handler)
    assert asked(whole, "claims") == asked(pieces, "claims")
    assert asked(whole, "totals") == asked(pieces, "totals")
