"""A table as CSV: amounts as plain numbers of yuan, text that a spreadsheet would run is quoted."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.wording.table import Cell, Column, Table

# Also as wide as Chinese signs: some spreadsheets read these alike.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_of(table: Table) -> bytes:
    """Return a table's headers and rows as UTF-8 with a byte order mark, as spreadsheets expect."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(_text, table.headers))
    for row in table.rows:
        writer.writerow(
            _field(cell, column) for cell, column in zip(row, table.columns, strict=True)
        )
    return text.getvalue().encode("utf-8-sig")


def _field(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _text(cell)
    if not isinstance(cell, int):
        return cell.isoformat()
    if column.holds == "count":
        return str(cell)
    whole, rest = divmod(abs(cell), 100)
    return f"{'-' if cell < 0 else ''}{whole}.{rest:02d}"


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
