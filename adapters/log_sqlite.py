"""The log on SQLite: the eventsourcing package's recorder, made append-only and gapless.

One row an event; `rowid` is its position, gapless from 1 in commit order. Beside it stands the
index of claim numbers, written in the same transaction, which no two enterprises may share.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from adapters.codec import Stamp, clock_text, envelope, recorded_at
from adapters.entries import Row, RowValues
from adapters.log_connections import LogDatastore, WriteTransaction
from adapters.log_tables import tables_and_triggers
from domain.events import POLICY_STREAM

VARIABLES_MAX = 900  # host parameters in one statement
LAST_CHARACTER = "\U0010ffff"
STREAMS_AT_ONCE = 50  # whose events are in memory together


class Draft(NamedTuple):
    """An event about to be appended: its stream, its place there, its own bytes."""

    originator_id: str
    originator_version: int
    topic: str
    state: bytes


class ClaimNumber(NamedTuple):
    """A claim number taken by an enterprise, with the SHA-256 of the claim as submitted."""

    claim_no: str
    uscc: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """What an append rests on besides its events; checked under the write lock.

    book_position: the policy book as the decisions read it. Raises IntegrityError when it moved on.
    """

    by: str
    login: str
    book_position: int
    claim_numbers: Sequence[ClaimNumber] = ()


class LogRecorder(SQLiteApplicationRecorder):
    """Appends events whole, stamps them under the write lock, and lets nothing be rewritten."""

    def __init__(self, datastore: LogDatastore, clock: Callable[[], datetime]) -> None:
        super().__init__(datastore)
        self.clock = clock
        self._pool = datastore.pool
        self._written: tuple[int, datetime | None] = 0, None  # the last append of its own
        self._alone: SQLiteCursor | None = None
        self.insert_events_statement = (
            f"INSERT INTO {self.events_table_name} "
            "(rowid, originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?, ?)"
        )

    def write_much(self) -> None:
        """Prepare to append batch after batch: connections made from now on are for that."""
        self._pool.much = True

    def construct_create_table_statements(self) -> list[str]:
        return tables_and_triggers(self.events_table_name)

    def create_table(self) -> None:
        """Make the tables and triggers where they are missing.

        Under the write lock from the start: a transaction that reads first and would write then is
        refused at once when another process wrote in between.
        """
        with self._writing() as cursor:
            self._create_table(cursor)

    def append(self, drafts: Sequence[Draft], append: Append) -> range:
        """Append events in their envelopes and return their positions.

        Raises IntegrityError when a stream has grown, a claim number is taken, or the policy book
        moved on; then nothing is recorded.
        """
        with nullcontext(self._alone) if self._alone else self._writing() as cursor:
            last, moment = self._last(cursor)
            self._check(cursor, append)
            now = self.clock() if moment is None else max(self.clock(), moment)
            stamp = Stamp(recorded_at=clock_text(now), by=append.by, login=append.login)
            rows = [
                (position, *draft[:3], envelope(draft, stamp))
                for position, draft in enumerate(drafts, start=last + 1)
            ]
            cursor.executemany(self.insert_events_statement, rows)
        self._written = last + len(rows), now
        return range(last + 1, last + 1 + len(rows))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the write lock over reading, deciding and an append: nobody gets there first.

        What was appended in it is recorded when it ends, and not at all when an error ends it.
        """
        with self._writing() as cursor:
            self._alone = cursor
            try:
                yield
            except BaseException:
                self._written = 0, None
                raise
            finally:
                self._alone = None

    def max_notification_id(self) -> int:
        """Return the last position; 0 for an empty log. Asked before every decision."""
        with self.datastore.get_connection(commit=False) as connection:
            return self._last_position(connection.cursor())

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Append events whose states are whole already, as the library's own recorders do."""
        with self._writing() as cursor:
            return self._insert_events(cursor, stored_events, **kwargs)

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **_: Any
    ) -> Sequence[int] | None:
        last = self._last_position(c)
        rows = [
            (position, str(s.originator_id), s.originator_version, s.topic, s.state)
            for position, s in enumerate(stored_events, start=last + 1)
        ]
        c.executemany(self.insert_events_statement, rows)
        return range(last + 1, last + 1 + len(rows))

    def select_streams(self, streams: Iterable[str]) -> Iterator[Row]:
        """Yield the events of many streams, each stream's in order."""
        for few in _in_parts(streams, STREAMS_AT_ONCE):
            with self.datastore.transaction(commit=False) as cursor:
                marks = ",".join("?" * len(few))
                cursor.execute(
                    f"SELECT * FROM {self.events_table_name} "
                    f"WHERE originator_id IN ({marks}) ORDER BY originator_id, originator_version",
                    few,
                )
                rows = cursor.fetchall()
            yield from map(Row._make, rows)

    def select_rows(self, after: int, limit: int) -> list[Row]:
        """Return the rows after a position, in order: plain tuples, for reading much."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                f"SELECT * FROM {self.events_table_name} WHERE rowid > ? ORDER BY rowid LIMIT ?",
                (after, limit),
            )
            return [Row._make(row) for row in cursor.fetchall()]

    @contextmanager
    def rows(self, after: int, limit: int) -> Iterator[Iterator[RowValues]]:
        """Give the rows after a position, in order, each read when asked for: for reading much.

        A list of them all would be new memory for every page, which costs more than the reading.
        """
        with self.datastore.transaction(commit=False) as cursor:
            plain = cursor.sqlite_cursor
            plain.row_factory = None
            yield plain.execute(
                f"SELECT * FROM {self.events_table_name} WHERE rowid > ? ORDER BY rowid LIMIT ?",
                (after, limit),
            )

    def streams_between(self, after: int, before: int) -> set[str]:
        """Return the streams that grew between two positions, both exclusive."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                f"SELECT DISTINCT originator_id FROM {self.events_table_name} "
                "WHERE rowid > ? AND rowid < ?",
                (after, before),
            )
            return {row["originator_id"] for row in cursor.fetchall()}

    def streams(self, prefix: str = "") -> list[str]:
        """Return the name of every stream that begins so, sorted."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                f"SELECT DISTINCT originator_id FROM {self.events_table_name} "
                "WHERE originator_id BETWEEN ? AND ? ORDER BY originator_id",
                (prefix, prefix + LAST_CHARACTER),
            )
            return [row["originator_id"] for row in cursor.fetchall()]

    def time_of(self, position: int) -> datetime:
        """Return when the event at a position was recorded; the position is one of the log's."""
        (row,) = self.select_rows(position - 1, 1)
        return recorded_at(row.state)

    def owners(self, claim_numbers: Iterable[str]) -> dict[str, str]:
        """Return whose each known claim number is."""
        found: dict[str, str] = {}
        for few in _in_parts(claim_numbers):
            with self.datastore.transaction(commit=False) as cursor:
                marks = ",".join("?" * len(few))
                cursor.execute(
                    f"SELECT claim_no, uscc FROM claim_numbers WHERE claim_no IN ({marks})", few
                )
                found.update((row["claim_no"], row["uscc"]) for row in cursor.fetchall())
        return found

    @contextmanager
    def rewriting_claim_numbers(self) -> Iterator[Callable[[Iterable[ClaimNumber]], None]]:
        """Write the index of claim numbers again: yields what adds to the new one.

        All in one transaction that holds the write lock: nobody ever sees half an index.
        """
        with self._writing() as cursor:
            cursor.execute("DELETE FROM claim_numbers")
            yield lambda numbers: self._insert_claim_numbers(cursor, numbers)

    @contextmanager
    def _writing(self) -> Iterator[SQLiteCursor]:
        with (
            self.datastore.get_connection(commit=True) as connection,
            WriteTransaction(connection, commit=True) as cursor,
            cursor,
        ):
            yield cursor

    def _last_position(self, c: SQLiteCursor) -> int:
        c.execute(f"SELECT MAX(rowid) FROM {self.events_table_name}")
        return c.fetchone()[0] or 0

    def _last(self, c: SQLiteCursor) -> tuple[int, datetime | None]:
        """Return the last position and its time; 0 and None for an empty log."""
        last = self._last_position(c)
        if last == 0 or self._written[0] == last:
            return self._written if last else (0, None)
        c.execute(f"SELECT * FROM {self.events_table_name} WHERE rowid = ?", (last,))
        return last, self._time(c.fetchone())

    def _time(self, row: sqlite3.Row) -> datetime | None:
        try:
            return recorded_at(row["state"])
        except ValueError:
            return None  # a row that no ledger wrote; `verify` names it, an append need not

    def _check(self, c: SQLiteCursor, append: Append) -> None:
        c.execute(
            f"SELECT rowid FROM {self.events_table_name} WHERE originator_id = ? "
            "ORDER BY originator_version DESC LIMIT 1",
            (POLICY_STREAM,),
        )
        row = c.fetchone()
        found = 0 if row is None else row["rowid"]
        if found != append.book_position:
            raise IntegrityError(f"decided by the book of {append.book_position}, now {found}")
        if append.claim_numbers:
            self._insert_claim_numbers(c, append.claim_numbers)

    def _insert_claim_numbers(self, c: SQLiteCursor, numbers: Iterable[ClaimNumber]) -> None:
        c.executemany(
            "INSERT INTO claim_numbers VALUES (?, ?, ?)",
            [(number.claim_no, number.uscc, number.digest) for number in numbers],
        )


def _in_parts(names: Iterable[str], size: int = VARIABLES_MAX) -> Iterator[list[str]]:
    every = list(dict.fromkeys(names))
    for start in range(0, len(every), size):
        yield every[start : start + size]
