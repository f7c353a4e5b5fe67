"""The web's own tables: a SQLite file beside the ledger's, or a schema of the ledger's database.

Each part declares its tables by `metadata`. They hold accounts, sessions, jobs: nothing of them is
in the log, and deleting them loses logins, nothing else.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from eventsourcing.persistence import PersistenceError

from adapters.stores.opening import location_of
from adapters.stores.place import Location, problem_of
from adapters.views.dialect import say_no_interrupt
from adapters.web.state.file import connected, identity_of, made, watching
from domain.refusals import Refusal

SUFFIX = ".web"
VERSION = 1  # of the tables; another where one of them changes its columns
CONNECTIONS_KEPT = 4
CONNECTIONS_MAX = 16  # of one process
WAIT_SECONDS = 60
_FILE = "file"  # what a connection keeps of its file
_TURN = 0x73756273  # whose holder makes tables, on PostgreSQL

logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # the caller reports it

metadata = sa.MetaData()
_VERSIONS = sa.Table("web_version", metadata, sa.Column("version", sa.Integer, nullable=False))


class WebDatabase:
    """The web's own tables of one ledger; threads may share it, processes open their own.

    address: the ledger's. Nothing is opened before the first transaction. Everything raises
    `web-unreadable`, `web-newer`, `web-exposed`, `web-forbidden`, `store-unavailable` where the
    tables cannot serve.
    """

    def __init__(self, address: str) -> None:
        self.location: Location = location_of(address)
        file = self.location.file
        self.path = None if file is None else Path(f"{file}{SUFFIX}")
        self._engine = _postgres_engine(address) if self.path is None else _file_engine(self.path)
        say_no_interrupt(self._engine)
        self._making = threading.Lock()
        self._tables_made = 0
        self._watching = threading.Lock()
        self._watch: sqlite3.Connection | None = None  # which writes nothing

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """One transaction that may write, undone by an error; waits while others write."""
        self._make()
        with self._translated(), self._engine.execution_options(writes=True).begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One transaction that reads, and waits for nobody."""
        self._make()
        with self._translated(), self._engine.begin() as connection:
            yield connection

    def commits(self) -> int | None:
        """Return a number that each commit of any process changes; waits for nobody.

        None where it cannot be had: on PostgreSQL, or before anything was read of the file.
        """
        if self.path is None or not self._tables_made:
            return None
        with self._watching, suppress(sqlite3.Error):
            if self._watch is None:
                self._watch = watching(self.path)
            (number,) = self._watch.execute("PRAGMA data_version").fetchone()
            return int(number)
        return None

    def close(self) -> None:
        """Close every connection; the next transaction opens others."""
        self._engine.dispose()
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None

    def _make(self) -> None:
        """Make what is missing of the tables that parts have declared by now."""
        if self._tables_made == len(metadata.tables):
            return
        with self._making:
            wanted = len(metadata.tables)
            if self._tables_made == wanted:
                return
            if self.path is not None:
                made(self.path)
            writing = self._engine.execution_options(writes=True)
            with self._translated(), writing.begin() as connection:
                self._make_tables(connection)
            self._tables_made = wanted

    def _make_tables(self, connection: sa.Connection) -> None:
        if self.path is None:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TURN)))
        kept = sa.inspect(connection).get_table_names()
        version = VERSION
        if _VERSIONS.name in kept:
            version = connection.execute(sa.select(_VERSIONS.c.version)).scalar() or VERSION
        if version > VERSION:
            raise Refusal("web-newer", file=self._name, version=version, known=VERSION)
        missing = [table for name, table in metadata.tables.items() if name not in kept]
        if not missing:
            return
        if self.path is None:
            _own(connection)
        metadata.create_all(connection, tables=missing, checkfirst=False)
        if _VERSIONS in missing:
            connection.execute(sa.insert(_VERSIONS).values(version=VERSION))

    @property
    def _name(self) -> str:
        return str(self.path or self.location.name)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Raise what the database cannot do as a Refusal; a rule of a table, which is ours, as is.

        An error of the statements themselves is a bug, and passes as it is.
        """
        try:
            yield
        except (sa.exc.IntegrityError, sa.exc.ProgrammingError) as problem:
            if self.path is None and _is_forbidden(problem):
                said = problem_of(problem)
                raise Refusal("web-forbidden", store=self._name, problem=said) from problem
            raise
        except (sa.exc.DBAPIError, sa.exc.TimeoutError, PersistenceError) as problem:
            if self.path is None:
                raise self.location.refusal(problem) from problem
            said = problem_of(problem)
            raise Refusal("web-unreadable", file=self._name, problem=said) from problem


def append_only(table: sa.Table) -> None:
    """Have a table's rows never changed or removed, by triggers, once it is made."""
    name = table.name
    refused = f"rows of {name} are never changed"
    for verb in ("UPDATE", "DELETE"):
        trigger = (
            f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{refused}'); END"
        )
        _once_made(table, trigger, "sqlite")
    statements = (
        f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = pg_catalog, pg_temp AS $$ "
        f"BEGIN RAISE EXCEPTION '{refused}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$",
        f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_refuse()",
    )
    for statement in statements:
        _once_made(table, statement, "postgresql")


def _once_made(table: sa.Table, statement: str, dialect: str) -> None:
    ddl: Any = sa.DDL(statement)  # type: ignore[no-untyped-call]
    sa.event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


def _file_engine(path: Path) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: connected(path),
        poolclass=sa.QueuePool,
        pool_size=CONNECTIONS_KEPT,
        max_overflow=CONNECTIONS_MAX - CONNECTIONS_KEPT,
        pool_timeout=WAIT_SECONDS,
    )

    @sa.event.listens_for(engine, "connect")
    def _connected(_connection: Any, record: Any) -> None:
        record.info[_FILE] = identity_of(path)

    @sa.event.listens_for(engine, "checkout")
    def _taken(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info[_FILE] != identity_of(path):
            raise sa.exc.DisconnectionError("another file lies there, or none")

    @sa.event.listens_for(engine, "begin")
    def _began(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres_engine(address: str) -> sa.Engine:
    from adapters.stores.postgres.connections import connect
    from adapters.stores.postgres.tables import WEB

    def connected_to_schema() -> Any:
        connection = connect(address)
        connection.execute(f"SET search_path = {WEB}, pg_temp".encode())
        connection.autocommit = False
        return connection

    return sa.create_engine(
        "postgresql+psycopg://",
        creator=connected_to_schema,
        pool_size=CONNECTIONS_KEPT,
        max_overflow=CONNECTIONS_MAX - CONNECTIONS_KEPT,
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=True,  # a server that was started again has closed them
    )


def _own(connection: sa.Connection) -> None:
    """Have what this transaction makes belong to the role of those who serve the ledger.

    So each of its logins may use it, and no other; the schema is made by `store prepare`.
    """
    from adapters.stores.postgres.recorders import SERVER

    connection.exec_driver_sql(f"SET LOCAL ROLE {SERVER}")


def _is_forbidden(problem: sa.exc.DBAPIError) -> bool:
    """Say whether the server does not allow it, or has no schema for it."""
    return getattr(problem.orig, "sqlstate", None) in ("42501", "3F000")
