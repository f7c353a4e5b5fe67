"""The figures of a year on one page (总览): granted, waiting, paid, nearly full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from domain.payments.budget import Budget
from domain.value import value
from projections.claims.figures.fullness import CapFullness
from projections.claims.figures.waiting import WaitingClaims
from projections.claims.register import GroupTotal
from projections.money.budgets import execution_rate
from projections.views.dues import ALLOTTED, PAID


class Moved(NamedTuple):
    """What a month brought into a state of what is granted under a measure, net.

    state: `granted` by the month it was recorded in; of dues, see projections/views/dues.py.
    """

    month: str
    measure: str
    state: str
    fen: int


GRANTED = "granted"


@value
class MonthSum:
    """What a month did, in fen, net.

    granted_fen: by the day it was recorded. allotted_fen: taken into batches, less what these gave
    back unpaid; by the day it was recorded, of a payment by the day it names. paid_fen: by the day
    of the payment, less what came back. by_line: what was paid, by line of the year's budget; empty
    without a budget.
    """

    month: str
    granted_fen: int
    allotted_fen: int
    paid_fen: int
    by_line: Mapping[str, int]


@value
class LineExecution:
    """A line of a budget year, in fen. paid_fen: less what was recovered."""

    line: str
    title: str
    budget_fen: int
    paid_fen: int
    in_publicity_fen: int
    execution_rate: str

    @property
    def left_fen(self) -> int:
        """What is neither paid nor in a batch that waits to be."""
        return self.budget_fen - self.paid_fen - self.in_publicity_fen


@value
class Overview:
    """A year at a glance, as of a log position.

    claims, granted_fen, by_measure: of claims whose matter is of the year. months: of the calendar
    year. lines: empty without a budget of the year. caps: those that anybody has reached or nearly
    so.
    """

    year: int
    position: int
    on: date
    claims: int
    granted_fen: int
    by_measure: Mapping[str, GroupTotal]
    waiting: WaitingClaims
    months: tuple[MonthSum, ...]
    lines: tuple[LineExecution, ...]
    caps: tuple[CapFullness, ...]


@dataclass(slots=True)
class _Sums:
    granted_fen: int = 0
    allotted_fen: int = 0
    paid_fen: int = 0
    by_line: dict[str, int] = field(default_factory=dict)


def months_of(year: int, moved: Iterable[Moved], budget: Budget | None) -> tuple[MonthSum, ...]:
    """Return what each month of a year did. budget: whose lines pay; None without one."""
    sums = {f"{year}-{month:02d}": _Sums() for month in range(1, 13)}
    for month, measure, state, fen in moved:
        known = sums[month]
        if state == GRANTED:
            known.granted_fen += fen
        if state in (ALLOTTED, PAID):
            known.allotted_fen += fen  # what is paid leaves the batch, and was taken in before
        if state == PAID:
            known.paid_fen += fen
            if budget is not None:
                line = budget.line_of(measure)
                known.by_line[line] = known.by_line.get(line, 0) + fen
    return tuple(
        MonthSum(
            month=month,
            granted_fen=known.granted_fen,
            allotted_fen=known.allotted_fen,
            paid_fen=known.paid_fen,
            by_line=known.by_line,
        )
        for month, known in sums.items()
    )


def lines_of(budget: Budget | None, publicity: Mapping[str, int]) -> tuple[LineExecution, ...]:
    """Return what each line of a budget has paid. publicity: what batches hold, by line."""
    if budget is None:
        return ()
    return tuple(
        LineExecution(
            line=name,
            title=budget.title(name),
            budget_fen=line.budget_fen,
            paid_fen=line.paid_fen - line.recovered_fen,
            in_publicity_fen=publicity.get(name, 0),
            execution_rate=execution_rate(
                line.paid_fen - line.recovered_fen, line.budget_fen + budget.carried.get(name, 0)
            ),
        )
        for name, line in budget.lines.items()
    )
