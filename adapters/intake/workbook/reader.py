"""The bureau's workbook: one sheet a kind, read row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO

from adapters.files.archive import Archive
from adapters.files.book import Book, SheetPart, opened
from adapters.files.comments import Comments, comments
from adapters.files.grid import GridRow, merges, rows
from adapters.intake import flat
from adapters.intake.checks import WHY
from adapters.intake.forms import Forms, read_by
from adapters.intake.items import AcceptedRow, Item, Notice, Unread, shortened
from adapters.intake.workbook.cells import CSV, EXAMPLE, plain
from adapters.intake.workbook.form.examples import is_example
from adapters.intake.workbook.frames import Layout
from adapters.intake.workbook.headers import names_a_firm
from adapters.intake.workbook.policies import layout_of
from adapters.intake.workbook.rows.claims import is_dated, items_of
from adapters.intake.workbook.rows.lines import returned_lines
from adapters.intake.workbook.rows.printed import PrintedRow, begins_another, printed_rows
from adapters.intake.workbook.rows.remarks import comments_of, is_doubtful, may_take_back
from adapters.intake.workbook.rows.totals import Totals, is_note, may_be_paid
from adapters.intake.workbook.sheets.table import sheets
from adapters.intake.workbook.units import contradicts
from domain.refusals import Fact, Refusal

_RETURNED = re.compile(r"·退回\d*$")  # a second sheet of one kind in a workbook of rejects
# Sheets that say how to fill in the others: nobody misses them.
_ABOUT = re.compile(r".*(?:说明|须知|目录|封面|字典|选项|参数|模板|示例|示范).*")
_NO_COMMENTS: Comments = {}
_CODE_MIN = 15  # characters from which a cell may be somebody's credit code

Facts = Mapping[str, Fact]  # where something stands: file, sheet, row


def read(file: BinaryIO, name: str, *, accept_large: bool = False) -> Iterator[Item]:
    """Yield the rows of every sheet that is known: records first, then in workbook order.

    Every sheet is unpacked and its headers are read before the first row is yielded. Raises Refusal
    `bad-header` with those of all other sheets that have one too.
    """
    book = opened(Archive(file, name))
    layouts: list[tuple[Layout, partial[Iterator[GridRow]], Comments, Forms]] = []
    returned: list[tuple[str, str]] = []
    beside: list[Item] = []
    bad: list[Refusal] = []
    skipped = 0
    for sheet in book.sheets:
        title = sheet.name.strip()[:60]
        if sheet.name.rstrip("0123456789") == flat.SHEET and sheet.part is not None:
            returned.append((sheet.name, sheet.part))
            continue
        layout, said = None, _NO_COMMENTS
        if sheet.part is not None:
            of_sheet = partial(rows, book, sheet.part)
            try:
                own, layout = layout_of(
                    name,
                    _RETURNED.sub("", title),
                    of_sheet(),
                    merges(book, sheet.part),
                    from_1904=book.from_1904,
                    accept_large=accept_large,
                )
            except Refusal as refusal:
                if refusal.code != "bad-header":
                    raise
                bad.append(Refusal(refusal.code, **{**refusal.facts, "sheet": title}))
                continue
            said = comments(book, sheet.part)
        if layout is None:
            skipped += 1
            beside += _skipped(book, name, title, sheet)
            continue
        layouts.append((replace(layout, title=title), of_sheet, said, own))
        if sheet.hidden:
            beside.append(Notice(code="hidden-sheet", facts={"file": name, "sheet": title}))
    if bad:
        bad[0].others = tuple(bad[1:])
        raise bad[0]
    if skipped == len(book.sheets):
        raise Refusal("no-known-sheet", file=name)
    yield from beside
    layouts.sort(key=lambda known: known[0].sheet.record is None)
    for layout, of_sheet, said, own in layouts:
        yield from read_by(own, table_rows(layout, name, of_sheet(), said))
    for title, part in returned:
        yield from returned_lines(book, name, title, part)


def _skipped(book: Book, name: str, title: str, sheet: SheetPart) -> Iterator[Item]:
    """Yield that a sheet is not one of claims, and which of its rows were not read for that.

    A sheet by a kind's name and without a cell is an empty form: there is nothing to say of it.
    """
    sheet_rows = () if sheet.part is None else rows(book, sheet.part)
    filled = {row.number: row.cells.values() for row in sheet_rows if row.cells}
    misses = any(names_a_firm(each) or any(map(may_be_paid, each)) for each in filled.values())
    if not filled and title in {sheet.title for sheet in sheets().values()}:
        return
    yield Notice(code="unknown-sheet", facts={"file": name, "sheet": title})
    if filled and (misses or _ABOUT.fullmatch(title) is None):
        yield Unread(file=name, sheet=title, first=min(filled), last=max(filled))


def table_rows(
    layout: Layout, file: str, sheet_rows: Iterator[GridRow], said: Comments = _NO_COMMENTS
) -> Iterator[Item]:
    """Yield what the rows of one table say, below its headers. said: the comments on its cells."""
    sheet = layout.title or None
    facts = {"file": file, "sheet": sheet}
    yield from _about_headers(layout, facts, said)
    totals = Totals(file, sheet, *_column_of_fees(layout))
    uscc = next((place for column, place, _ in layout.columns if column.key == "uscc"), 0)
    hidden, outside = 0, set[str]()
    taken_back: list[int] = []  # a heading that withdraws what is beneath it, and its rows
    every = printed_rows(layout, sheet_rows)
    for row in every:
        at = {**facts, "row": row.number}
        if row.beneath:
            yield Notice(code="hidden-value", facts={**at, "column": "、".join(row.beneath)})
        if EXAMPLE in row.cells and is_example(layout, row.cells):
            yield Notice(code="example-row", facts=at)
            continue
        code = row.cells[uscc]
        named = isinstance(code, str) and len(plain(code[:99])) >= _CODE_MIN
        if not named and not is_dated(layout, row):
            if (beside := _total_or_note(layout, row, totals, facts)) is not None:
                yield from beside
                continue
            if (other := begins_another(layout, row)) is not None:
                if not other:
                    continue
                further = [each.number for each in every if not each.empty or each.texts]
                last = max(further, default=row.number)
                yield Unread(file=file, sheet=sheet, first=row.number, last=last)
                break
            if row.heading is not None:
                yield from _unread(layout, file, taken_back)
                taken_back = [row.number] if may_take_back(row.heading) else []
                if not taken_back:
                    yield Notice(code="heading-row", facts={**at, "heading": row.heading[:60]})
                continue
        if row.empty:
            outside.update(row.outside)
            continue
        if taken_back:
            taken_back.append(row.number)
            continue
        outside.update(row.outside)
        hidden += row.hidden
        totals.add(row.cells, row.number)
        items = items_of(file, sheet, layout, row)
        yield from items
        yield from _doubts(layout, row, at, accepted=isinstance(items[0], AcceptedRow))
        yield from comments_of(at, said.get(row.number, {}), _reason(layout, row))
    yield from _unread(layout, file, taken_back)
    yield from totals.items()
    for letters in sorted(outside):
        yield Notice(code="unknown-column", facts={**facts, "column": letters})
    if hidden:
        yield Notice(code="hidden-rows", facts={**facts, "rows": hidden})


def _about_headers(layout: Layout, facts: Facts, said: Comments) -> Iterator[Item]:
    """Yield which headers are not known, claims above them, and comments of another unit there."""
    for header in layout.strange:
        yield Notice(code="unknown-column", facts={**facts, "column": header[:60]})
    if layout.claims_above:
        first, *_, last = (*layout.claims_above, layout.claims_above[-1])
        yield Unread(file=str(facts["file"]), sheet=layout.title or None, first=first, last=last)
    doubts = [*layout.doubts_above]
    if may_take_back(layout.title):
        doubts.append((0, layout.title))
    for number, text in doubts:
        at = {**facts, "row": number or None}
        yield Notice(code="doubtful-note", facts={**at, "remark": shortened(text)})
    for number in sorted(number for number in said if number <= layout.last_header_row):
        other = {at: text for at, text in said[number].items() if contradicts(text, layout.unit)}
        yield from comments_of({**facts, "row": number}, other)


def _total_or_note(
    layout: Layout, row: PrintedRow, totals: Totals, facts: Facts
) -> Iterable[Item] | None:
    """Return what is wrong with a total, or that a note was not read; None for any other row."""
    if (about_total := totals.takes(row.texts, row.cells, row.number)) is not None:
        return about_total
    if not is_note(row.texts):
        return None
    paid = (row.cells[place] for column, place, _ in layout.columns if column.is_money)
    doubtful = any(may_take_back(text) or contradicts(text, layout.unit) for text in row.texts)
    if not doubtful and not any(map(may_be_paid, paid)):
        return ()
    return _unread(layout, str(facts["file"]), [row.number])


def _unread(layout: Layout, file: str, numbers: Sequence[int]) -> Iterator[Unread]:
    """Yield that rows were not read, where there are any."""
    if numbers:
        sheet = layout.title or None
        yield Unread(file=file, sheet=sheet, first=numbers[0], last=numbers[-1])


def _doubts(layout: Layout, row: PrintedRow, at: Facts, *, accepted: bool) -> Iterator[Notice]:
    """Yield which texts that no column states may end or change a claim that was taken."""
    known = {row.cells[place] for _, place, _ in layout.columns}
    known.add(_reason(layout, row))
    for text in row.texts if accepted else ():
        if text not in known and is_doubtful(text):
            yield Notice(code="doubtful-remark", facts={**at, "remark": shortened(text)})


def _reason(layout: Layout, row: PrintedRow) -> object:
    """Return why a returned row was sent back; an empty text in any other."""
    headers = layout.frame.headers
    return (row.cells[headers.index(WHY)] if WHY in headers else None) or ""


def _column_of_fees(layout: Layout) -> tuple[int | None, Any]:
    """Return where the column stands that 合计 adds up, and what its cells mean."""
    for column, place, means in layout.columns:
        if column.header == layout.sheet.total:
            return place, means
    return None, CSV
