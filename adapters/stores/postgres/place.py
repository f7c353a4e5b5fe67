"""A ledger in a PostgreSQL database of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

import psycopg
from eventsourcing.persistence import OperationalError, PersistenceError
from psycopg import Connection, errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from adapters.log.lengths import EVENTS
from adapters.log.problems import EventRefused, LogForbidden
from adapters.stores.place import Guard, problem_of
from adapters.stores.postgres.connections import AWAY, connect
from adapters.stores.postgres.log import PostgresLog
from adapters.stores.postgres.private import PostgresPrivateTable
from adapters.stores.postgres.recorders import SERVER, WRITER
from adapters.stores.postgres.roles import prepare_roles
from adapters.stores.postgres.tables import LOG, VIEWS, WEB
from adapters.stores.postgres.views import PostgresViews
from adapters.views.backend import Backend
from adapters.wording.translation import N_
from domain.refusals import Refusal
from projections.upkeep import StoreRoles

MAINTENANCE = "postgres"  # the database that every server has
COLUMNS = ("notification_id", "originator_id", "originator_version", "topic", "state")
_LOOK = f"""
SELECT current_setting('server_encoding'), ARRAY(
    SELECT attname::text FROM pg_attribute
    WHERE attrelid = to_regclass('{LOG}') AND attnum > 0 AND NOT attisdropped)"""
# Whether this login could rewrite the log: a superuser counts as a member of every role.
_MAY_REWRITE = f"""
SELECT session_user::text FROM pg_class
WHERE oid = to_regclass('{LOG}') AND pg_has_role(session_user, relowner, 'MEMBER')"""

_HAS_OWN_LOGIN = f"""
SELECT NOT EXISTS (SELECT FROM pg_roles
    WHERE rolname = '{WRITER}' AND pg_has_role(session_user, oid, 'MEMBER'))"""

# Of a ledger that an earlier version prepared, whose trigger takes no such events, it has no right.
_MAY_SERVE = f"""
SELECT session_user::text, EXISTS (SELECT FROM pg_roles, pg_namespace
    WHERE rolname = '{SERVER}' AND pg_has_role(session_user, pg_roles.oid, 'MEMBER')
    AND nspname = '{WEB}' AND has_schema_privilege(pg_roles.oid, pg_namespace.oid, 'CREATE'))"""


def postgres_place(address: str) -> PostgresLocation:
    """Return the place of an address. Raises `store-unreadable` for what is none."""
    try:
        conninfo_to_dict(address)
    except psycopg.Error as problem:
        text = str(problem).strip()
        raise Refusal("store-unreadable", verb="address", problem=text) from None
    return PostgresLocation(address)


@dataclass(frozen=True, slots=True)
class PostgresLocation:
    """The place of a ledger that is a database. name: its address, without a password."""

    name: str
    file: None = field(default=None, init=False)

    def exists(self) -> bool:
        """Say whether the database is there, and in it a log's table.

        Raises `login-may-rewrite` for a login that owns the log, too.
        """
        rows = self._ask(_LOOK)
        if not rows or not self._has_log(*rows[0]):
            return False
        if owner := self._ask(_MAY_REWRITE):
            raise Refusal("login-may-rewrite", store=self.name, login=str(owner[0][0]))
        return True

    def make(self) -> None:
        """Nothing but look: only the owner makes a ledger, by `prepare`."""
        if not self.exists():
            raise Refusal("store-not-found", store=self.name)

    def must_be_writable(self) -> None:
        """Nothing: the server says of each statement whether it allows it."""

    def must_let_serve(self) -> None:
        for login, may in self._ask(_MAY_SERVE) or []:
            if not may:
                raise Refusal("login-may-not-serve", store=self.name, login=str(login))

    def prepare(self) -> StoreRoles:
        """Make the database where it is missing, what is missing in it, and the roles."""
        if rows := self._ask(_LOOK):
            self._has_log(*rows[0])
        else:
            self._make_database()
        return prepare_roles(self.name)

    def _make_database(self) -> None:
        query = SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0")
        with self._maintaining() as server:
            try:
                server.execute(query.format(Identifier(str(self._database()))))
            except (errors.DuplicateDatabase, errors.UniqueViolation):
                pass  # another process was first
            except psycopg.Error as problem:
                raise self.refusal(problem) from problem

    def log(self, clock: Callable[[], datetime]) -> PostgresLog:
        return PostgresLog(self.name, clock)

    def views(self) -> PostgresViews:
        return PostgresViews(self.name)

    def other_views(self, damaged: Backend) -> None:
        """Do nothing: tables are rebuilt in their own transaction."""

    def builds_beside(self, views: Backend) -> bool:
        return False

    def building_views(self) -> NoReturn:
        raise AssertionError("tables are rebuilt in their own transaction")

    def has_views(self) -> bool:
        return self._ask(f"SELECT to_regclass('{VIEWS}.progress') IS NOT NULL") == [(True,)]

    def may_write_views(self, views: Backend) -> bool:
        assert isinstance(views, PostgresViews), "views of another store"
        return views.may_write()

    def guards(self) -> list[Guard]:
        from adapters.stores.postgres.guards import guards

        try:
            with connect(self.name) as server:
                return list(guards(server))
        except (psycopg.Error, PersistenceError) as problem:
            raise self.refusal(problem) from problem

    def private(self) -> PostgresPrivateTable:
        return PostgresPrivateTable(self.name)

    def refusal(self, broken: Exception) -> Refusal:
        """Tell a server that is away or does not allow it from data that cannot be read."""
        said = getattr(broken, "orig", None) or broken.__cause__ or broken
        forbidden = (LogForbidden, errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)
        if isinstance(broken, LogForbidden) or isinstance(said, forbidden):
            code = "store-forbidden"
        elif isinstance(said, errors.DiskFull):
            code = "store-full"
        elif isinstance(broken, EventRefused):
            code = "event-refused"
        else:
            away = isinstance(broken, AWAY) or isinstance(said, AWAY)
            code = "store-unavailable" if away else "store-unreadable"
        primary = said.diag.message_primary if isinstance(said, psycopg.Error) else None
        return Refusal(code, store=self.name, problem=primary or problem_of(broken))

    def login(self) -> str:
        """Return the role that is authenticated, whatever role it may take on."""
        query = "SELECT session_user::text"
        ((role,),) = self._ask(query) or self._rows(self._maintaining(), query)
        return str(role)

    def has_own_login(self) -> bool:
        """Say whether the login is not in the role in which few people do all of the work."""
        return self._ask(_HAS_OWN_LOGIN) == [(True,)]

    def _has_log(self, encoding: str, columns: Sequence[str]) -> bool:
        """Say whether there is a log's table. Raises `store-unreadable` where none can be."""
        if columns and set(columns) != set(COLUMNS):
            raise self._unreadable(f"{EVENTS}: " + N_("a table of another program"))
        if encoding != "UTF8":
            raise self._unreadable(f"{encoding}: " + N_("not the encoding UTF8"))
        return bool(columns)

    def _ask(self, query: str) -> list[tuple[Any, ...]] | None:
        """Return a query's rows; None without such a database. Raises `store-unavailable`."""
        try:
            connected = connect(self.name)
        except OperationalError as problem:
            if self._is_missing():
                return None
            raise self.refusal(problem) from problem
        return self._rows(connected, query)

    def _rows(self, connected: Connection[tuple[Any, ...]], query: str) -> list[tuple[Any, ...]]:
        try:
            with connected:
                return connected.execute(query.encode()).fetchall()
        except psycopg.Error as problem:
            raise self.refusal(problem) from problem

    def _is_missing(self) -> bool:
        """Say whether the server is there and the database is not."""
        name = self._database()
        try:
            with connect(self.name, dbname=MAINTENANCE) as server:
                query = "SELECT 1 FROM pg_database WHERE datname = %s"
                return name is not None and server.execute(query, (name,)).fetchone() is None
        except (psycopg.Error, PersistenceError):
            return False

    def _database(self) -> str | int | None:
        """Return the database's name; None where it is the role's, or a service file has it."""
        return conninfo_to_dict(self.name).get("dbname") or os.environ.get("PGDATABASE")

    def _maintaining(self) -> Connection[tuple[Any, ...]]:
        try:
            return connect(self.name, dbname=MAINTENANCE)
        except OperationalError as problem:
            raise self.refusal(problem) from problem

    def _unreadable(self, problem: str) -> Refusal:
        return Refusal("store-unreadable", store=self.name, problem=problem)
