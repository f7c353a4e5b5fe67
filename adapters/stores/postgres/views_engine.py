"""The engine that writes views in a schema of the ledger's database."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from adapters.views.dialect import OPTION, Dialect, Rows, raise_as_ours
from adapters.views.problems import views_problem
from adapters.views.shape import PROGRESS
from adapters.views.tables import INDICES, metadata

logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # the caller reports it


class PostgresDialect(Dialect):
    """How views in a schema are written."""

    made_by_owner = True
    marker = "%s"

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

    def compiled(self, statement: sa.UpdateBase) -> str:
        dialect: sa.Dialect = postgresql.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
        return str(statement.compile(dialect=dialect))


DIALECT = PostgresDialect()


def table_statements() -> list[str]:
    """Return the statements that make the views' tables in the schema searched first."""
    dialect: sa.Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables]
    return made + [str(CreateIndex(index).compile(dialect=dialect)) for index in INDICES]


def table_columns() -> set[tuple[str, str]]:
    """Return the columns of the views' tables, each with its table."""
    return {(table.name, name) for table in metadata.sorted_tables for name in table.columns.keys()}  # noqa: SIM118 - no mapping


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
            # Readers are let in. Not an advisory lock: a reader may hold that as well.
            connection.exec_driver_sql(f"LOCK TABLE {PROGRESS} IN SHARE ROW EXCLUSIVE MODE")
            return
        try:
            begin(connection.connection.driver_connection)  # type: ignore[arg-type]
        except psycopg.Error as problem:
            raise views_problem(problem) from problem

    return engine
