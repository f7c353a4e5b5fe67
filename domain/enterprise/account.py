"""What an enterprise has been granted, in the shape that rates and caps ask about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from domain.events.claims import Outcome
from domain.identity import skeleton
from domain.policy.measures import Cap


@dataclass(slots=True)
class Use:
    """What the granted claims of one measure, year and place hold together."""

    claims: int = 0
    amount_fen: int = 0
    booths: int = 0


@dataclass(slots=True)
class Account:
    """Granted claims by measure, then by year and skeleton of the place.

    Only claims granted more than 0 count.
    """

    uses: dict[str, dict[tuple[int, str], Use]] = field(default_factory=dict)

    def copy(self) -> Account:
        """Return an account of its own with the same rows."""
        return deepcopy(self)

    def post(self, outcome: Outcome, year: int, sign: int) -> None:
        """Add (`sign` 1) or take out (-1) one granted claim."""
        if outcome.granted_fen == 0 or outcome.measure is None:
            return
        rows = self.uses.setdefault(outcome.measure, {})
        at = year, skeleton(outcome.place)
        use = rows.setdefault(at, Use())
        use.claims += sign
        use.amount_fen += sign * outcome.granted_fen
        use.booths += sign * outcome.booths
        if use.claims == 0:
            del rows[at]

    def rows(
        self, measures: Iterable[str], year: int | None, place: str | None
    ) -> Iterator[tuple[str, int, str, Use]]:
        """Yield (measure, year, place, use) within a scope; None spans all years or places."""
        place = None if place is None else skeleton(place)
        for measure in measures:
            for (used_year, used_place), use in self.uses.get(measure, {}).items():
                if (year is None or used_year == year) and (place is None or used_place == place):
                    yield measure, used_year, used_place, use

    def used(self, cap: Cap, year: int | None, place: str | None) -> int:
        """Return how much of a cap is used in a scope, in fen or places."""
        return used(cap, self.rows(cap.counted, year, place))

    def holds(self, cap: Cap, year: int, place: str) -> bool:
        """Say whether an item already holds a place under a cap."""
        at = (year, skeleton(place))
        return any(at in self.uses.get(measure, ()) for measure in cap.by_item)

    def item_booths(self, measures: Iterable[str], year: int, place: str) -> int:
        """Return the booths of an item that granted claims used under these measures."""
        return sum(use.booths for *_, use in self.item(measures, year, place))

    def item_granted_fen(self, measures: Iterable[str], year: int, place: str) -> int:
        """Return what the item was granted under these measures."""
        return sum(use.amount_fen for *_, use in self.item(measures, year, place))

    def item(
        self, measures: Iterable[str], year: int, place: str
    ) -> Iterator[tuple[str, int, str, Use]]:
        """Yield the rows of one item, without a scan."""
        at = (year, skeleton(place))
        for measure in measures:
            use = self.uses.get(measure, {}).get(at)
            if use is not None:
                yield measure, year, place, use


def used(cap: Cap, rows: Iterable[tuple[str, int, str, Use]]) -> int:
    """Return what these rows use of a cap: fen, or places (an item holds one however often)."""
    if cap.unit == "fen":
        return sum(use.amount_fen for *_, use in rows)
    items, others = set(), 0
    for measure, year, place, use in rows:
        if measure in cap.by_item:
            items.add((year, skeleton(place)))
        else:
            others += use.claims
    return len(items) + others
