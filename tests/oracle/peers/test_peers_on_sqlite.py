"""The eventsourcing package's cases over our log and views on SQLite."""

from __future__ import annotations

import pytest

from tests.oracle.peers import cases
from tests.oracle.peers.stores import OnSqlite


class TestAggregateRecorder(OnSqlite, cases.AggregateRecorder):
    pass


class TestApplicationRecorder(OnSqlite, cases.ApplicationRecorder):
    def test_new_events_reach_no_subscriber(self) -> None:
        """In place of `optional_test_insert_subscribe`: the package's SQLite has no subscriptions.

        A follower of the log asks again, on every store alike.
        """
        with pytest.raises(NotImplementedError):
            self.create_recorder().subscribe(gt=0)


class TestNonInterleavingNotificationIds(OnSqlite, cases.NonInterleavingNotificationIds):
    pass


class TestTrackingRecorder(OnSqlite, cases.TrackingRecorder):
    pass


class TestProcessRecorder(OnSqlite, cases.ProcessRecorder):
    pass


class TestEventCountersView(OnSqlite, cases.EventCountersView):
    pass
