"""What is left under each cap (剩余额度): use by enterprise, measure, year and place, and the caps.

A row holds the granted claims and fen of one place; which rows a cap adds up is the policy's to
say, so that an adjusted policy needs no other rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from domain.enterprise.account import Use, used
from domain.policy.book import PolicyBook
from domain.policy.measures import Cap

NAME = "remaining_allowances"

KEY = ("uscc", "measure", "year", "place")  # postings alike in these are added up to one row

Scoped = tuple[str, int, str, Use]  # measure, year, place, use


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """One cap and what is left of it, in fen or places as it counts. `place`: see Cap.per."""

    cap: Cap
    place: str | None
    used: int

    @property
    def remaining(self) -> int:
        return max(0, self.cap.limit - self.used)

    @property
    def reached(self) -> bool:
        return self.used >= self.cap.limit


def allowances(rows: Iterable[Scoped], book: PolicyBook, year: int) -> Iterator[Allowance]:
    """Yield every cap that counts in `year` or over the whole policy, used or not.

    rows: (measure, year, place, use) of one enterprise. A cap counted per warehouse or case is
    yielded once for each place used. The version governing the year's last governed day says which
    caps there are, over what they count, and yearly limits; the others have the limit of the
    policy's last day.
    """
    by_measure: dict[str, list[Scoped]] = {}
    for row in rows:
        if row[3].claims > 0:
            by_measure.setdefault(row[0], []).append(row)
    of_year, of_policy = book.governing_year(year), book.governing_last_day()
    last = {} if of_policy is None else {cap.id: cap for cap in of_policy.policy.caps_in_force}
    if of_year is None:
        caps = [cap for cap in last.values() if cap.period != "year"]
    else:
        caps = [
            cap if cap.period == "year" else replace(cap, limit=last.get(cap.id, cap).limit)
            for cap in of_year.policy.caps_in_force
        ]
    caps.sort(key=lambda cap: cap.period != "year")  # what starts again each year comes first
    for cap in caps:
        scope = [
            row
            for measure in cap.measures
            for row in by_measure.get(measure, ())
            if cap.period != "year" or row[1] == year
        ]
        if cap.per == "enterprise":
            yield Allowance(cap=cap, place=None, used=used(cap, scope))
            continue
        by_place: dict[str, list[Scoped]] = {}
        for row in scope:
            by_place.setdefault(row[2], []).append(row)
        for place, here in sorted(by_place.items()):
            yield Allowance(cap=cap, place=place, used=used(cap, here))
