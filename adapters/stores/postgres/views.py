"""Views in a schema of their own in the ledger's database.

A writer of views holds a lock from the start. A reader locks the tables against being dropped
before it takes its one look, so that it never finds them half made.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import psycopg
from psycopg.errors import UndefinedTable

from adapters.stores.postgres.connections import settings
from adapters.stores.postgres.tables import VIEWS
from adapters.views.backend import Backend
from adapters.views.shape import PROGRESS, SHAPE, TABLES

if TYPE_CHECKING:
    import sqlalchemy as sa

_LOCK = f"LOCK TABLE {', '.join(TABLES)} IN ACCESS SHARE MODE"
_ALL = ", ".join(f"('{VIEWS}.{name}')" for name in TABLES)
_MAY_WRITE = f"""
SELECT NOT pg_is_in_recovery() AND NOT current_setting('default_transaction_read_only')::boolean
AND (SELECT bool_and(coalesce(has_table_privilege(to_regclass(name), 'DELETE'), false))
    FROM (VALUES {_ALL}) AS views (name))"""
_OF_ANOTHER_SHAPE = f"SELECT EXISTS (SELECT FROM {PROGRESS} WHERE shape <> {SHAPE})"


class PostgresViews(Backend):
    """Views in a schema of the database at an address."""

    errors: ClassVar[type[Exception]] = psycopg.Error
    marker: ClassVar[str] = "%s"

    def __init__(self, conninfo: str) -> None:
        super().__init__(None)
        self._conninfo = conninfo

    @cached_property
    def engine(self) -> sa.Engine:
        from adapters.stores.postgres.views_engine import postgres_engine

        return postgres_engine(self.connect, self.begin)

    def connect(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(settings(self._conninfo), autocommit=True)
        connection.execute(f"SET search_path = pg_catalog, {VIEWS}, pg_temp")
        connection.autocommit = False
        return connection

    def begin(self, connection: psycopg.Connection[Any]) -> None:
        """Lock the tables, then take one look at all: the first query does, none of these."""
        one_look = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        connection.execute(one_look)
        try:
            connection.execute(_LOCK)
        except UndefinedTable:
            connection.rollback()  # they are not made yet
            connection.execute(one_look)

    def may_write(self) -> bool:
        """Say whether this role may write the tables, and they are of the shape of this program.

        Tables of another shape are made when the store is prepared.
        """
        with self.reading() as reader:
            if reader.rows(_MAY_WRITE) != [(True,)]:
                return False
            return reader.rows(_OF_ANOTHER_SHAPE) == [(False,)]
