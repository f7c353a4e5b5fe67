"""A budget year in figures: what it has, paid, holds in publicity, owes and may come to owe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from domain.enterprise.dues import unpaid_fen
from domain.enterprise.state import Enterprise, granted_fen
from domain.payments.budget import Allotted, Budget, LineBalance
from domain.policy.book import PolicyBook
from projections.money.review import under_review


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLineFigures:
    """A line of a budget year, in fen; its execution rate in percent with two decimals."""

    appropriated_fen: int
    supplemented_fen: int
    transferred_fen: int
    carried_in_fen: int
    returned_fen: int
    budget_fen: int
    paid_fen: int
    recovered_fen: int
    approved_unpaid_fen: int
    in_publicity_fen: int
    under_review_fen: int
    committed_fen: int
    available_fen: int
    available_after_review_fen: int
    execution_rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFigures:
    """A budget year by its lines, as of a log position."""

    year: int
    position: int
    lines: Mapping[str, BudgetLineFigures]


class ClaimSums:
    """What claims come to by line of a budget, in fen: approved and unpaid, and under review."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.unpaid: dict[str, int] = {}
        self.review: dict[str, int] = {}

    def add(self, enterprise: Enterprise, book: PolicyBook) -> None:
        """Add the claims of an enterprise that nothing else uses: it is changed."""
        for claim in enterprise.claims.values():
            granted = granted_fen(claim)
            if granted and claim.outcome is not None:
                self._add(self.unpaid, claim.outcome.measure, unpaid_fen(granted, claim.dues))
        for measure, fen in under_review(enterprise, book).items():
            self._add(self.review, measure, fen)

    def _add(self, sums: dict[str, int], measure: str | None, fen: int) -> None:
        line = self.budget.line_of(measure)
        sums[line] = sums.get(line, 0) + fen


def budget_figures(
    names: Mapping[str, object], then: Budget, claims: ClaimSums, allotted: Allotted, position: int
) -> BudgetFigures:
    """Return a budget year as it stood `then`, with every line that has a name by now."""
    lines = {
        name: _line(
            then.lines.get(name, LineBalance()),
            claims.unpaid.get(name, 0),
            claims.review.get(name, 0),
            allotted.get(name, 0),
        )
        for name in names
    }
    return BudgetFigures(year=then.year, position=position, lines=lines)


def execution_rate(spent_fen: int, budget_fen: int) -> str:
    """Return what was spent of a budget in percent, two decimals, half up; `0.00` of nothing."""
    if budget_fen == 0:
        return "0.00"
    hundredths = floor(Fraction(abs(spent_fen) * 10_000, abs(budget_fen)) + Fraction(1, 2))
    sign = "-" if hundredths and (spent_fen < 0) != (budget_fen < 0) else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


def _line(line: LineBalance, unpaid: int, review: int, allotted: int) -> BudgetLineFigures:
    spent = line.paid_fen - line.recovered_fen
    committed = spent + unpaid + allotted
    available = line.budget_fen - committed
    return BudgetLineFigures(
        appropriated_fen=line.appropriated_fen,
        supplemented_fen=line.supplemented_fen,
        transferred_fen=line.transferred_fen,
        carried_in_fen=line.carried_in_fen,
        returned_fen=line.returned_fen,
        budget_fen=line.budget_fen,
        paid_fen=line.paid_fen,
        recovered_fen=line.recovered_fen,
        approved_unpaid_fen=unpaid,
        in_publicity_fen=allotted,
        under_review_fen=review,
        committed_fen=committed,
        available_fen=available,
        available_after_review_fen=available - review,
        execution_rate=execution_rate(spent, line.budget_fen),
    )
