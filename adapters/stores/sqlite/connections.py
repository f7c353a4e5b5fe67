"""Connections to the log on SQLite: durable, and a write takes its lock at once."""

from __future__ import annotations

import sqlite3

from eventsourcing.persistence import OperationalError
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

from adapters.stores.sqlite.files import LOCK_TIMEOUT_SECONDS, write_ahead

CACHE_KB = 16_384
CACHE_KB_BULK = 32_768
CHECKPOINT_PAGES = 1_000
CHECKPOINT_PAGES_MUCH = 8_000
STATEMENTS_KEPT = 64


class LogPool(SQLiteConnectionPool):
    """Connections that wait for the disk before a commit is acknowledged.

    much: whether they are for appending batch after batch. The write-ahead log then grows longer
    before it is copied into the database. A short one is written over again and again, which suits
    single commits; batches are faster when less is copied.
    """

    much = False

    def _create_connection(self) -> SQLiteConnection:
        # The library's own keeps one prepared statement, so that each is parsed again every time.
        try:
            raw = sqlite3.connect(
                self.db_name,
                uri=True,
                check_same_thread=False,
                isolation_level=None,
                cached_statements=STATEMENTS_KEPT,
                timeout=self.lock_timeout or LOCK_TIMEOUT_SECONDS,
            )
            write_ahead(raw)
        except sqlite3.Error as problem:
            raise OperationalError(problem) from problem
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute(f"PRAGMA cache_size=-{CACHE_KB_BULK if self.much else CACHE_KB}")
        pages = CHECKPOINT_PAGES_MUCH if self.much else CHECKPOINT_PAGES
        raw.execute(f"PRAGMA wal_autocheckpoint={pages}")
        raw.row_factory = sqlite3.Row
        return SQLiteConnection(raw, max_age=self.max_age)


class LogDatastore(SQLiteDatastore):
    """The library's datastore with this module's connections."""

    def __init__(self, path: str) -> None:
        super().__init__(path, originator_id_type="text")
        self.pool: LogPool = LogPool(db_name=path, lock_timeout=LOCK_TIMEOUT_SECONDS)


class WriteTransaction(SQLiteTransaction):
    """Takes the write lock at once: what is read in it is still so when it commits."""

    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as busy:
            raise OperationalError(busy) from busy
        return cursor
