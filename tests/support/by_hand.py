"""What somebody does to a ledger with the store's own tools, past the product."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg

from adapters.stores.opening import location_of
from adapters.views.shape import TABLES
from tests.support.stores import ON_POSTGRES, copied_database, owners_address

SCHEMAS = {"": "public", ".views": "subsidy_views", ".private": "subsidy_private"}
Values = Sequence[object]
# SQLite's words, as the tests use them, in PostgreSQL's.
IN_POSTGRES = {"?": "%s", "rowid": "notification_id", "x'00'": r"'\x00'"}


class Hand(Protocol):
    """Runs a statement and returns what it finds."""

    def __call__(self, statement: str, values: Values = ()) -> list[tuple[Any, ...]]: ...


@contextmanager
def by_hand(path: Path, part: str = "", *, guarded: bool = True) -> Iterator[Hand]:
    """One transaction on a ledger. part: its log, or its `.views`, or its `.private` table.

    guarded: whether the triggers that refuse are in force.
    """
    with (_in_postgres if ON_POSTGRES else _in_sqlite)(path, part, guarded) as hand:
        yield hand


@contextmanager
def _in_sqlite(path: Path, part: str, guarded: bool) -> Iterator[Hand]:
    with closing(sqlite3.connect(f"{path}{part}")) as held, held:
        triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        guards = [] if guarded else held.execute(triggers).fetchall()
        for name, _ in guards:
            held.execute(f"DROP TRIGGER {name}")
        yield lambda statement, values=(): held.execute(statement, values).fetchall()
        for _, sql in guards:
            held.execute(sql)


@contextmanager
def _in_postgres(path: Path, part: str, guarded: bool) -> Iterator[Hand]:
    with psycopg.connect(owners_address(path)) as held:
        held.execute(f"SET search_path = {SCHEMAS[part]}")
        if not guarded:
            held.execute("SET session_replication_role = replica")

        def hand(statement: str, values: Values = ()) -> list[tuple[Any, ...]]:
            for word, other in IN_POSTGRES.items():
                statement = statement.replace(word, other)
            ran = held.execute(statement.encode(), values or None)
            return ran.fetchall() if ran.description else []

        yield hand


def rows(path: Path) -> list[tuple[Any, ...]]:
    """Return every row of a log: position, stream, place in it, topic, state."""
    with by_hand(path) as hand:
        return hand("SELECT * FROM stored_events ORDER BY rowid")


def claim_numbers(path: Path) -> list[tuple[Any, ...]]:
    """Return the index of claim numbers."""
    with by_hand(path) as hand:
        return hand("SELECT claim_no, uscc, digest FROM claim_numbers ORDER BY claim_no")


def insert(path: Path, events: Sequence[Values], numbers: Sequence[Values] = ()) -> None:
    """Put rows into a log, and claim numbers into its index."""
    with by_hand(path, guarded=not ON_POSTGRES) as hand:
        for row in events:
            hand("INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)", row)
        for number in numbers:
            hand("INSERT INTO claim_numbers VALUES (?, ?, ?)", number)
    if ON_POSTGRES and not numbers:
        write_numbers_again(path)


def write_numbers_again(path: Path) -> None:
    """Have the owner of a database write the index of claim numbers again."""
    place = location_of(owners_address(path))
    place.prepare()


def replace_bytes(hand: Hand, at: int, old: bytes, new: bytes) -> None:
    """Replace what stands in the bytes of a row."""
    ((state,),) = hand("SELECT state FROM stored_events WHERE rowid = ?", (at,))
    hand("UPDATE stored_events SET state = ? WHERE rowid = ?", (state.replace(old, new), at))


def drop_views(path: Path) -> None:
    """Delete every view."""
    if ON_POSTGRES:
        with by_hand(path) as hand:
            hand(f"TRUNCATE {', '.join(f'subsidy_views.{table}' for table in TABLES)}")
        return
    for file in path.parent.glob(f"{path.name}.views*"):
        file.unlink()


def drop_private(path: Path) -> None:
    """Delete what is kept outside the log."""
    if ON_POSTGRES:
        with by_hand(path) as hand:
            hand("TRUNCATE subsidy_private.account_keys CASCADE")
            hand("TRUNCATE subsidy_private.accounts")
    else:
        Path(f"{path}.private").unlink()


def copied(path: Path, to: Path, *, whole: bool = False) -> Path:
    """Copy a log to be another ledger. whole: with its views and what is private."""
    if ON_POSTGRES:
        copied_database(path, to)
        if not whole:
            drop_private(to)
            drop_views(to)
    else:
        assert not whole, "files are copied as files"
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as target:
            source.backup(target)
    return to
