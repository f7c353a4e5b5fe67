"""Where a store of the contention is, by its kind: the one place that knows what a kind is made of.

An address names a store to make or use; a kind alone makes one: `sqlite` in a folder given,
`postgresql` on a server of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from tests.support.postgres_server import PostgresServer, prepared

Rows = list[tuple[int, str, int, str, bytes]]

COLUMNS = "originator_id, originator_version, topic, state"


@contextmanager
def place_for(wanted: str, folder: Path) -> Iterator[str]:
    """Give the address of the store to fight over, its server running where it needs one."""
    if wanted == "postgresql":
        with PostgresServer(durable=True) as server:
            prepared(server.address("ledger"))
            yield server.address("ledger", "contention")
    else:
        yield str(folder / "ledger.db") if wanted == "sqlite" else wanted


def rows(address: str) -> Rows:
    """Return the whole log in order, read by hand and not by the product."""
    return READ[address.partition("://")[0] if "://" in address else "sqlite"](address)


def _sqlite(address: str) -> Rows:
    path = Path(address.removeprefix("sqlite:///")).absolute()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as by_hand:
        return by_hand.execute(f"SELECT rowid, {COLUMNS} FROM stored_events ORDER BY 1").fetchall()


def _postgresql(address: str) -> Rows:
    with psycopg.connect(address) as by_hand:
        query = f"SELECT notification_id, {COLUMNS} FROM stored_events ORDER BY 1"
        return by_hand.execute(query.encode()).fetchall()


READ: dict[str, Callable[[str], Rows]] = {"sqlite": _sqlite, "postgresql": _postgresql}
