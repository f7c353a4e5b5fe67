"""A payment batch (拨付批次) and its lines as other programs read them, in fen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from domain.events.batch import BatchPaid, BatchPaidWithoutAccount
from domain.payments.barriers import OF_ACCOUNTS, Barrier
from domain.payments.batch import (
    OPEN,
    Batch,
    LineState,
    Made,
    Objection,
    PaymentLine,
    State,
    state_of,
    terms_of,
)
from projections.money.as_computed import LeftOutDetails, left_out_details
from projections.money.corrections import EntryCorrection

Barred = Mapping[str, tuple[Barrier, ...]]  # by claim


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDetails:
    """An objection to a line. upheld, resolved_by: None while it is open."""

    number: int
    words: str
    on: date | None
    person: str | None
    document: str | None
    upheld: bool | None
    resolved_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDetails:
    """An order of a batch, over the lines that it still stands for, in fen.

    replaces: the orders that fixed any of these lines before.
    """

    document: str
    on: date
    lines: int
    amount_fen: int
    set_off_fen: int
    net_fen: int
    replaces: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDetails:
    """A payment of a batch, whatever came of it, in fen.

    failed_fen: what of transferred_fen did not arrive.
    without_account: the document by which it was in cash or offset; None for one to accounts.
    """

    receipt: str
    on: date
    lines: int
    amount_fen: int
    set_off_fen: int
    transferred_fen: int
    failed_fen: int
    without_account: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """Why and by which document a notice was withdrawn, or a batch cancelled."""

    words: str
    document: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDetails:
    """A batch, its lines in order of decision. publicity_ends: None before it is published.

    policies: those that its lines are of, by their ids; None, and not in JSON, where the ledger has
    one policy. Where the lines of one policy were asked for, every sum is of these.
    """

    batch: int
    budget_year: int
    line: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
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
) -> BatchDetails:
    """Return a batch. payable: what its open lines may be paid. waiting: whose lines still wait.

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
        state=state_of(batch, payable),
        policies=_policies(lines) if policies else None,
        publicity_ends=None if published is None else published.last_day,
        total_fen=sum(line.allotted_fen for line in lines),
        document=terms.document,
        published_on=None if published is None else published.on,
        lapsed_fen=sum(line.lapsed_fen for line in lines),
        orders=tuple(_orders(batch, claims - barred.keys() - set(outdated))),
        payments=tuple(
            _payment(batch, made, claims)
            for made in batch.payments
            if policy is None or claims & made.lines.keys()
        ),
        withdrawn=tuple(
            GivenUp(words=each.words, document=each.document) for each in batch.withdrawals
        ),
        cancelled=None
        if cancelled is None
        else GivenUp(words=cancelled.words, document=cancelled.document),
        left_out=left_out_details(batch, policies, policy),
        lines=lines,
        corrections=corrections,
    )


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
    state, allotted, ordered, paid_by = line.state, line.allotted_fen, line.ordered, line.paid_by
    if state in OPEN:
        allotted = payable.get(claim_no, 0)
        state = state if allotted else LineState.FAILED
    if state is LineState.WAITING and claim_no not in waiting:
        state = LineState.FAILED
    barriers = barred.get(claim_no, ()) if state in OPEN else ()
    if any(why.code not in OF_ACCOUNTS for why in barriers):
        state = LineState.HELD
    ordered = None if claim_no in outdated else ordered
    if state is not LineState.FREE or (ordered and ordered.amount_fen != allotted):
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
        failed_on=None if line.failure is None else line.failure.on,
        failure=None if line.failure is None else line.failure.words,
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


def _orders(batch: Batch, claims: Collection[str]) -> Iterator[OrderDetails]:
    """Yield the orders that stand for any of these: a later one takes a line from an earlier."""
    standing = {no: line.ordered for no, line in batch.lines.items() if line.ordered is not None}
    for at, made in enumerate(batch.orders):
        ordered = (each for no, each in made.lines.items() if standing.get(no) is each)
        lines = [each for each in ordered if each.claim_no in claims]
        if lines:
            amount_fen = sum(each.amount_fen for each in lines)
            set_off_fen = sum(each.set_off_fen for each in lines)
            yield OrderDetails(
                document=made.said.document,
                on=made.said.on,
                lines=len(lines),
                amount_fen=amount_fen,
                set_off_fen=set_off_fen,
                net_fen=amount_fen - set_off_fen,
                replaces=tuple(
                    before.said.document
                    for before in batch.orders[:at]
                    if any(no.claim_no in before.lines for no in lines)
                ),
            )


def _payment(batch: Batch, made: Made[BatchPaid], claims: Collection[str]) -> PaymentDetails:
    said = made.said
    lines = [line for no, line in made.lines.items() if no in claims and line.amount_fen]
    amount_fen = sum(line.amount_fen for line in lines)
    set_off_fen = sum(line.set_off_fen for line in lines)
    return PaymentDetails(
        receipt=said.receipt,
        on=said.on,
        lines=len(lines),
        amount_fen=amount_fen,
        set_off_fen=set_off_fen,
        transferred_fen=amount_fen - set_off_fen,
        failed_fen=sum(
            line.amount_fen - line.set_off_fen
            for line in lines
            if batch.lines[line.claim_no].failure is not None
        ),
        without_account=said.document if isinstance(said, BatchPaidWithoutAccount) else None,
    )
