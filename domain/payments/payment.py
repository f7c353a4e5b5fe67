"""A batch paid, money repaid: who gets what, which debts it settles first, who is credited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from domain.commands.money import PayBatch
from domain.enterprise.dues import Dues, Payment, owed_back_fen
from domain.enterprise.state import Enterprise, claim_of, granted_by, granted_fen
from domain.events.batch import BatchComputed, BatchLinesPaid, BatchPaid, PaidLine
from domain.events.budget import BudgetPaid, BudgetRecovered
from domain.events.payment import ClaimPaid, ClaimRecovered, DebtSetOff
from domain.events.streams import batch_stream
from domain.identity import Actor, in_common
from domain.payments.batch import Batch, LineState, terms_of
from domain.payments.happened import StreamEvent, budget_event, event_sized_parts
from domain.refusals import Refusal


class Credit(NamedTuple):
    """Part of one payment that comes back."""

    batch: int
    payment: Payment
    amount_fen: int


def pay(
    command: PayBatch,
    payer: Actor,
    batch: Batch,
    enterprises: Mapping[str, Enterprise],
    *,
    separate_logins: bool,
) -> list[StreamEvent]:
    """Return what follows from paying the free lines.

    separate_logins: the login too says who did what before. Raises Refusal `batch-unknown`,
    `batch-not-published`, `notice-not-over`, `nothing-free`, `approver-cannot-pay`,
    `account-namer-cannot-pay`.
    """
    terms = terms_of(batch)
    if batch.published is None:
        raise Refusal("batch-not-published", batch=batch.number)
    if command.on <= batch.published.last_day:
        raise Refusal(
            "notice-not-over", batch=batch.number, ends=batch.published.last_day.isoformat()
        )
    free = {no: line for no, line in batch.lines.items() if line.state is LineState.FREE}
    payable = {
        no: payable_fen(no, batch.number, enterprises[line.uscc]) for no, line in free.items()
    }
    if not any(payable.values()):
        raise Refusal("nothing-free", batch=batch.number)
    set_offs = _SetOffs(batch.number, command.on)
    lines: list[PaidLine] = []
    happened: list[StreamEvent] = []
    for claim_no, amount in payable.items():
        uscc = free[claim_no].uscc
        settled: list[DebtSetOff] = []
        if amount:
            enterprise = enterprises[uscc]
            _must_be_another(payer, claim_no, enterprise, separate_logins=separate_logins)
            settled = set_offs.settle(enterprise, claim_no, amount)
            paid = _paid(command, terms, claim_no, amount, settled)
            happened.append(StreamEvent(uscc, paid))
            happened += [StreamEvent(uscc, each) for each in settled]
            happened += [budget_event(each.budget_year, _came_back(each)) for each in settled]
        set_off_fen = sum(each.amount_fen for each in settled)
        lines.append(PaidLine(claim_no=claim_no, amount_fen=amount, set_off_fen=set_off_fen))
    stream = batch_stream(batch.number)
    spent = BudgetPaid(
        batch=batch.number,
        line=terms.line,
        amount_fen=sum(payable.values()),
        receipt=command.receipt,
        on=command.on,
    )
    return [
        StreamEvent(stream, BatchPaid(receipt=command.receipt, on=command.on)),
        *(StreamEvent(stream, BatchLinesPaid(lines=part)) for part in event_sized_parts(lines)),
        budget_event(terms.budget_year, spent),
        *happened,
    ]


def payable_fen(claim_no: str, batch: int, enterprise: Enterprise) -> int:
    """Return what a line may pay now: what was allotted, or less if less is owed by now."""
    dues = enterprise.claims[claim_no].dues
    taken = dues.allotment if dues is not None else None
    return taken.amount_fen if taken is not None and taken.batch == batch else 0


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
    for credit in credited(claim.dues, amount_fen, {}):
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
        back = budget_event(of.budget_year, _came_back(recovered))
        events += [StreamEvent(uscc, recovered), back]
    return events


def credited(dues: Dues | None, amount_fen: int, settled: Mapping[int, int]) -> Iterator[Credit]:
    """Yield the payments that an amount comes back from: the latest first.

    settled: by batch, what the same decision has already taken of its payment.
    """
    left = amount_fen
    for batch, payment in reversed(dues.payments.items() if dues is not None else ()):
        part = min(left, payment.amount_fen - payment.recovered_fen - settled.get(batch, 0))
        if part:
            yield Credit(batch, payment, part)
            left -= part
    assert left == 0, f"more comes back than was paid: {left}"


class _SetOffs:
    """The debts that the lines of one batch settle, line after line."""

    def __init__(self, batch: int, on: date) -> None:
        self._batch = batch
        self._on = on
        self._settled_fen: dict[tuple[str, int], int] = {}  # by claim and the batch that paid it

    def settle(self, enterprise: Enterprise, against: str, amount_fen: int) -> list[DebtSetOff]:
        """Return the enterprise's debts that a payment settles, the oldest first."""
        settled = []
        left = amount_fen
        for claim_no in enterprise.debts:
            claim = enterprise.claims[claim_no]
            assert claim.dues is not None, f"a debt of nothing paid: {claim_no}"
            before = {of: self._settled_fen.get((claim_no, of), 0) for of in claim.dues.payments}
            owed = owed_back_fen(granted_fen(claim), claim.dues) - sum(before.values())
            part = min(left, owed)
            left -= part
            for credit in credited(claim.dues, part, before):
                self._settled_fen[claim_no, credit.batch] = before[credit.batch] + credit.amount_fen
                set_off = DebtSetOff(
                    claim_no=claim_no,
                    of_batch=credit.batch,
                    budget_year=credit.payment.budget_year,
                    line=credit.payment.line,
                    amount_fen=credit.amount_fen,
                    against=against,
                    batch=self._batch,
                    on=self._on,
                )
                settled.append(set_off)
        return settled


def _must_be_another(
    payer: Actor, claim_no: str, enterprise: Enterprise, *, separate_logins: bool
) -> None:
    """Raise Refusal when the same hand decided on the claim, or named the account it is paid to."""
    counting = ("name", "login", "both") if separate_logins else ("name", "both")
    for hand in granted_by(enterprise.claims[claim_no]):
        if in_common(hand, payer) in counting:
            who = {"approved_by": _named(hand), "paid_by": _named(payer)}
            raise Refusal("approver-cannot-pay", claim_no=claim_no, **who)
    account = enterprise.registration.account
    if account is not None and in_common(account.named_by, payer) in counting:
        who = {"named_by": _named(account.named_by), "paid_by": _named(payer)}
        raise Refusal("account-namer-cannot-pay", claim_no=claim_no, **who)


def _named(hand: Actor) -> str:
    return f"{hand.by} ({hand.login})" if hand.login else str(hand.by)


def _paid(
    command: PayBatch, terms: BatchComputed, claim_no: str, amount: int, settled: list[DebtSetOff]
) -> ClaimPaid:
    return ClaimPaid(
        claim_no=claim_no,
        batch=command.batch,
        budget_year=terms.budget_year,
        line=terms.line,
        amount_fen=amount,
        set_off_fen=sum(each.amount_fen for each in settled),
        receipt=command.receipt,
        on=command.on,
    )


def _came_back(back: ClaimRecovered | DebtSetOff) -> BudgetRecovered:
    return BudgetRecovered(
        line=back.line,
        claim_no=back.claim_no,
        amount_fen=back.amount_fen,
        receipt=back.receipt if isinstance(back, ClaimRecovered) else None,
        batch=back.batch if isinstance(back, DebtSetOff) else None,
        on=back.on,
    )
