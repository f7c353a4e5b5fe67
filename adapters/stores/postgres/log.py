"""The log on PostgreSQL: the eventsourcing package's table, with its own positions.

A sequence leaves holes after a conflict, and gives numbers before their transaction commits. So a
position is the last plus one, taken under a lock that lets others read and none write:
positions are gapless, and readers see them in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import Cursor
from psycopg.rows import tuple_row

from adapters.log.drafts import ClaimNumber
from adapters.log.entries import RowValues
from adapters.log.recorder import EVENTS, Log
from adapters.stores.postgres.connections import LogDatastore
from adapters.stores.postgres.tables import LOCK_OF_MAKING, missing, tables_and_triggers

Values = tuple[Any, ...]

_INSERT = (
    f"INSERT INTO {EVENTS} (notification_id, originator_id, originator_version, topic, state) "
    "SELECT * FROM unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[])"
)
_INSERT_NUMBERS = (
    "INSERT INTO {} (claim_no, uscc, digest) "
    "SELECT * FROM unnest(%b::text[], %b::text[], %b::text[])"
)
_NUMBERS_DIFFER = """
SELECT EXISTS (TABLE found_numbers EXCEPT TABLE claim_numbers)
OR EXISTS (TABLE claim_numbers EXCEPT TABLE found_numbers)"""


class PostgresLog(Log, PostgresApplicationRecorder):
    """The log in a PostgreSQL database."""

    MARK = "%s"
    POSITION = "notification_id"

    def __init__(self, conninfo: str, clock: Callable[[], datetime]) -> None:
        super().__init__(LogDatastore(conninfo))
        self.clock = clock

    def tune_for_bulk(self) -> None:
        """Nothing to prepare."""

    def close(self) -> None:
        self.datastore.close()

    def create_table(self) -> None:
        """Make the tables and triggers where they are missing.

        Who only writes may not make any, nor need to.
        """
        if not self._selected(missing()):
            return
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK_OF_MAKING,))
            for statement in tables_and_triggers():
                cursor.execute(statement)

    def max_notification_id(self) -> int:
        return self.position()

    @contextmanager
    def rows(self, after: int, limit: int) -> Iterator[Iterable[RowValues]]:
        with self._reading() as cursor:
            yield cursor.execute(self._after.encode(), (after, limit))

    @contextmanager
    def rewriting_claim_numbers(self) -> Iterator[Callable[[Iterable[ClaimNumber]], None]]:
        """Write the index of claim numbers again, where it differs from what the log gives.

        So who may only append can have the views rebuilt; an index that differs is its owner's to
        write again.
        """
        with self._writing() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE found_numbers (LIKE claim_numbers) ON COMMIT DROP"
            )
            yield lambda numbers: self._insert_numbers(cursor, numbers, "found_numbers")
            if cursor.execute(_NUMBERS_DIFFER).fetchone() == (True,):
                cursor.execute("DELETE FROM claim_numbers")
                cursor.execute("INSERT INTO claim_numbers TABLE found_numbers")

    @contextmanager
    def _reading(self) -> Iterator[Cursor[Values]]:
        with (
            self.datastore.get_connection() as connection,
            connection.cursor(row_factory=tuple_row, binary=True) as cursor,
        ):
            yield cursor

    @contextmanager
    def _writing(self) -> Iterator[Cursor[Values]]:
        with (
            self.datastore.get_connection() as connection,
            connection.transaction(),
            connection.cursor(row_factory=tuple_row, binary=True) as cursor,
        ):
            # Readers are let in; the first statement after it sees all that was committed before.
            cursor.execute(f"LOCK TABLE {EVENTS} IN EXCLUSIVE MODE")
            yield cursor

    def _selected(self, query: str, values: Sequence[object] = ()) -> list[Values]:
        with self._reading() as cursor:
            return cursor.execute(query, values).fetchall()

    def _insert_rows(self, cursor: Cursor[Values], rows: Sequence[RowValues]) -> None:
        if rows:
            cursor.execute(_INSERT, [list(column) for column in zip(*rows, strict=True)])
            cursor.execute(f"NOTIFY {self.channel_name}")  # for the package's subscribers

    def _insert_claim_numbers(self, cursor: Cursor[Values], numbers: Iterable[ClaimNumber]) -> None:
        self._insert_numbers(cursor, numbers, "claim_numbers")

    def _insert_numbers(
        self, cursor: Cursor[Values], numbers: Iterable[ClaimNumber], table: str
    ) -> None:
        columns = [list(column) for column in zip(*numbers, strict=True)]
        if columns:
            cursor.execute(_INSERT_NUMBERS.format(table).encode(), columns)
