"""Which caps are full or nearly so: by sums of the views; where those have not all, by folding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cached_property

from adapters.ledger.asking.claims import rows_of
from adapters.ledger.parties import names_of
from adapters.ledger.snapshot import Snapshot, mending
from adapters.views.asking import uses
from domain.enterprise.account import Account
from domain.identity import skeleton
from domain.policy.book import PolicyBook
from domain.policy.measures import Cap
from domain.refusals import Refusal
from projections.claims.figures import fullness as full
from projections.claims.figures.fullness import FullCap, FullLine, Fullness
from projections.remaining_allowances import Remaining, caps_of_year, used_by_all


@mending
def fullness(snapshot: Snapshot, year: int, book: PolicyBook) -> Fullness:
    """Return how full each cap of a book is in a year. book: the ledger's, or a part of it."""
    known = _Year(snapshot, year)
    caps = (full.fullness_of(cap, policy, known.lines(cap)) for policy, cap in known.caps(book))
    return Fullness(year=year, position=snapshot.position, caps=tuple(caps))


@mending
def full_cap(snapshot: Snapshot, cap: str, year: int, limit: int, after: str | None) -> FullCap:
    """Return those who have reached a cap or nearly so. limit: `ALL` for all.

    Raises Refusal `cap-not-of-year`, `bad-limit`.
    """
    limit = rows_of(limit)
    known = _Year(snapshot, year)
    own = next(((of, each) for of, each in known.caps(snapshot.book) if each.id == cap), None)
    if own is None:
        raise Refusal("cap-not-of-year", cap=cap, year=year)
    policy, stated = own
    every = full.fullest_first(known.lines(stated))
    names = [full.name_of(each) for each in every]
    start = 0
    if after is not None:
        start = names.index(after) + 1 if after in names else len(names)
    shown = every[start : start + limit]
    called = names_of(snapshot, [each.uscc for each in shown if each.uscc is not None])
    return FullCap(
        **asdict(full.fullness_of(stated, policy, every)),
        year=year,
        position=snapshot.position,
        lines=tuple(replace(each, enterprise=called.get(each.uscc or "")) for each in shown),
        next=names[start + limit - 1] if start + limit < len(every) else None,
    )


class _Year:
    """What is used of the caps of one year.

    apart: enterprises that the views have not all of: they carry others on, or came from elsewhere.
    """

    def __init__(self, look: Snapshot, year: int) -> None:
        self.look, self.year = look, year
        self._answers: dict[str, Remaining] = {}

    def caps(self, book: PolicyBook) -> Iterator[tuple[str | None, Cap]]:
        """Yield the caps that count, each with the id of its policy, where answers say it."""
        for id_, own in book.policies.items():
            yield from (
                (id_ if book.has_several else None, cap) for cap in caps_of_year(own, self.year)
            )

    def lines(self, cap: Cap) -> Iterator[FullLine]:
        """Yield what is used of a cap, where that is 80 % of it or more."""
        if cap.pooled:
            yield from self._over_all(cap)
            return
        apart = self.apart
        if cap.needs_days or cap.limit_of is not None:
            apart = apart | {row.uscc for row in self._rows(cap, None, rows=True)}
        else:
            year = self.year if cap.period == "year" else None
            rows = cap.item is not None or bool(cap.by_item)
            own = (row for row in self._rows(cap, year, rows=rows) if row.uscc not in apart)
            yield from full.lines_of_rows(cap, own)
        for uscc in sorted(apart - self.look.successions.heirs.keys()):
            yield from full.lines_of_answers(cap, uscc, self._answer(uscc).caps)

    @cached_property
    def apart(self) -> frozenset[str]:
        kin = self.look.successions
        came_in = uses.came_in(self.look.connection, self.look.position)
        return frozenset({*map(kin.heir, came_in), *kin.olds, *kin.divided, *kin.heirs})

    def _rows(self, cap: Cap, year: int | None, *, rows: bool) -> list[full.UsedRow]:
        least = -(-cap.limit * full.NEAR_PERCENT // 100)
        reader, at = self.look.viewed(), self.look.position
        if reader is None:
            self.look.everything()
            reader = self.look.connection
        measures, unit = cap.counted, cap.unit
        return uses.under(reader, measures, year, at, rows=rows, least=least, unit=unit)

    def _answer(self, uscc: str) -> Remaining:
        if uscc not in self._answers:
            answer = self.look.remaining(uscc, self.year, self.look.book)
            self._answers[uscc] = answer
        return self._answers[uscc]

    def _over_all(self, cap: Cap) -> Iterator[FullLine]:
        account = Account()
        account.join(self.look.pool, "")
        places: dict[str, str | None] = {"": None}
        if cap.item is not None:
            rows = self._rows(cap, None, rows=True)
            places = {skeleton(row.place): row.place for row in rows}
        for _, place in sorted(places.items()):
            use = used_by_all(cap, self.year, place, account)
            yield from filter(None, [full.line(cap, None, place, use)])
