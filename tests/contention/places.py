"""Where a store of the contention is, by its kind: the one place that knows what a kind is made of.

An address names a store to make or use; a kind alone (`sqlite`) makes one in a folder given.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

Rows = list[tuple[int, str, int, str, bytes]]

COLUMNS = "originator_id, originator_version, topic, state"


def address_of(wanted: str, folder: Path) -> str:
    """Return the address of the store to fight over."""
    return str(folder / "ledger.db") if wanted == "sqlite" else wanted


def rows(address: str) -> Rows:
    """Return the whole log in order, read by hand and not by the product."""
    return READ[address.partition("://")[0] if "://" in address else "sqlite"](address)


def _sqlite(address: str) -> Rows:
    path = Path(address.removeprefix("sqlite:///")).absolute()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as by_hand:
        return by_hand.execute(f"SELECT rowid, {COLUMNS} FROM stored_events ORDER BY 1").fetchall()


def _postgresql(address: str) -> Rows:
    import psycopg

    with psycopg.connect(address) as by_hand:
        table = by_hand.execute(
            "SELECT table_schema, table_name FROM information_schema.columns "
            "WHERE column_name = 'notification_id' AND table_schema NOT LIKE 'pg_%'"
        ).fetchone()
        assert table is not None, "no log"
        schema, name = table
        found = by_hand.execute(
            f'SELECT notification_id, {COLUMNS} FROM "{schema}"."{name}" ORDER BY 1'
        )
        return [(*row[:4], bytes(row[4])) for row in found.fetchall()]


READ: dict[str, Callable[[str], Rows]] = {"sqlite": _sqlite, "postgresql": _postgresql}
