"""What a reader of claims yields: good rows, bad rows, warnings, and the totals sheets declare.

`At` and `AcceptedRow` are made once a claim on the hot path: a frozen Struct costs a tenth of a
dataclass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass

import msgspec

from domain.commands.enterprise import RecordAmounts, SubmitClaim
from domain.identity import fit
from domain.refusals import Fact
from domain.value import value

FIELDS, RECORDS = "\x1f", "\x1e"  # between the parts of a fact, and between several of them
BESIDE = ("town", "contact", "phone")  # keys of what stands beside a claim
SHOWN_MAX = 60  # characters of a value that any message repeats


class At(msgspec.Struct, frozen=True, kw_only=True):
    """Where a row stands. `sheet` is None and `row` a line number in JSON Lines and CSV."""

    file: str
    sheet: str | None
    row: int


@value
class FlatRow:
    """A CSV record as it was printed, under the file's own headers."""

    headers: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the rows of one sheet share: its title, its unit and its headers, as printed.

    from_1904: its workbook counts days from 1904.
    """

    sheet: str
    title: str
    unit: str
    headers: tuple[str, ...]
    _: KW_ONLY
    from_1904: bool


@value
class SheetRow:
    """A workbook row as it was printed, a cell for each header, merged cells written out.

    struck: whether it was struck out.
    """

    frame: Frame
    cells: tuple[object, ...]
    struck: bool = False


Source = bytes | FlatRow | SheetRow  # bytes: the raw JSON line


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside a claim; no amount depends on it. contact, phone: kept outside the log."""

    town: str | None
    contact: str | None
    phone: str | None


NOTHING = Beside(town=None, contact=None, phone=None)


class AcceptedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that says what a command needs. `columns`: field name to the column that states it."""

    at: At
    command: SubmitClaim | RecordAmounts
    columns: Mapping[str, str]
    source: Source
    beside: Beside = NOTHING


@value
class RowFault:
    """What is wrong with one cell of a row; `column` is None where it is the whole row.

    check, limit: as of a Fault.
    """

    column: str | None
    code: str
    value: str
    check: str = ""
    limit: str = ""


@value
class RejectedRow:
    """A row rejected alone, for its leftmost fault; `column` is None when no single column is.

    of_claim: whether the row is a claim (or would be one), not another record. check, limit: as of
    a Fault. others: its further faults, from left to right.
    """

    at: At
    of_claim: bool
    column: str | None
    code: str
    value: str
    claim_no: str | None
    source: Source
    check: str = ""
    limit: str = ""
    others: tuple[RowFault, ...] = ()

    @property
    def faults(self) -> tuple[RowFault, ...]:
        """Every fault of the row, the leftmost first."""
        first = RowFault(
            column=self.column,
            code=self.code,
            value=self.value,
            check=self.check,
            limit=self.limit,
        )
        return first, *self.others


@value
class Notice:
    """A warning: nothing is refused for it."""

    code: str
    facts: Mapping[str, Fact]


@value
class SheetTotal:
    """What a sheet's own 合计 declares for its fee column, down to the fen."""

    file: str
    sheet: str | None
    declared_fen: int


@value
class Unread:
    """Rows with content that were not read, the first and the last of them."""

    file: str
    sheet: str | None
    first: int
    last: int


Item = AcceptedRow | RejectedRow | Notice | SheetTotal | Unread


def with_beside(items: tuple[Item, ...], values: Mapping[str, object]) -> tuple[Item, ...]:
    """Return what a row says with what stands beside its claim, whatever the values are."""
    if not values or not isinstance(items[0], AcceptedRow):
        return items
    said = {name: fit(shortened(value)) or None for name, value in values.items()}
    beside = Beside(**dict.fromkeys(BESIDE) | said)
    return msgspec.structs.replace(items[0], beside=beside), *items[1:]


def shortened(value: object) -> str:
    """Return a value as a message may repeat it: one line, at most `SHOWN_MAX` characters."""
    text = value[: SHOWN_MAX * 2] if isinstance(value, str) else _as_text(value)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 1] + "…"


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return value[: SHOWN_MAX * 4].decode("utf-8", "replace")
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(shortened(part) for part in value[:SHOWN_MAX])}]"
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, int) and value.bit_length() > SHOWN_MAX * 4:
        return "…"  # Python itself refuses to print very long numbers
    return "" if value is None else str(value)
