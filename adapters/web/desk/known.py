"""What looks share of the ledger: its policy book and successions, which every answer asks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from threading import Lock
from typing import cast

from adapters.ledger.enterprises import book_of
from adapters.log.codec import decode
from adapters.log.entries import Row
from adapters.log.reader import LogReader
from domain.enterprise.kin.successions import Successions, successions
from domain.events.log import Recorded
from domain.events.registration import AccountErased, NameErased
from domain.events.streams import POLICY_STREAM, SUCCESSIONS_STREAM
from domain.events.succession import EnteredSuccession
from domain.policy.book import PolicyBook

EVENTS_KEPT = 8_000  # at least, and at most twice as many
_ERASED = AccountErased.TOPIC, NameErased.TOPIC


class Known:
    """The policy book and the successions, read again only after one was recorded; and events.

    For any number of threads. on_erased: called when a name or an account was erased since.
    """

    def __init__(self, *on_erased: Callable[[], None]) -> None:
        self._on_erased = on_erased
        self._lock = Lock()
        self._head = 0  # read until there
        self._book = PolicyBook()
        self._entered: tuple[tuple[int, EnteredSuccession], ...] = ()
        self._successions = {0: Successions()}  # by how many were entered
        self._events: dict[int, tuple[Row, Recorded]] = {}
        self._older = self._events

    def book(self, position: int) -> PolicyBook:
        """Return the policy book as recorded by a position, which was reached."""
        book = self._book
        return book if book.position <= position else book.until(position)

    def successions(self, position: int) -> Successions:
        """Return who carried on whom by a position, which was reached."""
        entered = self._entered
        count = bisect_right(entered, position, key=lambda each: each[0])
        if count not in self._successions:
            self._successions[count] = successions(event for _, event in entered[:count])
        return self._successions[count]

    def decode(self, position: int, row: Row) -> Recorded:
        """Return what a row of the log says, as read before where it is the same row.

        Raises CodecError.
        """
        kept = self._events.get(position) or self._older.get(position)
        if kept is not None and kept[0] == row:
            self._events[position] = kept
            return kept[1]
        recorded = decode(position, row)
        if len(self._events) >= EVENTS_KEPT:
            self._older, self._events = self._events, {}
        self._events[position] = row, recorded
        return recorded

    def reach(self, log: LogReader, head: int) -> None:
        """Take in what was recorded up to a position."""
        if head <= self._head:
            return
        with self._lock:
            if head <= self._head:
                return
            recorder, begun = log.recorder, self._head > 0
            grown = recorder.streams_between(self._head, head + 1) if begun else set()
            if not begun or POLICY_STREAM in grown:
                self._book = book_of(log.stream(POLICY_STREAM))
            if not begun or SUCCESSIONS_STREAM in grown:
                self._entered = tuple(
                    (each.position, cast(EnteredSuccession, each.event))
                    for each in log.stream(SUCCESSIONS_STREAM)
                )
            erased = recorder.select_streams(sorted(grown), topics=_ERASED)
            if any(row.id > self._head for row in erased):
                for forget in self._on_erased:
                    forget()
            self._head = head
