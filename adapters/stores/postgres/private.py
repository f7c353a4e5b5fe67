"""The private table in a schema of its own, which a role that only reads is not let into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg import Connection
from psycopg.errors import InsufficientPrivilege, UndefinedTable

from adapters.accounts.accounts import StoredAccount, Value
from adapters.accounts.private_table import COLUMNS, PrivateTable
from adapters.stores.postgres.connections import connect
from adapters.stores.postgres.tables import PRIVATE
from domain.refusals import Refusal


class PostgresPrivateTable(PrivateTable):
    """The private table of a ledger in a database."""

    def __init__(self, address: str) -> None:
        self.address = address

    def keep(self, held: StoredAccount) -> None:
        row = (held.account_id, held.uscc, *held.value, held.salt)
        query = f"INSERT INTO {PRIVATE}.accounts ({COLUMNS}) VALUES (%s, %s, %s, %s, %s)"
        with self._opened() as table:
            table.execute(query, row)

    def erase(self, uscc: str) -> int:
        """Remove every value of an enterprise, its bytes in the table's file included.

        What the server keeps to recover from, its write-ahead log and backups, has them until it is
        recycled.
        """
        removed = self._deleted("uscc", uscc)
        if removed:
            with self._opened() as table:
                table.execute(f"VACUUM (FULL) {PRIVATE}.accounts")
        return removed

    def drop(self, account_id: str) -> None:
        self._deleted("account_id", account_id)

    def may_read(self) -> bool:
        with self._opened() as table:
            try:
                table.execute(f"SELECT {COLUMNS} FROM {PRIVATE}.accounts LIMIT 0")
            except InsufficientPrivilege:
                return False
            except UndefinedTable:
                pass
        return True

    def _deleted(self, column: str, value: str) -> int:
        query = f"DELETE FROM {PRIVATE}.accounts WHERE {column} = %s"
        with self._opened() as table:
            try:
                return table.execute(query, (value,)).rowcount
            except UndefinedTable:
                return 0

    def _rows(self, column: str | None, values: list[str]) -> Iterator[StoredAccount]:
        where = "" if column is None else f"WHERE {column} = ANY(%s)"
        query = f"SELECT {COLUMNS} FROM {PRIVATE}.accounts {where}"
        with self._opened() as table:
            try:
                rows = table.execute(query, None if column is None else (values,)).fetchall()
            except (InsufficientPrivilege, UndefinedTable):
                return
        for account_id, uscc, number, bank, salt in rows:
            yield StoredAccount(account_id, uscc, Value(number, bank), salt)

    @contextmanager
    def _opened(self) -> Iterator[Connection[tuple[Any, ...]]]:
        try:
            with connect(self.address) as table:
                yield table
        except InsufficientPrivilege as problem:
            said = problem.diag.message_primary
            raise Refusal("store-forbidden", store=self.address, problem=said) from problem
        except (psycopg.Error, PersistenceError) as problem:
            said = str(problem).strip()
            raise Refusal("private-unreadable", file=self.address, problem=said) from problem
