"""Folded enterprises kept in memory between the batches of one writer."""

from __future__ import annotations

from collections.abc import Iterable

from domain.enterprise import Enterprise

CLAIMS_KEPT_MAX = 80_000  # claims in the enterprises kept; 1 kB each, twice that once reloaded
EVENTS_BETWEEN_COUNTS = 20_000


class Kept:
    """Folded enterprises kept between batches; the least recently used go first."""

    def __init__(self) -> None:
        self.states: dict[str, Enterprise] = {}
        self.since_counted = 0

    def take(self, streams: set[str], loaded: dict[str, Enterprise]) -> dict[str, Enterprise]:
        """Return the states asked for, which from now on are the most recently used."""
        for stream in sorted(streams):
            kept = self.states.pop(stream, None)
            self.states[stream] = loaded[stream] if kept is None else kept
        return {stream: self.states[stream] for stream in streams}

    def trim(self, events: int) -> None:
        """Keep about CLAIMS_KEPT_MAX claims in memory, now that so many events were added."""
        self.since_counted += events
        if self.since_counted < EVENTS_BETWEEN_COUNTS:
            return
        self.since_counted = 0
        claims = sum(len(state.claims) for state in self.states.values())
        while claims > CLAIMS_KEPT_MAX:
            oldest = next(iter(self.states))
            claims -= len(self.states.pop(oldest).claims)

    def drop(self, streams: Iterable[str]) -> None:
        """Forget enterprises that another writer added to."""
        for stream in streams:
            self.states.pop(stream, None)
