"""What a paper says, read back from its text file."""

from __future__ import annotations

import csv
from pathlib import Path

from adapters.papers.sources import Sources
from tests.adapters.papers.given import BATCH, SOURCES, SUBJECTS, Answer, printed

KINDS = list(SUBJECTS)


def table(store: Path, kind: str, tmp_path: Path) -> list[list[str]]:
    """The rows of a paper's CSV, from the header to the total."""
    path = tmp_path / f"{kind}.csv"
    printed(store, kind, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.reader(file) if len(row) > 1]


def answering(lines: list[Answer]) -> Sources:
    return SOURCES._replace(batch=lambda look, number: BATCH | {"lines": lines})
