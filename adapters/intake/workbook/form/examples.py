"""The example row of each sheet of the form: recognised when it is left in, and never recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from adapters.intake.workbook import cells, days
from adapters.intake.workbook.cells import CSV, EXAMPLE, CellReader
from adapters.intake.workbook.frames import Layout
from adapters.intake.workbook.sheets.columns import Column, Sheet

_DAY = datetime(2022, 9, 17)  # noqa: DTZ001 - a cell has no time zone
_FILED = datetime(2023, 3, 1)  # noqa: DTZ001 - the same
_VALUES: dict[CellReader, object] = {
    cells.number: "00012345",
    cells.uscc: "91330382MA0000023T",
    cells.invoices: "01234567；01234568",
    days.day: _DAY,
    days.end_day: _DAY,
    cells.year: 2022,
    cells.last_day_of_year: 2022,
    cells.booths: 2,
    cells.count: 12,
    cells.quantity: "12.5",
    cells.fee: 50_000,
    cells.paid: 500_000,
    cells.support: 0,
    cells.foreign: 1_240_000,
    cells.country: "德国",
}


def example(sheet: Sheet) -> dict[str, object]:
    """Return the example row of a sheet, header to cell: its first column says that it is one."""
    return {column.header: _value(column) for column in sheet.columns} | {
        sheet.columns[0].header: EXAMPLE
    }


def _value(column: Column) -> object:
    if column.key == "filed_on":
        return _FILED
    if column.words:
        return column.words[0]
    return _VALUES.get(column.read, f"{EXAMPLE}{column.header}")


@lru_cache(maxsize=64)
def _meant(sheet: Sheet) -> dict[str, object]:
    """Return what the cells of a sheet's example mean, by header."""
    shown = example(sheet)
    return {column.header: column.read(shown[column.header], CSV) for column in sheet.columns}


def is_example(layout: Layout, row: Sequence[object]) -> bool:
    """Say whether a row is the form's example as the form has it, whatever saved it since.

    One that somebody wrote a claim over, but for its number, is a row with a bad number.
    """
    first = layout.sheet.columns[0]
    meant = _meant(layout.sheet)
    return all(
        row[place] == EXAMPLE
        if column is first
        else column.read(row[place], means) == meant[column.header]
        for column, place, means in layout.columns
    )
