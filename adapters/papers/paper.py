"""A paper before it is written to a file: lines, a table, and what it rests on.

Rows have one canonical form, and the paper carries its SHA-256: JSON arrays without white space in
UTF-8, a line each, amounts in whole fen. The first line is the paper's kind, subject, position and
the keys of its columns. What is secret stands there by its commitment, never by its value.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Literal, NamedTuple

from domain.value import value

ERASED = "（已删除）"  # an account whose value was removed before the paper was printed
NOT_HERE = "（不在本机）"  # an account whose value this machine does not hold

GAP = "　" * 8  # where a person signs
DAY = "　　　　年　　月　　日"
KINDS = {"notice": "公示表", "payments": "拨付表", "statement": "对账单", "budget": "预算执行表"}
SUBJECT, POSITION, DIGEST = "文书编号", "账本位置", "各行摘要值（SHA-256）"


class Secret(NamedTuple):
    """A cell that shows what the log only commits to.

    shown: what it prints; None where that can no longer be known. commitment: what the digest
    covers instead; None for a cell covered by another of its row.
    """

    shown: str | None
    commitment: str | None


Cell = str | int | None | Secret


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
    above: tuple[str, ...]
    table: PaperRows
    below: tuple[str, ...]
    wide: bool
    private: bool


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
    def provenance(self) -> tuple[str, ...]:
        """The lines that every paper ends with."""
        return (
            f"{SUBJECT}：{KINDS[self.kind]} {self.kind}/{self.subject}/{self.position}",
            f"{POSITION}：{self.position}",
            f"{DIGEST}：{self.digest}",
        )


def _line(values: list[object]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
