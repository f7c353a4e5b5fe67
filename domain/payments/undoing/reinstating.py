"""A payment said to have failed that had arrived: it counts again, with all that it had settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from domain.commands.money import CorrectEntry
from domain.enterprise.state import Enterprise
from domain.events.batch import BatchLineFailed, BatchPaid, PaidLine
from domain.events.budget import BudgetPaymentReversed, BudgetRecoveryReversed
from domain.events.corrections import (
    BatchFailureReversed,
    EntryValues,
    PaymentReinstated,
    SetOffReinstated,
)
from domain.events.log import Recorded
from domain.events.payment import DebtSetOff, PaymentFailed, SetOffReversed
from domain.events.streams import batch_stream
from domain.payments.batch import Batch, Made, terms_of
from domain.payments.happened import StreamEvent
from domain.payments.settling import must_come_after_payments
from domain.payments.undoing.asked import (
    Money,
    Years,
    entry_reversed,
    is_said,
    must_be_of,
    reversal_of,
    standing,
)
from domain.payments.undoing.repayments import enterprises_after, less_allotted, lowered_by
from domain.payments.years.carry_over import budgets_after, drawn_back
from domain.refusals import Refusal


def reinstate(
    command: CorrectEntry,
    entry: Recorded,
    batch: Batch,
    history: Sequence[Recorded],
    of_enterprise: Sequence[Recorded],
    enterprise: Enterprise,
    money: Money,
) -> list[StreamEvent]:
    """Return a payment reinstated; none where that was said before.

    history: of the batch. of_enterprise: of the enterprise that was paid. Raises Refusal
    `correction-key`, `entry-not-correctable`, `already-reversed`, `request-conflicts`,
    `debt-settled-since`, `repaid-before-paid`, `money-spent-since`.
    """
    if not command.void:
        raise Refusal("entry-not-correctable", verb="failure", position=command.position)
    must_be_of(command)
    reversal = reversal_of(history, BatchFailureReversed, entry.version)
    if reversal is not None and is_said(command, reversal, same=True, stands=False):
        return []
    claim_no = cast(BatchLineFailed, entry.event).claim_no
    uscc, year, of = batch.lines[claim_no].uscc, terms_of(batch).budget_year, terms_of(batch).line
    made = next(made for made in reversed(batch.payments) if claim_no in made.lines)
    paid = made.lines[claim_no]
    settled = list(_settled(batch.number, claim_no, made, of_enterprise))
    for each in settled:
        _must_have_room(each, enterprise)
    arrived = [
        StreamEvent(uscc, _reinstated(command, batch, made, paid)),
        *(StreamEvent(uscc, each) for each in settled),
    ]
    must_come_after_payments(arrived, {uscc: enterprise})
    before = enterprises_after({uscc: enterprise}, arrived)
    less = lowered_by(uscc, claim_no, before[uscc])
    allotted = less_allotted(money.allotted, less, before)
    back = list(_of_budgets(command, batch.number, claim_no, year, settled, money.years))
    drawn = drawn_back(budgets_after(money.budgets, back), year, of, allotted, "correct")
    arrived_after_all = BatchFailureReversed(
        claim_no=claim_no,
        of_position=entry.position,
        of_version=entry.version,
        amount_fen=paid.amount_fen,
        set_off_fen=paid.set_off_fen,
        document=command.document,
        words=command.words,
    )
    stream = batch_stream(batch.number)
    return [*arrived, *less, *back, *drawn, StreamEvent(stream, arrived_after_all)]


def _reinstated(
    command: CorrectEntry, batch: Batch, made: Made[BatchPaid], paid: PaidLine
) -> PaymentReinstated:
    terms = terms_of(batch)
    return PaymentReinstated(
        claim_no=paid.claim_no,
        batch=batch.number,
        budget_year=terms.budget_year,
        line=terms.line,
        amount_fen=paid.amount_fen,
        set_off_fen=paid.set_off_fen,
        receipt=made.said.receipt,
        on=made.said.on,
        document=command.document,
        words=command.words,
    )


def _settled(
    batch: int, claim_no: str, made: Made[BatchPaid], history: Sequence[Recorded]
) -> Iterator[SetOffReinstated]:
    """Yield the debts that the payment had settled before it was said to have failed last."""
    settled: dict[tuple[str, int], DebtSetOff] = {}
    undone: list[SetOffReversed] = []
    for event in (recorded.event for recorded in history):
        if isinstance(event, PaymentFailed) and (event.claim_no, event.batch) == (claim_no, batch):
            undone = []
        if not isinstance(event, DebtSetOff | SetOffReversed):
            continue
        if (event.against, event.batch) != (claim_no, batch):
            continue
        if isinstance(event, DebtSetOff):
            settled[event.claim_no, event.of_batch] = event
        else:
            undone.append(event)
    for each in undone:
        of = settled[each.claim_no, each.of_batch]
        yield SetOffReinstated(
            claim_no=each.claim_no,
            of_batch=each.of_batch,
            budget_year=of.budget_year,
            line=of.line,
            amount_fen=each.amount_fen,
            against=claim_no,
            batch=batch,
            on=made.said.on,
        )


def _must_have_room(each: SetOffReinstated, enterprise: Enterprise) -> None:
    """Raise Refusal `debt-settled-since` where too much of the debtor's payment came back since."""
    dues = enterprise.claims[each.claim_no].dues
    payment = dues.payments.get(each.of_batch) if dues is not None else None
    room = 0
    if payment is not None:
        room = payment.amount_fen - payment.recovered_fen - payment.ordered_fen
    if room < each.amount_fen:
        raise Refusal(
            "debt-settled-since",
            claim_no=each.against,
            other=each.claim_no,
            batch=each.of_batch,
            amount_fen=each.amount_fen,
            owed_fen=room,
        )


def _of_budgets(
    command: CorrectEntry,
    batch: int,
    claim_no: str,
    year: int,
    settled: Sequence[SetOffReinstated],
    years: Years,
) -> Iterator[StreamEvent]:
    """Yield the reversals of the payment and of its set-offs in red: they never were."""
    for recorded in standing(years[year], BudgetPaymentReversed)[::-1]:
        back = cast(BudgetPaymentReversed, recorded.event)
        if (back.batch, back.claim_no) == (batch, claim_no):
            yield entry_reversed(command, year, recorded, _values(back), None)
            break
    wanted = [(each.budget_year, each.claim_no, each.line, each.amount_fen) for each in settled]
    for of_year in sorted({each.budget_year for each in settled}):
        for recorded in standing(years[of_year], BudgetRecoveryReversed)[::-1]:
            off = cast(BudgetRecoveryReversed, recorded.event)
            of = of_year, off.claim_no, off.line, off.amount_fen
            if off.batch == batch and of in wanted:
                wanted.remove(of)
                yield entry_reversed(command, of_year, recorded, _values(off), None)


def _values(entry: BudgetPaymentReversed | BudgetRecoveryReversed) -> EntryValues:
    return EntryValues(
        line=entry.line, to_line=None, amount_fen=entry.amount_fen, number=None, on=entry.on
    )
