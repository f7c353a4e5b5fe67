"""The receipt or the day of a payment put right, and the number or the day of an order.

What was paid stays paid. Its day stands with the claims, in the budget year, and in every year that
its set-offs credited; it is put right in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from domain.commands.money import CorrectEntry
from domain.enterprise.state import Enterprise
from domain.events.batch import BatchOrdered, BatchPaid
from domain.events.budget import BudgetPaid, BudgetRecovered
from domain.events.corrections import (
    BatchOrderCorrected,
    BatchPaymentCorrected,
    ClaimPaymentCorrected,
    EntryValues,
)
from domain.events.log import Recorded
from domain.events.payment import ClaimRecovered, DebtSetOff
from domain.events.streams import batch_stream
from domain.identity import skeleton
from domain.payments.batch import Batch, LineState, Made, terms_of
from domain.payments.happened import StreamEvent, budget_event
from domain.payments.settling import must_come_after
from domain.payments.undoing.asked import (
    Years,
    entry_reversed,
    is_said,
    must_be_of,
    reversal_of,
    standing,
)
from domain.payments.undoing.repayments import not_reversed
from domain.refusals import Refusal

Histories = Mapping[str, Sequence[Recorded]]  # by stream


def correct_order(
    command: CorrectEntry, entry: Recorded, batch: Batch, history: Sequence[Recorded]
) -> list[StreamEvent]:
    """Return an order's number or day put right; none where it is right, or was said before.

    Raises Refusal `correction-key`, `already-reversed`, `request-conflicts`, `notice-not-over`.
    """
    must_be_of(command, "document", "on")
    _must_not_be_void(command)
    said = reversal_of(history, BatchOrderCorrected, entry.version)
    if said is not None:
        now = command.entry_document or said.previous_number, command.on or said.previous_on
        if is_said(command, said, same=now == (said.number, said.on), stands=True):
            return []
    (made,) = (made for made in batch.orders if made.version == entry.version)
    number, on = command.entry_document or made.said.document, command.on or made.said.on
    if (number, on) == (made.said.document, made.said.on):
        return []
    for other in batch.orders:
        if other is not made and skeleton(other.said.document) == skeleton(number):
            raise _taken("batch order", batch, other.said, document=other.said.document)
    _must_be_after_notice(batch, on)
    corrected = BatchOrderCorrected(
        of_position=entry.position,
        of_version=entry.version,
        previous_number=made.said.document,
        previous_on=made.said.on,
        number=number,
        on=on,
        document=command.document,
        words=command.words,
    )
    return [StreamEvent(batch_stream(batch.number), corrected)]


def correct_payment(
    command: CorrectEntry,
    entry: Recorded,
    batch: Batch,
    history: Sequence[Recorded],
    years: Years,
    enterprises: Histories,
    payees: Mapping[str, Enterprise],
) -> list[StreamEvent]:
    """Return a payment's receipt or day put right; none where it is right, or was said before.

    history: of the batch. enterprises: the events of those that the payment paid; payees: they as
    they stand. Raises Refusal `correction-key`, `already-reversed`, `request-conflicts`,
    `notice-not-over`, `failed-before-paid`, `repaid-before-paid`.
    """
    must_be_of(command, "receipt", "on")
    _must_not_be_void(command)
    said = reversal_of(history, BatchPaymentCorrected, entry.version)
    if said is not None:
        now = command.receipt or said.previous_receipt, command.on or said.previous_on
        if is_said(command, said, same=now == (said.receipt, said.on), stands=True):
            return []
    (made,) = (made for made in batch.payments if made.version == entry.version)
    right = replace(made.said, receipt=command.receipt or made.said.receipt)
    right = replace(right, on=command.on or made.said.on)
    if right == made.said:
        return []
    for other in batch.payments:
        taken = skeleton(other.said.receipt) == skeleton(right.receipt)
        if taken and skeleton(made.said.receipt) != skeleton(right.receipt):
            raise _taken("batch pay", batch, other.said, receipt=other.said.receipt)
    if right.on != made.said.on:
        _must_be_after_notice(batch, right.on)
        _must_come_before_what_came_back(batch, made, right.on, enterprises)
        _must_stay_among_set_offs(batch, made, right.on, payees)
    corrected = BatchPaymentCorrected(
        of_position=entry.position,
        of_version=entry.version,
        previous_receipt=made.said.receipt,
        previous_on=made.said.on,
        receipt=right.receipt,
        on=right.on,
        document=command.document,
        words=command.words,
    )
    return [
        StreamEvent(batch_stream(batch.number), corrected),
        *_of_claims(command, batch, made, right),
        *_of_budget(command, batch, made, right, years),
        *_of_set_offs(command, batch, made, right.on, years, enterprises),
    ]


def payees(batch: Batch, version: int) -> set[str]:
    """Return the enterprises that a payment paid, by its version in the batch's stream."""
    every = (made for made in batch.payments if made.version == version)
    return {batch.lines[claim_no].uscc for made in every for claim_no in made.lines}


def _must_not_be_void(command: CorrectEntry) -> None:
    """Raise Refusal `entry-not-correctable`: what was paid or ordered is not undone as a slip."""
    if command.void:
        raise Refusal("entry-not-correctable", verb="done", position=command.position)


def _taken(verb: str, batch: Batch, other: BatchPaid | BatchOrdered, **number: str) -> Refusal:
    on = other.on.isoformat()
    return Refusal("request-conflicts", verb=verb, batch=batch.number, on=on, **number)


def _must_be_after_notice(batch: Batch, on: date) -> None:
    if batch.published is not None and on <= batch.published.last_day:
        ends = batch.published.last_day.isoformat()
        raise Refusal("notice-not-over", batch=batch.number, ends=ends)


def _must_come_before_what_came_back(
    batch: Batch, made: Made[BatchPaid], on: date, enterprises: Histories
) -> None:
    for claim_no in made.lines:
        failure = batch.lines[claim_no].failure
        if failure is not None and failure.on is not None and failure.on < on:
            raise Refusal("failed-before-paid", claim_no=claim_no, paid_on=on.isoformat())
    for history in enterprises.values():
        for recorded in not_reversed(history):
            back = cast(ClaimRecovered, recorded.event)
            of_it = back.of_batch == batch.number and back.claim_no in made.lines
            if of_it and back.on < on:
                paid_on = on.isoformat()
                raise Refusal("repaid-before-paid", claim_no=back.claim_no, paid_on=paid_on)


def _must_stay_among_set_offs(
    batch: Batch, made: Made[BatchPaid], on: date, payees: Mapping[str, Enterprise]
) -> None:
    """Raise Refusal `repaid-before-paid` where a debt would be settled before it was paid.

    Both the debts that the payment settled, and what others settled of its own.
    """
    dues = {
        claim_no: claim.dues
        for enterprise in payees.values()
        for claim_no, claim in enterprise.claims.items()
        if claim.dues is not None
    }
    for against, of in dues.items():
        for each in (each for settled in of.settled.values() for each in settled):
            moved = [
                number == batch.number and claim_no in made.lines
                for number, claim_no in ((each.of_batch, each.claim_no), (each.batch, against))
            ]
            if any(moved):
                paid_on = on if moved[0] else dues[each.claim_no].payments[each.of_batch].on
                must_come_after(each, paid_on, on if moved[1] else of.payments[each.batch].on)


def _of_claims(
    command: CorrectEntry, batch: Batch, made: Made[BatchPaid], right: BatchPaid
) -> Iterator[StreamEvent]:
    """Yield it of each claim whose payment stands; one that failed has none to put right."""
    for claim_no in made.lines:
        line = batch.lines[claim_no]
        if line.state is LineState.PAID:
            corrected = ClaimPaymentCorrected(
                claim_no=claim_no,
                batch=batch.number,
                previous_receipt=made.said.receipt,
                previous_on=made.said.on,
                receipt=right.receipt,
                on=right.on,
                document=command.document,
            )
            yield StreamEvent(line.uscc, corrected)


def _of_budget(
    command: CorrectEntry, batch: Batch, made: Made[BatchPaid], right: BatchPaid, years: Years
) -> Iterator[StreamEvent]:
    """Yield what its year paid put right; another payment of the same receipt stays as it is."""
    year, fen = terms_of(batch).budget_year, sum(line.amount_fen for line in made.lines.values())
    of = (batch.number, made.said.receipt, made.said.on, fen)
    for recorded in standing(years[year], BudgetPaid):
        paid = cast(BudgetPaid, recorded.event)
        if (paid.batch, paid.receipt, paid.on, paid.amount_fen) == of:
            was = _values(paid, paid.receipt)
            now = replace(was, number=right.receipt, on=right.on)
            yield entry_reversed(command, year, recorded, was, now)
            yield budget_event(year, replace(paid, receipt=right.receipt, on=right.on))
            return


def _of_set_offs(
    command: CorrectEntry,
    batch: Batch,
    made: Made[BatchPaid],
    on: date,
    years: Years,
    enterprises: Histories,
) -> Iterator[StreamEvent]:
    """Yield the day put right of every debt that the payment settled, whatever came of it since."""
    if on == made.said.on:
        return
    settled = [
        (event.budget_year, event.claim_no, event.line, event.amount_fen)
        for history in enterprises.values()
        for event in (recorded.event for recorded in history)
        if isinstance(event, DebtSetOff)
        and event.batch == batch.number
        and event.against in made.lines
    ]
    for year in sorted({each[0] for each in settled}):
        for recorded in standing(years[year], BudgetRecovered):
            back = cast(BudgetRecovered, recorded.event)
            of = year, back.claim_no, back.line, back.amount_fen
            if (back.batch, back.on) == (batch.number, made.said.on) and of in settled:
                settled.remove(of)
                was = _values(back, None)
                yield entry_reversed(command, year, recorded, was, replace(was, on=on))
                yield budget_event(year, replace(back, on=on))


def _values(entry: BudgetPaid | BudgetRecovered, number: str | None) -> EntryValues:
    return EntryValues(
        line=entry.line, to_line=None, amount_fen=entry.amount_fen, number=number, on=entry.on
    )
