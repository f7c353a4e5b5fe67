"""What the independent model of money writes down: claims, payments, money back, batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

FAILED_ON = date(2024, 1, 15)  # when payments come back that did not arrive


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
    ceiling: int | None = None
    lapses: dict[int, tuple[int, int]] = field(default_factory=dict)  # by batch: fen, above what
    lapsed_by: dict[int, int] = field(default_factory=dict)  # by batch: which of its payments
    lapsing: tuple[int, int] | None = None  # batch, fen

    @property
    def due(self) -> int:
        """What the grant comes to, less each lapse, of what is left above what it began at."""
        due = self.granted
        for fen, above in self.lapses.values():
            due = min(due, max(above, due - fen))
        return due


@dataclass
class Paid:
    case: Case
    batch: int
    year: int
    line: str
    fen: int
    on: date
    made: int  # of the payments of its batch
    stands: bool = True


@dataclass
class Move:
    """A movement of a year; to: the other line of a transfer."""

    year: int
    kind: str
    line: str
    fen: int
    to: str
    stands: bool = True


@dataclass
class Back:
    """Money back from one payment; through: the payment it was set off against."""

    paid: Paid
    fen: int
    through: Paid | None = None
    stands: bool = True
    on: date = date.min


@dataclass
class Repaid:
    """What one receipt repaid of a case."""

    case: Case
    fen: int
    on: date
    backs: list[Back]
    stands: bool = True


@dataclass
class Order:
    """What an order fixed of a row: gross, and what it settles of which payment.

    lifted: a hold made those debts open again.
    """

    fen: int
    offs: list[tuple[Paid, int]]
    on: date
    lifted: bool = False


@dataclass
class Held:
    """Nothing is paid from the first day to the last, or until a release."""

    uscc: str
    document: str
    first: date
    last: date
    released: date | None = None

    def keeps(self, on: date) -> bool:
        return self.first <= on <= self.last and (self.released is None or on < self.released)


@dataclass
class Row:
    case: Case
    owed: int
    allotted: int
    state: str
    computed: int
    set_off: int = 0
    sent: int = 0
    lapses: int = 0  # to lapse when the batch pays
    was_paid: bool = False
    resolved: list[bool | None] = field(default_factory=list)  # objections: how resolved
    ordered: Order | None = None


@dataclass
class Named:
    """An account of an enterprise."""

    hour: int
    confirmed: bool = False
    erased: bool = False


@dataclass
class Lot:
    number: int
    year: int
    line: str
    rows: list[Row]
    left_out: list[str]
    begins: date | None = None
    ends: date | None = None
    noticed: bool = False
    noticed_at: int = 0
    cancelled: bool = False
    payments: int = 0
    failed: set[str] = field(default_factory=set)

    @property
    def paid(self) -> bool:
        return self.payments > 0

    def over(self) -> bool:
        """Whether none of its rows may be paid any more."""
        return not any(row.state in ("free", "held") and row.allotted for row in self.rows)
