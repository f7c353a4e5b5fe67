"""The time that a question is asked of, and the ledger as it stood then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from adapters.ledger import store
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.store import Store
from domain.calendar import BEIJING, day_end
from domain.refusals import Refusal


def parse_moment(text: str) -> datetime:
    """Return the moment a person means: no offset is Beijing time, a bare date its end.

    Raises `bad-time`.
    """
    try:
        if "T" not in text and " " not in text:
            return day_end(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("bad-time", text=text) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=BEIJING)


@contextmanager
def open_snapshot(address: str, position: int | None, known_at: str | None) -> Iterator[Snapshot]:
    """Open a ledger to read it, now, at a position, or as known at a time.

    Raises `store-not-found`, `position-unknown`, `bad-time`.
    """
    moment = None if known_at is None else parse_moment(known_at)
    with store.reading(address) as opened, opened.views.reading() as connection:
        head = opened.views.position()
        if moment is not None:
            position = position_at(opened, moment, head)
        if position is not None and position > head:
            raise Refusal("position-unknown", position=position, last=head)
        yield Snapshot(opened, connection, position)


def position_at(opened: Store, moment: datetime, head: int) -> int:
    """Return the last position recorded by then: time never goes back along the log."""
    return bisect_right(range(1, head + 1), moment, key=opened.handler.recorder.time_of)
