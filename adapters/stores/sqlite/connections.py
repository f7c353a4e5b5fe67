"""Connections to SQLite files; to the log durable, and a write takes its lock at once."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from eventsourcing import sqlite
from eventsourcing.persistence import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    PersistenceError,
    ProgrammingError,
)

from adapters.stores.sqlite.read_only import connect, connect_to_read, is_read_only

LOCK_TIMEOUT_SECONDS = 60
RETRY_SECONDS = 0.02
CACHE_KB = 16_384
CACHE_KB_BULK = 32_768
CHECKPOINT_PAGES = 1_000
CHECKPOINT_PAGES_BULK = 8_000
STATEMENTS_KEPT = 64
_NAMED = {
    sqlite3.InterfaceError: InterfaceError,
    sqlite3.DataError: DataError,
    sqlite3.OperationalError: OperationalError,
    sqlite3.IntegrityError: IntegrityError,
    sqlite3.InternalError: InternalError,
    sqlite3.ProgrammingError: ProgrammingError,
    sqlite3.NotSupportedError: NotSupportedError,
    sqlite3.DatabaseError: DatabaseError,
}


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


def open_log(path: str, *, bulk: bool) -> sqlite3.Connection:
    """Open a log's file. Each statement is a transaction of its own, but for those begun as one.

    A commit is acknowledged once the disk has it. bulk: whether it is for appending batch after
    batch. The write-ahead log then grows longer before it is copied into the database. A short one
    is written over again and again, which suits single commits; batches are faster when less is
    copied.
    """
    options: dict[str, Any] = {
        "check_same_thread": False,
        "isolation_level": None,
        "cached_statements": STATEMENTS_KEPT,
        "timeout": LOCK_TIMEOUT_SECONDS,
    }
    if is_read_only(Path(path)):
        raw = connect_to_read(Path(path), **options)
    else:
        raw = connect(path, **options)
        write_ahead(raw)
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute(f"PRAGMA cache_size=-{CACHE_KB_BULK if bulk else CACHE_KB}")
    raw.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES_BULK if bulk else CHECKPOINT_PAGES}")
    return raw


def named(problem: sqlite3.Error) -> PersistenceError:
    """Return a driver's error as the eventsourcing package's."""
    return _NAMED.get(type(problem), PersistenceError)(problem)


class WriteTransaction:
    """Takes the write lock at once: what is read in it is still so when it commits.

    turn: held meanwhile, for a connection does the work of one thread at a time.
    """

    __slots__ = ("_connection", "_turn")

    def __init__(self, connection: sqlite3.Connection, turn: threading.RLock) -> None:
        self._connection, self._turn = connection, turn

    def __enter__(self) -> sqlite3.Cursor:
        self._turn.acquire()
        try:
            return self._connection.execute("BEGIN IMMEDIATE")
        except BaseException as problem:
            self._turn.release()
            if isinstance(problem, sqlite3.Error):
                raise named(problem) from problem
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if problem is None:
                self._connection.commit()
        except sqlite3.Error as failed:
            problem = failed
            raise named(failed) from failed
        finally:
            try:
                if problem is not None:
                    self._connection.rollback()  # SQLite has done so itself after some failures
            finally:
                self._turn.release()
        if isinstance(problem, sqlite3.Error):
            raise named(problem) from problem


class LogPool(sqlite.SQLiteConnectionPool):
    """The library's pool with this module's connections."""

    def _create_connection(self) -> sqlite.SQLiteConnection:
        # The library's own keeps one prepared statement, so that each is parsed again every time.
        try:
            raw = open_log(self.db_name, bulk=False)
        except sqlite3.Error as problem:
            raise OperationalError(problem) from problem
        raw.row_factory = sqlite3.Row
        return sqlite.SQLiteConnection(raw, max_age=self.max_age)


class LogDatastore(sqlite.SQLiteDatastore):
    """The library's datastore with this module's connections."""

    def __init__(self, path: str) -> None:
        super().__init__(path, originator_id_type="text")
        self.pool: LogPool = LogPool(db_name=path, lock_timeout=LOCK_TIMEOUT_SECONDS)
