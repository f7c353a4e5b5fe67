"""What became of each grant that a batch took in (应付): a row a claim, and what every event moved.

A claim that no batch took in has no row: all of its grant is unpaid, and the register has that.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from itertools import count
from typing import get_args

from domain.enterprise.dues import Dues, evolve, lapsed_by, note_set_off, parts_of
from domain.events.corrections import SetOffReinstated
from domain.events.payment import DebtSetOff, DuesEvent, SetOffLifted, SetOffOrdered
from projections.views.claim_register import ClaimRow
from projections.views.postings import MONTH

NAME, POSTINGS = "dues", "dues_postings"
# What stands where in all: postings alike in these are added up to one row.
SUMS, SUMS_KEY = "dues_sums", ("measure", "state", "batch", "month")
ALLOTTED, PAID, LAPSED = "allotted", "paid", "lapsed"
EVENTS = frozenset(get_args(DuesEvent))
SETTLING = (DebtSetOff, SetOffReinstated, SetOffOrdered, SetOffLifted)

# position, line, measure, state, batch, month, fen: what an event brought into a state, or took out
# of it. batch: that allotted or let lapse; 0 of what is paid. What is in no state is unpaid.
DuesPosting = tuple[int, int, str, str, int, str, int]
Standing = dict[tuple[str, str, int], int]  # by measure, state, batch


@dataclass(slots=True)
class DuesRow:
    """The money of a claim. latest_on: the last day that an event of it names; ISO text."""

    claim_no: str
    uscc: str
    dues: Dues = field(default_factory=Dues)
    latest_on: str = ""


def standing(measure: str | None, granted_fen: int, dues: Dues | None) -> Standing:
    """Return what of a claim's grant is no longer unpaid."""
    if dues is None or measure is None or not granted_fen:
        return {}
    parts, stands = parts_of(granted_fen, dues), Standing()
    if parts.allotted_fen:
        stands[measure, ALLOTTED, dues.holder or 0] = parts.allotted_fen
    if parts.paid_fen:
        stands[measure, PAID, 0] = parts.paid_fen
    if dues.lapses:
        for batch, fen in lapsed_by(granted_fen, dues).items():
            if fen:
                stands[measure, LAPSED, batch] = fen
    return stands


def standing_of(claim: ClaimRow, row: DuesRow | None) -> Standing:
    """Return the same of a claim's rows."""
    return standing(claim.measure, claim.granted_fen, row.dues if row is not None else None)


def take_in(rows: MutableMapping[str, DuesRow], uscc: str, event: DuesEvent) -> None:
    """Fold an event into its claim's row, and into that of the claim which settles a debt."""
    row = rows.get(event.claim_no)
    if row is None:
        row = rows[event.claim_no] = DuesRow(event.claim_no, uscc)
    row.dues = evolve(row.dues, event)
    if isinstance(event, SETTLING):
        note_set_off(rows[event.against].dues, row.dues, event)
    on = getattr(event, "on", None)
    if on is not None:
        row.latest_on = max(row.latest_on, on.isoformat())


def month_of(event: object, recorded_on: str) -> str:
    """Return the month of the day that an event names, else of the day it was recorded."""
    on = getattr(event, "on", None)
    return (recorded_on if on is None else str(on))[:MONTH]


def moved(at: tuple[int, str], before: Standing, now: Standing) -> Iterator[DuesPosting]:
    """Yield the changes from an earlier standing to the present one. at: position and month."""
    if before == now:
        return
    (position, month), lines = at, count()
    for key in sorted({*before, *now}):
        fen = now.get(key, 0) - before.get(key, 0)
        if fen:
            yield position, next(lines), *key, month, fen
