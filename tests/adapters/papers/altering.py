"""Papers altered by hand, and where a check says they are."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from adapters.papers.check.checking import Checked
from tests.adapters.papers.given import SUBJECTS

KINDS = list(SUBJECTS)
FILES = [(kind, suffix) for kind in KINDS for suffix in (".xlsx", ".csv")]
HEADER = 5  # of the notice: its first claim stands in the row after


def altered(path: Path, out: Path, change: Callable[[Any], None]) -> Path:
    """Save a workbook with a change to its sheet."""
    book = load_workbook(path)
    change(book.active)
    book.save(out)
    return out


def places(checked: Checked) -> list[tuple[int | None, str | None]]:
    return [(difference.row, difference.column) for difference in checked.differences]


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def csv_written(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "written.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path
