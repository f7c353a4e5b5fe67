"""The file of the web's own tables: its owner's only, in WAL mode."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from adapters.stores.sqlite.connections import LOCK_TIMEOUT_SECONDS, write_ahead
from adapters.stores.sqlite.private import OWNER_ONLY
from domain.refusals import Refusal

_OTHERS = 0o077


def made(path: Path) -> None:
    """Make the file before SQLite does, which would let others read it.

    Raises `web-exposed` for one that others may read: it holds secrets of second factors.
    """
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
        mode = path.stat().st_mode
    except OSError as problem:
        said = problem.strerror or str(problem)
        raise Refusal("web-unreadable", file=str(path), problem=said) from problem
    if os.name != "nt" and mode & _OTHERS:
        raise Refusal("web-exposed", file=str(path))


def identity_of(path: Path) -> tuple[int, int] | None:
    """Return which file lies at a path; None for none: one that was removed may still be open."""
    try:
        known = path.stat()
    except OSError:
        return None
    return known.st_dev, known.st_ino


def connected(path: Path) -> sqlite3.Connection:
    """Connect to the file; each transaction is begun by who wants it."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=LOCK_TIMEOUT_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # the pool gives it to one thread at a time
    )
    try:
        write_ahead(connection)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def watching(path: Path) -> sqlite3.Connection:
    """Connect to the file to see whether others commit; where it is locked, that fails at once."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,  # who asks holds a lock
    )
