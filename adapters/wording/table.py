"""What an answer looks like to people, as a value: sentences, and tables of any length.

Nothing prints while it is built. `rendering` turns it into lines, a page or a workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from domain.value import value

Cell = str | int | date | None


class Column(NamedTuple):
    """A column. holds: text; code, as a file has it; counts; amounts in whole fen; or figures of
    mixed units, as text.
    """

    header: str
    holds: Literal["text", "code", "count", "fen", "figure"] = "text"


@value
class Table:
    """A table: a sheet of a workbook. A count or an amount is a whole number, a day a date.

    position: the log position it answers at; None where the sentences beside it say so.
    shown_max: rows shown at a terminal; None for all. A file holds all of them. totals: how many of
    the last rows add up those before them.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    position: int | None = None
    shown_max: int | None = None
    totals: int = 0

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @property
    def counted(self) -> Sequence[tuple[Cell, ...]]:
        """The rows without those that add them up."""
        return self.rows[: len(self.rows) - self.totals]

    @property
    def sums(self) -> Sequence[tuple[Cell, ...]]:
        """The rows that add up the others."""
        return self.rows[len(self.rows) - self.totals :]

    @property
    def numeric(self) -> frozenset[int]:
        """The columns, from 0, that hold numbers."""
        return frozenset(
            index
            for index, column in enumerate(self.columns)
            if column.holds not in ("text", "code")
        )


Item = TypeVar("Item")
Columns = tuple[tuple[Column, Callable[[Item], Cell]], ...]  # each with what it shows of an item


def table_of(
    items: Iterable[Item], columns: Columns[Item], *, title: str = "", shown_max: int | None = None
) -> Table:
    """Return a table of a row an item, as its columns show it."""
    return Table(
        title=title,
        columns=tuple(column for column, _ in columns),
        rows=[tuple(cell(item) for _, cell in columns) for item in items],
        shown_max=shown_max,
    )


@value
class Report:
    """An answer for people: sentences and tables, in the order they are read."""

    title: str
    parts: tuple[str | Table, ...]

    def after(self, *lines: str) -> Report:
        """Return this report with sentences before its own."""
        return replace(self, parts=(*lines, *self.parts))

    def at(self, position: int) -> Report:
        """Return this report with tables that answer at a log position."""
        parts = (
            replace(part, position=position) if isinstance(part, Table) else part
            for part in self.parts
        )
        return replace(self, parts=tuple(parts))

    @property
    def lines(self) -> Iterator[str]:
        return (part for part in self.parts if isinstance(part, str))

    @property
    def tables(self) -> Iterator[Table]:
        return (part for part in self.parts if isinstance(part, Table))
