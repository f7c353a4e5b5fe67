"""A payment batch (拨付批次) as its events tell it, and what is decided about it line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from domain.events import batch as events
from domain.events.batch import BatchComputed, BatchEvent
from domain.identity import skeleton
from domain.payments.budget import LAST_YEAR
from domain.refusals import Refusal, said_before


class State(StrEnum):
    """Where a batch stands; `paid` once none of its lines may be paid any more."""

    COMPUTED = "computed"
    PUBLISHED = "published"
    PAID = "paid"


class LineState(StrEnum):
    """Where a line stands. failed: not paid, or no longer, by this batch."""

    FREE = "free"
    HELD = "held"
    PAID = "paid"
    FAILED = "failed"
    WAITING = "waiting"


LAST_DAY = date(LAST_YEAR, 12, 31)  # none later can be asked for
OPEN = (LineState.FREE, LineState.HELD)


@dataclass(slots=True)
class PaymentLine:
    """A claim in a batch, in fen. paid_fen is gross; set_off_fen of it settled debts."""

    uscc: str
    owed_fen: int
    allotted_fen: int
    lapsed_fen: int
    state: LineState
    paid_fen: int = 0
    set_off_fen: int = 0


@dataclass(slots=True)
class Batch:
    """One batch. lines: by claim, in order of decision. objections, failures: the words of each.

    resolved: whether an objection was upheld, and the document. terms: what it was computed by;
    None before it is computed. allotted_fen, lapsed_fen: as computed, whatever came after.
    """

    number: int
    terms: BatchComputed | None = None
    published: events.BatchPublished | None = None
    lines: dict[str, PaymentLine] = field(default_factory=dict)
    objections: dict[str, str] = field(default_factory=dict)
    resolved: dict[str, tuple[bool, str]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    allotted_fen: int = 0
    lapsed_fen: int = 0
    length: int = 0

    def open_lines(self) -> list[str]:
        """Return the claims whose lines are free or held."""
        return [number for number, line in self.lines.items() if line.state in OPEN]


def evolve(batch: Batch, event: BatchEvent) -> Batch:
    """Return the batch after one event; changed in place."""
    batch.length += 1
    match event:
        case BatchComputed():
            batch.terms = event
        case events.BatchLinesComputed():
            for computed in event.lines:
                batch.allotted_fen += computed.allotted_fen
                batch.lapsed_fen += computed.lapsed_fen
                state = LineState.FREE if computed.allotted_fen else LineState.WAITING
                uscc, owed_fen, lapsed_fen = computed.uscc, computed.owed_fen, computed.lapsed_fen
                line = PaymentLine(uscc, owed_fen, computed.allotted_fen, lapsed_fen, state)
                batch.lines[computed.claim_no] = line
        case events.BatchPublished():
            batch.published = event
        case events.BatchLineObjected():
            batch.objections[event.claim_no] = event.words
            batch.lines[event.claim_no].state = LineState.HELD
        case events.ObjectionResolved():
            batch.resolved[event.claim_no] = event.upheld, event.document
            line = batch.lines[event.claim_no]
            line.state = LineState.FAILED if event.upheld else LineState.FREE
            if event.upheld:
                line.allotted_fen = 0
        case events.BatchPaid():
            pass  # its lines follow
        case events.BatchLinesPaid():
            for paid in event.lines:
                line = batch.lines[paid.claim_no]
                line.state = LineState.PAID if paid.amount_fen else LineState.FAILED
                line.allotted_fen = line.paid_fen = paid.amount_fen
                line.set_off_fen = paid.set_off_fen
        case events.BatchLineFailed():
            batch.failures[event.claim_no] = event.words
            line = batch.lines[event.claim_no]
            line.state, line.paid_fen, line.set_off_fen = LineState.FAILED, 0, 0
        case _:
            assert_never(event)
    return batch


def terms_of(batch: Batch) -> BatchComputed:
    """Return what a batch was computed by. Raises Refusal `batch-unknown`."""
    if batch.terms is None:
        raise Refusal("batch-unknown", batch=batch.number)
    return batch.terms


def state_of(batch: Batch, payable: Mapping[str, int]) -> State:
    """Return where a batch stands. payable: what its open lines may still be paid."""
    if batch.published is None:
        return State.COMPUTED
    return State.PUBLISHED if payable else State.PAID


def line_of(batch: Batch, claim_no: str) -> PaymentLine:
    """Return a claim's line. Raises Refusal `batch-unknown`, `claim-not-in-batch`."""
    terms_of(batch)
    line = batch.lines.get(claim_no)
    if line is None:
        raise Refusal("claim-not-in-batch", batch=batch.number, claim_no=claim_no)
    return line


def publish(
    batch: Batch, on: date, days: int, payable: Mapping[str, int]
) -> tuple[events.BatchPublished, ...]:
    """Return the notice begun: `days` days from `on`, both its ends among them.

    payable: what the open lines may still be paid. Raises Refusal `batch-unknown`,
    `notice-too-late`, `request-conflicts`, `nothing-to-publish`.
    """
    terms_of(batch)
    if on > LAST_DAY - timedelta(days=days):  # it is paid after its last day
        raise Refusal("notice-too-late", batch=batch.number, last=LAST_DAY.isoformat())
    event = events.BatchPublished(on=on, days=days, last_day=on + timedelta(days=days - 1))
    if batch.published is not None:
        if batch.published == event:
            return ()
        raise Refusal(
            "request-conflicts",
            verb="batch publish",
            batch=batch.number,
            on=batch.published.on.isoformat(),
            days=batch.published.days,
        )
    if not payable:
        raise Refusal("nothing-to-publish", batch=batch.number)
    return (event,)


def object_to(batch: Batch, claim_no: str, words: str) -> tuple[events.BatchLineObjected, ...]:
    """Return one line held. Raises Refusal `line-not-free`, `request-conflicts`, …"""
    line = line_of(batch, claim_no)
    said = batch.objections.get(claim_no)
    number, verb = batch.number, "batch object"
    if said_before(said, words, verb=verb, batch=number, claim_no=claim_no, words=said):
        return ()
    if line.state is not LineState.FREE:
        raise Refusal("line-not-free", batch=number, claim_no=claim_no, state=line.state.value)
    return (events.BatchLineObjected(claim_no=claim_no, words=words),)


def resolve(
    batch: Batch, claim_no: str, *, upheld: bool, document: str
) -> tuple[events.ObjectionResolved, ...]:
    """Return an objection resolved. Raises Refusal `no-objection`, `request-conflicts`, …"""
    line = line_of(batch, claim_no)
    said = batch.resolved.get(claim_no)
    if said is not None:
        if (said[0], skeleton(said[1])) == (upheld, skeleton(document)):
            return ()
        raise Refusal(
            "request-conflicts",
            verb="batch resolve",
            batch=batch.number,
            claim_no=claim_no,
            how="upheld" if said[0] else "dismissed",
            document=said[1],
        )
    if line.state is not LineState.HELD:
        raise Refusal("no-objection", batch=batch.number, claim_no=claim_no)
    return (events.ObjectionResolved(claim_no=claim_no, upheld=upheld, document=document),)
