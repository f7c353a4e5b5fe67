"""Our recorder in the words of the package's cases: two answers spelled as they compare them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import ApplicationRecorder, StoredEvent


class Spelled:
    """A recorder whose every other method is our own."""

    def __init__(self, recorder: ApplicationRecorder) -> None:
        self._recorder = recorder

    def __getattr__(self, name: str) -> Any:
        return getattr(self._recorder, name)


class AsApplicationRecorder(Spelled):
    """Positions as a list, and None for an empty log.

    Ours gives a range, which is a sequence too but equals no list, and 0 before the first event:
    positions count from 1, so that `position - 1` is a leaf of the tree.
    """

    def insert_events(self, stored_events: Sequence[StoredEvent]) -> list[int]:
        return list(self._recorder.insert_events(stored_events) or ())

    def max_notification_id(self) -> int | None:
        return self._recorder.max_notification_id() or None


class AsAggregateRecorder(Spelled):
    """Tells no positions: a recorder of aggregates alone has none, and its case asks for None."""

    def insert_events(self, stored_events: Sequence[StoredEvent]) -> None:
        self._recorder.insert_events(stored_events)
