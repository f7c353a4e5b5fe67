"""What a backfill did, and what deciding many claims came to, as other programs rely on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.value import value

if TYPE_CHECKING:
    from projections.claims.register import ClaimAnswer


@value
class CellFault:
    """What is wrong with one cell of a row; column: None where it is the whole row."""

    column: str | None
    code: str
    message: str


@value
class Reject:
    """A row that left no event, and why. row: from 1; column: None where it is the whole row.

    column, code, message: of its leftmost fault. faults: every fault, that one first.
    """

    file: str
    sheet: str | None
    row: int
    column: str | None
    code: str
    message: str
    claim_no: str | None
    faults: tuple[CellFault, ...]


@value
class Noticed:
    """What a reader of a file should know. row, column: None where it is of the whole sheet."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    code: str
    message: str


@value
class UnreadRows:
    """Rows with content that were not read. rows: the first and the last."""

    file: str
    sheet: str | None
    rows: tuple[int, int]


@value
class Stopped:
    """What kept a file from being read to its end."""

    code: str
    message: str


@value
class Backfilled:
    """What a backfill did. lines, accepted, rejected and already_recorded count claims.

    exports: the name by which programs know how many rows were of an enterprise and a year, of
    whichever record. declared_fen: the sheets' own totals together; None for files without any.
    granted_fen: the net change of grants by this run, what was taken back included. stopped: the
    code and the sentence of what kept a file from being read to its end.
    """

    lines: int
    accepted: int
    rejected: int
    already_recorded: int
    events_appended: int
    exports: int
    declared_fen: int | None
    granted_fen: int
    rejects: tuple[Reject, ...]
    notices: tuple[Noticed, ...]
    unread: tuple[UnreadRows, ...]
    stopped: Stopped | None


@value
class Refused:
    """A claim that was not decided, and why."""

    claim_no: str
    code: str
    message: str


@value
class ClaimsDecided:
    """Claims as they stand once decided, in the order in which they were."""

    decided: Sequence[ClaimAnswer]


@value
class SheetRowDecided:
    """A row of a sheet of decisions. decision: `approved`, `reduced` or `rejected`, as it says.

    `undecided`: nothing is filled in. granted_fen: as the claim stands once decided.
    already_recorded: it was decided so before. code, message: why the row was refused; its decision
    is None.
    """

    sheet: str | None
    row: int
    claim_no: str
    decision: str | None
    granted_fen: int | None
    already_recorded: bool
    code: str | None
    message: str | None


@value
class SheetDecided(ClaimsDecided):
    """Claims decided by a sheet, and what became of each of its rows."""

    rows: tuple[SheetRowDecided, ...]
    refused: tuple[Refused, ...]


@value
class ClaimsPartlyDecided(ClaimsDecided):
    """Claims of which some were refused."""

    refused: tuple[Refused, ...]
