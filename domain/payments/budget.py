"""One year's budget (预算): its lines, what moved in and out of them, what they paid and got back.

An entitlement is not a payment and a cap is not a budget: approving never comes here. What a line
may still pay is its budget, less what it paid, plus what came back, less what is in publicity;
that last sum stands with the claims and is given to each decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, assert_never

from domain.events import budget as events
from domain.events.budget import BudgetEvent, Movement
from domain.events.corrections import BudgetEntryReversed
from domain.identity import skeleton
from domain.payments.undoing.red import key_of, must_be_new, take_back
from domain.refusals import Refusal

ALL = "all"  # the line of every measure that no line names

Allotted = Mapping[str, int]  # what is in publicity of each line, in fen


@dataclass(slots=True)
class LineBalance:
    """One line of a year's budget, in fen. transferred, carried: net, out below 0.

    renamed: what it is called by now, and by which document; None as it was named.
    """

    measures: tuple[str, ...] = ()
    renamed: events.BudgetLineRenamed | None = None
    appropriated_fen: int = 0
    supplemented_fen: int = 0
    transferred_fen: int = 0
    carried_in_fen: int = 0
    returned_fen: int = 0
    paid_fen: int = 0
    recovered_fen: int = 0

    @property
    def budget_fen(self) -> int:
        """Every movement in and out."""
        moved_in = self.appropriated_fen + self.supplemented_fen
        return moved_in + self.transferred_fen + self.carried_in_fen - self.returned_fen

    @property
    def left_fen(self) -> int:
        """What was not paid, publicity included."""
        return self.budget_fen - self.paid_fen + self.recovered_fen


class Receipt(NamedTuple):
    """What one receipt says was repaid for one claim, over all lines it credits."""

    amount_fen: int
    on: date


@dataclass(slots=True)
class Budget:
    """A budget year as its events tell it.

    said: each movement by its lines and document. sources: whose money it is, by the same key.
    batches: their line, by number. documents: the batch that each document computed. paid_by: the
    batches that paid anything. recoveries: by receipt and claim; a receipt may credit several
    years. Documents and receipts stand there as skeletons. days: how often each was named. carried:
    what went to the next year since this one was last closed, in fen by line; brought: the same of
    what came in, of the year before. closings, reopenings: by document, as skeletons.
    """

    year: int
    lines: dict[str, LineBalance] = field(default_factory=lambda: {ALL: LineBalance()})
    closed: bool = False
    said: dict[tuple[str, ...], Movement] = field(default_factory=dict)
    sources: dict[tuple[str, ...], str] = field(default_factory=dict)
    batches: dict[int, str] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    paid_by: set[int] = field(default_factory=set)
    recoveries: dict[tuple[str, str], Receipt] = field(default_factory=dict)
    carried: dict[str, int] = field(default_factory=dict)
    brought: dict[str, int] = field(default_factory=dict)
    closings: dict[str, events.BudgetCarriedOver] = field(default_factory=dict)
    reopenings: dict[str, events.BudgetReopened] = field(default_factory=dict)
    days: Counter[date] = field(default_factory=Counter)
    length: int = 0

    @property
    def latest_on(self) -> date | None:
        """The last day named, but for what was reversed."""
        return max((day for day, times in self.days.items() if times > 0), default=None)

    def line_of(self, measure: str | None) -> str:
        """Return the line that pays for a measure."""
        named = (name for name, line in self.lines.items() if measure in line.measures)
        return next(named, ALL)

    def named(self, called: str) -> str:
        """Return the line that is called so, by its first name or its title; `called` if none is.

        Names are compared as identities are: `展会` and `展 会` are one.
        """
        if called in self.lines:
            return called
        key = skeleton(called)
        names = (name for name in self.lines if key in (skeleton(name), skeleton(self.title(name))))
        return next(names, called)

    def title(self, line: str) -> str:
        """Return what a line is called by now."""
        renamed = self.lines[line].renamed
        return line if renamed is None else renamed.title

    def money_fen(self, line: str, allotted: Allotted) -> int:
        """Return what a line may still pay or give away."""
        return self.lines[line].left_fen - allotted.get(line, 0)


Budgets = Mapping[int, Budget]  # by year
Allotments = Mapping[int, Allotted]  # by year


def evolve(budget: Budget, event: BudgetEvent) -> Budget:
    """Return the budget after one event; changed in place. Copies, never computes a movement."""
    budget.length += 1
    _note_day(budget, event)
    lines = budget.lines
    match event:
        case events.BudgetLineNamed():
            lines.setdefault(event.line, LineBalance()).measures = event.measures
        case events.BudgetLineRenamed():
            lines[event.line].renamed = event
        case events.BudgetLineRegrouped():
            lines[event.line].measures = event.measures
        case events.BudgetAppropriated():
            lines[event.line].appropriated_fen += event.amount_fen
        case events.BudgetSupplemented():
            lines[event.line].supplemented_fen += event.amount_fen
        case events.BudgetReturned():
            lines[event.line].returned_fen += event.amount_fen
        case events.BudgetTransferred():
            lines[event.from_line].transferred_fen -= event.amount_fen
            lines[event.to_line].transferred_fen += event.amount_fen
        case events.BudgetSourceNamed():
            budget.sources[event.line, skeleton(event.document)] = event.source
        case events.BudgetTransferSourceNamed():
            lines_moved = event.from_line, event.to_line
            budget.sources[*lines_moved, skeleton(event.document)] = event.source
        case _ if isinstance(event, events.CarryingEvent):
            _carried(budget, event)
        case events.BudgetAllotted():
            budget.batches[event.batch] = event.line
            if event.document is not None:
                budget.documents[skeleton(event.document)] = event.batch
        case events.BudgetAllotmentCancelled():
            if event.batch not in budget.paid_by:  # its document may compute another
                budget.batches.pop(event.batch, None)
                computed = budget.documents.items()
                budget.documents = {no: by for no, by in computed if by != event.batch}
        case events.BudgetPaid():
            lines[event.line].paid_fen += event.amount_fen
            budget.paid_by.add(event.batch)
        case events.BudgetPaymentReversed():
            lines[event.line].paid_fen -= event.amount_fen
        case events.BudgetRecovered():
            lines[event.line].recovered_fen += event.amount_fen
            if event.receipt is not None:
                key = skeleton(event.receipt), event.claim_no
                before = budget.recoveries.get(key)
                whole = event.amount_fen + (before.amount_fen if before is not None else 0)
                budget.recoveries[key] = Receipt(whole, event.on)
        case events.BudgetRecoveryReversed():
            lines[event.line].recovered_fen -= event.amount_fen
        case BudgetEntryReversed():
            take_back(event, lines, (budget.said, budget.sources), budget.recoveries)
        case _:
            assert_never(event)
    if isinstance(event, Movement):
        budget.said[key_of(event)] = event
    return budget


def _note_day(budget: Budget, event: BudgetEvent) -> None:
    day: date | None = getattr(event, "on", None)
    if day is not None:
        budget.days[day] += -1 if isinstance(event, BudgetEntryReversed) else 1


def _carried(budget: Budget, event: events.CarryingEvent) -> None:
    """Take in a closing or a reopening, of this year or of the one before."""
    match event:
        case events.BudgetCarriedOver():
            budget.closed = True
            if event.document is not None:
                budget.closings[skeleton(event.document)] = event
            _add(budget.carried, event.amounts)
            _carry(budget, event.amounts, -1)
        case events.BudgetReopened():
            budget.closed, budget.carried = False, {}
            budget.reopenings[skeleton(event.document)] = event
            _carry(budget, event.amounts, 1)
        case events.BudgetCarriedIn():
            _add(budget.brought, event.amounts)
            _carry(budget, event.amounts, 1)
        case events.BudgetCarryReturned():
            budget.brought = {}
            _carry(budget, event.amounts, -1)
        case events.BudgetActBackdated():
            pass  # how its day came to be allowed moves no money
        case _:
            assert_never(event)


def _add(sums: dict[str, int], amounts: tuple[events.LineAmount, ...]) -> None:
    for moved in amounts:
        sums[moved.line] = sums.get(moved.line, 0) + moved.amount_fen


def _carry(budget: Budget, amounts: tuple[events.LineAmount, ...], sign: int) -> None:
    for moved in amounts:
        budget.lines[moved.line].carried_in_fen += sign * moved.amount_fen


def move(budget: Budget, movement: Movement, allotted: Allotted) -> tuple[Movement, ...]:
    """Return the movement; none when its document said it before.

    Raises Refusal `request-conflicts`, `budget-closed`, `budget-line-unknown`, `budget-same-line`,
    `budget-short` when more would go out than the line may give away.
    """
    said = budget.said.get(key_of(movement))
    if said is not None and said == replace(movement, document=said.document):
        return ()
    must_be_new(budget.year, budget.said, movement)
    must_be_open(budget)
    if isinstance(movement, events.BudgetTransferred):
        must_have(budget, movement.to_line)
        if movement.from_line == movement.to_line:
            raise Refusal("budget-same-line", line=movement.to_line)
    line = movement.from_line if isinstance(movement, events.BudgetTransferred) else movement.line
    must_have(budget, line)
    if isinstance(movement, events.BudgetReturned | events.BudgetTransferred):
        money = budget.money_fen(line, allotted)
        if movement.amount_fen > money:
            raise Refusal(
                "budget-short",
                year=budget.year,
                line=line,
                amount_fen=movement.amount_fen,
                money_fen=money,
            )
    return (movement,)


def must_be_open(budget: Budget) -> None:
    """Raise Refusal `budget-closed` once the year was carried over."""
    if budget.closed:
        raise Refusal("budget-closed", year=budget.year, next_year=budget.year + 1)


def must_have(budget: Budget, line: str) -> None:
    """Raise Refusal `budget-unknown`, `budget-line-unknown` unless the year has the line."""
    if line not in budget.lines:
        raise Refusal("budget-line-unknown", year=budget.year, line=line)
