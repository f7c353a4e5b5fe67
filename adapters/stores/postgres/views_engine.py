"""The engine that writes views in a schema of the ledger's database."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from adapters.stores.postgres.tables import LOCK_OF_VIEWS, VIEWS
from adapters.views.dialect import OPTION, Dialect, Rows, raise_as_ours
from adapters.views.problems import views_problem
from adapters.views.shape import TABLES

logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # the caller reports it


class PostgresDialect(Dialect):
    """How views in a schema are written."""

    readers_wait = True

    def make_room(self, connection: sa.Connection) -> None:
        """Have the schema, and lock its tables against readers, in the order they lock them in."""
        query = f"SELECT to_regnamespace('{VIEWS}') IS NULL"
        if connection.exec_driver_sql(query).scalar():
            connection.exec_driver_sql(f"CREATE SCHEMA {VIEWS}")
        there = set(sa.inspect(connection).get_table_names())
        known = ", ".join(name for name in TABLES if name in there)
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
            raise views_problem(problem) from problem

    def insert(self, table: sa.Table) -> postgresql.Insert:
        return postgresql.insert(table)

    def compiled(self, statement: sa.Insert) -> str:
        dialect: sa.Dialect = postgresql.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
        return str(statement.compile(dialect=dialect))


DIALECT = PostgresDialect()


def postgres_engine(
    connect: Callable[[], psycopg.Connection[Any]], begin: Callable[[psycopg.Connection[Any]], None]
) -> sa.Engine:
    """Return an engine for views in a schema of their own. begin: begins one look at them."""
    engine = sa.create_engine(
        "postgresql+psycopg://", creator=connect, execution_options={OPTION: DIALECT}
    )
    raise_as_ours(engine)

    @sa.event.listens_for(engine, "begin")
    def _began(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK_OF_VIEWS})")
            return
        try:
            begin(connection.connection.driver_connection)  # type: ignore[arg-type]
        except psycopg.Error as problem:
            raise views_problem(problem) from problem

    return engine
