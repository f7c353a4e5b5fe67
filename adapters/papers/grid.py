"""A paper as the rows of a file: what every writer writes and every check compares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from adapters.papers.paper import NOT_HERE, Cell, Column, Paper, Secret


class Line(NamedTuple):
    """One row of the file. `column`s are given for rows of the table, not for lines of text."""

    part: str  # title, above, header, row, total, below or provenance
    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]

    def pairs(self) -> Iterator[tuple[Cell, Column | None]]:
        """Return each cell with its column, which a line of text does not have."""
        return zip(self.cells, self.columns or (None,) * len(self.cells), strict=True)

    def texts(self) -> list[str]:
        return [text_of(*pair) for pair in self.pairs()]


def lines(paper: Paper, rows: Sequence[tuple[Cell, ...]] | None = None) -> Iterator[Line]:
    """Yield every row of the file, from the top. rows: in place of the table's own."""
    content = paper.content
    table = content.table
    yield Line("title", (), (content.title,))
    yield from (Line("above", (), (text,)) for text in content.above)
    yield Line("header", table.columns, tuple(column.header for column in table.columns))
    yield from (Line("row", table.columns, row) for row in (table.rows if rows is None else rows))
    if table.total is not None:
        yield Line("total", table.columns, table.total)
    yield from (Line("below", (), (text,)) for text in content.below)
    yield from (Line("provenance", (), (text,)) for text in paper.provenance)


def amount(fen: int) -> Decimal:
    """Return fen as yuan with two decimals, exactly."""
    return Decimal(fen).scaleb(-2)


def text_of(cell: Cell, column: Column | None) -> str:
    """Return a cell as plain text: amounts in yuan without separators."""
    if cell is None:
        return ""
    if isinstance(cell, Secret):
        return NOT_HERE if cell.shown is None else cell.shown
    if isinstance(cell, int):
        return str(amount(cell)) if column is not None and column.holds == "fen" else str(cell)
    return cell
