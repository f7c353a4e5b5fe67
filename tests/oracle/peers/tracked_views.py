"""Our views in the words of the package's tracking recorders: stretches taken in, rows counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from eventsourcing.persistence import IntegrityError, StoredEvent, Tracking, TrackingRecorder

from adapters.views.problems import ViewsContradict
from adapters.views.tables import register, totals
from adapters.views.views import Views
from projections.views.entries import (
    ClaimEvent,
    Decided,
    Entry,
    EntryDecision,
    EntryOutcome,
    Reassessed,
    Submitted,
)
from tests.domain.given import USCC

PLACES = 2  # log positions that one notification of a case stands for: as many as it has events


class TrackedViews(TrackingRecorder):
    """One set of views for every upstream log; a notification is the stretch that ends with it.

    Notifications jump, our positions never do: what lies between is taken in with the next, as
    events that no view follows. Where the package refuses a notification that it already has, our
    views pass it over, whatever rows come with it: it is fed to them all the same, must leave them
    as they are, and is then refused in the package's way.
    """

    def __init__(self, opened: Callable[[str], Views]) -> None:
        self._opened = opened
        self._views: dict[str, Views] = {}

    def insert_tracking(self, tracking: Tracking) -> None:
        self._take_in(tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        return self._of(application_name).position() // PLACES or None

    def insert_events(
        self, stored_events: Sequence[StoredEvent], tracking: Tracking | None = None
    ) -> None:
        """Take in events as claims that they submit: the same one twice breaks the register's key.

        An event that comes of no notification has no position, and so no place in any view: there
        is nothing to write, and the views stay where they stand, which is all the case asks then.
        """
        if tracking is not None:
            self._take_in(tracking, *map(_claim, stored_events))

    def incr_created_event_counter(self, tracking: Tracking) -> None:
        """Count a row of the register: a claim is submitted."""
        self._take_in(tracking, _submitted("counted"))

    def incr_subsequent_event_counter(self, tracking: Tracking) -> None:
        """Count a fen of the totals: the claim is granted one more."""
        fen = self.get_subsequent_event_counter() + 1
        self._take_in(tracking, _granted("counted", fen))

    def get_created_event_counter(self) -> int:
        return sum(self._of_each(sa.select(sa.func.count()).select_from(register)))

    def get_subsequent_event_counter(self) -> int:
        return sum(self._of_each(sa.select(sa.func.coalesce(sa.func.sum(totals.c.granted_fen), 0))))

    def _of_each(self, question: sa.Select[tuple[int]]) -> list[int]:
        counts = []
        for views in self._views.values():
            with views.examining() as connection:
                counts.append(int(connection.execute(question).scalar_one()))
        return counts

    def _take_in(self, tracking: Tracking, *events: ClaimEvent) -> None:
        views = self._of(tracking.application_name)
        before, digest = views.position(), views.digest()
        last = tracking.notification_id * PLACES
        stretch = _stretch(min(before, last - PLACES) + 1, last, events)
        try:
            reached = views.apply(stretch)
        except ViewsContradict as conflict:
            assert (views.position(), views.digest()) == (before, digest)
            raise IntegrityError(conflict) from conflict
        if before >= last:
            assert (reached, views.digest()) == (before, digest)
            raise IntegrityError(f"{tracking} was taken in before")
        assert reached == views.position() == last

    def _of(self, application_name: str) -> Views:
        if application_name not in self._views:
            self._views[application_name] = self._opened(application_name)
        return self._views[application_name]


def _stretch(first: int, last: int, events: Sequence[ClaimEvent]) -> list[Entry]:
    """Return a stretch without gaps that has these events at its end."""
    assert len(events) <= PLACES, "more events than a notification has places"
    unseen = [None] * (last - first + 1 - len(events))
    return [
        Entry(position, USCC, event)
        for position, event in enumerate([*unseen, *events], start=first)
    ]


def _claim(stored: StoredEvent) -> Submitted:
    return _submitted(f"{stored.originator_id}/{stored.originator_version}")


def _submitted(claim_no: str) -> Submitted:
    return Submitted(
        claim_no=claim_no,
        enterprise="示例企业",
        kind="aeo",
        occurred_on="2022-03-07",
        filed_on="2022-10-08",
        invoices=(f"invoice of {claim_no}",),
    )


def _granted(claim_no: str, fen: int) -> Decided | Reassessed:
    outcome = EntryOutcome(
        version=1,
        measure="aeo-advanced",
        article="七",
        place="",
        assessed_fen=fen,
        granted_fen=fen,
        reason=None,
    )
    shape = Decided if fen == 1 else Reassessed
    return shape(claim_no=claim_no, decision=EntryDecision(outcome=outcome))
