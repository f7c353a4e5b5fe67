"""A batch paid, money repaid: who gets what, which debts it settles first, who is credited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.commands.money import PayBatch
from domain.enterprise.dues import open_debt_fen, owed_back_fen, unpaid_fen
from domain.enterprise.hands import granted_by
from domain.enterprise.state import Enterprise, claim_of, granted_fen
from domain.events.batch import (
    BatchComputed,
    BatchLinesPaid,
    BatchPaid,
    BatchPaidWithoutAccount,
    BatchPartPaid,
    PaidLine,
)
from domain.events.budget import BudgetPaid, BudgetRecovered
from domain.events.payment import ClaimLapsed, ClaimPaid, ClaimRecovered, ClaimReleased, DebtSetOff
from domain.events.streams import batch_stream
from domain.identity import Actor, is_one_person, skeleton
from domain.payments.batch import Batch, terms_of
from domain.payments.happened import StreamEvent, budget_event, event_sized_parts
from domain.payments.ordering import outdated, unordered
from domain.payments.settling import (
    Credit,
    SetOff,
    SetOffs,
    chosen_lines,
    credited,
    must_come_after_payments,
)
from domain.refusals import Refusal


def pay(
    command: PayBatch,
    payer: Actor,
    batch: Batch,
    enterprises: Mapping[str, Enterprise],
    *,
    separate_logins: bool,
) -> list[StreamEvent]:
    """Return what follows from paying the free lines; none of those that the receipt paid before.

    Lines without an account to pay to are left out, unless a document lets named ones be paid so.
    separate_logins: the login too says who did what before. Raises Refusal as `chosen_lines`,
    `request-conflicts`, `order-partial`, `order-outdated`, `approver-cannot-pay`,
    `account-namer-cannot-pay`, `repaid-before-paid`.
    """
    terms = terms_of(batch)
    asked = _left(command, batch)
    if asked is None:
        return []
    command = asked
    payable = _payable(command, batch, enterprises)
    set_offs = SetOffs()
    lines: list[PaidLine] = []
    happened: list[StreamEvent] = []
    for claim_no, amount in payable.items():
        uscc = batch.lines[claim_no].uscc
        settled: list[DebtSetOff] = []
        if why := outdated(batch, claim_no, amount, enterprises[uscc]):
            raise why
        if amount:
            enterprise = enterprises[uscc]
            _must_be_another(payer, claim_no, enterprise, separate_logins=separate_logins)
            settled = _settled(command, batch, claim_no, amount, enterprise, set_offs)
            paid = _paid(command, terms, claim_no, amount, settled)
            happened.append(StreamEvent(uscc, paid))
            happened += [StreamEvent(uscc, each) for each in settled]
            happened += [budget_event(each.budget_year, came_back(each)) for each in settled]
        set_off_fen = sum(each.amount_fen for each in settled)
        lines.append(PaidLine(claim_no=claim_no, amount_fen=amount, set_off_fen=set_off_fen))
    must_come_after_payments(happened, enterprises)
    stream = batch_stream(batch.number)
    spent = BudgetPaid(
        batch=batch.number,
        line=terms.line,
        amount_fen=sum(payable.values()),
        receipt=command.receipt,
        on=command.on,
    )
    return [
        StreamEvent(stream, _whole(command)),
        *(StreamEvent(stream, BatchLinesPaid(lines=part)) for part in event_sized_parts(lines)),
        budget_event(terms.budget_year, spent),
        *happened,
        *_lapsed(batch, payable, enterprises),
    ]


def _payable(
    command: PayBatch, batch: Batch, enterprises: Mapping[str, Enterprise]
) -> dict[str, int]:
    """Return what each line pays. Raises Refusal as `chosen_lines`, `order-partial`."""
    to_accounts = command.without_account is None
    only, on = command.only, command.on
    payable = chosen_lines(batch, on, only, enterprises, accounts=to_accounts)
    if only is None and any(batch.lines[claim_no].ordered for claim_no in payable):
        for claim_no in unordered(batch, enterprises, on)[:1]:
            raise Refusal("order-partial", batch=batch.number, claim_no=claim_no)
    return payable


def _whole(command: PayBatch) -> BatchPaid:
    """Return the payment itself, as it was asked for."""
    if command.only is None:
        return BatchPaid(receipt=command.receipt, on=command.on)
    if command.without_account is None:
        return BatchPartPaid(receipt=command.receipt, on=command.on)
    return BatchPaidWithoutAccount(
        receipt=command.receipt, on=command.on, document=command.without_account
    )


def recover(
    claim_no: str, uscc: str, amount_fen: int, receipt: str, on: date, enterprise: Enterprise
) -> list[StreamEvent]:
    """Return money repaid for a claim, credited to the years that paid it, the latest first.

    Raises Refusal `claim-unknown`, `nothing-owed-back`, `debt-ordered`, `more-than-owed-back`,
    `repaid-before-paid`.
    """
    claim = claim_of(enterprise, claim_no)
    owed = open_debt_fen(granted_fen(claim), claim.dues)
    if owed == 0:
        ordered = owed_back_fen(granted_fen(claim), claim.dues)
        raise Refusal("debt-ordered" if ordered else "nothing-owed-back", claim_no=claim_no)
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
        back = budget_event(of.budget_year, came_back(recovered))
        events += [StreamEvent(uscc, recovered), back]
    return events


def _left(command: PayBatch, batch: Batch) -> PayBatch | None:
    """Return what of a payment is not recorded yet; None where its receipt paid it all before.

    One receipt may be entered in several steps that name their claims, all of one day and paid in
    one way: what it paid before is left out. Raises Refusal `request-conflicts`.
    """
    key, without = skeleton(command.receipt), skeleton(command.without_account or "")
    before = [made for made in batch.payments if skeleton(made.said.receipt) == key]
    whole = any(not isinstance(made.said, BatchPartPaid) for made in before)
    for made in before:
        said = made.said
        way = said.document if isinstance(said, BatchPaidWithoutAccount) else ""
        same = (said.on, skeleton(way)) == (command.on, without)
        if not same or (command.only is None and not whole):
            raise Refusal(
                "request-conflicts",
                verb="batch pay",
                receipt=command.receipt,
                batch=batch.number,
                on=said.on.isoformat(),
            )
    if command.only is None:
        return None if whole else command
    paid = {claim_no for made in before for claim_no in made.lines}
    left = tuple(claim_no for claim_no in command.only if claim_no not in paid)
    return replace(command, only=left) if left else None


def _settled(
    command: PayBatch,
    batch: Batch,
    claim_no: str,
    amount: int,
    enterprise: Enterprise,
    set_offs: SetOffs,
) -> list[DebtSetOff]:
    """Return the debts that a line settles: as ordered, else as they stand."""
    if batch.lines[claim_no].ordered is None:
        return [_set_off(command, claim_no, each) for each in set_offs.settle(enterprise, amount)]
    dues = enterprise.claims[claim_no].dues
    ordered = dues.ordered.get(batch.number, ()) if dues is not None else ()
    of = {each.claim_no: enterprise.claims[each.claim_no].dues for each in ordered}
    settled = []
    for each in ordered:
        debtor = of[each.claim_no]
        assert debtor is not None, f"a debt of nothing paid: {each.claim_no}"
        credit = Credit(each.of_batch, debtor.payments[each.of_batch], each.amount_fen)
        settled.append(_set_off(command, claim_no, SetOff(each.claim_no, credit)))
    return settled


def _set_off(command: PayBatch, against: str, each: SetOff) -> DebtSetOff:
    return DebtSetOff(
        claim_no=each.claim_no,
        of_batch=each.credit.batch,
        budget_year=each.credit.payment.budget_year,
        line=each.credit.payment.line,
        amount_fen=each.credit.amount_fen,
        against=against,
        batch=command.batch,
        on=command.on,
    )


def _lapsed(
    batch: Batch, payable: Mapping[str, int], enterprises: Mapping[str, Enterprise]
) -> Iterator[StreamEvent]:
    """Yield what lapses with a payment: of the lines it pays, and of those it leaves nothing.

    Where nothing is left to lapse, the claim is given up.
    """
    for claim_no, line in batch.lines.items():
        enterprise = enterprises.get(line.uscc) if line.lapsed_fen else None
        claim = enterprise.claims[claim_no] if enterprise is not None else None
        dues = claim.dues if claim is not None else None
        if claim is None or dues is None or dues.lapsing is None:
            continue
        if dues.lapsing.batch != batch.number or (dues.allotment and not payable.get(claim_no)):
            continue
        lapsed = min(dues.lapsing.amount_fen, unpaid_fen(granted_fen(claim), dues))
        if lapsed:
            event = ClaimLapsed(
                claim_no=claim_no,
                batch=batch.number,
                lapsed_fen=lapsed,
                above_fen=dues.kept_fen + dues.allotted_fen,
            )
            yield StreamEvent(line.uscc, event)
            continue
        lapsed = dues.lapsing.amount_fen
        released = ClaimReleased(
            claim_no=claim_no, batch=batch.number, allotted_fen=0, lapsed_fen=lapsed
        )
        yield StreamEvent(line.uscc, released)


def _must_be_another(
    payer: Actor, claim_no: str, enterprise: Enterprise, *, separate_logins: bool
) -> None:
    """Raise Refusal when the same hand decided on the claim, or named the account it is paid to."""
    for hand in granted_by(enterprise.claims[claim_no]):
        if is_one_person(hand, payer, separate_logins=separate_logins):
            who = {"approved_by": hand.shown, "paid_by": payer.shown}
            raise Refusal("approver-cannot-pay", claim_no=claim_no, **who)
    account = enterprise.registration.account
    if account is not None and is_one_person(
        account.named_by, payer, separate_logins=separate_logins
    ):
        who = {"named_by": account.named_by.shown, "paid_by": payer.shown}
        raise Refusal("account-namer-cannot-pay", claim_no=claim_no, **who)


def _paid(
    command: PayBatch,
    terms: BatchComputed,
    claim_no: str,
    amount: int,
    settled: Sequence[DebtSetOff],
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


def came_back(back: ClaimRecovered | DebtSetOff) -> BudgetRecovered:
    return BudgetRecovered(
        line=back.line,
        claim_no=back.claim_no,
        amount_fen=back.amount_fen,
        receipt=back.receipt if isinstance(back, ClaimRecovered) else None,
        batch=back.batch if isinstance(back, DebtSetOff) else None,
        on=back.on,
    )
