"""What all enterprises together hold under the caps over all of them (全体企业)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from domain.enterprise.periods import cap_scope, days_of, windows
from domain.identity import skeleton
from domain.policy.measures import Cap


class Posting(NamedTuple):
    """One granted claim entered (`sign` 1) or taken out (-1), by the day of its matter."""

    day: date
    place: str
    amount_fen: int
    sign: int


@dataclass(slots=True)
class Tally:
    """What the granted claims of one measure and day hold together.

    items: how many claims each enterprise has of each item.
    """

    claims: int = 0
    amount_fen: int = 0
    items: Counter[tuple[str, str]] = field(default_factory=Counter)


class _Counted(NamedTuple):
    """What claims use of a cap: fen; places of claims; the items that hold one each."""

    amount_fen: int
    claims: int
    items: set[tuple[str, str, int]]


@dataclass(slots=True)
class Pool:
    """The grants of all enterprises under `measures`: those that some cap over all of them counts.

    tallies: by measure and place, None for all places, then by day of the matter. held: what each
    enterprise has entered in them, so that it can be entered otherwise.
    """

    measures: frozenset[str]
    tallies: dict[tuple[str, str | None], dict[date, Tally]] = field(default_factory=dict)
    held: dict[str, dict[str, list[Posting]]] = field(default_factory=dict)

    def hold(self, owner: str, postings: Mapping[str, Sequence[Posting]]) -> None:
        """Take in what an enterprise was granted, in place of what it held here before."""
        for measure, entered in self.held.pop(owner, {}).items():
            for posting in reversed(entered):  # the last first, so that no claim goes twice
                self._enter(owner, measure, posting._replace(sign=-posting.sign))
        for measure in self.measures & postings.keys():
            for posting in postings[measure]:
                self.post(owner, measure, posting)

    def post(self, owner: str, measure: str, posting: Posting) -> None:
        """Enter or take out one granted claim of an enterprise."""
        if measure in self.measures:
            self.held.setdefault(owner, {}).setdefault(measure, []).append(posting)
            self._enter(owner, measure, posting)

    def used(self, cap: Cap, year: int | None, place: str | None) -> int:
        """Return how much of a cap is used in a scope, in fen or places; see `cap_scope`."""
        return _used(cap, self._counted(cap, *days_of(cap, year), place))

    def used_at(self, cap: Cap, day: date, place: str) -> int:
        """Return how much of a cap is used where a claim of a day counts, in fen or places."""
        year, at = cap_scope(cap, day, place)
        if cap.period != "rolling":
            return self.used(cap, year, at)
        return _used(cap, self._counted(cap, *self.fullest(cap, day, place), at))

    def fullest(
        self, cap: Cap, day: date, place: str, last: date | None = None
    ) -> tuple[date, date]:
        """Return the first and last day of the months in a row that use most.

        Of those that a day lies in; last: or any day from it to this one.
        """
        _year, at = cap_scope(cap, day, place)
        return max(
            windows(cap, day, self._days(cap, at), last),
            key=lambda days: _used(cap, self._counted(cap, days[0], days[1], at)),
        )

    def places(self, cap: Cap, measure: str, day: date, place: str, owner: str) -> tuple[int, int]:
        """Return the places of a cap used where a claim of a measure counts, without it and with.

        An item of the enterprise that holds a place already takes no other.
        """
        year, at = cap_scope(cap, day, place)
        if cap.period == "rolling":
            spans: Iterable[tuple[date, date]] = windows(cap, day, self._days(cap, at))
        else:
            spans = [days_of(cap, year)]
        every = [self._counted(cap, *span, at) for span in spans]
        item = _item(cap, day, owner, skeleton(place))
        new = [measure not in cap.by_item or item not in counted.items for counted in every]
        before = [_used(cap, counted) for counted in every]
        return max(before), max(map(sum, zip(before, new, strict=True)))

    def _enter(self, owner: str, measure: str, posting: Posting) -> None:
        day, place, amount_fen, sign = posting
        for at in (None, place) if place else (None,):
            days = self.tallies.setdefault((measure, at), {})
            tally = days.setdefault(day, Tally())
            tally.claims += sign
            tally.amount_fen += sign * amount_fen
            tally.items[owner, place] += sign
            if not tally.items[owner, place]:
                del tally.items[owner, place]
            if not tally.claims:
                del days[day]

    def _counted(self, cap: Cap, first: date, last: date, place: str | None) -> _Counted:
        """Return what a cap counts of matters from one day to another, both inclusive."""
        amount_fen, claims = 0, 0
        items: set[tuple[str, str, int]] = set()
        for measure in cap.counted:
            for day, tally in self._tallies(measure, place):
                if not first <= day <= last:
                    continue
                amount_fen += tally.amount_fen
                if measure not in cap.by_item:
                    claims += tally.claims
                elif cap.unit == "count":
                    items |= {_item(cap, day, *each) for each in tally.items}
        return _Counted(amount_fen, claims, items)

    def _days(self, cap: Cap, place: str | None) -> set[date]:
        return {day for measure in cap.counted for day, _ in self._tallies(measure, place)}

    def _tallies(self, measure: str, place: str | None) -> Iterator[tuple[date, Tally]]:
        at = None if place is None else skeleton(place)
        yield from self.tallies.get((measure, at), {}).items()


class PoolShare(NamedTuple):
    """The part of one enterprise in a pool."""

    pool: Pool
    owner: str


def _used(cap: Cap, counted: _Counted) -> int:
    return counted.amount_fen if cap.unit == "fen" else counted.claims + len(counted.items)


def _item(cap: Cap, day: date, owner: str, place: str) -> tuple[str, str, int]:
    """Return an item as it holds a place: one of an enterprise in a year.

    Of the matter, or where the cap counts fiscal years, in that.
    """
    return owner, place, 0 if cap.period == "fiscal" else day.year
