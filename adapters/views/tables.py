"""The tables of the views, one for each projection, and the position they stand at."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from adapters.views.shape import PROGRESS
from projections import remaining_allowances
from projections.views import claim_register, dues, folding, known
from projections.views import postings as posted

ROWS_AT_ONCE = 30_000  # of a view, to be read whole

metadata = sa.MetaData()
_WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # in one order everywhere


def _key(name: str, kind: Any = _WORDS) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True)


def _column(name: str, kind: Any = _WORDS, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


progress = sa.Table(
    PROGRESS,
    metadata,
    sa.Column("shape", sa.Integer, primary_key=True, autoincrement=False),
    _column("position", sa.BigInteger),
    _column("mark"),  # the SHA-256 of the event there: they follow this log and no other
)
register = sa.Table(
    claim_register.NAME,
    metadata,
    _key("claim_no"),
    _column("uscc"),
    _column("enterprise"),
    _column("kind"),
    _column("occurred_on"),
    _column("filed_on"),
    _column("year", sa.Integer),
    _column("submitted_at", sa.BigInteger),
    _column("submitted_on"),
    _column("submitted_by"),
    _column("status"),
    _column("measure", nullable=True),
    _column("article", nullable=True),
    _column("place"),
    _column("assessed_fen", sa.BigInteger, nullable=True),
    _column("granted_fen", sa.BigInteger),
    _column("reason", nullable=True),
    _column("policy_version", sa.Integer, nullable=True),
    _column("decided_at", sa.BigInteger, nullable=True),
    sa.Index("claims_of_an_enterprise", "uscc"),
    sa.Index(
        "claims_to_be_decided",
        "uscc",
        sqlite_where=sa.text("status = 'submitted'"),
        postgresql_where=sa.text("status = 'submitted'"),
    ),
    sqlite_with_rowid=False,
)
allowances = sa.Table(
    remaining_allowances.NAME,
    metadata,
    _key("uscc"),
    _key("measure"),
    _key("year", sa.Integer),
    _key("place"),
    _column("claims", sa.Integer),
    _column("granted_fen", sa.BigInteger),
    sa.Index("uses_of_a_measure", "measure", "year"),
    sqlite_with_rowid=False,
)
totals = sa.Table(
    posted.YEARLY_TOTALS,
    metadata,
    _key("year", sa.Integer),
    _key("measure"),
    _key("month"),
    _column("claims", sa.Integer),
    _column("granted_fen", sa.BigInteger),
    sqlite_with_rowid=False,
)
postings = sa.Table(
    posted.NAME,
    metadata,
    _key("position", sa.BigInteger),
    _key("line", sa.Integer),
    _column("uscc"),
    _column("measure"),
    _column("year", sa.Integer),
    _column("place"),
    _column("month"),
    _column("claims", sa.Integer),
    _column("granted_fen", sa.BigInteger),
    # Both where an enterprise's postings are and all that its totals need, in the order of groups.
    sa.Index("postings_of_an_enterprise", "uscc", "position", "year", "claims", "granted_fen"),
    sqlite_with_rowid=False,
)
invoices = sa.Table(
    folding.INVOICE_INDEX,
    metadata,
    _key("invoice"),
    _key("claim_no"),
    _column("uscc"),
    sqlite_with_rowid=False,
)
money = sa.Table(
    dues.NAME,
    metadata,
    _key("claim_no"),
    _column("uscc"),
    _column("unpaid_fen", sa.BigInteger),
    _column("allotted_fen", sa.BigInteger),
    _column("paid_fen", sa.BigInteger),
    _column("recovered_fen", sa.BigInteger),
    _column("lapsed_fen", sa.BigInteger),
    _column("holder", sa.BigInteger),  # the batch that holds the claim; 0 where none does
    _column("latest_batch", sa.BigInteger),
    _column("latest_on"),  # the last day that an event of it names
    _column("dues"),  # what the next event is folded into
    sa.Index("dues_held_by_a_batch", "holder"),
    sqlite_with_rowid=False,
)
moves = sa.Table(
    dues.POSTINGS,
    metadata,
    _key("position", sa.BigInteger),
    _key("line", sa.Integer),
    _column("measure"),
    _column("state"),
    _column("batch", sa.BigInteger),
    _column("month"),
    _column("fen", sa.BigInteger),
    sqlite_with_rowid=False,
)
sums = sa.Table(
    dues.SUMS,
    metadata,
    _key("measure"),
    _key("state"),
    _key("batch", sa.BigInteger),
    _key("month"),
    _column("fen", sa.BigInteger),
    sqlite_with_rowid=False,
)
amounts = sa.Table(
    known.AMOUNTS,
    metadata,
    _key("claim_no"),
    _key("fact"),
    _column("fen", sa.BigInteger),
    sqlite_with_rowid=False,
)
names = sa.Table(
    known.NAMES,
    metadata,
    _key("uscc"),
    _key("name"),
    _column("position", sa.BigInteger),
    sqlite_with_rowid=False,
)
came_in = sa.Table(
    known.CAME_IN,
    metadata,
    _key("uscc"),
    _column("position", sa.BigInteger),
    sqlite_with_rowid=False,
)
unsorted_invoices = sa.Table(
    "unsorted_invoices",
    sa.MetaData(),
    *(_column(column.name) for column in invoices.columns),
    prefixes=["TEMPORARY"],
)
INDICES = tuple(index for table in metadata.sorted_tables for index in table.indexes)
VIEWS = (
    register, postings, allowances, totals, invoices, money, moves, sums, amounts, names, came_in
)  # fmt: skip


def make_tables(connection: sa.Connection) -> None:
    """Drop the tables, whatever their shape, and create them empty."""
    metadata.drop_all(connection)
    metadata.create_all(connection)


def are_whole(connection: sa.Connection) -> bool:
    """Say whether every table is there, with its columns."""
    inspector = sa.inspect(connection)
    return all(
        inspector.has_table(table.name)
        and {column["name"] for column in inspector.get_columns(table.name)} == set(table.c.keys())
        for table in metadata.sorted_tables
    )


def holds_its_kinds(connection: sa.Connection) -> bool:
    """Read every row of every view: say whether each value is of its column's kind."""
    connection = connection.execution_options(yield_per=ROWS_AT_ONCE)
    for view in VIEWS:
        kinds = [
            (column.type.python_type, type(None) if column.nullable else column.type.python_type)
            for column in view.columns
        ]
        if not all(all(map(isinstance, row, kinds)) for row in connection.execute(sa.select(view))):
            return False
    return True


def digest(connection: sa.Connection) -> str:
    """Return the SHA-256 of every view's rows, sorted by their keys."""
    whole = sha256()
    for view in VIEWS:
        whole.update(f"{view.name} {digest_of(connection, view)}\n".encode())
    return whole.hexdigest()


def digest_of(connection: sa.Connection, view: sa.Table) -> str:
    """Return the SHA-256 of a view's rows, sorted by their key."""
    whole = sha256()
    # On a server a cursor with a name, whose rows stay there until they are fetched.
    name = {"name": view.name} if connection.dialect.name == "postgresql" else {}
    with closing(connection.connection.cursor(**name)) as cursor:
        cursor.execute(str(sa.select(view).order_by(*view.primary_key).compile(connection)))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            whole.update(repr(rows).encode())
    return whole.hexdigest()


def differing(folded: sa.Engine, connection: sa.Connection, file: Path | None) -> list[str]:
    """Return the views that have other rows at a connection than in a file just folded.

    file: the file that the connection reads, to be compared row by row; None for a server, or for a
    file that cannot be attached. As many rows on either side, and as many that are the same, is the
    same rows.
    """
    if file is None:
        with folded.connect() as other:
            same = [digest_of(other, view) == digest_of(connection, view) for view in VIEWS]
    else:
        # The driver counts without holding the interpreter: two cores take two views at a time.
        with ThreadPoolExecutor(2) as pool:
            same = list(pool.map(partial(_same, folded, file), VIEWS))
    return [view.name for view, alike in zip(VIEWS, same, strict=True) if not alike]


def _same(folded: sa.Engine, beside: Path, view: sa.Table) -> bool:
    keys = ", ".join(f'"{column.name}"' for column in view.primary_key)
    alike = " AND ".join(
        f'mine."{column.name}" IS other."{column.name}"' for column in view.columns
    )
    joined = f"main.{view.name} mine JOIN live.{view.name} other USING ({keys}) WHERE {alike}"
    with folded.connect() as connection:
        connection.exec_driver_sql("ATTACH ? AS live", (f"file:{quote(str(beside))}?mode=ro",))
        counts = {
            connection.exec_driver_sql(f"SELECT COUNT(*) FROM {source}").scalar()
            for source in (f"main.{view.name}", f"live.{view.name}", joined)
        }
        connection.invalidate()  # with it the file attached
    return len(counts) == 1
