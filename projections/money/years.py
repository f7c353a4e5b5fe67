"""Budget years and their lines; who gave a year's money, and who bears what it paid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import floor
from typing import TYPE_CHECKING

from domain.events.budget import BudgetReturned, BudgetTransferred, Movement
from domain.money import BASIS_POINTS, Exact, exact
from domain.payments.undoing.red import key_of
from domain.payments.years.carry_over import line_after
from domain.value import value

if TYPE_CHECKING:
    from domain.enterprise.state import Enterprise
    from domain.events.claims import Outcome
    from domain.payments.budget import Budget
    from domain.policy.book import PolicyBook

Shares = Mapping[str, Exact]  # by source, in basis points
Sums = dict[tuple[str, str | None], int]  # by line and source, in fen


@value
class YearLine:
    """A line of a budget year, in fen. left_fen: what was not paid, publicity included."""

    line: str
    title: str
    measures: tuple[str, ...]
    budget_fen: int
    paid_fen: int
    recovered_fen: int
    left_fen: int


@value
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


@value
class SourceFigures:
    """What one source gives to a line of a year, and bears of it, in fen.

    received_fen: of movements whose source was named, less what went back. carried_fen: what was
    left of its money in the year before, less what went to the next. paid_fen: its share of what
    was paid and not recovered. in_publicity_fen: its share of what batches set aside. left_fen:
    what is there beyond both; below 0 where it still has to give.
    """

    line: str
    title: str
    source: str | None
    received_fen: int
    carried_fen: int
    paid_fen: int
    in_publicity_fen: int
    left_fen: int


class BudgetSources:
    """The sources of one budget year. Of no source: what no document and no policy says of one.

    before: the year before, all its claims added; None where nothing was carried over from it.
    """

    def __init__(self, budget: Budget, before: BudgetSources | None = None) -> None:
        self.budget = budget
        self._received: Sums = {}
        self._brought: Sums = {} if before is None else before.carried_to(budget)
        self._paid: Sums = {}
        self._allotted: Sums = {}
        for movement in budget.said.values():
            source = budget.sources.get(key_of(movement))
            for line, fen in _by_line(movement):
                _add(self._received, line, source, fen)
        for name, balance in budget.lines.items():
            brought = balance.carried_in_fen + budget.carried.get(name, 0)
            known = sum(fen for (line, _), fen in self._brought.items() if line == name)
            _add(self._brought, name, None, brought - known)

    def add(self, claims: Iterable[str], enterprise: Enterprise, book: PolicyBook) -> None:
        """Add these claims of one enterprise: what batches of the year paid and hold of them."""
        for claim_no in claims:
            claim = enterprise.claims[claim_no]
            dues, shares = claim.dues, _shares(claim.outcome, book)
            if dues is None:
                continue
            kept: dict[str, int] = {}
            for payment in dues.payments.values():
                if payment.budget_year == self.budget.year:
                    net = payment.amount_fen - payment.recovered_fen
                    kept[payment.line] = kept.get(payment.line, 0) + net
            for line, fen in kept.items():
                for source, part in split(fen, shares).items():
                    _add(self._paid, line, source, part)
            held = dues.allotment
            if held is not None and held.budget_year == self.budget.year:
                for source, part in split(held.amount_fen, shares).items():
                    _add(self._allotted, held.line, source, part)

    def carried_to(self, following: Budget) -> Sums:
        """Return what each source's money that went to the next year is there, by its lines.

        Each source's goes whole, with what it still has to give; the rest is of no source.
        """
        moved: Sums = {}
        for (line, source), fen in self._gone().items():
            _add(moved, line_after(following, self.budget, line), source, fen)
        return moved

    def _gone(self) -> Sums:
        """Return what went to the next year, by this year's lines and its sources."""
        gone: Sums = {}
        for line, carried in self.budget.carried.items():
            named = [at for at in self._every() if at[0] == line and at[1] is not None]
            for at in named if carried else ():
                _add(gone, *at, self._there(at))
            _add(gone, line, None, carried - sum(map(self._there, named)) if carried else 0)
        return gone

    def _every(self) -> dict[tuple[str, str | None], None]:
        every = (*self._received, *self._brought, *self._paid, *self._allotted)
        return dict.fromkeys(every)

    def _there(self, at: tuple[str, str | None]) -> int:
        """Return what a source's money comes to before any of it is carried over."""
        given = self._received.get(at, 0) + self._brought.get(at, 0)
        return given - self._paid.get(at, 0) - self._allotted.get(at, 0)

    def figures(self) -> tuple[SourceFigures, ...]:
        """Return each line's sources, in the order of the year's lines."""
        gone = self._gone()
        every = {**self._every(), **dict.fromkeys(gone)}
        order = {line: number for number, line in enumerate(self.budget.lines)}
        return tuple(
            self._figures(at, gone.get(at, 0))
            for at in sorted(every, key=lambda at: (order[at[0]], at[1] or ""))
        )

    def _figures(self, at: tuple[str, str | None], gone: int) -> SourceFigures:
        line, source = at
        return SourceFigures(
            line=line,
            title=self.budget.title(line),
            source=source,
            received_fen=self._received.get(at, 0),
            carried_fen=self._brought.get(at, 0) - gone,
            paid_fen=self._paid.get(at, 0),
            in_publicity_fen=self._allotted.get(at, 0),
            left_fen=self._there(at) - gone,
        )


def split(fen: int, shares: Shares) -> dict[str | None, int]:
    """Return what each source bears of an amount, in whole fen: the largest remainders up."""
    if not shares:
        return {None: fen}
    parts = {source: exact(fen * bp, BASIS_POINTS) for source, bp in shares.items()}
    whole = {source: floor(part) for source, part in parts.items()}
    order = sorted(parts, key=lambda source: (whole[source] - parts[source], source))
    for source in order[: fen - sum(whole.values())]:
        whole[source] += 1
    return {source: part for source, part in whole.items() if part}


def _shares(outcome: Outcome | None, book: PolicyBook) -> Shares:
    """Return who bears a claim by the version that decided it; nobody where that does not say."""
    if outcome is None or outcome.measure is None:
        return {}
    version = next(each for each in book.versions if each.number == outcome.version)
    return version.policy.funding.get(outcome.measure, {})


def _by_line(movement: Movement) -> tuple[tuple[str, int], ...]:
    """Return what a movement adds to each line it names."""
    fen = movement.amount_fen
    if isinstance(movement, BudgetTransferred):
        return (movement.from_line, -fen), (movement.to_line, fen)
    return ((movement.line, -fen if isinstance(movement, BudgetReturned) else fen),)


def _add(sums: Sums, line: str, source: str | None, fen: int) -> None:
    if fen:
        sums[line, source] = sums.get((line, source), 0) + fen
