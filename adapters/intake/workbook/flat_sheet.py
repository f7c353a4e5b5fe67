"""The sheet of returned lines in a workbook of rejects: flat rows under their CSV names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from adapters.files.book import Book
from adapters.files.grid import Broken, rows
from adapters.intake import flat
from adapters.intake.items import At, Item
from adapters.intake.values import Fault
from adapters.intake.workbook.cells import shown, text
from adapters.intake.workbook.frames import HEADER_ROW, HEADERS_MAX

NAME = "退回行"


def is_flat(sheet: str) -> bool:
    """Say whether a sheet holds returned lines; a second sheet is 退回行2."""
    return sheet.rstrip("0123456789") == NAME


def read(book: Book, file: str, sheet: str, part: str) -> Iterator[Item]:
    """Yield what the returned lines say now. Raises Refusal `bad-header`."""
    header: flat.Header | None = None
    letters: list[int] = []
    for row in rows(book, part):
        if row.number == HEADER_ROW:
            letters = sorted(row.cells)[:HEADERS_MAX]
            header = flat.header_of([_text(row.cells[letter]) for letter in letters], file, sheet)
        elif header is not None and row.number > HEADER_ROW:
            cells = [_text(row.cells.get(letter)) for letter in letters]
            at = At(file=file, sheet=sheet, row=row.number)
            yield from flat.parse_row(cells, header, at)
    if header is None:
        flat.header_of((), file, sheet)


def _text(cell: object) -> str:
    """Return a cell as CSV would print it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, Broken):
        return str(shown(cell))
    content = text(cell, 1)
    if isinstance(content, Fault):  # a number that lost its last digits: no field takes a NUL
        return f"{content.value}\0"
    return content if isinstance(content, str) else ""
