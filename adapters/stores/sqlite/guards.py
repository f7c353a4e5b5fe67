"""Whether a log's triggers, and the tables of its views, are as the ledger makes them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from adapters.stores.place import (
    LOG_UNGUARDED,
    PRIVATE_EXPOSED,
    PRIVATE_NOT_PLAIN,
    VIEWS_NOT_PLAIN,
    Guard,
)
from adapters.stores.sqlite.read_only import connect_to_read
from adapters.stores.sqlite.tables import TRIGGERS, triggers
from adapters.views.shape import TABLES

_NOT_TABLES = f"""
SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')
AND tbl_name IN ({", ".join(f"'{name}'" for name in TABLES)}) ORDER BY name"""

_ADDED = "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY name"


def guards(log: Path, views: Path | None, private: Path) -> Iterator[Guard]:
    """Yield each guard of a log that is missing, changed or added, and what views and private
    tables hold besides tables. Raises sqlite3.Error for a log or views that cannot be read."""
    with closing(connect_to_read(log)) as connection:
        there = dict(connection.execute(TRIGGERS))
    for name in sorted({*there, *triggers()}):
        if there.get(name) != triggers().get(name):
            yield Guard(LOG_UNGUARDED, name)
    if views is not None and views.is_file():
        with closing(connect_to_read(views)) as connection:
            yield from (Guard(VIEWS_NOT_PLAIN, name) for (name,) in connection.execute(_NOT_TABLES))
    if private.is_file():
        with suppress(sqlite3.Error), closing(connect_to_read(private)) as connection:
            yield from (Guard(PRIVATE_NOT_PLAIN, name) for (name,) in connection.execute(_ADDED))
    if os.name != "nt" and private.is_file() and private.stat().st_mode & 0o077:
        yield Guard(PRIVATE_EXPOSED, private.name)
