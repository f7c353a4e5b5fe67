"""What an enterprise has been granted, in the shape that rates and caps ask about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import NamedTuple

from domain.enterprise.kin.shares import PartShare
from domain.enterprise.pooling.counts import Posting
from domain.enterprise.pooling.periods import cap_scope, fiscal_year, windows
from domain.enterprise.pooling.pool import Pool, PoolShare
from domain.enterprise.pooling.uses import Brought, Scoped, Use, used
from domain.events.claims import Outcome
from domain.identity import skeleton
from domain.policy.measures import Cap


class Divided(NamedTuple):
    """The account of an enterprise that was split, of which another has a share.

    kept: the claims on it that are the other's by now: what becomes of them is entered there.
    """

    code: str
    account: Account
    share: PartShare
    kept: frozenset[str]


@dataclass(slots=True)
class Account:
    """Granted claims by measure, then by year and skeleton of the place.

    Only claims granted more than 0 count. postings: each of them with its day, by measure. share:
    its part in what all enterprises hold, which caps over all of them ask; None where the ledger
    has no such cap. brought: what came in from elsewhere; it counts in every row and day above, and
    in nothing that others share. divided: accounts of which a share counts under its own caps.
    """

    uses: dict[str, dict[tuple[int, str], Use]] = field(default_factory=dict)
    postings: dict[str, list[Posting]] = field(default_factory=dict)
    brought: list[Brought] = field(default_factory=list)
    share: PoolShare | None = field(default=None, compare=False)
    divided: list[Divided] = field(default_factory=list)

    def join(self, pool: Pool, owner: str) -> None:
        """Take part in a pool from now on, with what the enterprise was granted so far."""
        pool.hold(owner, self.postings)
        self.share = PoolShare(pool, owner)
        for each in self.divided:
            if each.kept:
                each.account.join(pool, each.code)

    def copy(self) -> Account:
        """Return an account of its own with the same rows, which shares in no pool."""
        kept = {measure: list(entries) for measure, entries in self.postings.items()}
        divided = [each._replace(account=each.account.copy()) for each in self.divided]
        return Account(deepcopy(self.uses), kept, list(self.brought), None, divided)

    def divide(
        self, code: str, account: Account, share: PartShare, kept: Collection[str] = ()
    ) -> None:
        """Have a share of another account count from now on, as that account stands at any time."""
        self.divided.append(Divided(code, account, share, frozenset(kept)))

    def take_over(self, other: Account) -> None:
        """Enter all that another account holds, which is entered nowhere else from now on."""
        for measure, rows in other.uses.items():
            mine = self.uses.setdefault(measure, {})
            for at, theirs in rows.items():
                use = mine.setdefault(at, Use())
                use.claims += theirs.claims
                use.amount_fen += theirs.amount_fen
                use.booths += theirs.booths
        for measure, entered in other.postings.items():
            self.postings[measure] = [*entered, *self.postings.get(measure, ())]
        self.divided += other.divided
        if self.share is not None:
            pool, owner = self.share
            if other.share is not None:
                pool.hold(other.share.owner, {})
            pool.hold(owner, self.postings)

    def post(self, outcome: Outcome, day: date, sign: int, claim_no: str = "") -> None:
        """Add (`sign` 1) or take out (-1) one granted claim; day: of its matter."""
        for divided in self.divided:
            if claim_no in divided.kept:
                divided.account.post(outcome, day, sign, claim_no)
                return
        if outcome.granted_fen == 0 or outcome.measure is None:
            return
        posting = Posting(day, skeleton(outcome.place), outcome.granted_fen, sign)
        self.postings.setdefault(outcome.measure, []).append(posting)
        if self.share is not None:
            self.share.pool.post(self.share.owner, outcome.measure, posting)
        self._enter(outcome.measure, posting, outcome.booths, sign)

    def bring(self, brought: Sequence[Brought]) -> None:
        """Have these uses from elsewhere count, in place of those that did before."""
        for entries, sign in ((self.brought, -1), (brought, 1)):
            for measure, posting, booths, _source in entries:
                self._enter(measure, posting, booths, sign)
        self.brought = list(brought)

    def _enter(self, measure: str, posting: Posting, booths: int, sign: int) -> None:
        rows = self.uses.setdefault(measure, {})
        at = posting.day.year, posting.place
        use = rows.setdefault(at, Use())
        use.claims += sign
        use.amount_fen += sign * posting.amount_fen
        use.booths += sign * booths
        if use.claims == 0:
            del rows[at]

    def _postings(self, measure: str) -> Sequence[Posting]:
        """Return what was granted under a measure here and elsewhere, each with its day."""
        own = self.postings.get(measure, ())
        if not self.brought:
            return own
        return [*own, *(each.posting for each in self.brought if each.measure == measure)]

    def rows(
        self, measures: Iterable[str], year: int | None, place: str | None
    ) -> Iterator[Scoped]:
        """Yield (measure, year, place, use) within a scope; None spans all years or places."""
        place = None if place is None else skeleton(place)
        for measure in measures:
            for (used_year, used_place), use in self.uses.get(measure, {}).items():
                if (year is None or used_year == year) and (place is None or used_place == place):
                    yield measure, used_year, used_place, use

    def used(self, cap: Cap, year: int | None, place: str | None) -> int:
        """Return how much of a cap is used in a scope, in fen or places; see `cap_scope`."""
        if cap.pooled:
            return self._share_of(cap).pool.used(cap, year, place)
        return self.total(cap, lambda account: account.scope(cap, year, place))

    def total(self, cap: Cap, rows_of: Callable[[Account], Iterable[Scoped]]) -> int:
        """Return what these rows of the account use of a cap, with its shares of others' rows."""
        return used(cap, rows_of(self)) + sum(
            each.share.of(each.account.total(cap, rows_of)) for each in self.divided
        )

    def scope(self, cap: Cap, year: int | None, place: str | None) -> Iterator[Scoped]:
        """Yield the rows of its own that a cap of no months in a row counts; see `cap_scope`."""
        if cap.period != "fiscal":
            return self.rows(cap.counted, year, place)
        assert year is not None, f"a fiscal cap without a year: {cap.id}"
        return self.between(cap.counted, *fiscal_year(cap, year), place)

    def used_at(self, cap: Cap, day: date, place: str) -> int:
        """Return how much of a cap is used where a claim of a day counts, in fen or places."""
        if cap.pooled:
            return self._share_of(cap).pool.used_at(cap, day, place)
        year, at = cap_scope(cap, day, place)
        if cap.period != "rolling":
            return self.used(cap, year, at)
        days = self.fullest(cap, day, place)
        return self.total(cap, lambda account: account.between(cap.counted, *days, at))

    def fullest(
        self, cap: Cap, day: date, place: str, last: date | None = None
    ) -> tuple[date, date]:
        """Return the first and last day of the months in a row that use most.

        Of those that a day lies in; last: or any day from it to this one.
        """
        if cap.pooled:
            return self._share_of(cap).pool.fullest(cap, day, place, last)
        _year, at = cap_scope(cap, day, place)
        return max(
            windows(cap, day, self._days(cap), last),
            key=lambda days: self.total(
                cap, lambda account: account.between(cap.counted, days[0], days[1], at)
            ),
        )

    def _days(self, cap: Cap) -> set[date]:
        """Return the days of all that counts under a cap."""
        own = {each.day for name in cap.counted for each in self._postings(name)}
        return own.union(*(each.account._days(cap) for each in self.divided))

    def between(
        self, measures: Iterable[str], first: date, last: date, place: str | None
    ) -> Iterator[Scoped]:
        """Yield (measure, year, place, use) of matters from one day to another, both inclusive."""
        place = None if place is None else skeleton(place)
        for measure in measures:
            rows: dict[tuple[int, str], Use] = {}
            for day, at, amount_fen, sign in self._postings(measure):
                if first <= day <= last and place in (None, at):
                    use = rows.setdefault((day.year, at), Use())
                    use.claims += sign
                    use.amount_fen += sign * amount_fen
            for (year, at), use in rows.items():
                if use.claims > 0:
                    yield measure, year, at, use

    def places(self, cap: Cap, measure: str, day: date, place: str) -> tuple[int, int]:
        """Return the places of a cap used where a claim of a measure counts, without it and with.

        An item that holds a place already takes no other.
        """
        if cap.pooled:
            pool, owner = self._share_of(cap)
            return pool.places(cap, measure, day, place, owner)
        year, at = cap_scope(cap, day, place)
        own = (measure, day.year, place, Use(claims=1))
        if cap.period != "rolling":
            return self._without_and_with(cap, own, lambda each: each.scope(cap, year, at))
        every = [
            self._without_and_with(cap, own, partial(_between, cap, *span, at))
            for span in windows(cap, day, self._days(cap))
        ]
        return max(before for before, _ in every), max(after for _, after in every)

    def _without_and_with(
        self, cap: Cap, own: Scoped, rows_of: Callable[[Account], Iterable[Scoped]]
    ) -> tuple[int, int]:
        rows, total = list(rows_of(self)), self.total(cap, rows_of)
        return total, total - used(cap, rows) + used(cap, [*rows, own])

    def item_booths(self, measures: Iterable[str], year: int, place: str) -> int:
        """Return the booths of an item that granted claims used under these measures."""
        return sum(use.booths for *_, use in self.item(measures, year, place)) + sum(
            each.share.of(each.account.item_booths(measures, year, place)) for each in self.divided
        )

    def item_granted_fen(self, measures: Iterable[str], year: int, place: str) -> int:
        """Return what the item was granted under these measures."""
        return sum(use.amount_fen for *_, use in self.item(measures, year, place)) + sum(
            each.share.of(each.account.item_granted_fen(measures, year, place))
            for each in self.divided
        )

    def granted_fen(self, measures: Iterable[str]) -> int:
        """Return what was granted under these measures, with the shares of others' grants."""
        return sum(use.amount_fen for *_, use in self.rows(measures, None, None)) + sum(
            each.share.of(each.account.granted_fen(measures)) for each in self.divided
        )

    def history(
        self, measures: Iterable[str], year: int | None, place: str | None
    ) -> Iterator[Scoped]:
        """Yield `rows`, with all of those whose accounts it has shares of: what went before it."""
        yield from self.rows(measures, year, place)
        for each in self.divided:
            yield from each.account.history(measures, year, place)

    def item(self, measures: Iterable[str], year: int, place: str) -> Iterator[Scoped]:
        """Yield the rows of one item, without a scan."""
        at = (year, skeleton(place))
        for measure in measures:
            use = self.uses.get(measure, {}).get(at)
            if use is not None:
                yield measure, year, place, use

    def _share_of(self, cap: Cap) -> PoolShare:
        assert self.share is not None, f"one enterprise alone under a cap over all: {cap.id}"
        return self.share


def _between(
    cap: Cap, first: date, last: date, place: str | None, account: Account
) -> Iterator[Scoped]:
    return account.between(cap.counted, first, last, place)
