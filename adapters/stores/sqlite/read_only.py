"""Files that this process may not write, on a read-only medium say: read with nothing made beside.

SQLite makes side files to read a database in WAL mode, and refuses where it may not.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

_WITHOUT_LOCKS = "win32-none" if os.name == "nt" else "unix-none"


def is_read_only(path: Path) -> bool:
    """Say whether this process may not write to a file, or not beside it."""
    where = path.resolve()
    may_write = os.access(where, os.W_OK) or not where.exists()
    return where.parent.exists() and not (may_write and os.access(where.parent, os.W_OK))


def connect_to_read(path: Path, **options: Any) -> sqlite3.Connection:
    """Connect to a database that is only read, even by a login that may write to it."""
    where = path.resolve()
    uri = where.as_uri()
    if not is_read_only(where):
        return connect(f"{uri}?mode=ro", **options)
    if not _has_content(f"{where}-wal"):  # then nobody has it open, and no event is outside of it
        return connect(f"{uri}?immutable=1", **options)
    if os.path.exists(f"{where}-shm"):
        return connect(f"{uri}?mode=ro", **options)
    # The index of the write-ahead log is made in memory where a connection expects no other.
    connection = connect(f"{uri}?mode=ro&vfs={_WITHOUT_LOCKS}", **options)
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    return connection


def connect(uri: str, **options: Any) -> sqlite3.Connection:
    connection: sqlite3.Connection = sqlite3.connect(uri, uri=True, **options)
    return connection


def _has_content(path: str) -> bool:
    return os.path.exists(path) and os.path.getsize(path) > 0
