"""Every budget year in a row: its lines, what they pay for, and what each has left."""

from __future__ import annotations

from dataclasses import dataclass

from domain.payments.budget import Budget


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """A line of a budget year, in fen. left_fen: what was not paid, publicity included."""

    line: str
    title: str
    measures: tuple[str, ...]
    budget_fen: int
    paid_fen: int
    recovered_fen: int
    left_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetYear:
    """A budget year. closed: it was carried over."""

    year: int
    closed: bool
    lines: tuple[YearLine, ...]


def budget_year_of(budget: Budget) -> BudgetYear:
    """Return what a budget year has, line by line."""
    lines = tuple(
        YearLine(
            line=name,
            title=budget.title(name),
            measures=line.measures,
            budget_fen=line.budget_fen,
            paid_fen=line.paid_fen,
            recovered_fen=line.recovered_fen,
            left_fen=line.left_fen,
        )
        for name, line in budget.lines.items()
    )
    return BudgetYear(year=budget.year, closed=budget.closed, lines=lines)
