"""Rows into the views: what a stretch of the log changes, written a table at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa

from adapters.log.codec import CodecError
from adapters.views.dialect import Dialect, dialect_of
from adapters.views.folded import Folded, row_values
from adapters.views.shape import SHAPE, VARIABLES_MAX
from adapters.views.tables import (
    INDICES,
    allowances,
    are_whole,
    invoices,
    make_tables,
    metadata,
    postings,
    progress,
    register,
    totals,
    unsorted_invoices,
)
from domain.enterprise.state import UnknownClaim
from projections import remaining_allowances
from projections.views import yearly_totals
from projections.views.claim_register import ClaimRow
from projections.views.entries import Entry
from projections.views.folding import apply_to_existing

Values = tuple[Any, ...]


def write(connection: sa.Connection, folded: Folded) -> None:
    """Take a stretch into every view that holds what came before it."""
    _insert(connection, folded, invoices)
    _add_up(connection, folded.first - 1)


def begin(connection: sa.Connection) -> None:
    """Empty the tables, without what is made faster once they are full."""
    if not dialect_of(connection).readers_wait:
        make_tables(connection)
        for index in INDICES:
            index.drop(connection)
    elif are_whole(connection):
        for table in metadata.sorted_tables:
            connection.execute(sa.delete(table))
    else:
        make_tables(connection)
    unsorted_invoices.create(connection)


def write_more(connection: sa.Connection, folded: Folded) -> None:
    """Take in one stretch after another between `begin` and `finish`."""
    _insert(connection, folded, unsorted_invoices)


def finish(connection: sa.Connection, last: int, mark: str | None, *, indexed: bool) -> None:
    """Make what `begin` left out, and say how far the views are, as `move_on` does.

    indexed: what queries look things up by, too.
    """
    names = [column.name for column in invoices.columns]  # the key first
    in_order = sa.select(unsorted_invoices).order_by(*(unsorted_invoices.c[name] for name in names))
    connection.execute(sa.insert(invoices).from_select(names, in_order))
    unsorted_invoices.drop(connection)
    _add_up(connection, 0)
    if indexed and not dialect_of(connection).readers_wait:
        for index in INDICES:
            index.create(connection)
    connection.execute(sa.insert(progress).values(shape=SHAPE, position=last, mark=mark))


def move_on(connection: sa.Connection, last: int, mark: str | None) -> None:
    """Say how far the views are. mark: what the log has there."""
    connection.execute(sa.update(progress).values(position=last, mark=mark))


def _insert(connection: sa.Connection, folded: Folded, invoices_into: sa.Table) -> None:
    """Insert a stretch's rows, each table's by its key: neighbours meet on the same page."""
    _insert_many(connection, register, sorted(folded.claims))
    posted = folded.postings
    if folded.later:
        older = _rows_before(connection, folded.later)
        try:
            posted = posted + apply_to_existing(folded.later, older)
        except UnknownClaim as broken:
            raise CodecError(f"no claim {broken.args[0]} was submitted") from broken
        _replace_many(connection, register, sorted(map(row_values, older.values())))
    _insert_many(connection, postings, sorted(posted))
    _insert_many(connection, invoices_into, sorted(folded.invoices))


def _rows_before(connection: sa.Connection, later: Sequence[Entry]) -> dict[str, ClaimRow]:
    """Return the rows of claims that were opened before."""
    numbers = list({entry.event.claim_no: None for entry in later if entry.event is not None})
    rows = {}
    for start in range(0, len(numbers), VARIABLES_MAX):
        few = numbers[start : start + VARIABLES_MAX]
        existing = connection.execute(sa.select(register).where(register.c.claim_no.in_(few)))
        rows.update({row.claim_no: ClaimRow(*row) for row in existing})
    return rows


def _add_up(connection: sa.Connection, after: int) -> None:
    """Add the postings after a position to the views that are sums of them."""
    dialect = dialect_of(connection)
    connection.execute(_adding(dialect, allowances, remaining_allowances.KEY), {"after": after})
    connection.execute(_adding(dialect, totals, yearly_totals.KEY), {"after": after})


@cache
def _adding(dialect: Dialect, view: sa.Table, key: tuple[str, ...]) -> sa.Insert:
    # The offset has SQLite read the new postings only, instead of all of them by enterprise.
    new = sa.select(postings).where(postings.c.position > sa.bindparam("after")).offset(0)
    part = new.subquery()
    groups = [part.c[name] for name in key]
    sums = [sa.func.sum(part.c[name]) for name in ("claims", "granted_fen")]
    names = [*key, "claims", "granted_fen"]
    insert = dialect.insert(view).from_select(
        names, sa.select(*groups, *sums).where(sa.true()).group_by(*groups)
    )
    added = {name: view.c[name] + insert.excluded[name] for name in ("claims", "granted_fen")}
    return insert.on_conflict_do_update(index_elements=list(key), set_=added)


def _insert_many(connection: sa.Connection, view: sa.Table, rows: Sequence[Values]) -> None:
    if rows:
        with _within_columns():
            dialect_of(connection).insert_many(connection, view, rows)


def _replace_many(connection: sa.Connection, view: sa.Table, rows: Sequence[Values]) -> None:
    """Insert rows, or replace what their keys have."""
    with _within_columns():
        connection.exec_driver_sql(_replacing(dialect_of(connection), view), rows)


@contextmanager
def _within_columns() -> Iterator[None]:
    try:
        yield
    except OverflowError as broken:  # a log that no ledger wrote
        raise CodecError(f"a number beyond its column: {broken}") from broken


@cache
def _replacing(dialect: Dialect, view: sa.Table) -> str:
    insert = dialect.insert(view)
    others = [column.name for column in view.columns if not column.primary_key]
    values = {name: insert.excluded[name] for name in others}
    statement = insert.on_conflict_do_update(index_elements=list(view.primary_key), set_=values)
    return dialect.compiled(statement)
