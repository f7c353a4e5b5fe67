"""Which lines of a batch may be paid, how much of each, and which debts a payment settles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from domain.enterprise.dues import Dues, Payment, open_debt_fen, parts_of
from domain.enterprise.state import Enterprise, granted_fen
from domain.events.corrections import SetOffReinstated
from domain.events.payment import DebtSetOff, SetOffOrdered
from domain.payments.barriers import Barrier, barriers, refusal
from domain.payments.batch import Batch, LineState, line_of, must_stand
from domain.payments.happened import StreamEvent
from domain.refusals import Refusal


class Credit(NamedTuple):
    """Part of one payment that comes back."""

    batch: int
    payment: Payment
    amount_fen: int


class SetOff(NamedTuple):
    """What of a claim's debt is settled."""

    claim_no: str
    credit: Credit


def payable_fen(claim_no: str, batch: int, enterprise: Enterprise) -> int:
    """Return what a line may pay now: what was allotted, never more than the grant leaves."""
    claim = enterprise.claims[claim_no]
    taken = claim.dues.allotment if claim.dues is not None else None
    if taken is None or taken.batch != batch:
        return 0
    return parts_of(granted_fen(claim), claim.dues).allotted_fen


def chosen_lines(
    batch: Batch,
    on: date,
    only: tuple[str, ...] | None,
    enterprises: Mapping[str, Enterprise],
    *,
    accounts: bool,
) -> dict[str, int]:
    """Return what the free lines may pay on a day, those of which nothing is owed by now too.

    A line that a barrier keeps back that day is left out. only: the claims named, all of which must
    be payable. accounts: what is paid goes to accounts,
    so that lines without one to pay to are left out. Raises Refusal `batch-unknown`,
    `batch-cancelled`, `batch-not-published`, `notice-not-over`, `claim-not-in-batch`,
    `line-not-payable`, `nothing-free`, and as the first barrier is called where it keeps back a
    line that is named, or all that could be paid.
    """
    must_stand(batch)
    if batch.published is None:
        raise Refusal("batch-not-published", batch=batch.number)
    if on <= batch.published.last_day:
        ends = batch.published.last_day.isoformat()
        raise Refusal("notice-not-over", batch=batch.number, ends=ends)
    free = {no: line for no, line in batch.lines.items() if line.state is LineState.FREE}
    payable = {
        no: payable_fen(no, batch.number, enterprises[line.uscc]) for no, line in free.items()
    }
    if only is not None:
        for claim_no in only:
            line = line_of(batch, claim_no)
            if not payable.get(claim_no):
                state = line.state if claim_no not in free else LineState.FAILED
                raise Refusal(
                    "line-not-payable", batch=batch.number, claim_no=claim_no, state=state.value
                )
        payable = {no: fen for no, fen in payable.items() if no in set(only)}
    barred = barred_lines(batch, payable, enterprises, on, accounts=accounts)
    left = {no: fen for no, fen in payable.items() if no not in barred}
    if barred and (only is not None or not any(left.values())):
        claim_no, (why, *_others) = next(iter(barred.items()))
        raise refusal(why, batch.number, claim_no, batch.lines[claim_no].uscc)
    if not any(left.values()):
        raise Refusal("nothing-free", batch=batch.number)
    return left


def barred_lines(
    batch: Batch,
    payable: Mapping[str, int],
    enterprises: Mapping[str, Enterprise],
    on: date,
    *,
    accounts: bool = True,
) -> dict[str, tuple[Barrier, ...]]:
    """Return what keeps the money of these lines from their enterprises on a day, by claim.

    payable: what each may pay; nothing is kept back of one that pays nothing. accounts: what is
    paid goes to accounts.
    """
    known: dict[str, tuple[Barrier, ...]] = {}
    barred: dict[str, tuple[Barrier, ...]] = {}
    for claim_no, fen in payable.items():
        uscc = batch.lines[claim_no].uscc
        if fen and uscc not in known:
            began = batch.published_at if accounts and batch.published is not None else None
            known[uscc] = barriers(enterprises[uscc].registration, on, began)
        if fen and known[uscc]:
            barred[claim_no] = known[uscc]
    return barred


def ordered_set_off_fen(claim_no: str, batch: int, enterprise: Enterprise) -> int:
    """Return what orders of a batch will settle out of a claim's payment by now."""
    dues = enterprise.claims[claim_no].dues
    fixed = dues.ordered.get(batch, ()) if dues is not None else ()
    return sum(each.amount_fen for each in fixed)


def set_off_lifted(batch: Batch, claim_no: str, enterprise: Enterprise) -> bool:
    """Say whether debts that a line was ordered to settle are open again, as a hold makes them."""
    ordered = batch.lines[claim_no].ordered
    if ordered is None:
        return False
    return ordered.set_off_fen != ordered_set_off_fen(claim_no, batch.number, enterprise)


def credited(dues: Dues | None, amount_fen: int, settled: Mapping[int, int]) -> Iterator[Credit]:
    """Yield the payments that an amount comes back from: the latest first.

    settled: by batch, what the same decision has already taken of its payment.
    """
    left = amount_fen
    for batch, payment in reversed(dues.payments.items() if dues is not None else ()):
        gone = payment.recovered_fen + payment.ordered_fen + settled.get(batch, 0)
        part = min(left, payment.amount_fen - gone)
        if part > 0:
            yield Credit(batch, payment, part)
            left -= part
    assert left == 0, f"more comes back than was paid: {left}"


def must_come_after_payments(
    happened: Iterable[StreamEvent], enterprises: Mapping[str, Enterprise]
) -> None:
    """Raise Refusal `repaid-before-paid` where a set-off is of a day before its debt was paid."""
    for uscc, event in happened:
        if isinstance(event, DebtSetOff | SetOffOrdered | SetOffReinstated):
            dues = enterprises[uscc].claims[event.claim_no].dues
            assert dues is not None, f"a debt of nothing paid: {event.claim_no}"
            must_come_after(event, dues.payments[event.of_batch].on, event.on)


def must_come_after(
    set_off: DebtSetOff | SetOffOrdered | SetOffReinstated, paid_on: date, on: date
) -> None:
    """Raise Refusal `repaid-before-paid` where a debt is settled on a day before it was paid."""
    if on < paid_on:
        raise Refusal(
            "repaid-before-paid",
            verb="set-off",
            claim_no=set_off.claim_no,
            paid_on=paid_on.isoformat(),
            batch=set_off.batch,
            against=set_off.against,
            on=on.isoformat(),
        )


class SetOffs:
    """The debts that the lines of one batch settle, line after line."""

    def __init__(self) -> None:
        self._settled_fen: dict[tuple[str, int], int] = {}  # by claim and the batch that paid it

    def settle(self, enterprise: Enterprise, amount_fen: int) -> list[SetOff]:
        """Return the enterprise's debts that a payment settles, the oldest first."""
        settled = []
        left = amount_fen
        for claim_no in enterprise.debts:
            claim = enterprise.claims[claim_no]
            assert claim.dues is not None, f"a debt of nothing paid: {claim_no}"
            before = {of: self._settled_fen.get((claim_no, of), 0) for of in claim.dues.payments}
            owed = open_debt_fen(granted_fen(claim), claim.dues) - sum(before.values())
            part = max(0, min(left, owed))
            left -= part
            for credit in credited(claim.dues, part, before):
                self._settled_fen[claim_no, credit.batch] = before[credit.batch] + credit.amount_fen
                settled.append(SetOff(claim_no, credit))
        return settled
