"""A payment that did not arrive (拨付失败): the whole line is undone, what it had settled too."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date

from domain.assessment.consequences import lowered
from domain.commands.money import FailPayment
from domain.enterprise.dues import Dues, Payment, Settled, evolve
from domain.enterprise.state import Enterprise, granted_fen
from domain.events.batch import BatchLineFailed
from domain.events.budget import BudgetPaymentReversed, BudgetRecoveryReversed
from domain.events.payment import AllotmentLowered, PaymentFailed, SetOffReversed
from domain.events.streams import batch_stream
from domain.identity import skeleton
from domain.payments.batch import Batch, LineState, PaymentLine, line_of
from domain.payments.budget import Allotments, Budgets
from domain.payments.happened import StreamEvent, budget_event
from domain.payments.undoing.repayments import less_allotted
from domain.payments.years.carry_over import budgets_after, drawn_back
from domain.refusals import Refusal


def fail(
    command: FailPayment,
    today: date,
    batch: Batch,
    enterprise: Enterprise,
    budgets: Budgets,
    allotted: Allotments,
) -> list[StreamEvent]:
    """Return a payment undone, with all that it settled; none when that was said before.

    today: the day it came back where the command names none. Raises Refusal `claim-not-in-batch`,
    `line-not-paid`, `failed-before-paid`, `payment-recovered`, `debt-ordered`,
    `request-conflicts`, `money-spent-since`.
    """
    number, claim_no, words = batch.number, command.claim_no, command.words
    line = line_of(batch, claim_no)
    if _is_said(command, number, line):
        return []
    if line.state is not LineState.PAID:
        raise Refusal("line-not-paid", batch=number, claim_no=claim_no, state=line.state.value)
    dues = enterprise.claims[claim_no].dues
    assert dues is not None, f"paid without dues: {claim_no}"
    payment, settled = dues.payments[number], dues.settled.get(number, [])
    on = command.on or today
    if on < payment.on:
        raise Refusal("failed-before-paid", claim_no=claim_no, paid_on=payment.on.isoformat())
    if payment.recovered_fen:
        raise Refusal("payment-recovered", claim_no=claim_no, batch=number)
    if payment.ordered_fen:
        raise Refusal("debt-ordered", claim_no=claim_no)
    failed = PaymentFailed(
        claim_no=claim_no,
        batch=number,
        amount_fen=payment.amount_fen,
        words=words,
        on=on,
        receipt=command.receipt,
    )
    of_line = BatchLineFailed(claim_no=claim_no, words=words, on=on, receipt=command.receipt)
    owed_again = list(_owed_again(settled, line.uscc, enterprise))
    less = [each for each in owed_again if isinstance(each.event, AllotmentLowered)]
    allotted = less_allotted(allotted, less, {line.uscc: enterprise})  # it pays for what is undone
    return [
        StreamEvent(batch_stream(number), of_line),
        StreamEvent(line.uscc, failed),
        *owed_again,
        *_taken_back(failed, payment, settled, budgets, allotted),
    ]


def _is_said(command: FailPayment, number: int, line: PaymentLine) -> bool:
    """Say whether the failure was recorded before. Raises Refusal `request-conflicts`."""
    said = line.failure
    if said is None:
        return False
    same = said.words == command.words and command.on in (None, said.on)
    if not same or skeleton(command.receipt or "") != skeleton(said.receipt or ""):
        raise Refusal(
            "request-conflicts",
            verb="batch fail",
            batch=number,
            claim_no=command.claim_no,
            words=said.words,
        )
    return True


def _owed_again(settled: list[Settled], uscc: str, enterprise: Enterprise) -> Iterator[StreamEvent]:
    """Yield the set-offs undone, and what that lowers for a claim that is in a batch again."""
    claims = {
        each.claim_no: deepcopy(enterprise.claims[each.claim_no].dues) or Dues() for each in settled
    }
    for each in settled:
        dues = claims[each.claim_no]
        undone = SetOffReversed(
            claim_no=each.claim_no,
            of_batch=each.of_batch,
            amount_fen=each.amount_fen,
            against=each.against,
            batch=each.batch,
        )
        evolve(dues, undone)
        yield StreamEvent(uscc, undone)
        claim = replace(enterprise.claims[each.claim_no], dues=dues)
        for less in lowered(claim, granted_fen(claim)):
            evolve(dues, less)
            yield StreamEvent(uscc, less)


def _taken_back(
    failed: PaymentFailed,
    payment: Payment,
    settled: list[Settled],
    budgets: Budgets,
    allotted: Allotments,
) -> list[StreamEvent]:
    """Return the payment's money back on its line, and the set-offs' off theirs."""
    assert failed.on is not None, f"came back on no day: {failed}"
    back = BudgetPaymentReversed(
        batch=failed.batch,
        line=payment.line,
        claim_no=failed.claim_no,
        amount_fen=payment.amount_fen,
        on=failed.on,
    )
    events = [budget_event(payment.budget_year, back)]
    for each in settled:
        off = BudgetRecoveryReversed(
            line=each.line,
            claim_no=each.claim_no,
            batch=failed.batch,
            amount_fen=each.amount_fen,
            on=failed.on,
        )
        events.append(budget_event(each.budget_year, off))
    after = budgets_after(budgets, events)
    for year, line in dict.fromkeys((each.budget_year, each.line) for each in settled):
        drawn = drawn_back(after, year, line, allotted)
        after = budgets_after(after, drawn)
        events += drawn
    return events
