"""The eventsourcing package's own cases, each over what we have in its place.

A class of `tests.oracle.peers.stores` beside a case here makes a test: any store runs all of them.
"""

from __future__ import annotations

from uuid import uuid4

from eventsourcing.tests import persistence, projection

from tests.oracle.peers.recorders import AsAggregateRecorder, AsApplicationRecorder
from tests.oracle.peers.tracked_views import TrackedViews


class WithTextIds:
    """Streams are named by words of the domain, never by UUIDs: the log keeps text."""

    def new_originator_id(self) -> str:
        return str(uuid4())


class AggregateRecorder(WithTextIds, persistence.AggregateRecorderTestCase):
    """Streams: whole or not at all, no version twice, read by any range from either end."""

    def create_recorder(self) -> AsAggregateRecorder:
        return AsAggregateRecorder(self.opened_recorder())


class ApplicationRecorder(WithTextIds, persistence.ApplicationRecorderTestCase):
    """Positions: contiguous from 1, read by any range and topic; many threads at once."""

    def create_recorder(self) -> AsApplicationRecorder:
        return AsApplicationRecorder(self.opened_recorder())


class NonInterleavingNotificationIds(
    WithTextIds, persistence.NonInterleavingNotificationIDsBaseCase
):
    """What is inserted together stands together, though two insert at once."""

    def create_recorder(self) -> AsApplicationRecorder:
        return AsApplicationRecorder(self.opened_recorder())


class TrackingRecorder(persistence.TrackingRecorderTestCase):
    """How far the views are: once each, never back, reported while a reader waits."""

    def create_recorder(self) -> TrackedViews:
        return TrackedViews(self.opened_views)


class ProcessRecorder(WithTextIds, persistence.ProcessRecorderTestCase):
    """Rows and position together or not at all: a row that conflicts leaves both as they were."""

    def create_recorder(self) -> TrackedViews:
        return TrackedViews(self.opened_views)


class EventCountersView(projection.EventCountersViewTestCase):
    """Views that add up: each event counts once, and what is already held counts no more."""

    def construct_event_counters_view(self) -> TrackedViews:
        return TrackedViews(self.opened_views)
