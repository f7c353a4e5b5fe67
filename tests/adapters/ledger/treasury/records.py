"""What the independent model of money writes down: claims, payments, money back, batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


class No(Exception):  # noqa: N818 - an answer
    """What the rules forbid; nothing happened."""


@dataclass
class Case:
    no: str
    uscc: str
    line: str
    asked: int
    rated: bool
    granted: int = 0
    pending: bool = True
    revoked: bool = False
    withdrawn: bool = False
    lapsed: int = 0
    ceiling: int | None = None


@dataclass
class Paid:
    case: Case
    batch: int
    year: int
    line: str
    fen: int
    on: date
    stands: bool = True


@dataclass
class Back:
    """Money back from one payment; through: the payment it was set off against."""

    paid: Paid
    fen: int
    through: Paid | None = None
    stands: bool = True


@dataclass
class Row:
    case: Case
    owed: int
    allotted: int
    state: str
    set_off: int = 0
    sent: int = 0


@dataclass
class Lot:
    number: int
    year: int
    line: str
    rows: list[Row]
    ends: date | None = None
    objected: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
