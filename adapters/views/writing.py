"""Rows into the views: what a stretch of the log changes, written a table at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from adapters.log.codec import CodecError
from adapters.log.dues_text import dues_of, text_of
from adapters.log.numbers import chunked
from adapters.views import tables
from adapters.views.dialect import Dialect, dialect_of
from adapters.views.following import Folded, row_values
from adapters.views.problems import ViewsContradict
from adapters.views.shape import SHAPE
from domain.enterprise.dues import parts_of
from domain.enterprise.state import UnknownClaim
from projections import remaining_allowances
from projections.views.claim_register import ClaimRow
from projections.views.dues import SUMS_KEY, DuesRow
from projections.views.entries import Entry, Succeeded
from projections.views.folding import (
    Existing,
    apply_to_existing,
    moved,
    numbers_in,
    split_at_successions,
)
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
    connection.exec_driver_sql(_moving_on(dialect_of(connection)), (last, mark))


@cache
def _moving_on(dialect: Dialect) -> str:
    progress = tables.progress
    moved_on = sa.update(progress).values(position=sa.bindparam("last"), mark=sa.bindparam("at"))
    return dialect.compiled(moved_on)


def _insert(connection: sa.Connection, folded: Folded, invoices_into: sa.Table) -> None:
    """Insert a stretch's rows, each table's by its key: neighbours meet on the same page."""
    register = tables.register
    try:
        _insert_many(connection, register, sorted(folded.claims))
        posted = folded.postings
        for run in split_at_successions(folded.later):
            event = run[0].event
            if isinstance(event, Succeeded):
                posted = posted + _succeed(connection, run[0], event)
            else:
                posted = posted + _apply(connection, run)
        _insert_many(connection, tables.postings, sorted(posted))
        for few in chunked(folded.corrected):
            for table in (invoices_into, tables.amounts):
                connection.execute(sa.delete(table).where(table.c.claim_no.in_(few)))
        _insert_many(connection, invoices_into, sorted(folded.invoices))
        _insert_many(connection, tables.amounts, sorted(folded.amounts))
        for table, rows in ((tables.names, folded.names), (tables.came_in, folded.came_in)):
            _insert_new(connection, table, sorted(rows))
    except UnknownClaim as broken:
        claim_no, position = broken.args
        raise CodecError(f"position {position}: no claim {claim_no} was submitted") from broken
    except OverflowError as broken:  # a log that no ledger wrote
        raise CodecError(f"a number beyond its column: {broken}") from broken


def _succeed(connection: sa.Connection, entry: Entry, event: Succeeded) -> list[Posting]:
    """Let a successor have the rows of a code; return the postings. Sums of money stay."""
    register, money = tables.register, tables.money
    held = sa.select(register).where(register.c.uscc == event.predecessor)
    rows = [ClaimRow(*row) for row in connection.execute(held).all()]
    posted = moved((entry.position, entry.on), event.successor, rows)
    _replace_many(connection, register, sorted(map(row_values, rows)))
    theirs = sa.update(money).where(money.c.uscc == event.predecessor)
    connection.execute(theirs.values(uscc=event.successor))
    return posted


def _apply(connection: sa.Connection, run: Sequence[Entry]) -> list[Posting]:
    """Fold what happened to older claims and to money into their rows; return the postings."""
    existing = _rows_before(connection, run)
    apply_to_existing(run, existing)
    evolved = (existing.claims[claim_no] for claim_no in existing.evolved)
    _replace_many(connection, tables.register, sorted(map(row_values, evolved)))
    _replace_many(connection, tables.money, sorted(_dues_rows(existing)))
    _insert_many(connection, tables.moves, existing.moves)
    return existing.postings


def _rows_before(connection: sa.Connection, later: Sequence[Entry]) -> Existing:
    """Return the rows of claims that were opened before, and of their money."""
    claims, money = {}, {}
    columns = ", ".join(column.name for column in tables.register.columns)
    for few in chunked(sorted(numbers_in(later))):
        marks = ", ".join([dialect_of(connection).marker] * len(few))
        of_them = f"WHERE claim_no IN ({marks})"
        known = f"SELECT {columns} FROM {tables.register.name} {of_them}"
        for row in connection.exec_driver_sql(known, tuple(few)):
            claims[row[0]] = ClaimRow(*row)
        kept = f"SELECT claim_no, uscc, latest_on, dues FROM {tables.money.name} {of_them}"
        for row in connection.exec_driver_sql(kept, tuple(few)):
            money[row[0]] = _dues_row(*row)
    return Existing(claims, money)


def _dues_row(claim_no: str, uscc: str, latest_on: str, text: str) -> DuesRow:
    try:
        return DuesRow(claim_no, uscc, dues_of(text), latest_on)
    except ValueError as broken:
        raise ViewsContradict(broken) from broken


def _dues_rows(existing: Existing) -> Iterator[Values]:
    """Yield the rows of claims' money as their table has them."""
    for claim_no, row in existing.dues.items():
        money = row.dues
        parts = parts_of(existing.claims[claim_no].granted_fen, money)
        yield (
            claim_no,
            row.uscc,
            parts.unpaid_fen,
            money.allotted_fen,
            money.paid_fen,
            money.recovered_fen,
            parts.lapsed_fen,
            money.holder or 0,
            money.latest_batch,
            row.latest_on,
            text_of(money),
        )


def _add_up(connection: sa.Connection, after: int) -> None:
    """Add the postings after a position to the views that are sums of them."""
    granted = "claims", "granted_fen"
    summed = (
        (tables.postings, tables.allowances, remaining_allowances.KEY, granted),
        (tables.postings, tables.totals, YEARLY_KEY, granted),
        (tables.moves, tables.sums, SUMS_KEY, ("fen",)),
    )
    for posted, view, key, amounts in summed:
        adding = _adding(dialect_of(connection), posted, view, key, amounts)
        connection.exec_driver_sql(adding, (after,))


@cache
def _adding(
    dialect: Dialect,
    posted: sa.Table,
    view: sa.Table,
    key: tuple[str, ...],
    amounts: tuple[str, ...],
) -> str:
    new = sa.select(posted).where(posted.c.position > sa.bindparam("after"))
    # The offset has SQLite read the new postings only, instead of all of them by enterprise.
    new = new.suffix_with(sa.text("LIMIT -1 OFFSET 0"), dialect="sqlite")
    part = new.subquery()
    groups = [part.c[name] for name in key]
    sums = [sa.func.sum(part.c[name]) for name in amounts]
    added_up = sa.select(*groups, *sums).where(sa.true()).group_by(*groups)
    insert = dialect.insert(view).from_select([*key, *amounts], added_up)
    added = {name: view.c[name] + insert.excluded[name] for name in amounts}
    return dialect.compiled(insert.on_conflict_do_update(index_elements=list(key), set_=added))


def _insert_many(connection: sa.Connection, view: sa.Table, rows: Sequence[Values]) -> None:
    if rows:
        dialect_of(connection).insert_many(connection, view, rows)


def _insert_new(connection: sa.Connection, view: sa.Table, rows: Sequence[Values]) -> None:
    """Insert those of the rows whose key is not there: what was first recorded stays."""
    if rows:
        dialect = dialect_of(connection)
        statement = dialect.insert(view).on_conflict_do_nothing()
        connection.exec_driver_sql(dialect.compiled(statement), rows)


def _replace_many(connection: sa.Connection, view: sa.Table, rows: Sequence[Values]) -> None:
    if rows:
        connection.exec_driver_sql(_replacing(dialect_of(connection), view), rows)


@cache
def _replacing(dialect: Dialect, view: sa.Table) -> str:
    insert = dialect.insert(view)
    others = [column.name for column in view.columns if not column.primary_key]
    values = {name: insert.excluded[name] for name in others}
    statement = insert.on_conflict_do_update(index_elements=list(view.primary_key), set_=values)
    return dialect.compiled(statement)
