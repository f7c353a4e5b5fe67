"""What a paper says, read back from its text file."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from projections.money.batches import BatchDetails, BatchLineDetails
from tests.adapters.papers.given import BATCH, SUBJECTS, printed

KINDS = list(SUBJECTS)


def table(store: Path, kind: str, tmp_path: Path) -> list[list[str]]:
    """The rows of a paper's CSV, from the header to the total."""
    path = tmp_path / f"{kind}.csv"
    printed(store, kind, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.reader(file) if len(row) > 1]


def holding(*lines: BatchLineDetails) -> BatchDetails:
    """The batch of the papers, with these lines."""
    return replace(BATCH, lines=lines)
