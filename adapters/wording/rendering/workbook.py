"""A report as a workbook: its sentences on the first sheet, each table on one of its own.

The same report is the same bytes, whenever it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import xlsxwriter  # type: ignore[import-untyped]

from adapters.files.outputs import REPORT_MARK, WORKBOOK, open_output
from adapters.papers.paper import amount

if TYPE_CHECKING:
    from adapters.wording.table import Report, Table

ROWS_MAX = 1_000_000  # of a sheet; spreadsheets end at 1,048,576
TEXT_MAX = 32_767  # of a cell; a longer text would not be written at all
WIDTHS = {"text": 20, "code": 20, "count": 10, "fen": 16, "figure": 16}
FORMATS = {
    "count": {"num_format": "0"},
    "fen": {"num_format": "#,##0.00"},
    "day": {"num_format": "yyyy-mm-dd"},
}
FIRST_YEAR = 1900  # of whose days spreadsheets and the calendar disagree
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # that an archive can date a file


def write_report(report: Report, path: Path, made: datetime | None, *, force: bool) -> None:
    """Write a report as .xlsx, whole or not at all. Raises as `open_output` does.

    made: the moment named in the file's properties.
    """
    file = BytesIO()
    with TemporaryDirectory() as folder:  # what is interrupted leaves none of its rows there
        _write_book(report, file, (made or EARLIEST).astimezone(UTC).replace(tzinfo=None), folder)
    with open_output(path, "output-unwritable", WORKBOOK, force=force) as output:
        output.write(file.getvalue())


def _write_book(report: Report, file: BytesIO, created: datetime, folder: str) -> None:
    # Each row is written as it comes, to a file of the folder.
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
    book.set_properties({"title": report.title, "category": REPORT_MARK, "created": created})
    bold = book.add_format({"bold": True})
    formats = {holds: book.add_format(style) for holds, style in FORMATS.items()}
    first = book.add_worksheet(report.title)
    for number, line in enumerate((report.title, *report.lines)):
        first.write_string(number, 0, line, bold if number == 0 else None)
    for table in report.tables:
        for title, rows in _sheets(table):
            _write(book.add_worksheet(title), table, rows, bold, formats)
    book.close()


def _sheets(table: Table) -> Iterator[tuple[str, range]]:
    """Yield the sheets a table takes: further ones are numbered."""
    starts = range(0, max(1, len(table.rows)), ROWS_MAX)
    for number, start in enumerate(starts, start=1):
        title = table.title if number == 1 else f"{table.title} {number}"
        yield title, range(start, min(start + ROWS_MAX, len(table.rows)))


def _write(sheet: Any, table: Table, rows: range, bold: Any, formats: dict[str, Any]) -> None:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, WIDTHS[column.holds])
        sheet.write_string(0, place, column.header, bold)
    sheet.freeze_panes(1, 0)
    for number, index in enumerate(rows, start=1):
        for place, (column, cell) in enumerate(zip(table.columns, table.rows[index], strict=True)):
            if isinstance(cell, int):
                shown = amount(cell) if column.holds == "fen" else cell
                sheet.write_number(number, place, shown, formats[column.holds])
            elif isinstance(cell, date) and cell.year > FIRST_YEAR:
                sheet.write_datetime(number, place, cell, formats["day"])
            elif cell is not None:
                sheet.write_string(number, place, str(cell)[:TEXT_MAX])
