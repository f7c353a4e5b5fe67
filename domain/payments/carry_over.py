"""A year closed: what its lines have left goes to the same lines of the next (结转)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import cast

from domain.events import budget as events
from domain.events.streams import number_in
from domain.payments.budget import ALL, LAST_YEAR, Allotments, Budget, Budgets, evolve
from domain.payments.happened import StreamEvent, budget_event
from domain.refusals import Refusal


def carry_over(budget: Budget, following: Budget, open_batches: Sequence[int]) -> list[StreamEvent]:
    """Return the carry-over of all that is left, and the lines it needs in the next year.

    Repeated, it moves what came back since; none when nothing did. Raises Refusal
    `budget-unknown`, `no-next-year`, `batch-open`.
    """
    if budget.year >= LAST_YEAR:
        raise Refusal("no-next-year", year=budget.year)
    if budget.length == 0:
        raise Refusal("budget-unknown", year=budget.year)
    if open_batches:
        raise Refusal("batch-open", year=budget.year, batch=min(open_batches))
    left = {name: line.left_fen for name, line in budget.lines.items() if line.left_fen}
    if budget.closed and not left:
        return []
    amounts = tuple(events.LineAmount(line=name, amount_fen=fen) for name, fen in left.items())
    named = []
    for name in left:
        if _in(following, budget, name) not in following.lines:
            named += [budget_event(following.year, each) for each in _as(budget, name, following)]
    out_of, into = _moved(budget, following, amounts)
    closed = [*named, budget_event(budget.year, out_of)]
    return [*closed, budget_event(following.year, into)] if amounts else closed


def drawn_back(budgets: Budgets, year: int, line: str, allotted: Allotments) -> list[StreamEvent]:
    """Return what brings a line's money below 0 back to 0 out of the years it was carried to.

    Raises Refusal `money-spent-since` where it is no longer there.
    """
    budget = budgets[year]
    short = -budget.money_fen(line, allotted.get(year, {}))
    if short <= 0:
        return []
    following = budgets.get(year + 1)
    there = line if following is None else _in(following, budget, line)
    if not budget.closed or following is None or there not in following.lines:
        raise Refusal("money-spent-since", year=year, line=line, short_fen=short)
    out_of, into = _moved(budget, following, (events.LineAmount(line=line, amount_fen=-short),))
    moved = [budget_event(year, out_of), budget_event(year + 1, into)]
    return [*moved, *drawn_back(budgets_after(budgets, moved), year + 1, there, allotted)]


def budgets_after(budgets: Budgets, happened: Iterable[StreamEvent]) -> dict[int, Budget]:
    """Return the budgets as these events leave them."""
    after = dict(budgets)
    for stream, event in happened:
        year = number_in(stream)
        if after[year] is budgets[year]:
            after[year] = deepcopy(budgets[year])
        evolve(after[year], cast(events.BudgetEvent, event))
    return after


def _moved(
    budget: Budget, following: Budget, amounts: tuple[events.LineAmount, ...]
) -> tuple[events.BudgetCarriedOver, events.BudgetCarriedIn]:
    """Dated the last day of the year, or later where something happened later."""
    last, first = date(budget.year, 12, 31), date(following.year, 1, 1)
    on = max(last, budget.latest_on or last)
    into = tuple(replace(each, line=_in(following, budget, each.line)) for each in amounts)
    return (
        events.BudgetCarriedOver(to_year=following.year, amounts=amounts, on=on),
        events.BudgetCarriedIn(from_year=budget.year, amounts=into, on=max(first, on)),
    )


def _in(following: Budget, budget: Budget, line: str) -> str:
    """Return the next year's line of that name, else the one called as the line is by now."""
    if line in following.lines:
        return line
    called = following.named(budget.title(line))
    return called if called in following.lines else line


def _as(budget: Budget, name: str, following: Budget) -> list[events.LineEvent]:
    """Return what gives the next year a line like one of this year's, called as it is by now."""
    named = events.BudgetLineNamed(line=name, measures=_free(budget, following, name))
    renamed = budget.lines[name].renamed
    return [named] if renamed is None else [named, renamed]


def _free(budget: Budget, following: Budget, name: str) -> tuple[str, ...]:
    """Return the measures of a line that no line of the next year names."""
    measures = budget.lines[name].measures
    return tuple(measure for measure in measures if following.line_of(measure) == ALL)
