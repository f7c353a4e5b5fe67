"""A paper read back from its file: the texts of its cells, and what no printed paper has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path

from adapters.files.archive import Archive
from adapters.files.book import Book, opened
from adapters.files.durable import problem_text, read_regular
from adapters.files.grid import Broken, Formatted, rows
from adapters.papers import csv_file
from adapters.papers.check.showing import WHOLE_ROW, SheetDisplay, showing, strange
from domain.refusals import Refusal
from projections.papers import PaperDifference


@dataclass(slots=True)
class FileRows:
    """What a file says: row by row, each with its number as a spreadsheet shows it.

    showing: how a workbook shows it; None for a text file, which shows what it holds.
    """

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    strange: list[PaperDifference] = field(default_factory=list)
    showing: SheetDisplay | None = None


def read(path: Path) -> FileRows:
    """Return what a printed file, or a changed copy of one, says now.

    Raises `paper-format` for a name that is neither .xlsx nor .csv, `paper-unreadable`,
    `not-a-paper`, and what reading a workbook raises.
    """
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise Refusal("paper-format", file=path.name)
    try:
        raw = read_regular(path)
    except OSError as problem:
        why = problem_text(problem)
        raise Refusal("paper-unreadable", file=str(path), problem=why) from problem
    file_rows = FileRows()
    if kind == ".csv":
        for number, cells in enumerate(csv_file.read(raw), start=1):
            _add(file_rows, number, cells)
    elif not raw.startswith(b"PK"):  # no archive, hence no workbook
        raise Refusal("not-a-paper", file=path.name)
    else:
        _read_workbook(file_rows, opened(Archive(BytesIO(raw), path.name)))
    return file_rows


def _read_workbook(file_rows: FileRows, book: Book) -> None:
    first, *others = book.sheets
    for sheet in others:
        file_rows.strange.append(strange(None, sheet.name, "（另有工作表）"))
    if first.part is None:
        return
    file_rows.showing = showing(book.archive, first.part)
    file_rows.strange += file_rows.showing.strange
    for row in rows(book, first.part):
        width = max(row.cells, default=-1) + 1
        _add(file_rows, row.number, [_text(row.cells.get(place)) for place in range(width)])


def _add(file_rows: FileRows, number: int, cells: list[str]) -> None:
    while cells and not cells[-1]:
        cells.pop()
    if not cells:
        return
    first = file_rows.rows[-1][0] + 1 if file_rows.rows else 1
    if first < number:  # every row of a printed paper says something
        file_rows.strange.append(strange(first, WHOLE_ROW, f"（空行 {number - first} 行）"))
    file_rows.rows.append((number, cells))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, Broken):
        return cell.shown
    if isinstance(cell, Formatted):
        return repr(cell.number)
    return cell if isinstance(cell, str) else repr(cell)
