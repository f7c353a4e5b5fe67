"""Commands about a budget year's lines."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.ledger.handling.units import Outcome
from adapters.ledger.treasury.treasury import Treasury
from adapters.policy.amendment import one_policy, own_name
from domain.commands import money
from domain.events.budget import BudgetEvent, BudgetReturned, BudgetTransferred
from domain.events.streams import budget_stream
from domain.payments import carry_over as closing
from domain.payments.budget import move, name_line
from domain.payments.happened import budget_event
from domain.policy.book import PolicyBook
from domain.refusals import Refusal


def name_budget_line(
    treasury: Treasury, book: PolicyBook, command: money.NameBudgetLine
) -> Outcome:
    latest = [policy.versions[-1].policy for policy in book.policies.values()]
    known = {measure for policy in latest for measure in policy.measures}
    measures, policy = command.measures, command.policy
    if policy is not None:
        newest = one_policy(book, policy).versions[-1].policy
        measures = tuple(own_name(book, name, policy) for name in measures or newest.measures)
    for measure in measures:
        if measure not in known:
            raise Refusal("measure-unknown", measure=measure)
    events = name_line(treasury.budget(command.year), command.line, measures)
    return _of_budget(command.year, events)


def move_money(treasury: Treasury, command: money.MoveBudget) -> Outcome:
    budget, movement = treasury.budget(command.year), command.movement
    goes_out = isinstance(movement, BudgetReturned | BudgetTransferred)
    allotted = treasury.allotted(budget) if goes_out else {}
    return _of_budget(command.year, move(budget, movement, allotted))


def carry_over(treasury: Treasury, command: money.CarryOver) -> Outcome:
    budget, following = treasury.budget(command.year), treasury.budget(command.year + 1)
    events = closing.carry_over(command, budget, following, treasury.open_batches(budget))
    return Outcome(stream=budget_stream(command.year), events=tuple(events))


def reopen(treasury: Treasury, command: money.ReopenBudget) -> Outcome:
    budget, following = treasury.budget(command.year), treasury.budget(command.year + 1)
    allotted, closed_on = treasury.allotted(following), treasury.closed_on(command.year)
    events = closing.reopen(command, budget, following, allotted, closed_on)
    return Outcome(stream=budget_stream(command.year), events=tuple(events))


def _of_budget(year: int, events: Sequence[BudgetEvent]) -> Outcome:
    happened = tuple(budget_event(year, event) for event in events)
    return Outcome(stream=budget_stream(year), events=happened)
