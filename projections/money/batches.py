"""A payment batch (拨付批次) and its lines as other programs read them, in fen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

from domain.payments.barriers import OF_ACCOUNTS, Barrier
from domain.payments.batch import (
    OPEN,
    Batch,
    LineState,
    Objection,
    PaymentLine,
    State,
    state_of,
    terms_of,
)
from domain.value import value
from projections.money.as_computed import LeftOutDetails, left_out_details
from projections.money.made import OrderDetails, PaymentDetails, orders, payment

if TYPE_CHECKING:
    from domain.events.batch import (
        BatchCancelled,
        NoticeWithdrawn,
    )
    from projections.money.corrections import EntryCorrection

Barred = Mapping[str, tuple[Barrier, ...]]  # by claim


@value
class ObjectionDetails:
    """An objection to a line. upheld, resolved_by: None while it is open."""

    number: int
    words: str
    on: date | None
    person: str | None
    document: str | None
    upheld: bool | None
    resolved_by: str | None


@value
class BatchLineDetails:
    """A claim in a batch. allotted_fen: of an open line, what it may still be paid.

    computed_fen: what was allotted when the batch was computed. set_off_fen: as ordered or paid.
    net_fen: what an order or a payment leaves to be transferred; None before either. lapsed_fen:
    what lapses when the batch pays. receipt, paid_on: of the payment; failed_on, failure: how that
    did not arrive. barriers: what keeps the money of an open line back; its state is `held` then,
    but `free` where it is its account alone. uscc: who is paid, or was;
    filed_under: the code that the claim was filed under.
    """

    claim_no: str
    policy: str | None
    uscc: str
    owed_fen: int
    allotted_fen: int
    set_off_fen: int
    transferred_fen: int
    state: LineState
    computed_fen: int
    lapsed_fen: int
    net_fen: int | None
    receipt: str | None
    paid_on: date | None
    failed_on: date | None
    failure: str | None
    barriers: tuple[Barrier, ...]
    objections: tuple[ObjectionDetails, ...]
    filed_under: str


@value
class GivenUp:
    """Why and by which document a notice was withdrawn, or a batch cancelled."""

    words: str
    document: str | None


@value
class BatchDetails:
    """A batch, its lines in order of decision. publicity_ends: None before it is published.

    line_title: what the budget line is called by now. policies: those that its lines are of, by
    their ids; None, and not in JSON, where the ledger has one policy. Where the lines of one policy
    were asked for, every sum is of these.
    """

    batch: int
    budget_year: int
    line: str
    line_title: str
    state: State
    policies: tuple[str, ...] | None
    publicity_ends: date | None
    total_fen: int
    document: str | None
    published_on: date | None
    lapsed_fen: int
    orders: tuple[OrderDetails, ...]
    payments: tuple[PaymentDetails, ...]
    withdrawn: tuple[GivenUp, ...]
    cancelled: GivenUp | None
    left_out: tuple[LeftOutDetails, ...]
    lines: tuple[BatchLineDetails, ...]
    corrections: tuple[EntryCorrection, ...]

    @property
    def ready(self) -> tuple[BatchLineDetails, ...]:
        """The open lines that nothing keeps back: once the notice is over, they can be paid."""
        return tuple(
            line for line in self.lines if line.state is LineState.FREE and not line.barriers
        )

    @property
    def lacking_account(self) -> tuple[BatchLineDetails, ...]:
        """The open lines that wait only for an account, or for its confirmation."""
        return tuple(line for line in self.lines if line.state is LineState.FREE and line.barriers)

    @property
    def held(self) -> tuple[BatchLineDetails, ...]:
        """The lines that an objection or a hold on their enterprise keeps back."""
        return tuple(line for line in self.lines if line.state is LineState.HELD)


@value
class PaidBatchDetails(BatchDetails):
    """A batch paid. without_account: the enterprises paid of which no account is registered."""

    without_account: tuple[str, ...]


def batch_details(
    batch: Batch,
    payable: Mapping[str, int],
    waiting: Collection[str],
    policies: Mapping[str, str | None],
    policy: str | None = None,
    corrections: tuple[EntryCorrection, ...] = (),
    *,
    barred: Barred,
    outdated: Collection[str],
    line_title: str | None = None,
) -> BatchDetails:
    """Return a batch. payable: what its open lines may be paid. waiting: whose lines still wait.

    line_title: what the budget line is called by now, where it was renamed.

    barred: what keeps the money of open lines back. outdated: lines whose order is to be made
    again. policies: the id of the policy that each claim is of; empty in a ledger of one. policy:
    with the lines of this one alone. Raises Refusal `batch-unknown`.
    """
    terms, published, cancelled = terms_of(batch), batch.published, batch.cancelled
    lines = tuple(
        _line(claim_no, line, payable, waiting, policies.get(claim_no), barred, outdated)
        for claim_no, line in batch.lines.items()
        if policy in (None, policies.get(claim_no))
    )
    claims = {line.claim_no for line in lines}
    return BatchDetails(
        batch=batch.number,
        budget_year=terms.budget_year,
        line=terms.line,
        line_title=terms.line if line_title is None else line_title,
        state=state_of(batch, payable),
        policies=_policies(lines) if policies else None,
        publicity_ends=None if published is None else published.last_day,
        total_fen=sum(line.allotted_fen for line in lines),
        document=terms.document,
        published_on=None if published is None else published.on,
        lapsed_fen=sum(line.lapsed_fen for line in lines),
        orders=tuple(orders(batch, claims - barred.keys() - set(outdated))),
        payments=tuple(
            payment(batch, made, claims)
            for made in batch.payments
            if policy is None or claims & made.lines.keys()
        ),
        withdrawn=tuple(map(_given_up, batch.withdrawals)),
        cancelled=None if cancelled is None else _given_up(cancelled),
        left_out=left_out_details(batch, policies, policy),
        lines=lines,
        corrections=corrections,
    )


def allotted_sum(lines: Iterable[BatchLineDetails]) -> int:
    """Return what lines may still be paid together, in fen."""
    return sum(line.allotted_fen for line in lines)


def _given_up(said: NoticeWithdrawn | BatchCancelled) -> GivenUp:
    return GivenUp(words=said.words, document=said.document)


def paid_batch(details: BatchDetails, registered: Callable[[str], bool]) -> PaidBatchDetails:
    """Return a batch paid. registered: says whether an enterprise has an account."""
    paid = dict.fromkeys(line.uscc for line in details.lines if line.transferred_fen)
    own = {field.name: getattr(details, field.name) for field in fields(details)}
    return PaidBatchDetails(**own, without_account=tuple(c for c in paid if not registered(c)))


def _policies(lines: Iterable[BatchLineDetails]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.policy for line in lines if line.policy is not None))


def _line(
    claim_no: str,
    line: PaymentLine,
    payable: Mapping[str, int],
    waiting: Collection[str],
    policy: str | None,
    barred: Barred,
    outdated: Collection[str],
) -> BatchLineDetails:
    state, allotted, ordered = line.state, line.allotted_fen, line.ordered
    paid_by, failure = line.paid_by, line.failure
    if state in OPEN:
        allotted = payable.get(claim_no, 0)
        state = state if allotted else LineState.FAILED
    if state is LineState.WAITING and claim_no not in waiting:
        state = LineState.FAILED
    barriers = barred.get(claim_no, ()) if state in OPEN else ()
    if any(why.code not in OF_ACCOUNTS for why in barriers):
        state = LineState.HELD
    stale = claim_no in outdated or (ordered and ordered.amount_fen != allotted)
    if state is not LineState.FREE or stale:
        ordered = None
    set_off = ordered.set_off_fen if ordered is not None else line.set_off_fen
    settled = ordered is not None or state is LineState.PAID
    return BatchLineDetails(
        claim_no=claim_no,
        policy=policy,
        uscc=line.payee or line.uscc,
        owed_fen=line.owed_fen,
        allotted_fen=allotted,
        set_off_fen=set_off,
        transferred_fen=line.paid_fen - line.set_off_fen,
        state=state,
        computed_fen=line.computed_fen,
        lapsed_fen=line.lapsed_fen,
        net_fen=allotted - set_off if settled else None,
        receipt=None if paid_by is None else paid_by.receipt,
        paid_on=None if paid_by is None else paid_by.on,
        failed_on=None if failure is None else failure.on,
        failure=None if failure is None else failure.words,
        barriers=barriers,
        objections=tuple(map(_objection, line.objections)),
        filed_under=line.filed_under or line.uscc,
    )


def _objection(objection: Objection) -> ObjectionDetails:
    said, resolved = objection.said, objection.resolved
    return ObjectionDetails(
        number=said.number,
        words=said.words,
        on=said.on,
        person=said.person,
        document=said.document,
        upheld=None if resolved is None else resolved.upheld,
        resolved_by=None if resolved is None else resolved.document,
    )
