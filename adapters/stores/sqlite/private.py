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

from adapters.accounts.accounts import StoredAccount, Value
from adapters.accounts.private_table import COLUMNS, PrivateTable
from adapters.stores.sqlite.connections import LOCK_TIMEOUT_SECONDS
from adapters.stores.sqlite.read_only import connect_to_read, is_read_only
from domain.refusals import Refusal

SUFFIX = ".private"
OWNER_ONLY = 0o600

_TABLE = """
CREATE TABLE IF NOT EXISTS accounts (
    account_id TEXT PRIMARY KEY,
    uscc TEXT NOT NULL,
    number TEXT NOT NULL,
    bank TEXT NOT NULL,
    salt BLOB NOT NULL
) WITHOUT ROWID"""
_BY_CODE = "CREATE INDEX IF NOT EXISTS accounts_by_code ON accounts (uscc)"


class SQLitePrivateTable(PrivateTable):
    """The private table of a log that is a file; none where its own file is missing."""

    def __init__(self, log: Path) -> None:
        self.path = Path(f"{log}{SUFFIX}")

    def keep(self, held: StoredAccount) -> None:
        """Keep a value; the file is made, its owner's only, where it is missing."""
        self._make()
        row = (held.account_id, held.uscc, *held.value, held.salt)
        with self._opened() as table:
            table.execute(_TABLE)
            table.execute(_BY_CODE)
            table.execute("INSERT INTO accounts VALUES (?, ?, ?, ?, ?)", row)

    def erase(self, uscc: str) -> int:
        if not self.path.exists():
            return 0
        with self._opened() as table:
            if not _made(table):
                return 0
            return table.execute("DELETE FROM accounts WHERE uscc = ?", (uscc,)).rowcount

    def drop(self, account_id: str) -> None:
        with self._opened() as table:
            table.execute("DELETE FROM accounts WHERE account_id = ?", (account_id,))

    def may_read(self) -> bool:
        return not self.path.exists() or os.access(self.path, os.R_OK)

    def _rows(self, column: str | None, values: list[str]) -> Iterator[StoredAccount]:
        if not os.access(self.path, os.R_OK):
            return
        where = "" if column is None else f"WHERE {column} IN ({','.join('?' * len(values))})"
        with self._opened() as table:
            rows = []
            if _made(table):
                rows = table.execute(f"SELECT {COLUMNS} FROM accounts {where}", values).fetchall()
        for account_id, uscc, number, bank, salt in rows:
            yield StoredAccount(account_id, uscc, Value(number, bank), salt)

    def _make(self) -> None:
        """Make the file before SQLite does, which would let others read it."""
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        except FileExistsError:
            return
        except OSError as problem:
            raise self._unreadable(problem.strerror or str(problem)) from problem

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """One transaction; raises `private-unreadable` where the file cannot serve."""
        try:
            with closing(self._connected()) as table:
                table.execute("PRAGMA secure_delete=ON")
                table.execute("PRAGMA synchronous=FULL")
                with table:
                    yield table
        except sqlite3.Error as problem:
            raise self._unreadable(str(problem)) from problem

    def _connected(self) -> sqlite3.Connection:
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


def _made(table: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'accounts'"
    return table.execute(query).fetchone() is not None
