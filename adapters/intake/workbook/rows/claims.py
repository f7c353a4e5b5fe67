"""A row of a sheet to the claim that it states, or to what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from adapters.intake import checks
from adapters.intake.amounts import folded, said_of, shown
from adapters.intake.forms import forms
from adapters.intake.items import At, Item, RejectedRow, SheetRow, shortened, with_beside
from adapters.intake.values import Fault, fault
from adapters.intake.workbook.cells import decimal, plain, yuan_text
from adapters.intake.workbook.frames import Layout
from adapters.intake.workbook.rows.printed import PrintedRow
from adapters.intake.workbook.rows.remarks import takes_back
from adapters.intake.workbook.sheets.table import AWARD, BOOTHS
from adapters.intake.workbook.units import NOTHING_SAID

MERGED = "（合并单元格）"  # marks an amount of several rows in what is sent back
_MARKS = re.compile(r"[()/、,;]")
_OF_MONEY = re.compile(r"币种|币别|货币|单位$")


def is_dated(layout: Layout, row: PrintedRow) -> bool:
    """Say whether a row states a day or a year: no total and no note has one in its column."""
    return any(
        row.cells[place] is not None and not isinstance(column.read(row.cells[place], means), Fault)
        for column, place, means in layout.columns
        if column.is_time
    )


def items_of(file: str, sheet: str | None, layout: Layout, row: PrintedRow) -> tuple[Item, ...]:
    """Return the claim, or the figures of a year, that a row states, or why it is sent back."""
    at = At(file=file, sheet=sheet, row=row.number)
    cells = [
        f"{'' if cell is None else shown(cell)}{MERGED}" if place in row.merged else cell
        for place, cell in enumerate(row.cells)
    ]
    for place, said in row.across.items():
        cells[place] = f"{shown(said)}{MERGED}"
    source = SheetRow(frame=layout.frame, cells=tuple(cells), struck=row.struck)
    remark = None if layout.remark is None else row.cells[layout.remark]
    if row.struck or takes_back(remark, row.texts):
        return (_struck(at, layout, row, source),)
    stated: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    confirmed, extra = _confirmed(layout, row)
    for column, place, means in layout.columns:
        cell = row.cells[place]
        if confirmed and column.is_money:
            means = replace(means, confirmed=True)
        value = column.read(cell, means)
        marked = isinstance(cell, str) and cell.endswith(MERGED)
        if marked or place in row.across or (place in row.merged and column.is_one_rows_own):
            code = "bad-amount" if column.is_money else "bad-value"
            check = "merged" if column.is_one_rows_own else "across"
            value = Fault(code, shortened(cells[place]), check)
        elif cell is None and place in row.under and not column.merges_down:
            value = Fault("missing-field", "", "merged")
        if column.key.startswith("facts."):
            facts[column.key[6:]] = value
        else:
            stated[column.key] = value
    if layout.sheet.record is not None:
        stated[checks.RECORD] = forms().record_called(layout.sheet.record)
        checked: Any = checks.record(stated)
    else:
        extra += _settle(layout, stated, facts)
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


def _confirmed(layout: Layout, row: PrintedRow) -> tuple[bool, checks.Faults]:
    """Return whether a row says 是 under 确认金额, and a fault where it says another amount."""
    cell = None if layout.confirmed is None else row.cells[layout.confirmed]
    word = plain(cell[:99]) if isinstance(cell, str) else cell
    if layout.confirmed is None or word in (None, "", "是", "否"):
        return word == "是", []
    amounts = (
        (decimal(cell, means), decimal(row.cells[place], means))
        for column, place, means in layout.columns
        if column.is_own_money
    )
    if any(said is not None and said == stated for said, stated in amounts):
        return False, []
    return False, [(layout.frame.headers[layout.confirmed], fault("bad-value", shown(cell)))]


def _in_other_money(layout: Layout, row: PrintedRow) -> checks.Faults:
    """Return faults of columns 币种 and 金额单位, which are not known, where a row's differs."""
    faults = []
    for place, name in enumerate(layout.frame.headers):
        cell = row.cells[place]
        if name in layout.strange and _OF_MONEY.search(plain(name)) and isinstance(cell, str):
            said = said_of(_MARKS.sub(" ", folded(cell[:99])))
            scales, currencies = said or NOTHING_SAID
            if scales - layout.unit[0] or currencies - layout.unit[1]:
                code = "bad-currency" if currencies - layout.unit[1] else "bad-unit"
                faults.append((name, Fault(code, shortened(cell), "column")))
    return faults


def _struck(at: At, layout: Layout, row: PrintedRow, source: SheetRow) -> RejectedRow:
    """Return a row that somebody struck out or marked 作废: it is sent back, not decided."""
    numbers = [row.cells[place] for column, place, _ in layout.columns if column.key == "claim_no"]
    number = next((each for each in numbers if isinstance(each, str)), None)
    return RejectedRow(
        at=at,
        of_claim=layout.sheet.record is None,
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
    kind = forms().kinds.get(stated["kind"]) if isinstance(stated["kind"], str) else None
    booths = stated.pop(BOOTHS, None)
    if kind is None:
        return []
    for name in [name for name, value in facts.items() if name not in kind.facts and value is None]:
        del facts[name]  # a column of another kind of the sheet
    faults: checks.Faults = []
    for name in (name for name, fact in kind.facts.items() if fact.type == "amounts"):
        split = "split" in forms().documents[kind.id]["facts"][name]
        fee = facts.get(name)
        if isinstance(fee, str):
            facts[name] = _split(fee, booths if split and isinstance(booths, int) else 1)
        if split and not isinstance(booths, int):
            said = booths if isinstance(booths, Fault) else fault("missing-field", "")
            faults.append((BOOTHS, said))
    return faults


def _split(fee: str, booths: int) -> list[str]:
    """Return a fee split evenly over booths, odd fen to the first."""
    each, rest = divmod(int(fee.replace(".", "")), booths)
    return [yuan_text(each + rest), *[yuan_text(each)] * (booths - 1)]
