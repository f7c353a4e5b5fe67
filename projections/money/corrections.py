"""Entries about money that a document put right, or reversed: what they said, and what stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from domain.events import corrections as events
from domain.value import value

if TYPE_CHECKING:
    from domain.events.log import Event, Recorded


@value
class EntrySaid:
    """What an entry says. number: of its document or receipt. None: it says nothing of the kind."""

    line: str | None = None
    to_line: str | None = None
    claim_no: str | None = None
    amount_fen: int | None = None
    number: str | None = None
    on: date | None = None


@value
class EntryCorrection:
    """A correction, by its log position; of_position: of what it puts right, where it says so.

    entry: `appropriated`, `supplemented`, `returned`, `transferred`, `paid`, `recovered`,
    `payment-reversed`, `recovery-reversed`, `ordered` or `failed`. after: None where none stands in
    its place.
    """

    position: int
    of_position: int | None
    entry: str
    by: str
    document: str
    words: str
    before: EntrySaid
    after: EntrySaid | None


def corrections_in(history: Iterable[Recorded]) -> tuple[EntryCorrection, ...]:
    """Return what was put right in a stream, in order."""
    return tuple(_corrections(history))


def puts_right(event: Event) -> bool:
    """Say whether an event puts another right."""
    return put_right(event) is not None


def _corrections(history: Iterable[Recorded]) -> Iterator[EntryCorrection]:
    for recorded in history:
        said = put_right(recorded.event)
        if said is not None:
            entry, before, after = said
            event = recorded.event
            yield EntryCorrection(
                position=recorded.position,
                of_position=getattr(event, "of_position", None),
                entry=entry,
                by=recorded.by,
                document=getattr(event, "document"),  # noqa: B009 - every one of them has it
                words=getattr(event, "words", ""),
                before=before,
                after=after,
            )


def put_right(event: Event) -> tuple[str, EntrySaid, EntrySaid | None] | None:
    """Return what kind of entry an event puts right, what that said, and what stands now."""
    match event:
        case events.BudgetEntryReversed():
            after = event.corrected
            return event.entry, _of_line(event), None if after is None else _of_line(after)
        case events.RecoveryReversed():
            repaid = event.corrected
            return "recovered", _repaid(event), None if repaid is None else _repaid(repaid)
        case events.BatchPaymentCorrected():
            before = EntrySaid(number=event.previous_receipt, on=event.previous_on)
            return "paid", before, EntrySaid(number=event.receipt, on=event.on)
        case events.ClaimPaymentCorrected():
            claim_no, was = event.claim_no, event.previous_receipt
            before = EntrySaid(claim_no=claim_no, number=was, on=event.previous_on)
            now = EntrySaid(claim_no=claim_no, number=event.receipt, on=event.on)
            return "paid", before, now
        case events.BatchOrderCorrected():
            before = EntrySaid(number=event.previous_number, on=event.previous_on)
            return "ordered", before, EntrySaid(number=event.number, on=event.on)
        case events.BatchFailureReversed() | events.PaymentReinstated():
            failed = EntrySaid(claim_no=event.claim_no, amount_fen=event.amount_fen)
            return "failed", failed, None
        case _:
            return None


def _of_line(entry: events.BudgetEntryReversed | events.EntryValues) -> EntrySaid:
    return EntrySaid(
        line=entry.line,
        to_line=entry.to_line,
        claim_no=getattr(entry, "claim_no", None),
        amount_fen=entry.amount_fen,
        number=entry.number,
        on=entry.on,
    )


def _repaid(entry: events.RecoveryReversed | events.RepaymentValues) -> EntrySaid:
    return EntrySaid(
        claim_no=entry.claim_no,
        amount_fen=entry.amount_fen,
        number=entry.receipt,
        on=entry.on,
    )
