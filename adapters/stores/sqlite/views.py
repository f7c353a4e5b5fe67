"""The engine for views on SQLite: a file of their own, and the write lock taken at once."""

from __future__ import annotations

import sqlite3
from functools import cache, partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from adapters.stores.sqlite.files import LOCK_TIMEOUT_SECONDS, write_ahead
from adapters.views.dialect import OPTION, Dialect, Rows

CACHE_KB = 32_768
CHECKPOINT_PAGES = 8_000


class SQLiteDialect(Dialect):
    """How views in a file are written."""

    readers_wait = False

    def make_room(self, connection: sa.Connection) -> None:
        """Nothing: the write lock is the file's, and readers keep what they see."""

    def insert_many(self, connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
        connection.exec_driver_sql(_inserting(table), rows)

    def insert(self, table: sa.Table) -> sqlite.Insert:
        return sqlite.insert(table)

    def compiled(self, statement: sa.Insert) -> str:
        return str(statement.compile(dialect=sqlite.dialect(paramstyle="qmark")))


DIALECT = SQLiteDialect()


def sqlite_engine(path: Path) -> sa.Engine:
    """Return an engine for views in a file of their own.

    Connecting makes a file that is missing now; it does not make one again that is gone later.
    """
    mode = "rw" if path.exists() else "rwc"
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        creator=partial(
            sqlite3.connect,
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=LOCK_TIMEOUT_SECONDS,
            check_same_thread=False,
        ),
        execution_options={OPTION: DIALECT},
    )

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late for a lock
        write_ahead(connection)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KB}")
        connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")

    @sa.event.listens_for(engine, "begin")
    def _began(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@cache
def _inserting(table: sa.Table) -> str:
    return DIALECT.compiled(sa.insert(table))
