"""An engine for views in a schema of their own in the ledger's database.

Whoever writes views holds a lock from the start. Whoever reads them locks the tables against being
dropped before it takes its one look, so that it never finds them half made.
"""

from __future__ import annotations

import logging
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.errors import UndefinedTable
from sqlalchemy.dialects import postgresql

from adapters.stores.postgres.connections import settings
from adapters.stores.postgres.tables import LOCK_OF_VIEWS, VIEWS
from adapters.views.dialect import OPTION, Dialect, Rows
from adapters.views.tables import metadata

logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # callers get the error

_TABLES = ", ".join(table.name for table in metadata.sorted_tables)
# Tables belong to the schema's owner, even where another writer rebuilds them.
_OWNER = f"""
SELECT quote_ident(owner.rolname) FROM pg_namespace JOIN pg_roles owner ON owner.oid = nspowner
WHERE nspname = '{VIEWS}' AND owner.rolname <> current_user
AND pg_has_role(current_user, owner.oid, 'MEMBER')"""
_MAY_WRITE = f"""
SELECT NOT pg_is_in_recovery() AND NOT current_setting('default_transaction_read_only')::boolean
AND coalesce(
    (SELECT pg_has_role(current_user, nspowner, 'MEMBER')
    FROM pg_namespace WHERE nspname = '{VIEWS}'),
    has_database_privilege(current_database(), 'CREATE'))"""


class PostgresDialect(Dialect):
    """How views in a schema are written."""

    readers_wait = True

    def make_room(self, connection: sa.Connection) -> None:
        """Have the schema, and lock its tables against readers, in the order they lock them in."""
        query = f"SELECT to_regnamespace('{VIEWS}') IS NULL"
        if connection.exec_driver_sql(query).scalar():
            connection.exec_driver_sql(f"CREATE SCHEMA {VIEWS}")
        there = set(sa.inspect(connection).get_table_names())
        known = ", ".join(table.name for table in metadata.sorted_tables if table.name in there)
        if known:
            connection.exec_driver_sql(f"LOCK TABLE {known} IN ACCESS EXCLUSIVE MODE")

    def insert_many(self, connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
        columns = ", ".join(column.name for column in table.columns)
        statement = f"COPY {table.name} ({columns}) FROM STDIN"
        try:
            with connection.connection.cursor().copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as problem:
            raise sa.exc.DBAPIError.instance(
                statement, None, problem, psycopg.Error, dialect=connection.dialect
            ) from problem

    def insert(self, table: sa.Table) -> postgresql.Insert:
        return postgresql.insert(table)

    def compiled(self, statement: sa.Insert) -> str:
        dialect: sa.Dialect = postgresql.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
        return str(statement.compile(dialect=dialect))


DIALECT = PostgresDialect()


def postgres_engine(conninfo: str) -> sa.Engine:
    """Return an engine for views in a schema of their own."""
    engine = sa.create_engine(
        "postgresql+psycopg://",
        creator=lambda: _connected(conninfo),
        execution_options={OPTION: DIALECT},
    )

    @sa.event.listens_for(engine, "begin")
    def _began(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK_OF_VIEWS})")
        else:
            _look(connection)

    return engine


def may_write(views: sa.Engine) -> bool:
    """Say whether this role may take on that of the views' owner, where anything is written."""
    with views.connect() as connection:
        return connection.exec_driver_sql(_MAY_WRITE).scalar() is True


def _look(connection: sa.Connection) -> None:
    """Lock the tables, then take one look at all of them: the first query does, none of these."""
    one_look = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    connection.exec_driver_sql(one_look)
    try:
        connection.exec_driver_sql(f"LOCK TABLE {_TABLES} IN ACCESS SHARE MODE")
    except sa.exc.ProgrammingError as problem:
        if not isinstance(problem.orig, UndefinedTable):
            raise
        connection.connection.rollback()  # they are not made yet
        connection.exec_driver_sql(one_look)


def _connected(conninfo: str) -> psycopg.Connection[Any]:
    connection = psycopg.connect(settings(conninfo), autocommit=True)
    connection.execute(f"SET search_path = {VIEWS}")
    for (owner,) in connection.execute(_OWNER).fetchall():
        connection.execute(f"SET ROLE {owner}")
    connection.autocommit = False
    return connection
