"""Rows into the views: what a stretch of the log changes, written a table at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from adapters.log.codec import CodecError
from adapters.log.numbers import chunked
from adapters.views import tables
from adapters.views.dialect import Dialect, dialect_of
from adapters.views.following import Folded, row_values
from adapters.views.shape import SHAPE
from domain.enterprise.state import UnknownClaim
from projections import remaining_allowances
from projections.views.claim_register import ClaimRow
from projections.views.entries import Entry, LaterEvent, Succeeded
from projections.views.folding import apply_to_existing, moved, split_at_successions
from projections.views.postings import YEARLY_KEY, Posting

Values = tuple[Any, ...]


def write(connection: sa.Connection, folded: Folded) -> None:
    """Take a stretch into every view that holds what came before it."""
    _insert(connection, folded, tables.invoices)
    _add_up(connection, folded.first - 1)


def begin(connection: sa.Connection) -> None:
    """Empty the tables, without what is made faster once they are full."""
    if dialect_of(connection).made_by_owner:
        for table in tables.metadata.sorted_tables:
            connection.execute(sa.delete(table))
        return
    tables.make_tables(connection)
    for index in tables.INDICES:
        index.drop(connection)
    tables.unsorted_invoices.create(connection)


def write_more(connection: sa.Connection, folded: Folded) -> None:
    """Take in one stretch after another between `begin` and `finish`."""
    direct = dialect_of(connection).made_by_owner
    _insert(connection, folded, tables.invoices if direct else tables.unsorted_invoices)


def finish(connection: sa.Connection, last: int, mark: str | None, *, indexed: bool) -> None:
    """Make what `begin` left out, and say how far the views are, as `move_on` does.

    indexed: what queries look things up by, too.
    """
    if not dialect_of(connection).made_by_owner:
        unsorted = tables.unsorted_invoices
        names = [column.name for column in tables.invoices.columns]  # the key first
        in_order = sa.select(unsorted).order_by(*(unsorted.c[name] for name in names))
        connection.execute(sa.insert(tables.invoices).from_select(names, in_order))
        unsorted.drop(connection)
    _add_up(connection, 0)
    if indexed and not dialect_of(connection).made_by_owner:
        for index in tables.INDICES:
            index.create(connection)
    connection.execute(sa.insert(tables.progress).values(shape=SHAPE, position=last, mark=mark))


def move_on(connection: sa.Connection, last: int, mark: str | None) -> None:
    """Say how far the views are. mark: what the log has there."""
    connection.execute(sa.update(tables.progress).values(position=last, mark=mark))


def _insert(connection: sa.Connection, folded: Folded, invoices_into: sa.Table) -> None:
    """Insert a stretch's rows, each table's by its key: neighbours meet on the same page."""
    register = tables.register
    try:
        _insert_many(connection, register, sorted(folded.claims))
        posted = folded.postings
        for run in split_at_successions(folded.later):
            posted = posted + _apply(connection, run)
        _insert_many(connection, tables.postings, sorted(posted))
        for few in chunked(folded.corrected):
            left = sa.delete(invoices_into).where(invoices_into.c.claim_no.in_(few))
            connection.execute(left)
        _insert_many(connection, invoices_into, sorted(folded.invoices))
    except UnknownClaim as broken:
        claim_no, position = broken.args
        raise CodecError(f"position {position}: no claim {claim_no} was submitted") from broken
    except OverflowError as broken:  # a log that no ledger wrote
        raise CodecError(f"a number beyond its column: {broken}") from broken


def _apply(connection: sa.Connection, run: Sequence[Entry]) -> list[Posting]:
    """Fold entries of older claims, or one succession, into their rows; return the postings."""
    position, _stream, event = run[0]
    if isinstance(event, Succeeded):
        register = tables.register
        held = sa.select(register).where(register.c.uscc == event.predecessor)
        older = {row.claim_no: ClaimRow(*row) for row in connection.execute(held)}
        posted = moved(position, event.successor, older.values())
    else:
        older = _rows_before(connection, run)
        posted = apply_to_existing(run, older)
    replaced = sorted(map(row_values, older.values()))
    if replaced:
        statement = _replacing(dialect_of(connection), tables.register)
        connection.exec_driver_sql(statement, replaced)
    return posted


def _rows_before(connection: sa.Connection, later: Sequence[Entry]) -> dict[str, ClaimRow]:
    """Return the rows of claims that were opened before."""
    register, rows = tables.register, {}
    numbers = (each.event.claim_no for each in later if isinstance(each.event, LaterEvent))
    for few in chunked(numbers):
        existing = connection.execute(sa.select(register).where(register.c.claim_no.in_(few)))
        rows.update({row.claim_no: ClaimRow(*row) for row in existing})
    return rows


def _add_up(connection: sa.Connection, after: int) -> None:
    """Add the postings after a position to the views that are sums of them."""
    summed = (tables.allowances, remaining_allowances.KEY), (tables.totals, YEARLY_KEY)
    for view, key in summed:
        connection.execute(_adding(dialect_of(connection), view, key), {"after": after})


@cache
def _adding(dialect: Dialect, view: sa.Table, key: tuple[str, ...]) -> sa.Insert:
    # The offset has SQLite read the new postings only, instead of all of them by enterprise.
    posted = tables.postings
    new = sa.select(posted).where(posted.c.position > sa.bindparam("after")).offset(0)
    part = new.subquery()
    groups = [part.c[name] for name in key]
    sums = [sa.func.sum(part.c[name]) for name in ("claims", "granted_fen")]
    added_up = sa.select(*groups, *sums).where(sa.true()).group_by(*groups)
    insert = dialect.insert(view).from_select([*key, "claims", "granted_fen"], added_up)
    added = {name: view.c[name] + insert.excluded[name] for name in ("claims", "granted_fen")}
    return insert.on_conflict_do_update(index_elements=list(key), set_=added)


def _insert_many(connection: sa.Connection, view: sa.Table, rows: Sequence[Values]) -> None:
    if rows:
        dialect_of(connection).insert_many(connection, view, rows)


@cache
def _replacing(dialect: Dialect, view: sa.Table) -> str:
    insert = dialect.insert(view)
    others = [column.name for column in view.columns if not column.primary_key]
    values = {name: insert.excluded[name] for name in others}
    statement = insert.on_conflict_do_update(index_elements=list(view.primary_key), set_=values)
    return dialect.compiled(statement)
