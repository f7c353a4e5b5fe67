"""The views in SQL: delete them and nothing is lost.

Rows and the position they stand at are written in one transaction, under the write lock, so that
every event counts exactly once however many processes catch up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from adapters.views_tables import (
    SHAPE,
    VIEWS,
    allowances,
    invoices,
    metadata,
    postings,
    progress,
    register,
    totals,
)
from domain.events import ClaimSubmitted
from projections import claim_register, invoice_index, remaining_allowances, yearly_totals
from projections.claim_register import ClaimRow
from projections.entry import Entry
from projections.postings import PostingRow, posted, row_of, standing

VARIABLES_MAX = 900

_row_values = attrgetter(*(field.name for field in fields(ClaimRow)))


class Views:
    """The views of one store."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def prepare(self) -> None:
        """Make the tables where they are missing; views of another shape are dropped first."""
        with self.reading() as connection:
            if _in_shape(connection):
                return
        with self.writing() as connection:
            if not _in_shape(connection):  # another process may have been first
                _make_anew(connection)

    def clear(self) -> None:
        """Drop every view; the next `take_in` starts from the first event."""
        with self.writing() as connection:
            _make_anew(connection)

    def position(self) -> int:
        """Return the last log position taken in."""
        with self.reading() as connection:
            return position(connection)

    def take_in(self, page: Iterable[Entry]) -> int:
        """Fold a page of the log into every view and return the position reached.

        What they already hold is passed over, so the same page twice changes nothing. A page that
        starts beyond the position after the views' own is left: another process dropped them.
        """
        with self.writing() as connection:
            reached = position(connection)
            new = [entry for entry in page if entry.position > reached]
            if not new or new[0].position != reached + 1:
                return reached
            _write(connection, _fold(connection, new))
            reached = new[-1].position
            connection.execute(sa.update(progress).values(position=reached))
            return reached

    def digest(self) -> str:
        """Return the SHA-256 of every view's rows, sorted by their keys."""
        told = sha256()
        with self.reading() as connection:
            for view in VIEWS:
                told.update(view.name.encode())
                for row in connection.execute(sa.select(view).order_by(*view.primary_key)):
                    told.update(repr(tuple(row)).encode())
        return told.hexdigest()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent look at every view."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction that holds the write lock from its start."""
        connection = self.engine.connect().execution_options(writes=True)
        with connection, connection.begin():
            yield connection


def _in_shape(connection: sa.Connection) -> bool:
    made = sa.inspect(connection).has_table(progress.name)
    return made and connection.scalar(sa.select(progress.c.shape)) == SHAPE


def _make_anew(connection: sa.Connection) -> None:
    metadata.drop_all(connection)
    metadata.create_all(connection)
    connection.execute(sa.insert(progress).values(shape=SHAPE, position=0))


def position(connection: sa.Connection) -> int:
    """Return the log position the views stand at."""
    found = connection.scalar(sa.select(progress.c.position))
    assert found is not None, "views without a position"
    return int(found)


@dataclass(slots=True)
class _Changes:
    """What a page of the log changes: whole claim rows, sums to add, other rows to insert."""

    claims: dict[str, ClaimRow] = field(default_factory=dict)
    postings: list[PostingRow] = field(default_factory=list)
    allowances: dict[remaining_allowances.Key, tuple[int, int]] = field(default_factory=dict)
    totals: dict[yearly_totals.Key, tuple[int, int]] = field(default_factory=dict)
    invoices: list[invoice_index.Row] = field(default_factory=list)


def _fold(connection: sa.Connection, page: Sequence[Entry]) -> _Changes:
    changes = _Changes(claims=_rows_before(connection, page))
    for entry in page:
        event = entry.event
        if event is None:
            continue
        if isinstance(event, ClaimSubmitted):
            changes.claims[event.claim_no] = claim_register.opened(entry, event)
            changes.invoices += invoice_index.rows_of(entry.stream, event)
            continue
        row = changes.claims[event.claim_no]
        before = standing(row)
        claim_register.evolve(row, entry.position, event)
        for line, posting in enumerate(posted(row, before)):
            changes.postings.append(row_of(entry.position, line, posting))
            for sums, view in (
                (changes.allowances, remaining_allowances),
                (changes.totals, yearly_totals),
            ):
                key = view.key_of(posting)
                sums[key] = view.evolve(sums.get(key, (0, 0)), posting)
    return changes


def _rows_before(connection: sa.Connection, page: Sequence[Entry]) -> dict[str, ClaimRow]:
    """Return the rows of claims that the page changes but did not open."""
    opened: set[str] = set()
    earlier: dict[str, None] = {}
    for entry in page:
        event = entry.event
        if isinstance(event, ClaimSubmitted):
            opened.add(event.claim_no)
        elif event is not None and event.claim_no not in opened:
            earlier[event.claim_no] = None
    numbers = list(earlier)
    rows = {}
    for start in range(0, len(numbers), VARIABLES_MAX):
        few = numbers[start : start + VARIABLES_MAX]
        found = connection.execute(sa.select(register).where(register.c.claim_no.in_(few)))
        rows.update({row.claim_no: ClaimRow(*row) for row in found})
    return rows


def _write(connection: sa.Connection, changes: _Changes) -> None:
    claims = [_row_values(row) for row in changes.claims.values()]
    _many(connection, _replacing(register), claims)
    _many(connection, _inserting(postings), changes.postings)
    _many(connection, _adding(allowances), [key + row for key, row in changes.allowances.items()])
    _many(connection, _adding(totals), [key + row for key, row in changes.totals.items()])
    _many(connection, _inserting(invoices), changes.invoices)


def _many(connection: sa.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Run a compiled statement for rows in column order: no per-row work but the driver's."""
    if rows:
        connection.exec_driver_sql(statement, rows)


@cache
def _inserting(view: sa.Table) -> str:
    return str(sa.insert(view).compile(dialect=_DIALECT))


@cache
def _replacing(view: sa.Table) -> str:
    """INSERT a row, or replace what its key has."""
    insert = sqlite.insert(view)
    values = {column.name: insert.excluded[column.name] for column in _values(view)}
    statement = insert.on_conflict_do_update(index_elements=list(view.primary_key), set_=values)
    return str(statement.compile(dialect=_DIALECT))


@cache
def _adding(view: sa.Table) -> str:
    """INSERT a row of sums, or add them to what its key has."""
    insert = sqlite.insert(view)
    values = {
        column.name: view.c[column.name] + insert.excluded[column.name] for column in _values(view)
    }
    statement = insert.on_conflict_do_update(index_elements=list(view.primary_key), set_=values)
    return str(statement.compile(dialect=_DIALECT))


def _values(view: sa.Table) -> list[sa.Column[Any]]:
    return [column for column in view.columns if not column.primary_key]


_DIALECT = sqlite.dialect(paramstyle="qmark")
