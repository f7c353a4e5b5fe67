"""The log, whatever keeps it: append-only, gapless in commit order, one row an event.

Beside it stands the index of claim numbers, written in the same transaction, which no two
enterprises may share. What differs from store to store is how a transaction takes the write lock.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from typing import Any, ClassVar

from eventsourcing.persistence import ApplicationRecorder, IntegrityError

from adapters.log.codec import Stamp, Stored, envelope, recorded_at
from adapters.log.drafts import Append, ClaimNumber, Draft
from adapters.log.entries import Row, RowValues
from adapters.log.lengths import EVENTS, Lengths
from adapters.log.numbers import ClaimNumbers, chunked
from domain.calendar import clock_text
from domain.events.streams import POLICY_STREAM, SETTINGS_STREAM

LAST_CHARACTER = "\U0010ffff"
ROWS_AT_ONCE = 10_000  # whose bytes are in memory together: a batch appends an event a line
STREAMS_AT_ONCE = 50  # whose events are in memory together

# What is recorded of enterprises themselves is a few events among many. A partial index is used
# where a query repeats this very condition.
OF_REGISTRATION = (
    "topic IN ('enterprise-registered', 'enterprise-renamed', 'account-named', 'account-named.2', "
    "'account-confirmed', 'account-erased')"
)
# The same for an index of SQLite, which builds the set of an IN for every row that is inserted.
OF_REGISTRATION_SPELLED_OUT = (
    "(topic = 'enterprise-registered' OR topic = 'enterprise-renamed' "
    "OR topic = 'account-named' OR topic = 'account-named.2' "
    "OR topic = 'account-confirmed' OR topic = 'account-erased')"
)
REGISTRATIONS = f"{OF_REGISTRATION_SPELLED_OUT} AND {OF_REGISTRATION}"  # by either index


class _Rollback(Exception):  # noqa: N818 - no fault: it undoes a transaction
    """What was appended alone is not to be recorded."""


class Log(ClaimNumbers, Lengths, ApplicationRecorder, ABC):
    """Appends events whole, stamps them under the write lock, and lets nothing be rewritten.

    Mixed into one of the eventsourcing package's recorders, whose table it writes to.
    """

    POSITION: ClassVar[str]  # the column of positions, as the package names it
    HAS_BYTES: ClassVar[str]  # the condition that a stored event has these bytes in it

    clock: Callable[[], datetime]
    _written: tuple[int, datetime | None] = 0, None  # the last append of its own
    _alone: Any = None  # the cursor of a transaction that is held over more than an append
    _undone = False  # whether what was appended in it is to be undone

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Any]:
        """One transaction that holds the write lock from its start; gives a cursor of tuples."""

    @abstractmethod
    def _insert_rows(self, cursor: Any, rows: Sequence[RowValues]) -> None:
        """Insert rows that follow the last row. Raises IntegrityError."""

    @abstractmethod
    def rows(self, after: int, limit: int) -> AbstractContextManager[Iterable[RowValues]]:
        """Give the rows after a position, in order, each read when asked for."""

    @abstractmethod
    def tune_for_bulk(self) -> None:
        """Prepare to append batch after batch: connections made from now on are for that."""

    @abstractmethod
    def rewriting_claim_numbers(
        self,
    ) -> AbstractContextManager[Callable[[Iterable[ClaimNumber]], None]]:
        """Give what takes every claim number of the log: the index is to have these and no others.

        All in one transaction that holds the write lock, so that an index is never seen half-built.
        """

    @abstractmethod
    def create_table(self) -> None:
        """Make the tables and triggers where they are missing."""

    @abstractmethod
    def close(self) -> None:
        """Close every connection."""

    def append(self, drafts: Sequence[Draft], append: Append) -> range:
        """Append events in their envelopes and return their positions.

        Raises IntegrityError when a stream has grown, a claim number is taken, or the policy book
        moved on; then nothing is recorded.
        """
        if self._alone is None:
            with self._writing() as cursor:
                written = self._append(cursor, drafts, append)
        else:
            try:
                written = self._append(self._alone, drafts, append)
            except BaseException:
                self._undone = True
                raise
        self._written = written
        last, _ = written
        return range(last - len(drafts) + 1, last + 1)

    @contextmanager
    def holding_write_lock(self) -> Iterator[None]:
        """Hold the write lock over reading, deciding and an append, against other writers.

        What was appended in it is recorded when it ends, and not at all when an error ends it, or
        the append itself failed.
        """
        with suppress(_Rollback), self._writing() as cursor:
            self._alone, self._undone = cursor, False
            try:
                yield
                if self._undone:
                    raise _Rollback
            except BaseException:
                self._written = 0, None
                raise
            finally:
                self._alone = None

    def _append(
        self, cursor: Any, drafts: Sequence[Draft], append: Append
    ) -> tuple[int, datetime | None]:
        """Append within a transaction that holds the write lock; return the last position."""
        last, moment = self._last(cursor, append)
        if append.claim_numbers:
            self._check_alike(cursor, append.claim_numbers)
            self._insert_claim_numbers(cursor, append.claim_numbers)
        now = self.clock() if moment is None else max(self.clock(), moment)
        moment_text = clock_text(now)  # one for all that a commit records
        stamps = {
            (by, login): Stamp(recorded_at=moment_text, by=by, login=login)
            for by, login in {draft[4:] for draft in drafts}
        }
        for start in range(0, len(drafts), ROWS_AT_ONCE):
            few = drafts[start : start + ROWS_AT_ONCE]
            rows = [
                (position, *draft[:3], envelope(draft, stamps[draft[4:]]))
                for position, draft in enumerate(few, start=last + start + 1)
            ]
            self._insert_rows(cursor, rows)
        return last + len(drafts), now

    def insert_events(self, stored_events: Sequence[Stored], **kwargs: Any) -> Sequence[int] | None:
        """Append events whose states are whole already, as the package's own recorders do."""
        with self._writing() as cursor:
            last = self._last_position(cursor)
            rows = [
                (position, str(s.originator_id), s.originator_version, s.topic, s.state)
                for position, s in enumerate(stored_events, start=last + 1)
            ]
            self._insert_rows(cursor, rows)
        return range(last + 1, last + 1 + len(rows))

    def put_back(self, rows: Sequence[Row], numbers: Iterable[ClaimNumber]) -> None:
        """Append rows that the log had before, with their claim numbers, in one transaction.

        Raises IntegrityError where the log does not end just before them.
        """
        with self._writing() as cursor:
            if self._last_position(cursor) != rows[0].id - 1:
                raise IntegrityError("the log has grown")
            self._put_back(cursor, rows, numbers)

    def _put_back(self, cursor: Any, rows: Sequence[Row], numbers: Iterable[ClaimNumber]) -> None:
        self._insert_rows(cursor, rows)
        self._insert_claim_numbers(cursor, numbers)

    def position(self) -> int:
        """Return the last position; 0 for an empty log. Asked before every decision."""
        ((last,),) = self._selected(f"SELECT MAX({self.POSITION}) FROM {EVENTS}")
        return last or 0

    def clock_elsewhere(self) -> datetime | None:
        """Return the time by the clock of another machine that keeps the log; None without one."""
        return None

    def select_streams(self, streams: Iterable[str], topics: Sequence[str] = ()) -> Iterator[Row]:
        """Yield the events of many streams, each stream's in order. topics: only of these."""
        only = f"AND topic IN ({self._marks(topics)}) " if topics else ""
        for few in chunked(streams, STREAMS_AT_ONCE):
            query = (
                f"SELECT {self._columns} FROM {EVENTS} WHERE originator_id IN ({self._marks(few)}) "
                f"{only}ORDER BY originator_id, originator_version"
            )
            yield from map(Row._make, self._selected(query, (*few, *topics)))

    def select_rows(self, after: int, limit: int) -> list[Row]:
        """Return the rows after a position, in order."""
        return list(map(Row._make, self._selected(self._after, (after, limit))))

    def registrations(self, streams: Iterable[str] | None = None) -> Iterator[Row]:
        """Yield what was recorded of enterprises themselves, each enterprise's in order.

        streams: only these; None for all.
        """
        for few in [None] if streams is None else chunked(streams):
            only = "" if few is None else f"AND originator_id IN ({self._marks(few)})"
            query = (
                f"SELECT {self._columns} FROM {EVENTS} WHERE {REGISTRATIONS} {only} "
                "ORDER BY originator_id, originator_version"
            )
            yield from map(Row._make, self._selected(query, few or ()))

    def first_of(self, stream: str, topic: str) -> int | None:
        """Return the position of the first event of a topic in a stream; None without one."""
        query = (
            f"SELECT MIN({self.POSITION}) FROM {EVENTS} "
            f"WHERE originator_id = {self.MARK} AND topic = {self.MARK}"
        )
        ((first,),) = self._selected(query, (stream, topic))
        return None if first is None else int(first)

    def streams_between(self, after: int, before: int) -> set[str]:
        """Return the streams that grew between two positions, both exclusive."""
        query = (
            f"SELECT DISTINCT originator_id FROM {EVENTS} "
            f"WHERE {self.POSITION} > {self.MARK} AND {self.POSITION} < {self.MARK}"
        )
        return {stream for (stream,) in self._selected(query, (after, before))}

    def streams(self, prefix: str = "") -> list[str]:
        """Return the name of every stream that begins so, sorted."""
        query = (
            f"SELECT DISTINCT originator_id FROM {EVENTS} "
            f"WHERE originator_id BETWEEN {self.MARK} AND {self.MARK} ORDER BY originator_id"
        )
        return [stream for (stream,) in self._selected(query, (prefix, prefix + LAST_CHARACTER))]

    def streams_with(self, topic: str, texts: Sequence[str]) -> list[str]:
        """Return the streams with events of a topic that have any of these texts in them, sorted.

        A scan of the log: for what no index knows.
        """
        any_of = " OR ".join([self.HAS_BYTES] * len(texts)) or "FALSE"
        query = (
            f"SELECT DISTINCT originator_id FROM {EVENTS} "
            f"WHERE topic = {self.MARK} AND ({any_of}) ORDER BY originator_id"
        )
        values = (topic, *(text.encode() for text in texts))
        return [stream for (stream,) in self._selected(query, values)]

    def time_of(self, position: int) -> datetime:
        """Return when the event at a position was recorded; the position is in the log."""
        return recorded_at(self.select_rows(position - 1, 1)[0].state)

    @property
    def _columns(self) -> str:
        return f"{self.POSITION}, originator_id, originator_version, topic, state"

    @property
    def _after(self) -> str:
        """The query for the rows after a position, at most so many."""
        return (
            f"SELECT {self._columns} FROM {EVENTS} WHERE {self.POSITION} > {self.MARK} "
            f"ORDER BY {self.POSITION} LIMIT {self.MARK}"
        )

    def _last_position(self, cursor: Any) -> int:
        cursor.execute(f"SELECT MAX({self.POSITION}) FROM {EVENTS}")
        return cursor.fetchone()[0] or 0

    def _last(self, cursor: Any, append: Append) -> tuple[int, datetime | None]:
        """Return the last position and its time; 0 and None for an empty log.

        Raises IntegrityError where the policy book or the settings moved on.
        """
        cursor.execute(self._ends, (POLICY_STREAM, SETTINGS_STREAM))
        last, *ends = (position or 0 for position in cursor.fetchone())
        for of, read, now in zip(("book", "settings"), append.rests_on, ends, strict=True):
            if read not in (None, now):
                raise IntegrityError(f"decided by the {of} of {read}, now {now}")
        if self._written[0] == last:
            return self._written
        cursor.execute(f"SELECT state FROM {EVENTS} WHERE {self.POSITION} = {self.MARK}", (last,))
        try:
            return last, recorded_at(cursor.fetchone()[0])
        except ValueError:
            return last, None  # a row that no ledger wrote; `verify` names it, an append need not

    @property
    def _ends(self) -> str:
        """The query for the last position, the policy book's and the settings'."""
        of_stream = (
            f"(SELECT {self.POSITION} FROM {EVENTS} WHERE originator_id = {self.MARK} "
            "ORDER BY originator_version DESC LIMIT 1)"
        )
        return f"SELECT (SELECT MAX({self.POSITION}) FROM {EVENTS}), {of_stream}, {of_stream}"
