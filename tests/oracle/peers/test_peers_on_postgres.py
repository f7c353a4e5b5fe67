"""The eventsourcing package's cases over our log and views on PostgreSQL."""

from __future__ import annotations

from tests.oracle.peers import cases
from tests.oracle.peers.stores import OnPostgres


class TestAggregateRecorder(OnPostgres, cases.AggregateRecorder):
    pass


class TestApplicationRecorder(OnPostgres, cases.ApplicationRecorder):
    def test_new_events_reach_every_subscriber(self) -> None:
        self.optional_test_insert_subscribe()


class TestNonInterleavingNotificationIds(OnPostgres, cases.NonInterleavingNotificationIds):
    pass


class TestTrackingRecorder(OnPostgres, cases.TrackingRecorder):
    pass


class TestProcessRecorder(OnPostgres, cases.ProcessRecorder):
    pass


class TestEventCountersView(OnPostgres, cases.EventCountersView):
    pass
