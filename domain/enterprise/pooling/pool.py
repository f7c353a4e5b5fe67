"""What all enterprises together hold under the caps over all of them (全体企业)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from domain.enterprise.pooling.counts import OfMonths, OfYears, Posting, count_of, item_of
from domain.identity import skeleton
from domain.policy.measures import Cap


class _Way(NamedTuple):
    """What of a cap decides how it counts; its limit does not."""

    counted: tuple[str, ...]
    by_item: frozenset[str]
    unit: str
    item: bool
    period: str
    starts: tuple[int, int]
    months: int


@dataclass(slots=True)
class Pool:
    """The grants of all enterprises under `measures`: those that some cap over all of them counts.

    held: what each enterprise has entered, by measure, so that it can be entered otherwise. counts:
    what is used of each cap that was asked about; versions that differ in limits share one.
    """

    measures: frozenset[str]
    held: dict[str, dict[str, list[Posting]]] = field(default_factory=dict)
    counts: dict[_Way, OfYears | OfMonths] = field(default_factory=dict)

    def hold(self, owner: str, postings: Mapping[str, Sequence[Posting]]) -> None:
        """Take in what an enterprise was granted, in place of what it held here before."""
        for measure, entered in self.held.pop(owner, {}).items():
            for posting in entered:
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
        count = self._count(cap)
        assert isinstance(count, OfYears), f"months in a row without a day: {cap.id}"
        return count.used_in(year, None if place is None else skeleton(place))[0]

    def used_at(self, cap: Cap, day: date, place: str) -> int:
        """Return how much of a cap is used where a claim of a day counts, in fen or places."""
        return max(used for used, _ in self._count(cap).used(day, place))

    def fullest(
        self, cap: Cap, day: date, place: str, last: date | None = None
    ) -> tuple[date, date]:
        """Return the first and last day of the months in a row that use most.

        Of those that a day lies in; last: or any day from it to this one.
        """
        count = self._count(cap)
        assert isinstance(count, OfMonths), f"not of months in a row: {cap.id}"
        return count.fullest(day, place, last or day)

    def places(self, cap: Cap, measure: str, day: date, place: str, owner: str) -> tuple[int, int]:
        """Return the places of a cap used where a claim of a measure counts, without it and with.

        An item of the enterprise that holds a place already takes no other.
        """
        item = item_of(cap, measure, day, owner, place)
        every = list(self._count(cap).used(day, place, item))
        return max(used for used, _ in every), max(used + (not held) for used, held in every)

    def _enter(self, owner: str, measure: str, posting: Posting) -> None:
        for way, count in self.counts.items():
            if measure in way.counted:
                count.enter(owner, measure, posting)

    def _count(self, cap: Cap) -> OfYears | OfMonths:
        """Return the count of a cap; of one not asked about before, with all that is held."""
        item = cap.item is not None
        way = _Way(cap.counted, cap.by_item, cap.unit, item, cap.period, cap.starts, cap.months)
        if way not in self.counts:
            count = self.counts[way] = count_of(cap)
            for owner, by_measure in self.held.items():
                for measure in by_measure.keys() & set(cap.counted):
                    for posting in by_measure[measure]:
                        count.enter(owner, measure, posting)
        return self.counts[way]


class PoolShare(NamedTuple):
    """The part of one enterprise in a pool."""

    pool: Pool
    owner: str
