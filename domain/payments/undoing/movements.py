"""A movement of a budget year put right: reversed in red, and the right one entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from domain.commands.money import CorrectEntry
from domain.events.budget import BudgetTransferred, Movement
from domain.events.corrections import BudgetEntryReversed, EntryValues
from domain.events.log import Recorded
from domain.payments.budget import Allotted, Budget, move
from domain.payments.days import must_be_near
from domain.payments.happened import StreamEvent, budget_event
from domain.payments.undoing.asked import (
    entry_reversed,
    is_said,
    must_be_of,
    reversal_of,
    values_of,
)
from domain.payments.undoing.red import key_of, must_be_new
from domain.payments.years.carry_over import budgets_after
from domain.payments.years.lines import source_named
from domain.refusals import Refusal


def correct_movement(
    command: CorrectEntry,
    entry: Recorded,
    budget: Budget,
    history: Sequence[Recorded],
    allotted: Allotted,
) -> list[StreamEvent]:
    """Return a movement reversed, and the right one; none where it is right, or was said before.

    history: of the budget year. Raises Refusal `correction-key`, `request-conflicts`,
    `already-reversed`, `budget-closed`, `money-spent-since`, and as `move` does.
    """
    movement, year = cast(Movement, entry.event), budget.year
    is_transfer = isinstance(movement, BudgetTransferred)
    of = ("from", "to") if is_transfer else ("line",)
    must_be_of(command, *of, "amount", "document", "on")
    right = None if command.void else _right(command, movement, budget)
    wanted = None if right is None else values_of(right)
    reversal = reversal_of(history, BudgetEntryReversed, entry.version)
    if reversal is not None:
        same, stands = reversal.corrected == wanted, reversal.corrected is not None
        if is_said(command, reversal, same=same, stands=stands):
            return []
    if right == movement:
        return []
    if budget.closed:
        raise Refusal("budget-closed", verb="correct", year=year, next_year=year + 1)
    happened = [entry_reversed(command, year, entry, values_of(movement), wanted)]
    if right is not None:
        must_be_near(right.on, year)
        after = budgets_after({year: budget}, happened)[year]
        must_be_new(year, after.said, right)
        happened += [budget_event(year, each) for each in move(after, right, allotted)]
        happened += _same_source(budget, movement, right)
    after = budgets_after({year: budget}, happened)[year]
    for line in _lines(values_of(movement), wanted):
        had, has = budget.money_fen(line, allotted), after.money_fen(line, allotted)
        if has < min(0, had):
            raise Refusal("money-spent-since", verb="correct", year=year, line=line, short_fen=-has)
    return happened


def _right(command: CorrectEntry, movement: Movement, budget: Budget) -> Movement:
    """Return a movement as a correction has it."""
    if isinstance(movement, BudgetTransferred):
        from_line = budget.named(command.from_line or movement.from_line)
        to_line = budget.named(command.to_line or movement.to_line)
        movement = replace(movement, from_line=from_line, to_line=to_line)
    else:
        movement = replace(movement, line=budget.named(command.line or movement.line))
    return replace(
        movement,
        amount_fen=command.amount_fen or movement.amount_fen,
        document=command.entry_document or movement.document,
        on=command.on or movement.on,
    )


def _same_source(budget: Budget, before: Movement, right: Movement) -> list[StreamEvent]:
    """Return that the right movement is of the same source's money, where that was named."""
    source = budget.sources.get(key_of(before))
    if source is None:
        return []
    return [budget_event(budget.year, source_named(right, source))]


def _lines(before: EntryValues, after: EntryValues | None) -> list[str]:
    """Return the lines that a movement touches, as it was and as it is."""
    named = (before.line, before.to_line, *((after.line, after.to_line) if after else ()))
    return [line for line in dict.fromkeys(named) if line is not None]
