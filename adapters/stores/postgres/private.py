"""The private table in a schema of its own, which a role that only reads is not let into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, ClassVar

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg import Connection
from psycopg.errors import InsufficientPrivilege, ReadOnlySqlTransaction

from adapters.accounts.private_table import PrivateTable
from adapters.accounts.statements import KEYS, PLAIN, SEALED
from adapters.stores.postgres.connections import AWAY, connect
from adapters.stores.postgres.tables import PRIVATE
from domain.refusals import Refusal

Server = Connection[tuple[Any, ...]]


class PostgresPrivateTable(PrivateTable):
    """The private table of a ledger in a database."""

    MARK: ClassVar[str] = "%s"
    SCHEMA: ClassVar[str] = f"{PRIVATE}."

    def __init__(self, address: str) -> None:
        self.address = address

    @property
    def log(self) -> Path | None:
        return None

    def may_read(self) -> bool:
        schema = f"SELECT has_schema_privilege(to_regnamespace('{PRIVATE}'), 'USAGE')"
        table_of = f"SELECT has_table_privilege(to_regclass('{PRIVATE}.' || %s), 'SELECT')"
        with self._connected() as table:
            return table.execute(schema.encode()).fetchone() != (False,) and all(
                table.execute(table_of.encode(), (name,)).fetchone() != (False,)
                for name in (PLAIN, SEALED, KEYS)
            )

    @contextmanager
    def _writing(self) -> Iterator[Server]:
        with self._connected() as table, table.transaction():
            yield table

    def _reading(self) -> AbstractContextManager[Server]:
        return self._connected()

    def _removing(self) -> AbstractContextManager[Server]:
        return self._connected()

    def _has(self, table: Server, name: str) -> bool:
        let_in = f"SELECT has_schema_privilege(to_regnamespace('{PRIVATE}'), 'USAGE')"
        if table.execute(let_in.encode()).fetchone() != (True,):
            return False
        may_read = f"SELECT has_table_privilege(to_regclass('{PRIVATE}.{name}'), 'SELECT')"
        return table.execute(may_read.encode()).fetchone() == (True,)

    def _overwrite(self) -> None:
        """Have the tables' files written again.

        What the server keeps to recover from, its write-ahead log and backups, has the bytes until
        it is recycled: sealed, and their key removed.
        """
        with self._connected() as table:
            for name in (PLAIN, SEALED, KEYS):
                if self._has(table, name):
                    table.execute(f"VACUUM (FULL) {PRIVATE}.{name}".encode())

    @contextmanager
    def _connected(self) -> Iterator[Server]:
        try:
            with connect(self.address) as table:
                yield table
        except (InsufficientPrivilege, ReadOnlySqlTransaction) as problem:
            said = problem.diag.message_primary
            raise Refusal("store-forbidden", store=self.address, problem=said) from problem
        except (psycopg.Error, PersistenceError) as problem:
            said = str(problem).strip()
            if isinstance(problem, AWAY):
                raise Refusal("store-unavailable", store=self.address, problem=said) from problem
            raise Refusal("private-unreadable", file=self.address, problem=said) from problem
