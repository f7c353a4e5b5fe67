"""Views on SQLite: a file of their own, and the write lock taken at once."""

from __future__ import annotations

import sqlite3
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from adapters.stores.sqlite.connections import LOCK_TIMEOUT_SECONDS, write_ahead
from adapters.stores.sqlite.read_only import connect, connect_to_read, is_read_only
from adapters.views.backend import Backend

if TYPE_CHECKING:
    import sqlalchemy as sa

CACHE_KB = 32_768
CACHE_KB_FRESH = 65_536
CHECKPOINT_PAGES = 8_000


class SQLiteViews(Backend):
    """Views in a file of their own.

    Connecting makes a file that is missing now; it does not make one again that is gone later.
    """

    errors: ClassVar[type[Exception]] = sqlite3.Error
    marker: ClassVar[str] = "?"

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self._path = file
        mode = "rw" if file.exists() else "rwc"
        self._uri = f"{file.absolute().as_uri()}?mode={mode}"

    @cached_property
    def engine(self) -> sa.Engine:
        from adapters.stores.sqlite.views_engine import sqlite_engine

        return sqlite_engine(self.connect)

    def connect(self) -> sqlite3.Connection:
        options: dict[str, Any] = {
            "timeout": LOCK_TIMEOUT_SECONDS,
            "check_same_thread": False,
            "isolation_level": None,  # the driver's own BEGIN comes too late for a lock
        }
        if is_read_only(self._path):
            return connect_to_read(self._path, **options)
        connection = connect(self._uri, **options)
        write_ahead(connection)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KB}")
        connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        return connection

    def begin(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")


class FreshViews(SQLiteViews):
    """Views in a new file that only this process knows: nothing is kept to go back to."""

    def connect(self) -> sqlite3.Connection:
        connection = connect(self._uri, check_same_thread=False, isolation_level=None)
        for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KB_FRESH}"):
            connection.execute(f"PRAGMA {setting}")
        return connection
