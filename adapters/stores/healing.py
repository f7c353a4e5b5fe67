"""Whether what keeps the views is damaged: decided by looking at it, never by what was raised.

An error that passes through a command may be a lock, a full disk or a mistake in a query. None of
these is a reason to rebuild views; they are raised as they are.
"""

from __future__ import annotations

import os
import sqlite3
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from adapters.log.recorder import Log
from adapters.stores.sqlite.generations import SIDE_FILES

# What passes by itself: a file that answers so may be sound.
_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
}


def log_fingerprint(log: Log, position: int) -> str | None:
    """Return a fingerprint of the log up to a position; None where the log is shorter."""
    if position == 0:
        return ""
    rows = log.select_rows(position - 1, 1)
    return sha256(rows[0].state).hexdigest() if rows and rows[0].id == position else None


def is_sound(engine: sa.Engine) -> bool:
    """Have SQLite look through the whole file; a server looks after its own files."""
    if engine.dialect.name != "sqlite":
        return True
    path = str(engine.url.database)
    if not os.path.exists(path) or any(os.path.isdir(path + suffix) for suffix in SIDE_FILES):
        return False
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
    except DBAPIError as problem:
        code = getattr(problem.orig, "sqlite_errorcode", None)
        if code is not None and code & 0xFF == sqlite3.SQLITE_CANTOPEN:
            return os.path.isfile(path)  # no more files may be open, or this reader may not
        return code is not None and code & 0xFF in _PASSING
    except UnicodeDecodeError:
        return False  # a name in the file that is not text


def is_mistake(problem: DBAPIError) -> bool:
    """Say whether a statement is at fault, rather than the store that it was put to."""
    state = getattr(problem.orig, "sqlstate", None)
    if state is not None:
        return str(state).startswith("42") and state != "42501"  # that role may not
    return getattr(problem.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
