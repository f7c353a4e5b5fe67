"""Claims for matters before the policy was announced (追溯适用), counted apart, and how late.

Counted are claims granted more than 0, as in the totals. A lag is the days from the matter to the
filing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

Answer = dict[str, Any]


class DatedGrant(NamedTuple):
    """A granted claim, as far as retroactivity asks."""

    measure: str
    year: int
    occurred_on: date
    filed_on: date
    granted_fen: int
    retroactive: bool


@dataclass(slots=True)
class Lags:
    """Claims, what they were granted in fen, and the lag of each in days."""

    granted_fen: int = 0
    days: list[int] = field(default_factory=list)

    def add(self, granted: DatedGrant) -> None:
        self.granted_fen += granted.granted_fen
        self.days.append((granted.filed_on - granted.occurred_on).days)

    @property
    def median_days(self) -> int | float | None:
        """The middle lag; half a day where it lies between two whole ones; None without a claim."""
        if not self.days:
            return None
        ranked, middle = sorted(self.days), len(self.days) // 2
        if len(ranked) % 2:
            return ranked[middle]
        doubled = ranked[middle - 1] + ranked[middle]
        return doubled // 2 if doubled % 2 == 0 else doubled / 2

    def told(self) -> Answer:
        return {
            "claims": len(self.days),
            "granted_fen": self.granted_fen,
            "lag_days": {"median": self.median_days, "longest": max(self.days, default=None)},
        }


def split_by_announcement(every: Iterable[DatedGrant], year: int | None) -> Answer:
    """Return retroactive claims and the others apart: in all, and by measure."""
    groups: dict[bool, dict[str, Lags]] = {True: {}, False: {}}
    sums = {True: Lags(), False: Lags()}
    for granted in every:
        if year is None or granted.year == year:
            sums[granted.retroactive].add(granted)
            groups[granted.retroactive].setdefault(granted.measure, Lags()).add(granted)
    return {
        name: sums[which].told()
        | {"by_measure": {key: lags.told() for key, lags in sorted(groups[which].items())}}
        for name, which in (("retroactive", True), ("others", False))
    }
