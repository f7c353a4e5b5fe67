"""The backfill as an .xlsx file, laid out as the bureau does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from typing import IO

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from scripts.sample.county.backfill import Backfill, ExportsRow
from scripts.sample.county.enterprises import COUNTY
from scripts.sample.workbook import sheets
from scripts.sample.workbook.rows import Cell, Formula, Page, Row

FIRST_ROW = 4  # as Excel counts; above it stand title, unit and headers
CREATED = datetime(2024, 2, 21, 1, 0, 0, tzinfo=UTC)  # fixed, so that one seed is one file
_MERGED_WIDTH = 24


def write_workbook(backfill: Backfill, file: IO[bytes]) -> None:
    """Write the workbook, every sheet in the bureau's order."""
    with xlsxwriter.Workbook(file) as book:
        book.set_properties({"created": CREATED})
        title = book.add_format({"bold": True, "font_size": 14, "align": "center"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        merged = book.add_format({"valign": "vcenter"})
        for page in backfill.pages:
            _write_page(book.add_worksheet(page.sheet.title), page, title, day, merged)
        _write_exports(book.add_worksheet(sheets.EXPORTS_SHEET), backfill.exports)
        notes = book.add_worksheet(sheets.NOTES_SHEET)
        notes.write_string(0, 0, "本表由各镇街汇总，金额以发票为准。")


def _write_page(
    worksheet: Worksheet, page: Page, title: Format, day: Format, merged: Format
) -> None:
    headers = page.sheet.headers
    heading = f"{COUNTY}2022—2023年度外贸政策追溯申报汇总表（{page.sheet.title}）"
    worksheet.merge_range(0, 0, 0, len(headers) - 1, heading, title)
    worksheet.write_string(1, 0, page.sheet.unit)
    worksheet.write_row(2, 0, headers)
    worksheet.set_column(1, len(headers) - 1, _MERGED_WIDTH)
    for number, row in enumerate(page.rows, start=1):
        at = FIRST_ROW + number - 2
        worksheet.write_number(at, 0, number)
        for column, header in enumerate(headers):
            _write(worksheet, at, column, row.cells.get(header), day)
        if row.hidden:
            worksheet.set_row(at, options={"hidden": True})
    for first, last, row in _runs(page.rows):
        for header, text in ((sheets.ENTERPRISE, row.enterprise), (sheets.USCC, row.uscc)):
            _write_merged(worksheet, first, last, headers.index(header), text, merged)
    if page.sheet.papers:
        at = FIRST_ROW + len(page.rows) - 1
        worksheet.write_string(at, 0, sheets.TOTAL)
        worksheet.write_number(at, headers.index(page.sheet.fee), float(page.total()))


def _runs(rows: list[Row]) -> Iterator[tuple[int, int, Row]]:
    """Yield where each run of one enterprise starts and ends, counted from 0."""
    at = FIRST_ROW - 1
    for _, group in groupby(rows, key=lambda row: (row.enterprise, row.uscc)):
        run = list(group)
        yield at, at + len(run) - 1, run[0]
        at += len(run)


def _write_merged(
    worksheet: Worksheet, first: int, last: int, column: int, text: str | None, merged: Format
) -> None:
    if text is None:
        return
    if first == last:
        worksheet.write_string(first, column, text)
    else:
        worksheet.merge_range(first, column, last, column, text, merged)


def _write(worksheet: Worksheet, row: int, column: int, cell: Cell, day: Format) -> None:
    match cell:
        case None:
            pass
        case str():
            worksheet.write_string(row, column, cell)
        case Formula():
            worksheet.write_formula(row, column, cell.text, None, _number(cell.value))
        case date():
            worksheet.write_datetime(row, column, cell, day)
        case int() | Decimal():
            worksheet.write_number(row, column, _number(cell))


def _number(amount: int | Decimal) -> int | float:
    """Return what a numeric cell can hold: the one place where an amount is not exact."""
    return int(amount) if amount == int(amount) else float(amount)


def _write_exports(worksheet: Worksheet, exports: tuple[ExportsRow, ...]) -> None:
    worksheet.write_string(0, 0, "企业年度出口额（海关口径）")
    worksheet.write_string(1, 0, "单位：美元")
    worksheet.write_row(2, 0, sheets.EXPORTS_HEADERS)
    for number, row in enumerate(exports, start=1):
        at = FIRST_ROW + number - 2
        name, uscc = row.enterprise.name, row.enterprise.uscc
        worksheet.write_row(at, 0, (number, name, uscc, row.year, row.us_usd, row.rcep_usd))
