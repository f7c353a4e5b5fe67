"""The figures of a budget year, as the ledger has them now, at a position, or for a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from adapters.files.gc_pause import gc_paused
from adapters.ledger.enterprises import GROUP
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.treasury.days import DaysOfBatches
from adapters.ledger.treasury.treasury import Treasury
from adapters.log.numbers import chunked
from adapters.views import dues, queries, views
from domain.assessment.linked import share_pool
from domain.calendar import day_of
from domain.enterprise.dues import parts_of
from domain.enterprise.kin.successions import Successions
from domain.enterprise.state import granted_fen
from domain.events.streams import budget_stream
from domain.refusals import Refusal
from projections.money.budgets import (
    BudgetFigures,
    ClaimSums,
    UnderReview,
    added_up,
    budget_figures,
)
from projections.money.dated import Dated
from projections.views.dues import ALLOTTED, LAPSED, Standing, standing


def budget_year(
    look: Snapshot, year: int, as_of: date | None = None, policy: str | None = None
) -> BudgetFigures:
    """Return the figures of a budget year; of the lines that pay for a policy, by its id.

    as_of: movements and the money of claims by their own days until that one, of what is granted by
    now. Approved, unpaid claims and those under review count in the latest open year only. Raises
    Refusal `budget-unknown`.
    """
    return _Year(look, year, as_of).figures(policy)


class _Year:
    def __init__(self, look: Snapshot, year: int, as_of: date | None) -> None:
        self.look, self.as_of = look, as_of
        reader = look.connection if look.at is None else None
        self.treasury = Treasury(look.store.handler, look.position, reader)
        self.days = DaysOfBatches(self.treasury)
        self.now = self.treasury.budget(year)
        if self.now.length == 0:
            raise Refusal("budget-unknown", year=year)
        self.then = self.now if as_of is None else self.treasury.budget(year, as_of)

    def figures(self, policy: str | None) -> BudgetFigures:
        look, of_batch = self.look, self.then.batches
        with gc_paused():
            stood = self._standing()
            claims = ClaimSums(
                publicity=added_up(
                    (of_batch[batch], fen)
                    for (_, state, batch), fen in stood.items()
                    if state == ALLOTTED and batch in of_batch
                ),
                lapsed=added_up(
                    (of_batch[batch], fen)
                    for (_, state, batch), fen in stood.items()
                    if state == LAPSED and batch in of_batch
                ),
                held=added_up(self._held()),
            )
            if self._is_latest_open:
                claims.unpaid = added_up(self._unpaid(stood))
                claims.review = added_up(self._under_review())
        corrections = self.treasury.corrections(budget_stream(self.now.year))
        figures = (self.now, self.then, claims, look.book, look.position, policy)
        return budget_figures(*figures, corrections)

    @cached_property
    def _is_latest_open(self) -> bool:
        if self.then.closed:
            return False
        later = (year for year in self.treasury.years() if year > self.now.year)
        then = (self.treasury.budget(year, self.as_of) for year in later)
        return all(year.closed for year in then if self.as_of is None or year.days)

    def _standing(self) -> Standing:
        """Return what of all grants is no longer unpaid."""
        every = dues.sums(self.look.connection, self.look.at)
        stood: Standing = {(each.measure, each.state, each.batch): each.fen for each in every}
        if self.as_of is None:
            return stood
        for dated in self._dated(self._changed_since(self.as_of)):
            for claim in dated.enterprise.claims.values():
                if claim.dues is None or claim.outcome is None:
                    continue
                of = claim.outcome.measure, granted_fen(claim)
                for key, fen in standing(*of, claim.dues).items():
                    stood[key] = stood.get(key, 0) - fen
                for key, fen in standing(*of, dated.dues(claim)).items():
                    stood[key] = stood.get(key, 0) + fen
        return stood

    def _changed_since(self, day: date) -> set[str]:
        """Return the enterprises whose claims may have stood otherwise on a day."""
        recorder, until = self.treasury.handler.recorder, self.look.position
        last = bisect_right(
            range(1, until + 1), day, key=lambda position: day_of(recorder.time_of(position))
        )
        changed = recorder.streams_between(last, until + 1) if last < until else set()
        if changed:
            changed = set(map(self._of_views.heir, changed))  # rows say who has them
            changed &= dues.with_money(self.look.connection)
        noticed_later = [
            number
            for number in self.treasury.batch_numbers()
            if (notice := self.days(number).notice) is not None and notice > day
        ]
        dated_later = dues.changed_since(self.look.connection, day.isoformat(), noticed_later)
        return changed | dated_later

    def _unpaid(self, stood: Standing) -> Iterator[tuple[str, int]]:
        look = self.look
        granted = queries.totals_by(look.connection, look.position, None, "measure", look.at)
        for measure, total in granted.groups.items():
            yield self.then.line_of(measure), total.granted_fen
        for (measure, _, _), fen in stood.items():
            yield self.then.line_of(measure), -fen

    def _held(self) -> Iterator[tuple[str, int]]:
        """Yield what objections hold of what is in publicity, by line."""
        held = {
            (each.claim_no, number): line
            for number, line in self.then.batches.items()
            for each in self.days(number).objections
            if each.holds(self.as_of)
        }
        owners = self.treasury.handler.recorder.owners(claim_no for claim_no, _ in held)
        for dated in self._dated(set(owners.values())):
            for (claim_no, number), line in held.items():
                claim = dated.enterprise.claims.get(claim_no)
                money = None if claim is None else dated.dues(claim)
                if claim is not None and money is not None and money.holder == number:
                    yield line, parts_of(granted_fen(claim), money).allotted_fen

    def _dated(self, codes: Iterable[str]) -> Iterator[Dated]:
        """Yield enterprises with their money until the day asked for."""
        for few in chunked(self._then(codes), GROUP):
            for _, history in self.treasury.histories(few):
                every = list(history)
                dated = Dated(self.as_of, self.days, every)
                for recorded in every:
                    dated.take_in(recorded)
                yield dated

    def _under_review(self) -> Iterator[tuple[str, int]]:
        look = self.look
        pool = share_pool(look.linked(look.book), look.book) if look.book.has_pools else None
        review = UnderReview(pool)
        pending = dues.to_be_decided(look.connection, look.at)
        for few in chunked(self._then(pending), GROUP):
            for _, history in self.treasury.histories(few):
                review.add(history, look.book)
        review.finish(look.book)
        for measure, fen in review.worth.items():
            yield self.then.line_of(measure), fen

    def _then(self, codes: Iterable[str]) -> list[str]:
        """Return who had at the position what these codes have in the views, each once."""
        held = {stream for code in codes for stream in self._of_views.streams(code)}
        return sorted(set(map(self.treasury.successions.heir, held)))

    @cached_property
    def _of_views(self) -> Successions:
        """Who carries on whom where the views stand."""
        if self.look.at is None:
            return self.treasury.successions
        return self.treasury.handler.successions(views.position(self.look.connection))
