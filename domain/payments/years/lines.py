"""Lines of a budget year: named, called otherwise, paying for other measures."""

from __future__ import annotations

from domain.events import budget as events
from domain.events.budget import Movement
from domain.payments.budget import ALL, Budget, must_be_open, must_have
from domain.payments.undoing.red import key_of
from domain.refusals import Refusal


def name_line(
    budget: Budget, line: str, measures: tuple[str, ...]
) -> tuple[events.BudgetLineNamed, ...]:
    """Return the line named; none when it was named so before.

    Raises Refusal `budget-line-all`, `budget-closed`, `request-conflicts`, `measure-taken`.
    """
    line = budget.named(line)
    if line == ALL:
        raise Refusal("budget-line-all", year=budget.year)
    wanted = tuple(sorted(set(measures)))
    if line in budget.lines:
        if budget.lines[line].measures == wanted:
            return ()
        raise Refusal("request-conflicts", verb="budget line", year=budget.year, line=line)
    must_be_open(budget)
    _must_be_free(budget, line, wanted)
    return (events.BudgetLineNamed(line=line, measures=wanted),)


def rename_line(
    budget: Budget, line: str, title: str, document: str
) -> tuple[events.BudgetLineRenamed, ...]:
    """Return the line renamed; none when it is called so.

    Raises Refusal `budget-line-unknown`, `budget-line-taken` where another line is called so.
    """
    line = budget.named(line)
    must_have(budget, line)
    other = budget.named(title)
    if other in budget.lines and other != line:
        raise Refusal("budget-line-taken", year=budget.year, line=other, title=title)
    if title == budget.title(line):
        return ()
    return (events.BudgetLineRenamed(line=line, title=title, document=document),)


def regroup_line(
    budget: Budget, line: str, measures: tuple[str, ...], document: str
) -> tuple[events.BudgetLineRegrouped, ...]:
    """Return the line with other measures; none when it has these.

    Raises Refusal `budget-line-unknown`, `budget-line-all`, `budget-closed`, `measure-taken`.
    """
    line = budget.named(line)
    if line == ALL:
        raise Refusal("budget-line-all", year=budget.year)
    must_have(budget, line)
    wanted = tuple(sorted(set(measures)))
    if budget.lines[line].measures == wanted:
        return ()
    must_be_open(budget)
    _must_be_free(budget, line, wanted)
    return (events.BudgetLineRegrouped(line=line, measures=wanted, document=document),)


def _must_be_free(budget: Budget, line: str, measures: tuple[str, ...]) -> None:
    """Raise Refusal `measure-taken` for a measure that another line pays for."""
    for measure in measures:
        other = budget.line_of(measure)
        if other not in (ALL, line):
            raise Refusal("measure-taken", year=budget.year, measure=measure, line=other)


def name_source(budget: Budget, movement: Movement, source: str) -> tuple[events.NamedSource, ...]:
    """Return whose money a movement is, by the id of the source; none when that was said.

    Raises Refusal `request-conflicts` where another was said.
    """
    said = budget.sources.get(key_of(movement), source)
    if said != source:
        facts = {"document": movement.document, "source": said}
        raise Refusal("request-conflicts", verb="budget source", year=budget.year, **facts)
    return () if key_of(movement) in budget.sources else (source_named(movement, source),)


def source_named(movement: Movement, source: str) -> events.NamedSource:
    """Return the event that says whose money a movement is."""
    if isinstance(movement, events.BudgetTransferred):
        return events.BudgetTransferSourceNamed(
            from_line=movement.from_line,
            to_line=movement.to_line,
            document=movement.document,
            source=source,
        )
    return events.BudgetSourceNamed(line=movement.line, document=movement.document, source=source)
