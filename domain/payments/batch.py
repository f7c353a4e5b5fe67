"""A payment batch (拨付批次) as its events tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar, assert_never

from domain.calendar import LAST_YEAR
from domain.events import batch as events
from domain.events import corrections
from domain.events.batch import BatchComputed, BatchEvent, BatchPaid, PaidLine
from domain.events.corrections import BatchCorrection
from domain.refusals import Refusal

Of = TypeVar("Of")


class State(StrEnum):
    """Where a batch stands; `paid` once none of its lines may be paid any more."""

    COMPUTED = "computed"
    PUBLISHED = "published"
    PAID = "paid"
    CANCELLED = "cancelled"


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
class Objection:
    """An objection to a line, and how it was resolved."""

    said: events.BatchLineObjected
    resolved: events.ObjectionResolved | None = None


@dataclass(slots=True)
class Made(Generic[Of]):
    """An order or a payment of a batch, and the lines that it was of, by claim.

    said: as corrected. version: in the batch's stream, of what said it last.
    """

    said: Of
    lines: dict[str, PaidLine] = field(default_factory=dict)
    version: int = 0


@dataclass(slots=True)
class PaymentLine:
    """A claim in a batch, in fen. paid_fen is gross; set_off_fen of it settled debts.

    computed_fen: as the batch was computed. lapsed_fen: what lapses of it when that pays.
    ordered: as a standing order fixed it.
    paid_by: the payment that paid it, or that found nothing owed any more. failure: how that
    payment failed. objections: in order, numbered from 1.
    uscc: who has the claim by now. filed_under, payee: where others carry on enterprises: the code
    that the claim was filed under, and who is paid, or was.
    """

    uscc: str
    owed_fen: int
    computed_fen: int
    lapsed_fen: int
    state: LineState
    allotted_fen: int
    paid_fen: int = 0
    set_off_fen: int = 0
    ordered: PaidLine | None = None
    paid_by: BatchPaid | None = None
    failure: events.BatchLineFailed | None = None
    objections: list[Objection] = field(default_factory=list)
    filed_under: str = ""
    payee: str = ""

    def open_objections(self) -> list[Objection]:
        """Return the objections that hold the line."""
        return [each for each in self.objections if each.resolved is None]


@dataclass(slots=True)
class Batch:
    """One batch. lines: by claim, in order of decision.

    terms: what it was computed by; None before it is computed. allotted_fen, lapsed_fen: as
    computed, whatever came after. left_out: what it could have paid but for a barrier. published:
    the notice that stands; published_at: where in the log it began, 0 before that is known.
    withdrawals: of notices that stood before it. orders, payments: in order.
    """

    number: int
    terms: BatchComputed | None = None
    published: events.BatchPublished | None = None
    published_at: int = field(default=0, compare=False)
    withdrawals: list[events.NoticeWithdrawn] = field(default_factory=list)
    cancelled: events.BatchCancelled | None = None
    orders: list[Made[events.BatchOrdered]] = field(default_factory=list)
    payments: list[Made[BatchPaid]] = field(default_factory=list)
    lines: dict[str, PaymentLine] = field(default_factory=dict)
    left_out: list[events.LeftOutClaim] = field(default_factory=list)
    allotted_fen: int = 0
    lapsed_fen: int = 0
    length: int = 0

    @property
    def was_published(self) -> bool:
        """Whether a notice stands or ever stood."""
        return self.published is not None or bool(self.withdrawals)

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
            _computed(batch, event)
        case events.BatchClaimsLeftOut():
            batch.left_out += event.left_out
        case events.BatchPublished():
            batch.published = event
        case events.NoticeWithdrawn():
            batch.published = None
            batch.withdrawals.append(event)
            for line in batch.lines.values():
                line.ordered = None
        case events.BatchCancelled():
            batch.cancelled = event
            for line in batch.lines.values():
                if line.state is not LineState.PAID:
                    _leave(line)
        case events.BatchActBackdated() | events.BatchNoticeShortened():
            pass  # how its day or length came to be allowed changes no line
        case events.BatchOrdered():
            batch.orders.append(Made(event, version=batch.length))
        case events.BatchLinesOrdered():
            for order in batch.orders[-1:]:
                order.lines.update({ordered.claim_no: ordered for ordered in event.lines})
            for ordered in event.lines:
                batch.lines[ordered.claim_no].ordered = ordered if ordered.amount_fen else None
        case BatchPaid():
            batch.payments.append(Made(event, version=batch.length))
        case events.BatchLinesPaid():
            for made in batch.payments[-1:]:
                made.lines.update({paid.claim_no: paid for paid in event.lines})
            for paid in event.lines:
                _paid(batch.lines[paid.claim_no], paid, batch.payments)
        case events.BatchLineObjected() | events.ObjectionResolved() | events.BatchLineFailed():
            _line_after(batch.lines[event.claim_no], event)
        case _ if isinstance(event, BatchCorrection):
            _corrected(batch, event)
        case _:
            assert_never(event)
    return batch


def _computed(batch: Batch, event: events.BatchLinesComputed) -> None:
    for computed in event.lines:
        batch.allotted_fen += computed.allotted_fen
        batch.lapsed_fen += computed.lapsed_fen
        state = LineState.FREE if computed.allotted_fen else LineState.WAITING
        if computed.lapsed_fen and not computed.allotted_fen:
            state = LineState.FAILED  # all of it lapses: it waits for nothing
        batch.lines[computed.claim_no] = PaymentLine(
            uscc=computed.uscc,
            owed_fen=computed.owed_fen,
            computed_fen=computed.allotted_fen,
            lapsed_fen=computed.lapsed_fen,
            state=state,
            allotted_fen=computed.allotted_fen,
        )


def _paid(line: PaymentLine, paid: PaidLine, payments: Sequence[Made[BatchPaid]]) -> None:
    line.state = LineState.PAID if paid.amount_fen else LineState.FAILED
    line.allotted_fen = line.paid_fen = paid.amount_fen
    line.set_off_fen, line.ordered = paid.set_off_fen, None
    line.paid_by = payments[-1].said if payments else None


def _line_after(line: PaymentLine, event: events.LineEvent) -> None:
    match event:
        case events.BatchLineObjected():
            line.objections.append(Objection(event))
            line.state, line.ordered = LineState.HELD, None
        case events.ObjectionResolved():
            for objection in line.objections:
                if objection.said.number == event.number:
                    objection.resolved = event
            if event.upheld:
                _leave(line)
            elif not line.open_objections() and line.state is LineState.HELD:
                line.state = LineState.FREE
        case events.BatchLineFailed():
            line.failure = event
            line.state, line.paid_fen, line.set_off_fen = LineState.FAILED, 0, 0
        case _:
            assert_never(event)


def _corrected(batch: Batch, event: BatchCorrection) -> None:
    """Take in what was put right: of a payment, of an order, of a failure that was none."""
    match event:
        case corrections.BatchOrderCorrected():
            for order in (made for made in batch.orders if made.version == event.of_version):
                order.said = replace(order.said, document=event.number, on=event.on)
                order.version = batch.length
        case corrections.BatchPaymentCorrected():
            for made in (made for made in batch.payments if made.version == event.of_version):
                before = made.said
                made.said = replace(before, receipt=event.receipt, on=event.on)
                made.version = batch.length
                for line in batch.lines.values():
                    line.paid_by = made.said if line.paid_by is before else line.paid_by
        case corrections.BatchFailureReversed():
            line = batch.lines[event.claim_no]
            line.failure, line.state = None, LineState.PAID
            line.allotted_fen = line.paid_fen = event.amount_fen
            line.set_off_fen = event.set_off_fen
        case _:
            assert_never(event)


def _leave(line: PaymentLine) -> None:
    """The batch will not pay the line any more; one whose payment failed keeps its amount."""
    if line.failure is None:
        line.allotted_fen = 0
    line.state, line.ordered = LineState.FAILED, None


def terms_of(batch: Batch) -> BatchComputed:
    """Return what a batch was computed by. Raises Refusal `batch-unknown`."""
    if batch.terms is None:
        raise Refusal("batch-unknown", batch=batch.number)
    return batch.terms


def state_of(batch: Batch, payable: Mapping[str, int]) -> State:
    """Return where a batch stands. payable: what its open lines may still be paid."""
    if batch.cancelled is not None:
        return State.PAID if batch.payments else State.CANCELLED
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


def must_stand(batch: Batch) -> None:
    """Raise Refusal `batch-cancelled` where a batch was given up."""
    terms_of(batch)
    if batch.cancelled is not None:
        raise Refusal("batch-cancelled", batch=batch.number)
