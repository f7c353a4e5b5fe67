"""Rejected rows, returned in a file and read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from adapters.intake.items import AcceptedRow, Item, RejectedRow
from adapters.intake.read import read
from adapters.intake.rejects import write_rejects


def rejected(path: Path) -> list[RejectedRow]:
    return [item for item in read(path) if isinstance(item, RejectedRow)]


def rows(path: Path) -> list[Item]:
    return [item for item in read(path) if isinstance(item, (AcceptedRow, RejectedRow))]


def returned(path: Path, bad: list[RejectedRow]) -> Path:
    write_rejects(path, [(row, [f"请改正 {fault.code}" for fault in row.faults]) for row in bad])
    return path


def verdicts(bad: list[RejectedRow]) -> list[tuple[Any, ...]]:
    return [(row.column, row.code, row.claim_no) for row in bad]


def correct(path: Path, sheet: str, column: str, value: object) -> None:
    book = load_workbook(path)
    headers = [cell.value for cell in book[sheet][3]]
    book[sheet].cell(4, headers.index(column) + 1).value = value
    book.save(path)
