"""What a stretch of the log changes in the views, folded with no look at what they hold.

Nearly every claim is decided soon after it is submitted. Those opened in the stretch are folded
here; what happens to older claims is set apart until their rows are at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby
from types import NoneType
from typing import cast

from domain.enterprise.state import UnknownClaim
from domain.events.payment import DuesEvent
from projections.views import claim_register, dues, known
from projections.views.claim_register import ClaimRow
from projections.views.dues import DuesPosting, DuesRow
from projections.views.entries import (
    CameIn,
    Corrected,
    Entry,
    Named,
    RegisterEvent,
    Submitted,
    Succeeded,
)
from projections.views.known import AmountRow, NameRow
from projections.views.postings import MONTH, Posting, posted, posted_state

# Which claims an invoice stands on (发票索引), across enterprises.
INVOICE_INDEX = "invoice_index"
InvoiceRow = tuple[str, str, str]  # invoice, claim_no, uscc
NOT_LATER = (Submitted, Succeeded, Named, CameIn)  # are of no claim opened before


@dataclass(slots=True)
class Changes:
    """Rows of claims opened, by number; postings and invoices to add; events of older claims.

    corrected: the invoices of each claim that was corrected, in place of those it stood on before.
    amounts: what each claim states, as it was corrected last. names: by code and name. came_in:
    where first something was read in of an enterprise that another county had granted it.
    later: events of money too, and whatever follows one of its claim.
    """

    opened: dict[str, ClaimRow] = field(default_factory=dict)
    postings: list[Posting] = field(default_factory=list)
    invoices: list[InvoiceRow] = field(default_factory=list)
    corrected: dict[str, list[InvoiceRow]] = field(default_factory=dict)
    amounts: dict[str, list[AmountRow]] = field(default_factory=dict)
    names: dict[tuple[str, str], NameRow] = field(default_factory=dict)
    came_in: dict[str, int] = field(default_factory=dict)
    later: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Existing:
    """Rows at hand, by claim; changed in place. evolved: claims whose register rows were."""

    claims: Mapping[str, ClaimRow]
    dues: dict[str, DuesRow]
    evolved: set[str] = field(default_factory=set)
    postings: list[Posting] = field(default_factory=list)
    moves: list[DuesPosting] = field(default_factory=list)


def changes_of(entries: Iterable[Entry]) -> Changes:
    """Fold a stretch of the log, oldest first."""
    changes, succeeded = Changes(), False
    opened, moneyed = changes.opened, set[str]()
    for entry in entries:
        position, uscc, event, on, _by = entry
        if event is None:
            continue
        if isinstance(event, Submitted):
            opened[event.claim_no] = claim_register.opened(entry, event)
            changes.amounts[event.claim_no] = known.amounts(event.claim_no, event.kind, event.facts)
            changes.names.setdefault((uscc, event.enterprise), (uscc, event.enterprise, position))
            for invoice in event.invoices:
                changes.invoices.append((invoice, event.claim_no, uscc))
            continue
        if isinstance(event, Succeeded):
            changes.later.append(entry)
            succeeded = True  # whose claims are is for the rows to say from here on
            continue
        if isinstance(event, Named):
            changes.names.setdefault((uscc, event.name), (uscc, event.name, position))
            continue
        if isinstance(event, CameIn):
            changes.came_in.setdefault(uscc, position)
            continue
        claim_no = event.claim_no
        if isinstance(event, Corrected):
            changes.amounts[claim_no] = known.amounts(claim_no, event.kind, event.facts)
            rows = [(invoice, claim_no, uscc) for invoice in event.invoices]
            changes.corrected[claim_no] = rows
        if type(event) in dues.EVENTS:
            moneyed.add(claim_no)
            changes.later.append(entry)
        elif not succeeded and claim_no in opened and claim_no not in moneyed:
            of_claim = cast(RegisterEvent, event)
            changes.postings += _evolve(opened[claim_no], (position, on), of_claim)
        else:
            changes.later.append(entry)
    if changes.corrected:
        changes.invoices = [row for row in changes.invoices if row[1] not in changes.corrected]
        changes.invoices += chain.from_iterable(changes.corrected.values())
    return changes


def apply_to_existing(later: Iterable[Entry], rows: Existing) -> None:
    """Fold what happened to older claims, and to money, into their rows.

    None of them is a succession: see `split_at_successions`. Raises UnknownClaim when a claim has
    no row.
    """
    for position, _stream, event, on, _by in later:
        assert event is not None, f"set apart without an event: {position}"
        assert not isinstance(event, NOT_LATER), f"set apart, but not older: {position}"
        claim_no = event.claim_no
        if claim_no not in rows.claims:
            raise UnknownClaim(claim_no, position)
        claim = rows.claims[claim_no]
        before = dues.standing_of(claim, rows.dues.get(claim_no))
        if type(event) in dues.EVENTS:
            try:
                dues.take_in(rows.dues, claim.uscc, cast(DuesEvent, event))
            except (LookupError, AssertionError) as broken:  # a log that no ledger wrote
                raise UnknownClaim(claim_no, position) from broken
        else:
            rows.postings += _evolve(claim, (position, on), cast(RegisterEvent, event))
            rows.evolved.add(claim_no)
        now = dues.standing_of(claim, rows.dues.get(claim_no))
        month = dues.month_of(event, on)
        rows.moves += dues.moved((position, month), before, now)


def numbers_in(later: Iterable[Entry]) -> set[str]:
    """Return the claims whose rows `apply_to_existing` asks for."""
    events = [
        each.event
        for each in later
        if not isinstance(each.event, (Succeeded, Named, CameIn, NoneType))
    ]
    settling = {each.against for each in events if isinstance(each, dues.SETTLING)}
    return settling | {each.claim_no for each in events}


def split_at_successions(later: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Yield entries in order, each succession alone, and what lies between them together."""
    for _alone, run in groupby(later, key=lambda entry: isinstance(entry.event, Succeeded)):
        if _alone:
            yield from ([entry] for entry in run)
        else:
            yield list(run)


def moved(at: tuple[int, str], successor: str, rows: Iterable[ClaimRow]) -> list[Posting]:
    """Let a successor have these rows, changed in place; return the postings.

    at: position and day.
    """
    position, month = at[0], at[1][:MONTH]
    sums: dict[tuple[str, str, int, str], list[int]] = {}
    for row in rows:
        if row.measure is not None and row.granted_fen > 0:
            held = sums.setdefault((row.uscc, row.measure, row.year, row.place), [0, 0])
            held[0] += 1
            held[1] += row.granted_fen
        row.uscc = successor
    return [
        (
            *(position, 2 * number + line, uscc, measure, year, place, month),
            sign * claims,
            sign * fen,
        )
        for number, ((old, measure, year, place), (claims, fen)) in enumerate(sorted(sums.items()))
        for line, sign, uscc in ((0, -1, old), (1, 1, successor))
    ]


def _evolve(row: ClaimRow, at: tuple[int, str], event: RegisterEvent) -> Iterable[Posting]:
    before = posted_state(row)
    claim_register.evolve(row, at[0], event)
    return posted(row, at, before)
