"""What an audit test tells people: sentences, and tables of any length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Cell = str | int | None


class Column(NamedTuple):
    """A column. holds: amounts in whole fen, counts, or text."""

    header: str
    holds: Literal["text", "count", "fen"] = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: a sheet of the file. shown_max: rows shown at a terminal; None for all."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    shown_max: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Sentences first, then tables."""

    title: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]
