"""The bureau's workbook: one sheet a kind, read row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from math import floor
from typing import Any, BinaryIO

from adapters.files.archive import Archive
from adapters.files.book import Book, opened
from adapters.files.grid import Broken, rows
from adapters.intake import checks, flat
from adapters.intake.items import At, Item, Notice, SheetRow, SheetTotal
from adapters.intake.values import Fault, fault
from adapters.intake.workbook.cells import decimal, plain, shown, text, yuan_text
from adapters.intake.workbook.frames import (
    HEADER_ROW,
    HEADERS_MAX,
    Layout,
    PrintedRow,
    printed_rows,
    sheet_layout,
)
from adapters.intake.workbook.sheets import AWARD, BOOTH_FEES, BOOTHS, EXPORTS_SHEET, SHEETS
from domain.refusals import Refusal

_LABEL = re.compile(r"(?:合计|总计)(?:\([^()]{1,9}\))?:?")
_RETURNED = re.compile(r"·退回\d*$")  # a second sheet of one kind in a workbook of rejects


def read(file: BinaryIO, name: str) -> Iterator[Item]:
    """Yield the rows of every sheet that is known: exports first, then in workbook order.

    Every sheet is unpacked and its headers are read before the first row is yielded.
    """
    book = opened(Archive(file, name))
    layouts: list[Layout] = []
    returned: list[tuple[str, str]] = []
    skipped: list[Notice] = []
    for sheet in book.sheets:
        title = sheet.name.strip()[:60]
        known = SHEETS.get(_RETURNED.sub("", title))
        if sheet.name.rstrip("0123456789") == flat.SHEET and sheet.part is not None:
            returned.append((sheet.name, sheet.part))
        elif known is None or sheet.part is None:
            facts = {"file": name, "sheet": title}
            skipped.append(Notice(code="unknown-sheet", facts=facts))
        elif (layout := sheet_layout(book, title, known, sheet.part)) is not None:
            layouts.append(layout)
    if len(skipped) == len(book.sheets):
        raise Refusal("no-known-sheet", file=name)
    yield from skipped
    for layout in sorted(layouts, key=lambda known: known.sheet is not EXPORTS_SHEET):
        yield from _sheet(book, name, layout)
    for title, part in returned:
        yield from _flat_rows(book, name, title, part)


def _sheet(book: Book, name: str, layout: Layout) -> Iterator[Item]:
    for header in layout.strange:
        facts = {"file": name, "sheet": layout.title, "column": header[:60]}
        yield Notice(code="unknown-column", facts=facts)
    total = _Total(name, layout)
    hidden = after = 0
    for row in printed_rows(book, layout):
        hidden += row.hidden and not row.empty
        if total.ended:
            after += not row.empty
        elif not total.ends_at(row) and not row.empty:
            total.add(row)
            yield from _row(name, layout, row)
    yield from total.items()
    facts = {"file": name, "sheet": layout.title}
    if after:
        yield Notice(code="rows-after-total", facts={**facts, "rows": after})
    if hidden:
        yield Notice(code="hidden-rows", facts={**facts, "rows": hidden})


def _row(name: str, layout: Layout, row: PrintedRow) -> tuple[Item, ...]:
    at = At(file=name, sheet=layout.title, row=row.number)
    source = SheetRow(frame=layout.frame, cells=row.cells)
    stated: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for column, place in layout.columns:
        value = column.read(row.cells[place], layout.unit_fen)
        if column.key.startswith("facts."):
            facts[column.key[6:]] = value
        else:
            stated[column.key] = value
    if layout.sheet is EXPORTS_SHEET:
        stated["record"] = checks.EXPORTS
        checked: Any = checks.exports(stated)
    else:
        extra = _settle(layout, stated, facts)
        stated["facts"] = facts
        checked = checks.claim(stated)
        if extra:
            checked = extra + (checked if isinstance(checked, list) else [])
    columns, order = layout.headers, layout.frame.headers
    return checks.row_result(checked, stated, at, columns, source, order)


def _settle(layout: Layout, stated: dict[str, Any], facts: dict[str, Any]) -> checks.Faults:
    """Complete what cells say together: a fee and its booths, a category and its kind."""
    stated.setdefault("kind", layout.sheet.kind)
    if layout.sheet.kind is None and isinstance(stated[AWARD], tuple):
        stated["kind"], given = stated[AWARD]
        facts.update(given)
    if BOOTHS not in stated:
        return []
    booths = stated.pop(BOOTHS)
    fee = facts[BOOTH_FEES[6:]]
    if isinstance(fee, str):
        facts[BOOTH_FEES[6:]] = _split(fee, booths if isinstance(booths, int) else 1)
    if isinstance(booths, int):
        return []
    return [(BOOTHS, booths if isinstance(booths, Fault) else fault("missing-field", ""))]


def _split(fee: str, booths: int) -> list[str]:
    """Return a fee split evenly over booths, odd fen to the first."""
    each, rest = divmod(int(fee.replace(".", "")), booths)
    return [yuan_text(each + rest), *[yuan_text(each)] * (booths - 1)]


def _flat_rows(book: Book, file: str, sheet: str, part: str) -> Iterator[Item]:
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


class _Total:
    """Adds up the column of fees of one sheet as it is printed, bad rows included."""

    def __init__(self, file: str, layout: Layout) -> None:
        self.ended = False
        self._facts = {"file": file, "sheet": layout.title}
        self._unit = layout.unit_fen
        self._place: int | None = None
        if layout.sheet.total is not None:
            self._place = layout.frame.headers.index(layout.sheet.total)
        self._sum = Decimal(0)
        self._unreadable = 0
        self._printed: object = None

    def ends_at(self, row: PrintedRow) -> bool:
        """Say whether this is the 合计 row, and take what it declares."""
        if _LABEL.fullmatch(plain(row.first[:99])) is None:
            return False
        self.ended = True
        self._printed = None if self._place is None else row.cells[self._place]
        return True

    def add(self, row: PrintedRow) -> None:
        """Count a row's fee, if it can be read at all."""
        if self._place is None:
            return
        fen = decimal(row.cells[self._place], self._unit)
        if fen is None:
            self._unreadable += 1
        else:
            self._sum += fen

    def items(self) -> Iterator[Item]:
        """Yield the declared total, and a warning when the rows come to another sum."""
        if not self.ended or self._place is None:
            return
        declared = decimal(self._printed, self._unit)
        if declared is None:
            yield Notice(code="total-unreadable", facts=self._facts)
            return
        total = floor(declared)
        yield SheetTotal(**self._facts, declared_fen=total)
        if abs(self._sum - declared) >= 1:
            sums = {"declared_fen": total, "rows_fen": floor(self._sum)}
            sums["unreadable"] = self._unreadable
            yield Notice(code="total-mismatch", facts={**self._facts, **sums})
