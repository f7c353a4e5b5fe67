"""Commands about a budget year's lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from adapters.ledger.handling.units import Outcome
from adapters.ledger.treasury.treasury import Treasury
from adapters.policy.amendment import one_policy, own_name
from domain.commands import money
from domain.events.budget import BudgetEvent, BudgetReturned, BudgetTransferred, Movement
from domain.events.streams import budget_stream
from domain.identity import skeleton
from domain.payments.budget import Budget, move
from domain.payments.happened import budget_event
from domain.payments.years import carry_over as closing
from domain.payments.years.lines import name_line, name_source, regroup_line, rename_line
from domain.policy.book import PolicyBook
from domain.refusals import Refusal


def name_budget_line(
    treasury: Treasury, book: PolicyBook, command: money.NameBudgetLine
) -> Outcome:
    measures = _measures(book, command.measures, command.policy)
    events = name_line(treasury.budget(command.year), command.line, measures)
    return _of_budget(command.year, events)


def rename_budget_line(treasury: Treasury, command: money.RenameBudgetLine) -> Outcome:
    budget = treasury.budget(command.year)
    return _of_budget(
        command.year, rename_line(budget, command.line, command.title, command.document)
    )


def regroup_budget_line(
    treasury: Treasury, book: PolicyBook, command: money.RegroupBudgetLine
) -> Outcome:
    measures = _measures(book, command.measures, command.policy)
    budget = treasury.budget(command.year)
    return _of_budget(command.year, regroup_line(budget, command.line, measures, command.document))


def move_money(treasury: Treasury, book: PolicyBook, command: money.MoveBudget) -> Outcome:
    budget = treasury.budget(command.year)
    movement = _between_lines(budget, command.movement)
    goes_out = isinstance(movement, BudgetReturned | BudgetTransferred)
    allotted = treasury.allotted(budget) if goes_out else {}
    events: tuple[BudgetEvent, ...] = move(budget, movement, allotted)
    if command.source is not None:
        events += name_source(budget, movement, _source(book, command.source))
    return _of_budget(command.year, events)


def _source(book: PolicyBook, said: str) -> str:
    """Return the id of a source that the latest versions name so, by its id or a title.

    Raises Refusal `source-unknown`.
    """
    sources: dict[str, Mapping[str, str]] = {}
    for policy in book.policies.values():
        sources |= policy.versions[-1].policy.source.get("sources") or {}
    for source, titles in sources.items():
        if skeleton(said) in map(skeleton, (source, titles["zh"], titles["en"])):
            return source
    if not sources:
        raise Refusal("source-unknown", verb="none", source=said)
    raise Refusal("source-unknown", source=said, known=", ".join(sources))


def carry_over(treasury: Treasury, command: money.CarryOver) -> Outcome:
    budget, following = treasury.budget(command.year), treasury.budget(command.year + 1)
    events = closing.carry_over(command, budget, following, treasury.open_batches(budget))
    return Outcome(stream=budget_stream(command.year), events=tuple(events))


def reopen(treasury: Treasury, command: money.ReopenBudget) -> Outcome:
    budget, following = treasury.budget(command.year), treasury.budget(command.year + 1)
    allotted, closed_on = treasury.allotted(following), treasury.closed_on(command.year)
    events = closing.reopen(command, budget, following, allotted, closed_on)
    return Outcome(stream=budget_stream(command.year), events=tuple(events))


def _between_lines(budget: Budget, movement: Movement) -> Movement:
    """Return a movement by the names that its lines are recorded under."""
    if isinstance(movement, BudgetTransferred):
        from_line, to_line = budget.named(movement.from_line), budget.named(movement.to_line)
        return replace(movement, from_line=from_line, to_line=to_line)
    return replace(movement, line=budget.named(movement.line))


def _measures(book: PolicyBook, said: tuple[str, ...], policy: str | None) -> tuple[str, ...]:
    """Return measures by the names they are recorded under; said: those names, or titles.

    policy: the one they are of, all of its measures where none is said; None for any. Raises
    Refusal `measure-unknown`, `measure-ambiguous`, or as `own_name` does.
    """
    books = book.policies if policy is None else {policy: one_policy(book, policy)}
    latest = [each.versions[-1].policy for each in books.values()]
    titled: dict[str, list[str]] = {}
    for measure in (measure for each in latest for measure in each.measures.values()):
        for title in {skeleton(measure.title_zh), skeleton(measure.title_en)}:
            titled.setdefault(title, []).append(measure.id)
    known = {measure for each in latest for measure in each.measures}
    if policy is not None and not said:
        return tuple(known)
    return tuple(_measure(book, name, policy, known, titled) for name in said)


def _measure(
    book: PolicyBook,
    said: str,
    policy: str | None,
    known: Collection[str],
    titled: Mapping[str, Sequence[str]],
) -> str:
    called = titled.get(skeleton(said), ())
    if len(called) > 1:
        raise Refusal("measure-ambiguous", measure=said, known=", ".join(called))
    if called:
        return called[0]
    name = said if policy is None else own_name(book, said, policy)
    if name not in known:
        raise Refusal("measure-unknown", measure=said)
    return name


def _of_budget(year: int, events: Sequence[BudgetEvent]) -> Outcome:
    happened = tuple(budget_event(year, event) for event in events)
    return Outcome(stream=budget_stream(year), events=happened)
