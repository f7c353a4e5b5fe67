"""A payment batch (拨付批次) and its lines as other programs read them, in fen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from domain.payments.batch import OPEN, Batch, LineState, PaymentLine, State, state_of, terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLineDetails:
    """A claim in a batch. allotted_fen: of an open line, what it may still be paid."""

    claim_no: str
    policy: str | None
    uscc: str
    owed_fen: int
    allotted_fen: int
    set_off_fen: int
    transferred_fen: int
    state: LineState


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDetails:
    """A batch, its lines in order of decision. publicity_ends: None before it is published.

    policies: those that its lines are of, by their ids; None, and not in JSON, where the ledger has
    one policy. Where the lines of one policy were asked
    for, total_fen is of these.
    """

    batch: int
    budget_year: int
    line: str
    state: State
    policies: tuple[str, ...] | None
    publicity_ends: date | None
    total_fen: int
    lines: tuple[BatchLineDetails, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidBatchDetails(BatchDetails):
    """A batch paid. without_account: the enterprises paid of which no account is registered."""

    without_account: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchMoney:
    """What a batch, as it was computed, did with the money of its budget line.

    rest_fen: what stayed on the line. What claims did not get is still owed, or has lapsed.
    """

    money_fen: int
    allotted_fen: int
    rest_fen: int
    owed_still_fen: int
    lapsed_fen: int


def batch_details(
    batch: Batch,
    payable: Mapping[str, int],
    policies: Mapping[str, str | None],
    policy: str | None = None,
) -> BatchDetails:
    """Return a batch. payable: what its open lines may be paid. Raises Refusal `batch-unknown`.

    policies: the id of the policy that each claim is of; empty in a ledger of one. policy: with the
    lines of this one alone.
    """
    terms, published = terms_of(batch), batch.published
    lines = tuple(
        _line(claim_no, line, payable, policies.get(claim_no))
        for claim_no, line in batch.lines.items()
        if policy in (None, policies.get(claim_no))
    )
    return BatchDetails(
        batch=batch.number,
        budget_year=terms.budget_year,
        line=terms.line,
        state=state_of(batch, payable),
        policies=_policies(lines) if policies else None,
        publicity_ends=None if published is None else published.last_day,
        total_fen=sum(line.allotted_fen for line in lines),
        lines=lines,
    )


def paid_batch(details: BatchDetails, registered: Callable[[str], bool]) -> PaidBatchDetails:
    """Return a batch paid. registered: says whether an enterprise has an account."""
    paid = dict.fromkeys(line.uscc for line in details.lines if line.transferred_fen)
    own = {field.name: getattr(details, field.name) for field in fields(details)}
    return PaidBatchDetails(**own, without_account=tuple(c for c in paid if not registered(c)))


def batch_money(batch: Batch) -> BatchMoney:
    """Return what a batch did with its line's money. Raises Refusal `batch-unknown`."""
    terms = terms_of(batch)
    return BatchMoney(
        money_fen=terms.money_fen,
        allotted_fen=batch.allotted_fen,
        rest_fen=terms.money_fen - batch.allotted_fen,
        owed_still_fen=terms.owed_fen - batch.allotted_fen - batch.lapsed_fen,
        lapsed_fen=batch.lapsed_fen,
    )


def _policies(lines: Iterable[BatchLineDetails]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.policy for line in lines if line.policy is not None))


def _line(
    claim_no: str, line: PaymentLine, payable: Mapping[str, int], policy: str | None
) -> BatchLineDetails:
    state, allotted = line.state, line.allotted_fen
    if state in OPEN:
        allotted = payable.get(claim_no, 0)
        state = state if allotted else LineState.FAILED
    return BatchLineDetails(
        claim_no=claim_no,
        policy=policy,
        uscc=line.uscc,
        owed_fen=line.owed_fen,
        allotted_fen=allotted,
        set_off_fen=line.set_off_fen,
        transferred_fen=line.paid_fen - line.set_off_fen,
        state=state,
    )
