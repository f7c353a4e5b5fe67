"""Connections to SQLite files; to the log durable, and a write takes its lock at once."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from eventsourcing import sqlite
from eventsourcing.persistence import OperationalError

from adapters.stores.sqlite.read_only import connect, connect_to_read, is_read_only

LOCK_TIMEOUT_SECONDS = 60
RETRY_SECONDS = 0.02
CACHE_KB = 16_384
CACHE_KB_BULK = 32_768
CHECKPOINT_PAGES = 1_000
CHECKPOINT_PAGES_BULK = 8_000
STATEMENTS_KEPT = 64


def write_ahead(connection: sqlite3.Connection) -> None:
    """Put a database in WAL mode, waiting for others who do the same or close it.

    SQLite answers `database is locked` at once here, without its own waiting: two connections that
    both turn a new file to WAL would wait for each other. Raises OperationalError after a minute.
    """
    end = time.monotonic() + LOCK_TIMEOUT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchone()
        except sqlite3.OperationalError as problem:
            # The low byte is SQLITE_BUSY, whatever more the code says.
            busy = problem.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > end:
                raise
        else:
            return
        time.sleep(RETRY_SECONDS)


class LogPool(sqlite.SQLiteConnectionPool):
    """Connections that wait for the disk before a commit is acknowledged.

    bulk: whether they are for appending batch after batch. The write-ahead log then grows longer
    before it is copied into the database. A short one is written over again and again, which suits
    single commits; batches are faster when less is copied.
    """

    bulk = False

    def _create_connection(self) -> sqlite.SQLiteConnection:
        # The library's own keeps one prepared statement, so that each is parsed again every time.
        try:
            raw = self._connected(
                check_same_thread=False,
                isolation_level=None,
                cached_statements=STATEMENTS_KEPT,
                timeout=self.lock_timeout or LOCK_TIMEOUT_SECONDS,
            )
        except sqlite3.Error as problem:
            raise OperationalError(problem) from problem
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute(f"PRAGMA cache_size=-{CACHE_KB_BULK if self.bulk else CACHE_KB}")
        pages = CHECKPOINT_PAGES_BULK if self.bulk else CHECKPOINT_PAGES
        raw.execute(f"PRAGMA wal_autocheckpoint={pages}")
        raw.row_factory = sqlite3.Row
        return sqlite.SQLiteConnection(raw, max_age=self.max_age)

    def _connected(self, **options: Any) -> sqlite3.Connection:
        if is_read_only(Path(self.db_name)):
            return connect_to_read(Path(self.db_name), **options)
        raw = connect(self.db_name, **options)
        write_ahead(raw)
        return raw


class LogDatastore(sqlite.SQLiteDatastore):
    """The library's datastore with this module's connections."""

    def __init__(self, path: str) -> None:
        super().__init__(path, originator_id_type="text")
        self.pool: LogPool = LogPool(db_name=path, lock_timeout=LOCK_TIMEOUT_SECONDS)


class WriteTransaction(sqlite.SQLiteTransaction):
    """Takes the write lock at once: what is read in it is still so when it commits."""

    def __enter__(self) -> sqlite.SQLiteCursor:
        cursor = self.connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as busy:
            raise OperationalError(busy) from busy
        return cursor
