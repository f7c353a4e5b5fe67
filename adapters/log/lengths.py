"""How long the streams of a log are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from adapters.log.numbers import chunked

EVENTS = "stored_events"


class Length(NamedTuple):
    """How many events a stream has, and the last event's place in it."""

    stream: str
    events: int
    last: int


class Lengths(ABC):
    """Of a log: its streams, counted."""

    POSITION: ClassVar[str]
    MARK: ClassVar[str]

    @abstractmethod
    def _selected(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]: ...

    @abstractmethod
    def _marks(self, values: Sequence[object]) -> str: ...

    def lengths(self) -> list[Length]:
        """Return every stream's length, as its index has it."""
        query = (
            "SELECT originator_id, COUNT(*), MAX(originator_version) "
            f"FROM {EVENTS} GROUP BY originator_id"
        )
        return list(map(Length._make, self._selected(query)))

    def lengths_until(self, streams: Iterable[str], position: int) -> dict[str, int]:
        """Return how long each of these streams was at a position; not of one that began later."""
        lengths: dict[str, int] = {}
        for few in chunked(streams):
            query = (
                f"SELECT originator_id, MAX(originator_version) FROM {EVENTS} WHERE originator_id "
                f"IN ({self._marks(few)}) AND {self.POSITION} <= {self.MARK} GROUP BY originator_id"
            )
            lengths |= dict(self._selected(query, [*few, position]))
        return lengths
