"""The bureau's workbook: one sheet a kind, read row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO

from adapters.files.archive import Archive
from adapters.files.book import Book, SheetPart, opened
from adapters.files.grid import GridRow, merges, rows
from adapters.intake import checks, flat
from adapters.intake.amounts import folded, said_of, shown
from adapters.intake.items import (
    At,
    Item,
    Notice,
    RejectedRow,
    SheetRow,
    Unread,
    with_beside,
)
from adapters.intake.values import Fault, fault
from adapters.intake.workbook.cells import CSV, EXAMPLE, plain, yuan_text
from adapters.intake.workbook.form.examples import is_example
from adapters.intake.workbook.frames import (
    Layout,
    PrintedRow,
    begins_another,
    printed_rows,
    sheet_layout,
)
from adapters.intake.workbook.headers import names_a_firm
from adapters.intake.workbook.lines import returned_lines
from adapters.intake.workbook.sheets import AWARD, BOOTH_FEES, BOOTHS, EXPORTS_SHEET, sheets
from adapters.intake.workbook.totals import Totals, is_note, may_be_paid
from adapters.intake.workbook.units import NOTHING_SAID, contradicts
from domain.refusals import Refusal

_RETURNED = re.compile(r"·退回\d*$")  # a second sheet of one kind in a workbook of rejects
# Sheets that say how to fill in the others: nobody misses them.
_ABOUT = re.compile(r".*(?:说明|须知|目录|封面|字典|选项|参数|模板|示例|示范).*")
_MERGED = "（合并单元格）"  # marks an amount of several rows in what is sent back
_OF_MONEY = re.compile(r"币种|币别|货币|单位$")
_CODE_MIN = 15  # characters from which a cell may be somebody's credit code
_VOID = re.compile(r"[\W_]*[此本该]?[行条笔项]?已?作废.*|.*(?<![不未非])作废[\W_]*")
# In a heading or a note: what of the rows about it, nobody can be sure.
_ENDING = re.compile(
    r"作废|撤回|撤销|取消|放弃|退出|删除|不予|不报|无效|重复|退回|核减|更正|改为|应为|实际|为准"
)
# Wherever in a row it stands alone, or after the firm's name.
_WITHDRAWN = re.compile(
    r"(?:.*[\W_])?(?:[此本该]?[行条笔项]?(?:已|拟|自愿|申请|企业){0,2}"
    r"(?:作废|撤回|撤销|取消|放弃|退出|删除|不予?|重复|暂缓)(?:申报|申请|上报|受理|补助|支持)?|不报|无效|void|cancell?ed|[×✗])[\W_]*",
    re.IGNORECASE,
)


def read(file: BinaryIO, name: str, *, accept_large: bool = False) -> Iterator[Item]:
    """Yield the rows of every sheet that is known: exports first, then in workbook order.

    Every sheet is unpacked and its headers are read before the first row is yielded. Raises Refusal
    `bad-header` with those of all other sheets that have one too.
    """
    book = opened(Archive(file, name))
    layouts: list[tuple[Layout, partial[Iterator[GridRow]]]] = []
    returned: list[tuple[str, str]] = []
    beside: list[Item] = []
    bad: list[Refusal] = []
    skipped = 0
    for sheet in book.sheets:
        title = sheet.name.strip()[:60]
        if sheet.name.rstrip("0123456789") == flat.SHEET and sheet.part is not None:
            returned.append((sheet.name, sheet.part))
            continue
        layout = None
        if sheet.part is not None:
            of_sheet = partial(rows, book, sheet.part)
            try:
                layout = sheet_layout(
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
        if layout is None:
            skipped += 1
            beside += _skipped(book, name, title, sheet)
            continue
        layouts.append((replace(layout, title=title), of_sheet))
        if sheet.hidden:
            beside.append(Notice(code="hidden-sheet", facts={"file": name, "sheet": title}))
    if bad:
        bad[0].others = tuple(bad[1:])
        raise bad[0]
    if skipped == len(book.sheets):
        raise Refusal("no-known-sheet", file=name)
    yield from beside
    for layout, of_sheet in sorted(layouts, key=lambda known: known[0].sheet is not EXPORTS_SHEET):
        yield from table_rows(layout, name, of_sheet())
    for title, part in returned:
        yield from returned_lines(book, name, title, part)


def _skipped(book: Book, name: str, title: str, sheet: SheetPart) -> Iterator[Item]:
    """Yield that a sheet is not one of claims, and which of its rows were not read for that.

    A sheet by a kind's name and without a cell is an empty form: there is nothing to say of it.
    """
    sheet_rows = () if sheet.part is None else rows(book, sheet.part)
    filled = {row.number: row.cells.values() for row in sheet_rows if row.cells}
    misses = any(names_a_firm(each) or any(map(may_be_paid, each)) for each in filled.values())
    if not filled and title in sheets():
        return
    yield Notice(code="unknown-sheet", facts={"file": name, "sheet": title})
    if filled and (misses or _ABOUT.fullmatch(title) is None):
        yield Unread(file=name, sheet=title, first=min(filled), last=max(filled))


def table_rows(layout: Layout, file: str, sheet_rows: Iterator[GridRow]) -> Iterator[Item]:
    """Yield what the rows of one table say, below its headers."""
    sheet = layout.title or None
    facts = {"file": file, "sheet": sheet}
    for header in layout.strange:
        yield Notice(code="unknown-column", facts={**facts, "column": header[:60]})
    if layout.claims_above:
        first, *_, last = (*layout.claims_above, layout.claims_above[-1])
        yield Unread(file=file, sheet=sheet, first=first, last=last)
    totals = Totals(file, sheet, *_column_of_fees(layout))
    uscc = next((place for column, place, _ in layout.columns if column.key == "uscc"), 0)
    hidden, outside = 0, set[str]()
    every = printed_rows(layout, sheet_rows)
    for row in every:
        if row.beneath:
            at = {**facts, "row": row.number, "column": "、".join(row.beneath)}
            yield Notice(code="hidden-value", facts=at)
        if EXAMPLE in row.cells and is_example(layout, row.cells):
            yield Notice(code="example-row", facts={**facts, "row": row.number})
            continue
        code = row.cells[uscc]
        named = isinstance(code, str) and len(plain(code[:99])) >= _CODE_MIN
        if not named and not _dated(layout, row):
            if (about_total := totals.takes(row.texts, row.cells)) is not None:
                yield from about_total
                continue
            if is_note(row.texts):
                paid = (row.cells[place] for column, place, _ in layout.columns if column.is_money)
                doubtful = any(
                    _ENDING.search(text) or contradicts(text, layout.unit) for text in row.texts
                )
                if doubtful or any(map(may_be_paid, paid)):
                    yield Unread(file=file, sheet=sheet, first=row.number, last=row.number)
                continue
            if (other := begins_another(layout, row)) is not None:
                if not other:
                    continue
                further = [each.number for each in every if not each.empty or each.texts]
                last = max(further, default=row.number)
                yield Unread(file=file, sheet=sheet, first=row.number, last=last)
                break
            if row.heading is not None:
                if _ENDING.search(row.heading) or contradicts(row.heading, layout.unit):
                    yield Unread(file=file, sheet=sheet, first=row.number, last=row.number)
                else:
                    heading = {**facts, "row": row.number, "heading": row.heading[:60]}
                    yield Notice(code="heading-row", facts=heading)
                continue
        outside.update(row.outside)
        if row.empty:
            continue
        hidden += row.hidden
        totals.add(row.cells)
        yield from _row(file, sheet, layout, row)
    yield from totals.items()
    for letters in sorted(outside):
        yield Notice(code="unknown-column", facts={**facts, "column": letters})
    if hidden:
        yield Notice(code="hidden-rows", facts={**facts, "rows": hidden})


def _dated(layout: Layout, row: PrintedRow) -> bool:
    """Say whether a row states a day or a year: no total and no note has one in its column."""
    return any(
        row.cells[place] is not None and not isinstance(column.read(row.cells[place], means), Fault)
        for column, place, means in layout.columns
        if column.is_time
    )


def _column_of_fees(layout: Layout) -> tuple[int | None, Any]:
    """Return where the column stands that 合计 adds up, and what its cells mean."""
    for column, place, means in layout.columns:
        if column.header == layout.sheet.total:
            return place, means
    return None, CSV


def _row(file: str, sheet: str | None, layout: Layout, row: PrintedRow) -> tuple[Item, ...]:
    at = At(file=file, sheet=sheet, row=row.number)
    cells = [
        f"{'' if cell is None else shown(cell)}{_MERGED}" if place in row.merged else cell
        for place, cell in enumerate(row.cells)
    ]
    source = SheetRow(frame=layout.frame, cells=tuple(cells), struck=row.struck)
    remark = None if layout.remark is None else row.cells[layout.remark]
    void = isinstance(remark, str) and _VOID.fullmatch(plain(remark[:99])) is not None
    void = void or any(_WITHDRAWN.fullmatch(plain(each[:99])) for each in row.texts)
    if void or row.struck:
        return (_struck(at, layout, row, source),)
    stated: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    confirmed = layout.confirmed is not None and row.cells[layout.confirmed] == "是"
    for column, place, means in layout.columns:
        cell = row.cells[place]
        if confirmed and column.is_money:
            means = replace(means, confirmed=True)
        value = column.read(cell, means)
        if place in row.merged:
            value = fault("bad-amount" if column.is_money else "bad-value", cells[place])
        if column.key.startswith("facts."):
            facts[column.key[6:]] = value
        else:
            stated[column.key] = value
    if layout.sheet is EXPORTS_SHEET:
        stated["record"] = checks.EXPORTS
        checked: Any = checks.exports(stated)
    else:
        extra = _settle(layout, stated, facts)
        extra += checks.support_beyond_fee(stated, facts)
        stated["facts"] = facts
        checked = checks.claim(stated)
        extra += _in_other_money(layout, row)
        if extra:
            checked = extra + (checked if isinstance(checked, list) else [])
    columns, order = layout.headers, layout.frame.headers
    items = checks.row_result(checked, stated, at, columns, source, order)
    return with_beside(
        items, {name: shown(row.cells[place]) for name, place in layout.beside.items()}
    )


def _in_other_money(layout: Layout, row: PrintedRow) -> checks.Faults:
    """Return faults of columns 币种 and 金额单位, which are not known, where a row's differs."""
    faults = []
    for place, name in enumerate(layout.frame.headers):
        cell = row.cells[place]
        if name in layout.strange and _OF_MONEY.search(plain(name)) and isinstance(cell, str):
            scales, currencies = said_of(folded(cell[:99])) or NOTHING_SAID
            if scales - layout.unit[0] or currencies - layout.unit[1]:
                code = "bad-currency" if currencies - layout.unit[1] else "bad-unit"
                faults.append((name, fault(code, cell)))
    return faults


def _struck(at: At, layout: Layout, row: PrintedRow, source: SheetRow) -> RejectedRow:
    """Return a row that somebody struck out or marked 作废: it is sent back, not decided."""
    numbers = [row.cells[place] for column, place, _ in layout.columns if column.key == "claim_no"]
    number = next((each for each in numbers if isinstance(each, str)), None)
    return RejectedRow(
        at=at,
        of_claim=layout.sheet is not EXPORTS_SHEET,
        column=None,
        code="struck-row",
        value="",
        claim_no=number,
        source=source,
    )


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
