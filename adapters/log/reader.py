"""The log read back: one stream, or all of it, in bounded pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from adapters.log.codec import CodecError, decode
from adapters.log.entries import Row
from adapters.log.numbers import claim_unknown
from adapters.log.recorder import Log
from adapters.wording.translation import N_
from domain.enterprise.kin.successions import Successions, successions
from domain.events.log import Recorded
from domain.events.streams import SUCCESSIONS_STREAM
from domain.events.succession import EnteredSuccession

PAGE_SIZE = 10_000


class LogReader:
    """Reads what one recorder recorded."""

    def __init__(self, recorder: Log) -> None:
        self.recorder = recorder
        self.decode: Callable[[int, Row], Recorded] = decode

    def stream(self, stream: str, until: int | None = None) -> Iterator[Recorded]:
        """Yield the events of one stream, oldest first, up to a log position."""
        for stored in self.recorder.select_streams([stream]):
            if until is not None and stored.id > until:
                return
            yield self.decode(stored.id, stored)

    def successions(self, until: int | None = None) -> Successions:
        """Return who carries on whom, up to a log position."""
        entered = (each.event for each in self.stream(SUCCESSIONS_STREAM, until))
        return successions(cast(EnteredSuccession, event) for event in entered)

    def entries(self, *, after: int = 0) -> Iterator[Recorded]:
        """Yield the whole log after a position, oldest first, in bounded pages."""
        for page in self.pages(after=after):
            for stored in page:
                yield decode(stored.id, stored)

    def pages(self, *, after: int = 0) -> Iterator[Sequence[Row]]:
        """Yield the log's rows after a position, a bounded page at a time."""
        while True:
            page = self.recorder.select_rows(after, PAGE_SIZE)
            for position, row in enumerate(page, start=after + 1):
                _must_follow(row.id, position)
            if page:
                yield page
                after = page[-1].id
            if len(page) < PAGE_SIZE:
                return

    def states(self, *, after: int = 0) -> Iterator[list[bytes]]:
        """Yield the stored bytes of the events after a position, a bounded page at a time."""
        while True:
            page: list[bytes] = []
            with self.recorder.rows(after, PAGE_SIZE) as rows:
                for place, (position, _, _, _, state) in enumerate(rows, start=after + 1):
                    _must_follow(position, place)
                    page.append(state)
            if page:
                yield page
                after += len(page)
            if len(page) < PAGE_SIZE:
                return

    def position(self) -> int:
        """Return the last position recorded; 0 for an empty log."""
        return self.recorder.position()

    def create(self) -> None:
        """Make the tables and triggers where they are missing."""
        self.recorder.create_table()

    def owner(self, claim_no: str) -> str:
        """Return whose a claim number is. Raises `claim-unknown`."""
        owner = self.recorder.owners([claim_no]).get(claim_no)
        if owner is None:
            raise claim_unknown(self.recorder, claim_no)
        return owner


def _must_follow(position: int, place: int) -> None:
    """Raise CodecError for an event that is not where the one before it says."""
    if position != place:
        raise CodecError(f"position {place}: " + N_("missing from the log"))
