"""Every enterprise of a log, folded one group after another: memory stays flat however many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import cast

from adapters.log.codec import decode
from adapters.log.recorder import Log
from domain.enterprise.state import Enterprise, evolve
from domain.events.log import EnterpriseEvent, Recorded
from domain.events.store import PolicyPublished
from domain.events.streams import of_enterprise
from domain.policy.book import PolicyBook, PolicyVersion

GROUP = 200  # streams read together


def codes(recorder: Log) -> list[str]:
    """Return the code of every enterprise that has events, sorted."""
    return [stream for stream in recorder.streams() if of_enterprise(stream)]


def histories(recorder: Log, until: int) -> Iterator[tuple[str, Iterator[Recorded]]]:
    """Yield each enterprise's events until a log position, by its code.

    Take each before asking for the next.
    """
    every = codes(recorder)
    for start in range(0, len(every), GROUP):
        yield from histories_of(recorder, every[start : start + GROUP], until)


def histories_of(
    recorder: Log, codes: Iterable[str], until: int
) -> Iterator[tuple[str, Iterator[Recorded]]]:
    """Yield the events of these enterprises, read together, as `histories` does."""
    rows = recorder.select_streams(codes)
    known = (row for row in rows if row.id <= until)
    for uscc, mine in groupby(known, key=attrgetter("originator_id")):
        yield uscc, (decode(row.id, row) for row in mine)


def enterprises(recorder: Log, until: int) -> Iterator[tuple[str, Enterprise]]:
    """Yield each enterprise as it stood at a log position, by its code."""
    for uscc, history in histories(recorder, until):
        yield uscc, folded(history)


def folded(stream: Iterable[Recorded]) -> Enterprise:
    """Return an enterprise as its stream tells it; a new one for an empty stream."""
    state = Enterprise()
    for recorded in stream:
        evolve(state, cast(EnterpriseEvent, recorded.event), recorded.by, recorded.login)
    return state


def book_of(stream: Iterable[Recorded]) -> PolicyBook:
    """Return the policy book as its stream tells it."""
    versions, position = [], 0
    for recorded in stream:
        event = recorded.event
        assert isinstance(event, PolicyPublished), f"in the policy book: {event!r}"
        versions.append(
            PolicyVersion(
                number=event.number,
                digest=event.digest,
                policy=event.policy,
                position=recorded.position,
            )
        )
        position = recorded.position
    return PolicyBook(tuple(versions), position)
