"""A payment that did not arrive (拨付失败): the whole line is undone, what it had settled too."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from domain.assessment.consequences import lowered
from domain.enterprise.dues import Dues, Payment, evolve
from domain.enterprise.state import Enterprise, granted_fen
from domain.events.batch import BatchLineFailed
from domain.events.budget import BudgetPaymentReversed, BudgetRecoveryReversed
from domain.events.payment import DebtSetOff, PaymentFailed, SetOffReversed
from domain.events.streams import batch_stream
from domain.payments.batch import Batch, LineState, line_of
from domain.payments.budget import Allotments, Budgets
from domain.payments.carry_over import budgets_after, drawn_back
from domain.payments.happened import StreamEvent, budget_event
from domain.refusals import Refusal, said_before


def fail(
    batch: Batch,
    claim_no: str,
    words: str,
    enterprise: Enterprise,
    budgets: Budgets,
    allotted: Allotments,
) -> list[StreamEvent]:
    """Return a payment undone, with all that it settled; none when that was said before.

    Raises Refusal `claim-not-in-batch`, `line-not-paid`,
    `payment-recovered`, `request-conflicts`, `money-spent-since`.
    """
    line = line_of(batch, claim_no)
    said = batch.failures.get(claim_no)
    number, verb = batch.number, "batch fail"
    if said_before(said, words, verb=verb, batch=number, claim_no=claim_no, words=said):
        return []
    if line.state is not LineState.PAID:
        raise Refusal("line-not-paid", batch=number, claim_no=claim_no, state=line.state.value)
    dues = enterprise.claims[claim_no].dues
    assert dues is not None, f"paid without dues: {claim_no}"
    payment, settled = dues.payments[number], dues.settled.get(number, [])
    if payment.recovered_fen:
        raise Refusal("payment-recovered", claim_no=claim_no, batch=number)
    fen = payment.amount_fen
    failed = PaymentFailed(claim_no=claim_no, batch=number, amount_fen=fen, words=words)
    return [
        StreamEvent(batch_stream(number), BatchLineFailed(claim_no=claim_no, words=words)),
        StreamEvent(line.uscc, failed),
        *_owed_again(settled, line.uscc, enterprise),
        *_taken_back(claim_no, number, payment, settled, budgets, allotted),
    ]


def _owed_again(
    settled: list[DebtSetOff], uscc: str, enterprise: Enterprise
) -> Iterator[StreamEvent]:
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
    claim_no: str,
    number: int,
    payment: Payment,
    settled: list[DebtSetOff],
    budgets: Budgets,
    allotted: Allotments,
) -> list[StreamEvent]:
    """Return the payment's money back on its line, and the set-offs' off theirs."""
    back = BudgetPaymentReversed(
        batch=number,
        line=payment.line,
        claim_no=claim_no,
        amount_fen=payment.amount_fen,
        on=payment.on,
    )
    events = [budget_event(payment.budget_year, back)]
    for each in settled:
        off = BudgetRecoveryReversed(
            line=each.line,
            claim_no=each.claim_no,
            batch=number,
            amount_fen=each.amount_fen,
            on=each.on,
        )
        events.append(budget_event(each.budget_year, off))
    after = budgets_after(budgets, events)
    for year, line in dict.fromkeys((each.budget_year, each.line) for each in settled):
        drawn = drawn_back(after, year, line, allotted)
        after = budgets_after(after, drawn)
        events += drawn
    return events
