"""The private table in a SQLite file of its own beside the log.

What is removed is overwritten in the file, and the rollback journal is used, since a write-ahead
log would keep pages with what was removed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import ClassVar

from adapters.accounts.private_table import PrivateTable
from adapters.accounts.statements import KEYS, SEALED
from adapters.stores.sqlite.connections import LOCK_TIMEOUT_SECONDS
from adapters.stores.sqlite.read_only import connect_to_read, is_read_only
from domain.refusals import Refusal

SUFFIX = ".private"
OWNER_ONLY = 0o600

_TABLES = [
    f"""
CREATE TABLE IF NOT EXISTS {KEYS} (
    uscc TEXT PRIMARY KEY, key_id TEXT NOT NULL, wrapped BLOB NOT NULL
) WITHOUT ROWID""",
    f"""
CREATE TABLE IF NOT EXISTS {SEALED} (
    account_id TEXT PRIMARY KEY, uscc TEXT NOT NULL, commitment TEXT NOT NULL, sealed BLOB NOT NULL
) WITHOUT ROWID""",
    f"CREATE INDEX IF NOT EXISTS {SEALED}_by_code ON {SEALED} (uscc)",
]


class SQLitePrivateTable(PrivateTable):
    """The private table of a log that is a file; none where its own file is missing."""

    MARK: ClassVar[str] = "?"
    SCHEMA: ClassVar[str] = ""

    def __init__(self, log: Path) -> None:
        self._log = log
        self.path = Path(f"{log}{SUFFIX}")

    @property
    def log(self) -> Path:
        return self._log

    def may_read(self) -> bool:
        return not self.path.exists() or os.access(self.path, os.R_OK)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; the file is made, its owner's only, where it is missing."""
        self._make()
        with self._connected() as table:
            for statement in _TABLES:
                table.execute(statement)
            table.execute("BEGIN IMMEDIATE")
            yield table

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        if not os.access(self.path, os.R_OK):
            yield None
            return
        with self._connected() as table:
            yield table

    @contextmanager
    def _removing(self) -> Iterator[sqlite3.Connection | None]:
        if not self.path.exists():
            yield None
            return
        with self._connected() as table:
            yield table

    def _has(self, table: sqlite3.Connection, name: str) -> bool:
        query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return table.execute(query, (name,)).fetchone() is not None

    def _overwrite(self) -> None:
        """Nothing: it is overwritten as it is removed."""

    def _make(self) -> None:
        """Make the file before SQLite does, which would let others read it."""
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        except FileExistsError:
            return
        except OSError as problem:
            raise self._unreadable(problem.strerror or str(problem)) from problem

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """One transaction; raises `private-unreadable` where the file cannot serve."""
        try:
            with closing(self._connection()) as table:
                table.execute("PRAGMA secure_delete=ON")
                table.execute("PRAGMA synchronous=FULL")
                with table:
                    yield table
        except sqlite3.Error as problem:
            raise self._unreadable(str(problem)) from problem

    def _connection(self) -> sqlite3.Connection:
        if is_read_only(self.path):
            return connect_to_read(self.path)
        return sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=LOCK_TIMEOUT_SECONDS,
            isolation_level="IMMEDIATE",
        )

    def _unreadable(self, problem: str) -> Refusal:
        return Refusal("private-unreadable", file=str(self.path), problem=problem)
