"""Batches and statements in the names and shapes that other programs rely on; amounts in fen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adapters.ledger.treasury.treasury import Treasury
from domain.calendar import day_of
from domain.events.log import Recorded
from domain.payments.batch import OPEN, Batch, LineState, PaymentLine, state_of, terms_of
from domain.refusals import Refusal
from projections.money.statement import StatementEntry, statement

Answer = dict[str, Any]


def batch_answer(treasury: Treasury, number: int) -> Answer:
    """Return a batch, its lines in order of decision. Raises Refusal `batch-unknown`."""
    batch = treasury.batch(number)
    terms_of(batch)
    payable = treasury.payable(batch)
    lines = [_line(claim_no, line, payable) for claim_no, line in batch.lines.items()]
    return _head(batch, payable, lines) | {"lines": lines}


def money_answer(treasury: Treasury, number: int) -> Answer:
    """Return what a batch made of its line's money as it was computed, all of it in fen.

    rest_fen: what the line kept. What claims did not get is owed still, or has lapsed.
    """
    batch = treasury.batch(number)
    terms = terms_of(batch)
    return {
        "money_fen": terms.money_fen,
        "allotted_fen": batch.allotted_fen,
        "rest_fen": terms.money_fen - batch.allotted_fen,
        "owed_still_fen": terms.owed_fen - batch.allotted_fen - batch.lapsed_fen,
        "lapsed_fen": batch.lapsed_fen,
    }


def batches_answer(treasury: Treasury) -> list[Answer]:
    """Return every batch."""
    return [batch_answer(treasury, number) for number in treasury.batch_numbers()]


def statement_answer(uscc: str, history: Iterable[Recorded]) -> Answer:
    """Return an enterprise's statement. Raises Refusal `enterprise-unknown`."""
    told, enterprise = statement(history)
    if enterprise.length == 0:
        raise Refusal("enterprise-unknown", uscc=uscc)
    return {
        "uscc": uscc,
        "granted_fen": told.granted_fen,
        "paid_fen": told.paid_fen,
        "recovered_fen": told.recovered_fen,
        "owed_to_enterprise_fen": told.owed_to_enterprise_fen,
        "owed_back_fen": told.owed_back_fen,
        "entries": [_entry(entry) for entry in told.entries],
    }


def _head(batch: Batch, payable: dict[str, int], lines: list[Answer]) -> Answer:
    terms, published = terms_of(batch), batch.published
    return {
        "batch": batch.number,
        "budget_year": terms.budget_year,
        "line": terms.line,
        "state": state_of(batch, payable).value,
        "publicity_ends": None if published is None else published.last_day.isoformat(),
        "total_fen": sum(line["allotted_fen"] for line in lines),
    }


def _line(claim_no: str, line: PaymentLine, payable: dict[str, int]) -> Answer:
    state, allotted = line.state, line.allotted_fen
    if state in OPEN:
        allotted = payable.get(claim_no, 0)
        state = state if allotted else LineState.FAILED
    return {
        "claim_no": claim_no,
        "uscc": line.uscc,
        "owed_fen": line.owed_fen,
        "allotted_fen": allotted,
        "set_off_fen": line.set_off_fen,
        "transferred_fen": line.paid_fen - line.set_off_fen,
        "state": state.value,
    }


def _entry(entry: StatementEntry) -> Answer:
    on = entry.on or day_of(entry.recorded_at)
    return {
        "position": entry.position,
        "on": on.isoformat(),
        "what": entry.what,
        "claim_no": entry.claim_no,
        "amount_fen": entry.amount_fen,
        "balance_fen": entry.balance_fen,
    }
