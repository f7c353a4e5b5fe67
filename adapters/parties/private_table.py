"""The private table: account values and salts, in a file of their own beside the log.

Nothing in the log depends on it: deleted whole or in part, every event still verifies. What is
removed is overwritten in the file, and the rollback journal is used, since a write-ahead log would
keep pages with what was removed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from adapters.parties.accounts import Held, Value
from adapters.sqlite_files import LOCK_TIMEOUT_SECONDS
from domain.refusals import Refusal

SUFFIX = ".private"
OWNER_ONLY = 0o600
VARIABLES_MAX = 900

_TABLE = """
CREATE TABLE IF NOT EXISTS accounts (
    account_id TEXT PRIMARY KEY,
    uscc TEXT NOT NULL,
    number TEXT NOT NULL,
    bank TEXT NOT NULL,
    salt BLOB NOT NULL
) WITHOUT ROWID"""
_BY_CODE = "CREATE INDEX IF NOT EXISTS accounts_by_code ON accounts (uscc)"


class PrivateTable:
    """The values of one store's accounts; none where the file is missing, or not for us to read."""

    def __init__(self, log: Path) -> None:
        self.path = Path(f"{log}{SUFFIX}")

    def keep(self, held: Held) -> None:
        """Keep a value; the file is made, its owner's only, where it is missing."""
        self._make()
        row = (held.account_id, held.uscc, *held.value, held.salt)
        with self._opened() as table:
            table.execute(_TABLE)
            table.execute(_BY_CODE)
            table.execute("INSERT INTO accounts VALUES (?, ?, ?, ?, ?)", row)

    def held(self, account_ids: Iterable[str]) -> dict[str, Held]:
        """Return what is kept of these accounts, by id."""
        ids = list(account_ids)
        return {
            one.account_id: one
            for start in range(0, len(ids), VARIABLES_MAX)
            for one in self._rows("account_id", ids[start : start + VARIABLES_MAX])
        }

    def of(self, usccs: Iterable[str]) -> list[Held]:
        """Return everything kept of these enterprises."""
        return list(self._rows("uscc", list(usccs)))

    def all(self) -> list[Held]:
        """Return everything kept."""
        return list(self._rows(None, []))

    def erase(self, uscc: str) -> int:
        """Remove every value and salt of an enterprise; return how many there were."""
        if not self.path.exists():
            return 0
        with self._opened() as table:
            if not _made(table):
                return 0
            return table.execute("DELETE FROM accounts WHERE uscc = ?", (uscc,)).rowcount

    def drop(self, account_id: str) -> None:
        """Remove one value, whose event was not recorded."""
        with self._opened() as table:
            table.execute("DELETE FROM accounts WHERE account_id = ?", (account_id,))

    def _rows(self, column: str | None, values: list[str]) -> Iterator[Held]:
        if not os.access(self.path, os.R_OK) or (column is not None and not values):
            return
        marks = ",".join("?" * len(values))
        where = "" if column is None else f"WHERE {column} IN ({marks})"
        with self._opened() as table:
            rows = []
            if _made(table):
                query = f"SELECT account_id, uscc, number, bank, salt FROM accounts {where}"
                rows = table.execute(query, values).fetchall()
        for account_id, uscc, number, bank, salt in rows:
            yield Held(account_id, uscc, Value(number, bank), salt)

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
            with closing(
                sqlite3.connect(
                    f"{self.path.absolute().as_uri()}?mode=rw",
                    uri=True,
                    timeout=LOCK_TIMEOUT_SECONDS,
                    isolation_level="IMMEDIATE",
                )
            ) as table:
                table.execute("PRAGMA secure_delete=ON")
                table.execute("PRAGMA synchronous=FULL")
                with table:
                    yield table
        except sqlite3.Error as problem:
            raise self._unreadable(str(problem)) from problem

    def _unreadable(self, problem: str) -> Refusal:
        return Refusal("private-unreadable", file=str(self.path), problem=problem)


def _made(table: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'accounts'"
    return table.execute(query).fetchone() is not None
