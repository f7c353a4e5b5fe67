"""A budget year in figures: what it has, paid, holds in publicity, owes and may come to owe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from adapters.files.gc_pause import gc_paused
from adapters.ledger.enterprises import GROUP, codes
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.treasury.treasury import Treasury
from adapters.views.queries import enterprises_with
from domain.enterprise.dues import unpaid_fen
from domain.enterprise.state import Enterprise, granted_fen
from domain.payments.budget import Allotted, Budget, LineBalance
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from projections.money.review import under_review

Answer = dict[str, Any]


@dataclass(slots=True)
class Claims:
    """What claims come to by line, in fen: approved and unpaid, and under review."""

    unpaid: dict[str, int] = field(default_factory=dict)
    review: dict[str, int] = field(default_factory=dict)


def budget_answer(look: Snapshot, year: int, as_of: date | None = None) -> Answer:
    """Return a budget year as other programs rely on it; amounts in fen.

    as_of: the year's movements, payments and repayments as far as their own days say; what claims
    wait for has no such day and stands as recorded. Approved, unpaid claims and those under review
    count in the latest open year only. Raises Refusal `budget-unknown`.
    """
    treasury = Treasury(look.store.handler, look.position)
    budget = treasury.budget(year)
    if budget.length == 0:
        raise Refusal("budget-unknown", year=year)
    claims = Claims()
    if _is_latest_open(treasury, budget):
        with gc_paused():
            claims = _claims(look, treasury, budget)
    allotted = treasury.allotted(budget)
    then = budget if as_of is None else treasury.budget(year, as_of)
    lines = {
        name: _line(name, then.lines.get(name, LineBalance()), claims, allotted)
        for name in budget.lines
    }
    return {"year": year, "position": look.position, "lines": lines}


def execution_rate(spent_fen: int, budget_fen: int) -> str:
    """Return what was spent of a budget in percent, two decimals, half up; `0.00` of nothing."""
    if budget_fen == 0:
        return "0.00"
    hundredths = floor(Fraction(abs(spent_fen) * 10_000, abs(budget_fen)) + Fraction(1, 2))
    sign = "-" if hundredths and (spent_fen < 0) != (budget_fen < 0) else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


def _line(name: str, line: LineBalance, claims: Claims, allotted: Allotted) -> Answer:
    unpaid, review = claims.unpaid.get(name, 0), claims.review.get(name, 0)
    spent = line.paid_fen - line.recovered_fen
    committed = spent + unpaid + allotted.get(name, 0)
    available = line.budget_fen - committed
    return {
        "appropriated_fen": line.appropriated_fen,
        "supplemented_fen": line.supplemented_fen,
        "transferred_fen": line.transferred_fen,
        "carried_in_fen": line.carried_in_fen,
        "returned_fen": line.returned_fen,
        "budget_fen": line.budget_fen,
        "paid_fen": line.paid_fen,
        "recovered_fen": line.recovered_fen,
        "approved_unpaid_fen": unpaid,
        "in_publicity_fen": allotted.get(name, 0),
        "under_review_fen": review,
        "committed_fen": committed,
        "available_fen": available,
        "available_after_review_fen": available - review,
        "execution_rate": execution_rate(spent, line.budget_fen),
    }


def _is_latest_open(treasury: Treasury, budget: Budget) -> bool:
    if budget.closed:
        return False
    later = (year for year in treasury.years() if year > budget.year)
    return all(treasury.budget(year).closed for year in later)


def _claims(look: Snapshot, treasury: Treasury, budget: Budget) -> Claims:
    """Return what every claim comes to, by line of the budget."""
    found = Claims()
    for enterprise in _enterprises(look, treasury):
        _add_unpaid(found, enterprise, budget)
        _add_review(found, enterprise, look.book, budget)
    return found


def _enterprises(look: Snapshot, treasury: Treasury) -> Iterator[Enterprise]:
    """Yield the enterprises that may have claims approved or pending, a group read at a time."""
    if look.at is None:
        every = enterprises_with(look.connection, "approved", "submitted")
    else:
        every = codes(look.store.handler.recorder)
    for start in range(0, len(every), GROUP):
        for _, history in treasury.histories(every[start : start + GROUP]):
            yield treasury.held(history).enterprise


def _add_unpaid(found: Claims, enterprise: Enterprise, budget: Budget) -> None:
    for claim in enterprise.claims.values():
        granted = granted_fen(claim)
        if granted and claim.outcome is not None:
            line = budget.line_of(claim.outcome.measure)
            unpaid = unpaid_fen(granted, claim.dues)
            found.unpaid[line] = found.unpaid.get(line, 0) + unpaid


def _add_review(found: Claims, enterprise: Enterprise, book: PolicyBook, budget: Budget) -> None:
    for measure, fen in under_review(enterprise, book).items():
        line = budget.line_of(measure)
        found.review[line] = found.review.get(line, 0) + fen
