"""A paper before it is written to a file: lines, a table, and what it rests on.

Rows have one canonical form, and the paper carries its SHA-256: JSON arrays without white space in
UTF-8, a line each, amounts in whole fen. The first line is the paper's kind, subject, position and
the keys of its columns. What is secret stands there by its commitment, never by its value.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Literal, NamedTuple

from domain.value import value

ERASED = "（已删除）"  # an account whose value was removed before the paper was printed
ACCOUNT = "account"  # the key of the column that shows accounts in full
NOT_HERE = "（不在本机）"  # an account whose value this machine does not hold

OF = "@"  # between what a paper is about and the policy that it is restricted to, by its id
SUBJECTS = rf"[0-9A-Z]{{1,18}}(?:{OF}[a-z0-9-]{{1,64}})?"  # what a paper may be about

GAP = "　" * 8  # where a person signs
DAY = "　　　　年　　月　　日"
KINDS = {
    "notice": "公示表",
    "payments": "拨付表",
    "payment-list": "拨付清单",
    "statement": "对账单",
    "budget": "预算执行表",
}
SUBJECT, POSITION, DIGEST = "文书编号", "账本位置", "各行摘要值（SHA-256）"


class Secret(NamedTuple):
    """A cell that shows what the log only commits to.

    shown: what it prints; None where that can no longer be known. commitment: what the digest
    covers instead; None for a cell covered by another of its row. instead: what it prints where
    that is not known.
    """

    shown: str | None
    commitment: str | None
    instead: str = NOT_HERE


Cell = str | int | None | Secret


def subject_of(about: str, policy: str | None) -> str:
    """Return what a paper is about, restricted to a policy where one is named, by its id."""
    return about if policy is None else f"{about}{OF}{policy}"


@value
class Column:
    """A column: its key, the header printed, what it holds, its width in characters."""

    key: str
    header: str
    holds: Literal["text", "fen", "count"]
    width: int


@value
class PaperRows:
    """The table of a paper. identity: the columns that tell one row from another."""

    columns: tuple[Column, ...]
    identity: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None


@value
class Content:
    """What a paper says, under any issuer.

    above, below: lines before and after the table. wide: printed across the page. private: it shows
    what only the addressee may see.
    """

    title: str
    above: tuple[str | Secret, ...]
    table: PaperRows
    below: tuple[str, ...]
    wide: bool
    private: bool


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


@dataclass(frozen=True)
class Paper:
    """What a paper says, and the ledger it says it from. `known_at`: that position's time."""

    kind: str
    subject: str
    position: int
    known_at: datetime
    content: Content

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the rows in canonical form; see the module."""
        table = self.content.table
        keys = [column.key for column in table.columns]
        digest = sha256(_line([self.kind, self.subject, self.position, keys]))
        for row in table.rows:
            cells = (cell.commitment if isinstance(cell, Secret) else cell for cell in row)
            digest.update(_line(list(cells)))
        return digest.hexdigest()

    @property
    def unknown(self) -> int:
        """How many cells print something else than their value, which is not kept here."""
        return sum(
            isinstance(cell, Secret) and cell.shown is None
            for row in self.content.table.rows
            for cell in row
        )

    @property
    def accounts_in_full(self) -> int:
        """How many different accounts it shows whole."""
        if not self.content.private:
            return 0
        keys = [column.key for column in self.content.table.columns]
        cells = (row[keys.index(ACCOUNT)] for row in self.content.table.rows)
        shown = {
            cell.commitment
            for cell in cells
            if isinstance(cell, Secret) and cell.shown not in (None, ERASED)
        }
        return len(shown - {None})

    @property
    def provenance(self) -> tuple[str, ...]:
        """The lines that every paper ends with."""
        return (
            f"{SUBJECT}：{KINDS[self.kind]} {self.kind}/{self.subject}/{self.position}",
            f"{POSITION}：{self.position}",
            f"{DIGEST}：{self.digest}",
        )

    def lines(self, rows: Sequence[tuple[Cell, ...]] | None = None) -> Iterator[Line]:
        """Yield every row of the file, from the top. rows: in place of the table's own."""
        content, table = self.content, self.content.table
        yield Line("title", (), (content.title,))
        yield from (Line("above", (), (text,)) for text in content.above)
        yield Line("header", table.columns, tuple(column.header for column in table.columns))
        yield from (
            Line("row", table.columns, row) for row in (table.rows if rows is None else rows)
        )
        if table.total is not None:
            yield Line("total", table.columns, table.total)
        yield from (Line("below", (), (text,)) for text in content.below)
        yield from (Line("provenance", (), (text,)) for text in self.provenance)


def amount(fen: int) -> Decimal:
    """Return fen as yuan with two decimals, exactly."""
    return Decimal(fen).scaleb(-2)


def text_of(cell: Cell, column: Column | None) -> str:
    """Return a cell as plain text: amounts in yuan without separators."""
    if cell is None:
        return ""
    if isinstance(cell, Secret):
        return cell.instead if cell.shown is None else cell.shown
    if isinstance(cell, int):
        return str(amount(cell)) if column is not None and column.holds == "fen" else str(cell)
    return cell


def _line(values: list[object]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
