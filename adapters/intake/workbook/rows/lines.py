"""The sheets of returned lines: rejected lines of files that were not workbooks, corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from adapters.files.book import Book
from adapters.files.comments import comments
from adapters.files.grid import Broken, Formatted, rows
from adapters.intake.checks import WHY
from adapters.intake.flat import rows as flat
from adapters.intake.items import AcceptedRow, At, Item, RejectedRow
from adapters.intake.values import Fault
from adapters.intake.workbook.cells import CSV, text
from adapters.intake.workbook.headers import HEADER_ROW, HEADERS_MAX
from adapters.intake.workbook.rows.remarks import comments_of
from domain.refusals import Fact


def returned_lines(book: Book, file: str, sheet: str, part: str) -> Iterator[Item]:
    """Yield what the returned lines say now. Raises Refusal `bad-header`."""
    header: flat.Header | None = None
    letters: list[int] = []
    said = comments(book, part)
    for row in rows(book, part):
        if row.number == HEADER_ROW:
            letters = sorted(row.cells)[:HEADERS_MAX]
            header = flat.header_of([_text(row.cells[letter]) for letter in letters], file, sheet)
        elif header is not None and row.number > HEADER_ROW:
            cells = [_text(row.cells.get(letter)) for letter in letters]
            at = At(file=file, sheet=sheet, row=row.number)
            items = flat.parse_row(cells, header, at)
            yield from (_struck_line(item) if row.struck else item for item in items)
            why = cells[header.printed.index(WHY)] if WHY in header.printed else ""
            facts: dict[str, Fact] = {"file": file, "sheet": sheet, "row": row.number}
            yield from comments_of(facts, said.get(row.number, {}), why)
    if header is None:
        flat.header_of((), file, sheet)


def _text(cell: object) -> str:
    """Return a cell as CSV would print it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, Broken):
        return cell.shown
    if isinstance(cell, Formatted):  # shown otherwise than it is: no field takes a NUL
        return f"{cell.number}\0"
    content = text(cell, CSV)
    if isinstance(content, Fault):  # a number that lost its last digits: no field takes a NUL
        return f"{content.value}\0"
    return content if isinstance(content, str) else ""


def _struck_line(item: Item) -> Item:
    """Return a returned line that somebody struck out as rejected for that."""
    if not isinstance(item, AcceptedRow):
        return item
    number = getattr(item.command, "claim_no", None)
    return RejectedRow(
        at=item.at,
        of_claim=number is not None,
        column=None,
        code="struck-row",
        value="",
        claim_no=number,
        source=item.source,
    )
