"""What differs from store to store in how views are written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from logging import Logger, LogRecord
from typing import Any, ClassVar, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from adapters.views.problems import views_problem

OPTION = "views_dialect"  # the execution option by which an engine of views carries its own
Rows = Sequence[tuple[Any, ...]]


class Dialect(ABC):
    """How a store writes views."""

    made_by_owner: ClassVar[bool]  # whether tables are emptied and filled, and never made here
    marker: ClassVar[str]  # what the driver's statements have in place of a value

    @abstractmethod
    def insert_many(self, connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
        """Insert rows in column order: no work for each but the driver's."""

    @abstractmethod
    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """Return an INSERT that can say what to do with a key that is there."""

    @abstractmethod
    def compiled(self, statement: sa.UpdateBase) -> str:
        """Return a statement as the driver takes it, with values by place."""


def dialect_of(connection: sa.Connection) -> Dialect:
    """Return how the store that a connection is to writes views."""
    return cast(Dialect, connection.get_execution_options()[OPTION])


def say_no_interrupt(engine: sa.Engine) -> None:
    """Have an engine's pool not log an interrupt with its traceback: it is raised, as any."""
    logger = engine.pool.logger
    assert isinstance(logger, Logger), "an engine that echoes nothing"
    logger.addFilter(_is_no_interrupt)


def _is_no_interrupt(record: LogRecord) -> bool:
    kind = record.exc_info[0] if record.exc_info else None
    return kind is None or not issubclass(kind, KeyboardInterrupt)


def raise_as_ours(engine: sa.Engine) -> None:
    """Have an engine raise what its driver raises as ViewsUnreadable, and an interrupt."""
    say_no_interrupt(engine)

    @sa.event.listens_for(engine, "handle_error")
    def _failed(context: sa.ExceptionContext) -> Exception | None:
        driver_failed = context.sqlalchemy_exception is not None
        return views_problem(context.original_exception) if driver_failed else None
