"""The log on SQLite: `rowid` is an event's position; the write lock is SQLite's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from adapters.log.drafts import ClaimNumber
from adapters.log.entries import RowValues
from adapters.log.recorder import EVENTS, OF_REGISTRATION, Log
from adapters.stores.sqlite.connections import LogDatastore, WriteTransaction
from domain.identity import skeleton

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
# The library selects `rowid` by that name. Declared, it survives a VACUUM; implied, it may not.
# INSERT OR REPLACE deletes without firing DELETE's own trigger.
TABLES_AND_TRIGGERS = [
    f"""
CREATE TABLE IF NOT EXISTS {EVENTS} (
    rowid INTEGER PRIMARY KEY,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version)
)""",
    """
CREATE TABLE IF NOT EXISTS claim_numbers (
    claim_no TEXT PRIMARY KEY,
    uscc TEXT NOT NULL,
    digest TEXT NOT NULL
) WITHOUT ROWID""",
    # A ledger of an earlier version may have several numbers of one skeleton.
    """
CREATE TABLE IF NOT EXISTS claim_number_skeletons (
    skeleton TEXT NOT NULL,
    claim_no TEXT NOT NULL,
    PRIMARY KEY (skeleton, claim_no)
) WITHOUT ROWID""",
    f"CREATE INDEX IF NOT EXISTS {EVENTS}_of_registration "
    f"ON {EVENTS} (originator_id, originator_version) WHERE {OF_REGISTRATION}",
    f"CREATE TRIGGER IF NOT EXISTS {EVENTS}_no_update BEFORE UPDATE ON {EVENTS}  {_REFUSE}",
    f"CREATE TRIGGER IF NOT EXISTS {EVENTS}_no_delete BEFORE DELETE ON {EVENTS}  {_REFUSE}",
    f"CREATE TRIGGER IF NOT EXISTS {EVENTS}_no_insert BEFORE INSERT ON {EVENTS} "
    f"WHEN EXISTS (SELECT 1 FROM {EVENTS} WHERE rowid = NEW.rowid OR "
    "(originator_id = NEW.originator_id "
    f"AND originator_version = NEW.originator_version)) {_REFUSE}",
]


class SQLiteLog(Log, SQLiteApplicationRecorder):
    """The log in a SQLite file."""

    MARK = "?"
    POSITION = "rowid"

    def __init__(self, path: str, clock: Callable[[], datetime]) -> None:
        datastore = LogDatastore(path)
        super().__init__(datastore)
        self.clock = clock
        self._pool = datastore.pool
        self._inserting = (
            f"INSERT INTO {EVENTS} "
            "(rowid, originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?, ?)"
        )

    def tune_for_bulk(self) -> None:
        self._pool.much = True

    def close(self) -> None:
        self.datastore.close()

    def construct_create_table_statements(self) -> list[str]:
        return TABLES_AND_TRIGGERS

    def create_table(self) -> None:
        """Make the tables and triggers where they are missing.

        Under the write lock from the start: a transaction that reads first and would write then is
        refused at once when another process wrote in between.
        """
        with self._writing() as cursor:
            self._create_table(cursor)
            cursor.execute(
                "SELECT claim_no FROM claim_numbers "
                "WHERE NOT EXISTS (SELECT 1 FROM claim_number_skeletons)"
            )
            self._insert_skeletons(cursor, [claim_no for (claim_no,) in cursor.fetchall()])

    def max_notification_id(self) -> int:
        return self.position()

    @contextmanager
    def rows(self, after: int, limit: int) -> Iterator[Iterator[RowValues]]:
        """Give the rows after a position, in order, each read when asked for: for reading much.

        A list of them all would be new memory for every page, which costs more than the reading.
        """
        with self.datastore.transaction(commit=False) as cursor:
            plain = cursor.sqlite_cursor
            plain.row_factory = None
            yield plain.execute(self._after, (after, limit))

    @contextmanager
    def _writing(self) -> Iterator[SQLiteCursor]:
        with (
            self.datastore.get_connection(commit=True) as connection,
            WriteTransaction(connection, commit=True) as cursor,
            cursor,
        ):
            yield cursor

    def _selected(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self.datastore.transaction(commit=False) as cursor:
            plain = cursor.sqlite_cursor
            plain.row_factory = None
            return plain.execute(query, values).fetchall()

    def _insert_rows(self, cursor: SQLiteCursor, rows: Sequence[RowValues]) -> None:
        cursor.executemany(self._inserting, rows)

    def _insert_claim_numbers(self, cursor: SQLiteCursor, numbers: Iterable[ClaimNumber]) -> None:
        added = list(numbers)
        cursor.executemany("INSERT INTO claim_numbers VALUES (?, ?, ?)", added)
        self._insert_skeletons(cursor, [number.claim_no for number in added])

    def _insert_skeletons(self, cursor: SQLiteCursor, claim_nos: Sequence[str]) -> None:
        rows = [(skeleton(claim_no), claim_no) for claim_no in claim_nos]
        cursor.executemany("INSERT OR IGNORE INTO claim_number_skeletons VALUES (?, ?)", rows)

    def _select_alike(self, claim_nos: Sequence[str]) -> tuple[str, Sequence[object]]:
        skeletons = list(set(map(skeleton, claim_nos)))
        query = (
            "SELECT claim_no, uscc FROM claim_number_skeletons JOIN claim_numbers USING (claim_no) "
            f"WHERE skeleton IN ({self._marks(skeletons)})"
        )
        return query, skeletons
