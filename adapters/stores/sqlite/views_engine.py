"""The engine that writes views on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from adapters.views.dialect import OPTION, Dialect, Rows, raise_as_ours
from adapters.views.problems import views_problem


class SQLiteDialect(Dialect):
    """How views in a file are written."""

    made_by_owner = False
    marker = "?"

    def insert_many(self, connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
        driver: Any = connection.connection.driver_connection
        try:
            driver.executemany(_inserting(table), rows)
        except sqlite3.Error as problem:
            raise views_problem(problem) from problem

    def insert(self, table: sa.Table) -> sqlite.Insert:
        return sqlite.insert(table)

    def compiled(self, statement: sa.UpdateBase) -> str:
        return str(statement.compile(dialect=sqlite.dialect(paramstyle="qmark")))


DIALECT = SQLiteDialect()


def sqlite_engine(connect: Callable[[], sqlite3.Connection]) -> sa.Engine:
    """Return an engine for views in a file, by connections that begin nothing themselves."""
    engine = sa.create_engine(
        "sqlite://", creator=connect, poolclass=sa.QueuePool, execution_options={OPTION: DIALECT}
    )
    raise_as_ours(engine)

    @sa.event.listens_for(engine, "begin")
    def _began(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@cache
def _inserting(table: sa.Table) -> str:
    return DIALECT.compiled(sa.insert(table))
