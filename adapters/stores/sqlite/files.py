"""SQLite files as this product opens them, log and views alike."""

from __future__ import annotations

import sqlite3
import time

LOCK_TIMEOUT_SECONDS = 60
RETRY_SECONDS = 0.02


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
