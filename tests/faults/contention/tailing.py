"""Readers that follow the log while it grows, each in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from multiprocessing.synchronize import Event
from typing import Any, NamedTuple

from adapters.ledger.store import Store, existing
from tests.faults.contention.crew import CONTEXT, PATIENCE_SECONDS

PAGE = 100
PAUSE_SECONDS = 0.03

Row = tuple[int, str, int, str, bytes]


class Seen(NamedTuple):
    """What a reader saw: how many events, their digest, its looks, what was out of order."""

    how: str
    events: int
    digest: str
    looks: int
    faults: list[str]


def digest_of(rows: list[Row]) -> str:
    """Return the SHA-256 of rows, byte for byte, as a reader takes it."""
    digest = sha256()
    for row in rows:
        _take(digest, row)
    return digest.hexdigest()


@contextmanager
def readers(address: str, ways: list[str]) -> Iterator[Callable[[], list[Seen]]]:
    """Run a reader of each way until what is yielded is called, which returns what they saw."""
    stop, answers = CONTEXT.Event(), CONTEXT.Queue()
    running = [CONTEXT.Process(target=_follow, args=(address, way, stop, answers)) for way in ways]
    for process in running:
        process.start()

    def stopped() -> list[Seen]:
        stop.set()
        seen = [answers.get(timeout=PATIENCE_SECONDS) for _ in running]
        for process in running:
            process.join(PATIENCE_SECONDS)
        return [Seen(*row) for row in seen]

    try:
        yield stopped
    finally:
        stop.set()


def _follow(address: str, way: str, stop: Event, answers: Any) -> None:
    with existing(address) as store:
        answers.put(tuple(FOLLOW[way](store, way, stop)))


def _tail(store: Store, way: str, stop: Event) -> Seen:
    """Read page after page from where the last one ended, and to the end once asked to stop."""
    last, looks, digest, faults = 0, 0, sha256(), []
    while True:
        ending = stop.is_set()
        page = PAGES[way](store, last)
        looks += 1
        for row in page:
            if row[0] != last + 1:
                faults.append(f"{way}: position {row[0]} after {last}")
            last = row[0]
            _take(digest, row)
        if ending and not page:
            return Seen(way, last, digest.hexdigest(), looks, faults)
        if not page:
            time.sleep(PAUSE_SECONDS)


def _views(store: Store, way: str, stop: Event) -> Seen:
    """Bring the views on, over and over; what they reach never goes back."""
    last, looks, faults = 0, 0, []
    while True:
        ending = stop.is_set()
        reached = store.catch_up()
        looks += 1
        if reached < last:
            faults.append(f"{way}: position {reached} after {last}")
        last = reached
        if ending:
            return Seen(way, last, "", looks, faults)
        time.sleep(PAUSE_SECONDS)


def _rows(store: Store, after: int) -> list[Row]:
    rows = store.handler.recorder.select_rows(after, PAGE)
    return [
        (row.id, row.originator_id, row.originator_version, row.topic, row.state) for row in rows
    ]


def _notifications(store: Store, after: int) -> list[Row]:
    rows = store.handler.recorder.select_notifications(after, PAGE, inclusive_of_start=False)
    return [
        (row.id, str(row.originator_id), row.originator_version, row.topic, row.state)
        for row in rows
    ]


def _take(digest: Any, row: Row) -> None:
    digest.update(repr(tuple(row[:4])).encode() + bytes(row[4]))


PAGES = {"rows": _rows, "notifications": _notifications}
FOLLOW = {"rows": _tail, "notifications": _tail, "views": _views}
