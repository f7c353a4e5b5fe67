"""A PostgreSQL server of this machine that ledgers are measured on."""

from __future__ import annotations

from contextlib import suppress

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from adapters.stores.postgres.recorders import WRITER

LOGIN = "benchmark"


def cpu_of(number: int) -> float:
    """Return the CPU seconds of a process of this machine, with its children that ended."""
    import psutil  # type: ignore[import-untyped]  # takes what not every system has

    used = psutil.Process(number).cpu_times()
    return float(used.user + used.system + used.children_user + used.children_system)


def memory_of(number: int) -> int:
    """Return the MB that a process of this machine holds."""
    import psutil

    return int(psutil.Process(number).memory_info().rss) // 1_000_000


class Server:
    """Databases for measuring, made and dropped by a login that may. The server stands here.

    address: of a database that exists, such as postgresql://postgres@/postgres?host=/tmp/pg.
    """

    def __init__(self, address: str) -> None:
        import psutil  # takes what not every system has

        self._about, self._maintained = conninfo_to_dict(address), address
        self._gone = psutil.NoSuchProcess
        with psycopg.connect(address) as connection:
            own = psutil.Process(connection.info.backend_pid)
        parent = own.parent()
        assert parent is not None, "a backend has the server as its parent"
        self._postmaster = parent

    def cpu(self) -> float:
        """Return the CPU seconds of the server: of itself, its processes, and those that ended."""
        total = 0.0
        for process in (self._postmaster, *self._postmaster.children(recursive=True)):
            with suppress(self._gone):
                used = process.cpu_times()
                total += used.user + used.system + used.children_user + used.children_system
        return total

    def address(self, database: str, *, owner: bool = False) -> str:
        """Return the address of a database, for a login that records or for its owner."""
        user = self._about.get("user", "postgres") if owner else LOGIN
        return f"postgresql://{user}@/{database}?host={self._about.get('host', '')}"

    def empty(self, database: str) -> None:
        """Make a database; the one before is dropped."""
        self._drop(database)
        self._do(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))

    def let_in(self, database: str) -> None:
        """Let the login that records into a database that was prepared."""
        names = {"login": sql.Identifier(LOGIN), "database": sql.Identifier(database)}
        with suppress(psycopg.errors.DuplicateObject):
            self._do(sql.SQL("CREATE ROLE {login} LOGIN").format(**names))
        writer = sql.Identifier(WRITER)
        self._do(sql.SQL("GRANT {writer} TO {login}").format(writer=writer, **names))
        self._do(sql.SQL("GRANT CONNECT ON DATABASE {database} TO {login}").format(**names))

    def copy(self, database: str, to: str) -> None:
        """Copy a database; a former copy is dropped."""
        self._drop(to)
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._do(statement.format(sql.Identifier(to), sql.Identifier(database)))
        self.let_in(to)

    def _drop(self, database: str) -> None:
        name = sql.Identifier(database)
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def _do(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._maintained, autocommit=True) as connection:
            connection.execute(statement)
