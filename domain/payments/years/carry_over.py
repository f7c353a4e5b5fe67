"""A year closed: what its lines have left goes to the next (结转); and opened again (重新开账)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import cast

from domain.calendar import LAST_YEAR
from domain.commands.money import CarryOver, ReopenBudget
from domain.events import budget as events
from domain.events.streams import number_in
from domain.identity import skeleton
from domain.payments.budget import (
    ALL,
    Allotments,
    Allotted,
    Budget,
    Budgets,
    evolve,
    must_be_open,
)
from domain.payments.days import budget_act_backdated
from domain.payments.happened import StreamEvent, budget_event
from domain.refusals import Refusal, said_before


def carry_over(
    command: CarryOver, budget: Budget, following: Budget, open_batches: Sequence[int]
) -> list[StreamEvent]:
    """Return the carry-over of all that is left, and the lines it needs in the next year.

    Repeated, it moves what came back since; none when nothing did. Raises Refusal
    `budget-unknown`, `no-next-year`, `request-conflicts`, `batch-open`, `nothing-to-carry`,
    `carry-over-early`, `carry-over-before-movement`.
    """
    if budget.year >= LAST_YEAR:
        raise Refusal("no-next-year", year=budget.year)
    if budget.length == 0:
        raise Refusal("budget-unknown", year=budget.year)
    said = budget.closings.get(skeleton(command.document))
    repeated = said_before(
        None if said is None else (said.on, True),
        (command.on, budget.closed),  # not one before the year was opened again
        verb="budget carry-over",
        year=budget.year,
        document=command.document,
        on=None if said is None else said.on.isoformat(),
    )
    if open_batches:
        raise Refusal("batch-open", year=budget.year, batch=min(open_batches))
    left = {name: line.left_fen for name, line in budget.lines.items() if line.left_fen}
    if budget.closed and not left:
        if repeated:
            return []
        raise Refusal("nothing-to-carry", year=budget.year, next_year=following.year)
    early = _must_be_due(command, budget)
    amounts = tuple(events.LineAmount(line=name, amount_fen=fen) for name, fen in left.items())
    named = []
    for name in left:
        if line_after(following, budget, name) not in following.lines:
            named += [budget_event(following.year, each) for each in _as(budget, name, following)]
    out_of, into = _moved(budget, following, amounts, command, early=early)
    closed = [*named, budget_event(budget.year, out_of)]
    return [*closed, budget_event(following.year, into)] if amounts else closed


def reopen(
    command: ReopenBudget,
    budget: Budget,
    following: Budget,
    allotted: Allotted,
    closed_on: date | None,
) -> list[StreamEvent]:
    """Return a closed year opened again, and all that it had carried over come back.

    allotted: what is in publicity of the next year. closed_on: the day that the closing was
    recorded. Raises Refusal `budget-unknown`, `request-conflicts`, `budget-not-closed`,
    `reopened-before-closed`, `budget-closed`, `carried-money-spent`, `day-before-ground`.
    """
    if budget.length == 0:
        raise Refusal("budget-unknown", year=budget.year)
    said = budget.reopenings.get(skeleton(command.document))
    if said_before(
        None if said is None else (said.on, said.words, False),
        (command.on, command.words, budget.closed),  # not one before it was closed again
        verb="budget reopen",
        year=budget.year,
        document=command.document,
    ):
        return []
    if not budget.closed or closed_on is None:
        raise Refusal("budget-not-closed", year=budget.year)
    if budget.latest_on is not None and command.on < budget.latest_on:
        latest = budget.latest_on.isoformat()
        raise Refusal("reopened-before-closed", on=command.on.isoformat(), latest=latest)
    must_be_open(following)
    _must_all_be_there(following, allotted)
    early = budget_act_backdated("reopen", command.on, closed_on, command.backdated)
    opened = events.BudgetReopened(
        from_year=following.year,
        amounts=_amounts(budget.carried),
        on=command.on,
        words=command.words,
        document=command.document,
    )
    back = events.BudgetCarryReturned(
        to_year=budget.year,
        amounts=_amounts(following.brought),
        on=max(date(following.year, 1, 1), command.on),
        document=command.document,
    )
    return [
        *([budget_event(following.year, back)] if back.amounts else []),
        budget_event(budget.year, opened),
        *([] if early is None else [budget_event(budget.year, early)]),
    ]


def drawn_back(
    budgets: Budgets, year: int, line: str, allotted: Allotments, verb: str | None = None
) -> list[StreamEvent]:
    """Return what brings a line's money below 0 back to 0 out of the years it was carried to.

    verb: what asks for it. Raises Refusal `money-spent-since` where it is no longer there.
    """
    budget = budgets[year]
    short = -budget.money_fen(line, allotted.get(year, {}))
    if short <= 0:
        return []
    following = budgets.get(year + 1)
    there = line if following is None else line_after(following, budget, line)
    if not budget.closed or following is None or there not in following.lines:
        facts = {} if verb is None else {"verb": verb}
        raise Refusal("money-spent-since", year=year, line=line, short_fen=short, **facts)
    amounts = (events.LineAmount(line=line, amount_fen=-short),)
    out_of, into = _moved(budget, following, amounts, None, early=False)
    moved = [budget_event(year, out_of), budget_event(year + 1, into)]
    after = budgets_after(budgets, moved)
    return [*moved, *drawn_back(after, year + 1, there, allotted, verb)]


def budgets_after(budgets: Budgets, happened: Iterable[StreamEvent]) -> dict[int, Budget]:
    """Return the budgets as these events leave them."""
    after = dict(budgets)
    for stream, event in happened:
        year = number_in(stream)
        if after[year] is budgets[year]:
            after[year] = deepcopy(budgets[year])
        evolve(after[year], cast(events.BudgetEvent, event))
    return after


def _must_all_be_there(following: Budget, allotted: Allotted) -> None:
    """Raise Refusal `carried-money-spent` where the next year cannot give back what it got."""
    for name, fen in following.brought.items():
        short = fen - following.money_fen(name, allotted) if fen else 0
        if short > 0:
            raise Refusal(
                "carried-money-spent",
                year=following.year - 1,
                next_year=following.year,
                line=name,
                short_fen=short,
            )


def _amounts(sums: Mapping[str, int]) -> tuple[events.LineAmount, ...]:
    return tuple(events.LineAmount(line=name, amount_fen=fen) for name, fen in sums.items() if fen)


def _must_be_due(command: CarryOver, budget: Budget) -> bool:
    """Say whether a carry-over is early: before the year's last day."""
    on, latest = command.on, budget.latest_on
    if latest is not None and on < latest:
        raise Refusal("carry-over-before-movement", on=on.isoformat(), latest=latest.isoformat())
    early = on < date(budget.year, 12, 31)
    if early and not command.early:
        raise Refusal("carry-over-early", year=budget.year, on=on.isoformat())
    return early


def _moved(
    budget: Budget,
    following: Budget,
    amounts: tuple[events.LineAmount, ...],
    command: CarryOver | None,
    *,
    early: bool,
) -> tuple[events.BudgetCarriedOver, events.BudgetCarriedIn]:
    """Dated as the document says; without one the last day of the year, or the latest movement."""
    last, first = date(budget.year, 12, 31), date(following.year, 1, 1)
    on = max(last, budget.latest_on or last) if command is None else command.on
    document = None if command is None else command.document
    into = tuple(replace(each, line=line_after(following, budget, each.line)) for each in amounts)
    return (
        events.BudgetCarriedOver(
            to_year=following.year, amounts=amounts, on=on, document=document, early=early
        ),
        events.BudgetCarriedIn(
            from_year=budget.year, amounts=into, on=max(first, on), document=document
        ),
    )


def line_after(following: Budget, budget: Budget, line: str) -> str:
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
