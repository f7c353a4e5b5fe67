"""How much of a cap over all enterprises is used, kept up claim by claim.

A decision asks for what is used where its claim counts. So what is used is not added up at the
question: each claim that comes or goes changes the counts of its own scope alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from domain.enterprise.pooling.periods import cap_scope, months_later
from domain.identity import skeleton
from domain.policy.measures import Cap

Item = tuple[str, str, int]  # owner, place, year: see `item_of`
Used = tuple[int, bool]  # how much, and whether an item that was asked about is among it


class Posting(NamedTuple):
    """One granted claim entered (`sign` 1) or taken out (-1), by the day of its matter."""

    day: date
    place: str
    amount_fen: int
    sign: int


@dataclass(slots=True)
class Tally:
    """What claims use of one scope.

    used: in fen or places. items: the claims of each item, which holds one place however many.
    """

    used: int = 0
    items: Counter[Item] = field(default_factory=Counter)


@dataclass(slots=True)
class OfYears:
    """What is used of a cap in each year, fiscal year or over the whole policy, and place."""

    cap: Cap
    tallies: dict[tuple[int | None, str | None], Tally] = field(default_factory=dict)

    def enter(self, owner: str, measure: str, posting: Posting) -> None:
        """Enter or take out one granted claim of an enterprise."""
        day, place, amount_fen, sign = posting
        tally = self.tallies.setdefault(cap_scope(self.cap, day, place), Tally())
        item = item_of(self.cap, measure, day, owner, place)
        if item is None:
            tally.used += sign * (amount_fen if self.cap.unit == "fen" else 1)
            return
        before = item in tally.items
        tally.items[item] += sign
        if not tally.items[item]:
            del tally.items[item]
        tally.used += (item in tally.items) - before

    def used(self, day: date, place: str, item: Item | None = None) -> Iterator[Used]:
        """Yield what is used where a claim of a day counts."""
        yield self.used_in(*cap_scope(self.cap, day, skeleton(place)), item)

    def used_in(self, year: int | None, at: str | None, item: Item | None = None) -> Used:
        """Return what is used in a scope."""
        tally = self.tallies.get((year, at), Tally())
        return tally.used, item in tally.items


@dataclass(slots=True)
class OfMonths:
    """What is used of a cap in any so many months in a row, by the day that they end and place.

    A claim is entered in every run of months that its day lies in; days are numbers here. items:
    the days of each item's claims.
    """

    cap: Cap
    ending: dict[str | None, Counter[int]] = field(default_factory=dict)
    items: dict[tuple[str | None, Item], Counter[int]] = field(default_factory=dict)

    def enter(self, owner: str, measure: str, posting: Posting) -> None:
        """Enter or take out one granted claim of an enterprise."""
        day, place, amount_fen, sign = posting
        at = cap_scope(self.cap, day, place)[1]
        ends, by = self._ends(day), amount_fen if self.cap.unit == "fen" else 1
        item = item_of(self.cap, measure, day, owner, place)
        if item is not None:
            ends = self._new_ends(day, self.items.setdefault((at, item), Counter()), sign)
        uses = self.ending.setdefault(at, Counter())
        for end in ends:
            uses[end] += sign * by

    def used(self, day: date, place: str, item: Item | None = None) -> Iterator[Used]:
        """Yield what is used in each run of months that a day lies in."""
        at = cap_scope(self.cap, day, skeleton(place))[1]
        days = () if item is None else self.items.get((at, item), ())
        held = {end for each in days for end in self._ends(date.fromordinal(each))}
        uses = self.ending.get(at, Counter())
        yield from ((uses[end], end in held) for end in self._ends(day))

    def fullest(self, day: date, place: str, last: date) -> tuple[date, date]:
        """Return the first and last day of the months in a row that use most.

        Of those that any day lies in from this one to the last.
        """
        uses = self.ending.get(cap_scope(self.cap, day, skeleton(place))[1], Counter())
        ends = range(day.toordinal(), self._ends(last).stop)
        end = max(ends, key=uses.__getitem__)  # the first of those
        before = months_later(date.fromordinal(end), -self.cap.months)
        return date.fromordinal(before.toordinal() + 1), date.fromordinal(end)

    def _ends(self, day: date) -> range:
        return range(day.toordinal(), _last_end(day, self.cap.months) + 1)

    def _new_ends(self, day: date, days: Counter[int], sign: int) -> range:
        """Enter a claim of an item; return the runs in which the item had no place, or has none."""
        number, before = day.toordinal(), day.toordinal() in days
        days[number] += sign
        if not days[number]:
            del days[number]
        if before == (number in days):
            return range(0)
        ends = self._ends(day)
        earlier = max((each for each in days if each < number), default=None)
        later = min((each for each in days if each > number), default=ends.stop)
        start = ends.start
        if earlier is not None:  # the runs of a later day end later
            start = max(start, self._ends(date.fromordinal(earlier)).stop)
        return range(start, min(ends.stop, later))


def count_of(cap: Cap) -> OfYears | OfMonths:
    """Return the count of a cap, with nothing entered."""
    return OfMonths(cap) if cap.period == "rolling" else OfYears(cap)


def item_of(cap: Cap, measure: str, day: date, owner: str, place: str) -> Item | None:
    """Return the item that holds a place of a cap, one of an enterprise in a year.

    Of the matter, or where the cap counts fiscal years, in that. None where each claim holds one,
    or what counts is amounts.
    """
    if cap.unit == "fen" or measure not in cap.by_item:
        return None
    return owner, skeleton(place), 0 if cap.period == "fiscal" else day.year


@lru_cache(maxsize=8192)
def _last_end(day: date, months: int) -> int:
    """Return the last day that so many months in a row end on which a day lies in."""
    end = months_later(day, months)
    while months_later(end, -months) >= day:
        end = date.fromordinal(end.toordinal() - 1)
    return end.toordinal()
