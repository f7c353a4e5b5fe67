"""The log on PostgreSQL: the eventsourcing package's table, with its own positions.

A sequence leaves holes after a conflict, and gives numbers before their transaction commits. So a
position is the last plus one, taken under a lock that lets others read and none write:
positions are gapless, and readers see them in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import Cursor, errors
from psycopg.rows import tuple_row

from adapters.log.drafts import ClaimNumber
from adapters.log.entries import RowValues
from adapters.log.lengths import EVENTS
from adapters.log.problems import EventRefused, LogForbidden
from adapters.log.recorder import Log
from adapters.stores.postgres.connections import LogDatastore
from adapters.stores.postgres.tables import KEY, LOG, NUMBERS, VIEWS, topics_again
from adapters.views.shape import TABLES
from domain.refusals import Refusal

Values = tuple[Any, ...]

_INSERT = (
    f"INSERT INTO {EVENTS} (notification_id, originator_id, originator_version, topic, state) "
    "SELECT * FROM unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[])"
)
_INSERT_NUMBERS = (
    f"INSERT INTO {NUMBERS} (claim_no, uscc, digest) "
    "SELECT * FROM unnest(%b::text[], %b::text[], %b::text[])"
)
_NUMBERS_KNOWN = """
SELECT count(*) FROM unnest(%b::text[], %b::text[], %b::text[]) AS numbers (claim_no, uscc, digest)
JOIN claim_numbers USING (claim_no, uscc, digest)"""

_NUMBERS_ALIKE = f"""
SELECT claim_no, uscc FROM claim_numbers
WHERE {KEY}(claim_no) IN (SELECT {KEY}(wanted) FROM unnest(%b::text[]) AS wanted)"""


# For the package's subscribers; not where a login that only reads has filled the server's queue.
_NOTIFY = "SELECT pg_notify(%b, '') WHERE pg_notification_queue_usage() < 0.5"
_CLOCK = """
SELECT extract(epoch FROM clock_timestamp())::float8
WHERE inet_server_addr() IS DISTINCT FROM inet_client_addr()"""


@contextmanager
def _named() -> Iterator[None]:
    """Raise what the server does not allow as the log's own errors, which go between processes."""
    try:
        yield
    except PersistenceError as problem:
        match problem.__cause__:
            case (errors.InsufficientPrivilege() | errors.ReadOnlySqlTransaction()) as said:
                raise LogForbidden(said.diag.message_primary) from said
            case errors.RaiseException() as said:
                raise EventRefused(said.diag.message_primary) from said
        raise


class PostgresLog(Log, PostgresApplicationRecorder):
    """The log in a PostgreSQL database."""

    MARK = "%s"
    POSITION = "notification_id"
    HAS_BYTES = "position(%s IN state) > 0"

    def __init__(self, conninfo: str, clock: Callable[[], datetime]) -> None:
        super().__init__(LogDatastore(conninfo))
        self.clock = clock

    def tune_for_bulk(self) -> None:
        """Nothing to prepare."""

    def close(self) -> None:
        self.datastore.close()

    def create_table(self) -> None:
        """Nothing: the owner makes the tables, when the store is prepared."""

    def max_notification_id(self) -> int:
        return self.position()

    def clock_elsewhere(self) -> datetime | None:
        rows = self._selected(_CLOCK)
        return datetime.fromtimestamp(rows[0][0], UTC) if rows else None

    @contextmanager
    def rows(self, after: int, limit: int) -> Iterator[Iterable[RowValues]]:
        with self._reading() as cursor:
            yield cursor.execute(self._after.encode(), (after, limit))

    @contextmanager
    def rewriting_claim_numbers(self) -> Iterator[Callable[[Iterable[ClaimNumber]], None]]:
        """Compare the index of claim numbers with what the log gives.

        It is the owner's: the log's trigger writes it, and `store prepare` writes it again. Raises
        Refusal `claim-numbers-differ`.
        """
        given = known = 0

        def compare(numbers: Iterable[ClaimNumber]) -> None:
            nonlocal given, known
            columns = [list(column) for column in zip(*numbers, strict=True)]
            if columns:
                given += len(columns[0])
                ((same,),) = cursor.execute(_NUMBERS_KNOWN.encode(), columns).fetchall()
                known += same

        with self._writing() as cursor:
            yield compare
            ((there,),) = cursor.execute("SELECT count(*) FROM claim_numbers").fetchall()
        if not given == known == there:
            raise Refusal("claim-numbers-differ", log=given, index=there)

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
            _named(),
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
            cursor.execute(_NOTIFY, (self.channel_name,))

    def _put_back(
        self, cursor: Cursor[Values], rows: Sequence[RowValues], numbers: Iterable[ClaimNumber]
    ) -> None:
        """Insert rows of other logins past the trigger, which only the owner switches.

        It is off in this transaction alone, whose lock lets nobody else write. The views are left
        empty: the next command that may fills them.
        """
        switch = f"ALTER TABLE {LOG} %s TRIGGER {EVENTS}_no_gap"
        cursor.execute((switch % "DISABLE").encode())
        self._insert_rows(cursor, rows)
        columns = [list(column) for column in zip(*numbers, strict=True)]
        if columns:
            cursor.execute(_INSERT_NUMBERS, columns)
        cursor.execute(topics_again(LOG).encode())
        cursor.execute((switch % "ENABLE").encode())
        for name in TABLES:
            cursor.execute(f"DELETE FROM {VIEWS}.{name}".encode())

    def _select_alike(self, claim_nos: Sequence[str]) -> tuple[str, Sequence[object]]:
        return _NUMBERS_ALIKE, (list(claim_nos),)

    def _insert_claim_numbers(self, cursor: Cursor[Values], numbers: Iterable[ClaimNumber]) -> None:
        """Nothing: the log's trigger does, so that no number is taken without its claim."""
