"""A batch paid, money repaid: who gets what, which debts it settles first, who is credited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from domain.enterprise.dues import Dues, Payment, owed_back_fen
from domain.enterprise.state import (
    Actor,
    Claim,
    Enterprise,
    claim_of,
    evolve,
    granted_by,
    granted_fen,
)
from domain.events.batch import BatchLinesPaid, BatchPaid, PaidLine
from domain.events.budget import BudgetPaid, BudgetRecovered
from domain.events.payment import ClaimPaid, ClaimRecovered, DebtSetOff
from domain.events.streams import batch_stream
from domain.payments.batch import Batch, LineState, PaymentLine, terms_of
from domain.payments.happened import StreamEvent, budget_event
from domain.payments.parts import event_sized_parts
from domain.refusals import Refusal
from domain.value import value


@value
class PaymentTerms:
    """Pay a batch's payable lines. separate_logins: compare logins as well as names."""

    receipt: str
    on: date
    by: str
    login: str
    separate_logins: bool


class Credit(NamedTuple):
    """Part of one payment that comes back."""

    batch: int
    payment: Payment
    amount_fen: int


def pay(
    command: PaymentTerms, batch: Batch, enterprises: Mapping[str, Enterprise]
) -> list[StreamEvent]:
    """Return what follows from paying the free lines; the enterprises are changed with it.

    Raises Refusal `batch-unknown`, `batch-not-published`, `notice-not-over`, `nothing-free`,
    `approver-cannot-pay`.
    """
    terms = terms_of(batch)
    if batch.published is None:
        raise Refusal("batch-not-published", batch=batch.number)
    if command.on <= batch.published.last_day:
        raise Refusal(
            "notice-not-over", batch=batch.number, ends=batch.published.last_day.isoformat()
        )
    free = {no: line for no, line in batch.lines.items() if line.state is LineState.FREE}
    if not any(payable_fen(no, line, batch.number, enterprises) for no, line in free.items()):
        raise Refusal("nothing-free", batch=batch.number)
    paid: list[PaidLine] = []
    events: list[StreamEvent] = []
    for claim_no, line in free.items():
        enterprise = enterprises[line.uscc]
        amount = payable_fen(claim_no, line, batch.number, enterprises)
        if amount:
            _must_be_another(command, enterprise.claims[claim_no])
        of_claim = _paid(command, batch, claim_no, line, enterprise, amount)
        events += of_claim
        set_off = sum(
            event.event.amount_fen for event in of_claim if isinstance(event.event, DebtSetOff)
        )
        paid.append(PaidLine(claim_no=claim_no, amount_fen=amount, set_off_fen=set_off))
    stream = batch_stream(batch.number)
    spent = BudgetPaid(
        batch=batch.number,
        line=terms.line,
        amount_fen=sum(line.amount_fen for line in paid),
        receipt=command.receipt,
        on=command.on,
    )
    return [
        StreamEvent(stream, BatchPaid(receipt=command.receipt, on=command.on)),
        *(StreamEvent(stream, BatchLinesPaid(lines=part)) for part in event_sized_parts(paid)),
        budget_event(terms.budget_year, spent),
        *events,
    ]


def payable_fen(
    claim_no: str, line: PaymentLine, number: int, enterprises: Mapping[str, Enterprise]
) -> int:
    """Return what a line may pay now: what was allotted, or less if less is owed by now."""
    dues = enterprises[line.uscc].claims[claim_no].dues
    taken = dues.allotment if dues is not None else None
    return taken.amount_fen if taken is not None and taken.batch == number else 0


def recover(
    claim_no: str, uscc: str, amount_fen: int, receipt: str, on: date, enterprise: Enterprise
) -> list[StreamEvent]:
    """Return money repaid for a claim, credited to the years that paid it, the latest first.

    Raises Refusal `claim-unknown`, `nothing-owed-back`, `more-than-owed-back`,
    `repaid-before-paid`.
    """
    claim = claim_of(enterprise, claim_no)
    owed = owed_back_fen(granted_fen(claim), claim.dues)
    if owed == 0:
        raise Refusal("nothing-owed-back", claim_no=claim_no)
    if amount_fen > owed:
        raise Refusal(
            "more-than-owed-back", claim_no=claim_no, amount_fen=amount_fen, owed_fen=owed
        )
    events = []
    for credit in credited(claim.dues, amount_fen):
        of = credit.payment
        if on < of.on:
            raise Refusal("repaid-before-paid", claim_no=claim_no, paid_on=of.on.isoformat())
        recovered = ClaimRecovered(
            claim_no=claim_no,
            of_batch=credit.batch,
            budget_year=of.budget_year,
            line=of.line,
            amount_fen=credit.amount_fen,
            receipt=receipt,
            on=on,
        )
        back = BudgetRecovered(
            line=of.line,
            claim_no=claim_no,
            amount_fen=credit.amount_fen,
            receipt=receipt,
            batch=None,
            on=on,
        )
        events += [StreamEvent(uscc, recovered), budget_event(of.budget_year, back)]
    return events


def credited(dues: Dues | None, amount_fen: int) -> Iterator[Credit]:
    """Yield the payments that an amount comes back from: the latest first."""
    left = amount_fen
    for batch, payment in reversed(dues.payments.items() if dues is not None else ()):
        part = min(left, payment.amount_fen - payment.recovered_fen)
        if part:
            yield Credit(batch, payment, part)
            left -= part
    assert left == 0, f"more comes back than was paid: {left}"


def _must_be_another(command: PaymentTerms, claim: Claim) -> None:
    """Raise Refusal `approver-cannot-pay` when the same hand approved or raised the claim."""
    for hand in granted_by(claim):
        same_login = command.separate_logins and hand.login == command.login
        if hand.by == command.by or same_login:
            raise Refusal(
                "approver-cannot-pay",
                claim_no=claim.submitted.claim_no,
                approved_by=_named(hand),
                paid_by=_named(Actor(command.by, command.login)),
            )


def _named(hand: Actor) -> str:
    return f"{hand.by} ({hand.login})" if hand.login else str(hand.by)


def _paid(
    command: PaymentTerms,
    batch: Batch,
    claim_no: str,
    line: PaymentLine,
    enterprise: Enterprise,
    amount: int,
) -> list[StreamEvent]:
    """Return one line paid and the enterprise's debts it settles, the oldest first."""
    if not amount:
        return []
    terms = terms_of(batch)
    recovered = []
    left = amount
    for debtor in enterprise.debts:
        claim = enterprise.claims[debtor]
        part = min(left, owed_back_fen(granted_fen(claim), claim.dues))
        left -= part
        for credit in credited(claim.dues, part):
            recovered.append(
                DebtSetOff(
                    claim_no=debtor,
                    of_batch=credit.batch,
                    budget_year=credit.payment.budget_year,
                    line=credit.payment.line,
                    amount_fen=credit.amount_fen,
                    against=claim_no,
                    batch=batch.number,
                    on=command.on,
                )
            )
    sent = ClaimPaid(
        claim_no=claim_no,
        batch=batch.number,
        budget_year=terms.budget_year,
        line=terms.line,
        amount_fen=amount,
        set_off_fen=amount - left,
        receipt=command.receipt,
        on=command.on,
    )
    happened: list[ClaimPaid | DebtSetOff] = [sent, *recovered]
    for event in happened:
        evolve(enterprise, event, command.by)
    credits_ = [budget_event(recovery.budget_year, _came_back(recovery)) for recovery in recovered]
    return [*(StreamEvent(line.uscc, event) for event in happened), *credits_]


def _came_back(set_off: DebtSetOff) -> BudgetRecovered:
    return BudgetRecovered(
        line=set_off.line,
        claim_no=set_off.claim_no,
        amount_fen=set_off.amount_fen,
        receipt=None,
        batch=set_off.batch,
        on=set_off.on,
    )
