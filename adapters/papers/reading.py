"""A paper read back from its file: the texts of its cells, and what no printed paper has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path

from adapters.intake.archive import Archive
from adapters.intake.book import Book, opened
from adapters.intake.grid import Broken, rows
from adapters.papers import csv_file
from domain.refusals import Refusal

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*\bhidden\s*=\s*[\"'](?:1|true)")


@dataclass(slots=True)
class Strange:
    """Something in a file that changes what it shows, and that no printed paper has."""

    row: int | None
    column: str
    found: str


@dataclass(slots=True)
class Found:
    """What a file says: row by row, each with its number as a spreadsheet shows it."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    strange: list[Strange] = field(default_factory=list)


def read(path: Path) -> Found:
    """Return what a file of ours, or one made of it, says now.

    Raises `paper-format` for a name that is neither .xlsx nor .csv, `paper-unreadable`,
    `not-a-paper`, and what reading a workbook raises.
    """
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise Refusal("paper-format", file=path.name)
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise Refusal(
            "paper-unreadable", file=str(path), problem=problem.strerror or str(problem)
        ) from problem
    found = Found()
    if path.suffix.lower() == ".csv":
        for number, cells in enumerate(csv_file.read(raw), start=1):
            _add(found, number, cells)
    elif not raw.startswith(b"PK"):  # no archive, hence no workbook
        raise Refusal("not-a-paper", file=path.name)
    else:
        _read_workbook(found, opened(Archive(BytesIO(raw), path.name)))
    return found


def _read_workbook(found: Found, book: Book) -> None:
    first, *others = book.sheets
    for sheet in others:
        found.strange.append(Strange(None, sheet.name, "（另有工作表）"))
    if first.part is None:
        return
    tail = b""
    for chunk in book.archive.chunks(first.part):
        found.strange += _strange_in(tail + chunk)
        tail = chunk[-200:]
    found.strange = list({(one.column, one.found): one for one in found.strange}.values())
    for row in rows(book, first.part):
        if row.hidden:
            found.strange.append(Strange(row.number, "（整行）", "（已隐藏）"))
        width = max(row.cells, default=-1) + 1
        _add(found, row.number, [_text(row.cells.get(place)) for place in range(width)])


def _strange_in(part: bytes) -> Iterator[Strange]:
    if _FORMULA.search(part):
        yield Strange(None, "（工作表）", "（含有公式）")
    if _HIDDEN_COLUMN.search(part):
        yield Strange(None, "（工作表）", "（有隐藏的列）")


def _add(found: Found, number: int, cells: list[str]) -> None:
    while cells and not cells[-1]:
        cells.pop()
    if cells:
        found.rows.append((number, cells))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, Broken):
        return cell.shown
    return cell if isinstance(cell, str) else repr(cell)
