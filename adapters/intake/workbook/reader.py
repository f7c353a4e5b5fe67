"""The bureau's workbook: one sheet a kind, read row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from adapters.files.archive import Archive
from adapters.files.book import Book, opened
from adapters.intake import checks
from adapters.intake.items import At, Item, Notice, SheetRow
from adapters.intake.rows import row_result
from adapters.intake.values import Fault, fault
from adapters.intake.workbook import flat_sheet
from adapters.intake.workbook.frames import Layout, PrintedRow, printed_rows, sheet_layout
from adapters.intake.workbook.sheets import AWARD, BOOTH_FEES, BOOTHS, EXPORTS_SHEET, SHEETS
from adapters.intake.workbook.totals import Total
from domain.refusals import Refusal

_RETURNED = re.compile(r"·退回\d*$")  # a second sheet of one kind in a workbook of rejects


def read(file: BinaryIO, name: str) -> Iterator[Item]:
    """Yield the rows of every sheet that is known: exports first, then in workbook order.

    Every sheet is unpacked and its headers are read before the first row is yielded.
    """
    book = opened(Archive(file, name))
    layouts: list[Layout] = []
    flat: list[tuple[str, str]] = []
    skipped: list[Notice] = []
    for sheet in book.sheets:
        title = sheet.name.strip()[:60]
        known = SHEETS.get(_RETURNED.sub("", title))
        if flat_sheet.is_flat(sheet.name) and sheet.part is not None:
            flat.append((sheet.name, sheet.part))
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
    for title, part in flat:
        yield from flat_sheet.read(book, name, title, part)


def _sheet(book: Book, name: str, layout: Layout) -> Iterator[Item]:
    for header in layout.strange:
        facts = {"file": name, "sheet": layout.title, "column": header[:60]}
        yield Notice(code="unknown-column", facts=facts)
    total = Total(name, layout)
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
    """Return what one row of cells says."""
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
        return row_result(
            checks.exports(stated), stated, at, layout.headers, source, layout.frame.headers
        )
    extra = _settle(layout, stated, facts)
    stated["facts"] = facts
    checked = checks.claim(stated)
    if extra:
        checked = extra + (checked if isinstance(checked, list) else [])
    return row_result(checked, stated, at, layout.headers, source, layout.frame.headers)


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
    return [_yuan(each + rest), *[_yuan(each)] * (booths - 1)]


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
