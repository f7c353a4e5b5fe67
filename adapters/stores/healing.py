"""Whether what keeps the views is damaged: decided by looking at it, never by what was raised.

An error that passes through a command may be a lock, a full disk or a mistake in a query. None of
these is a reason to rebuild views; they are raised as they are.
"""

from __future__ import annotations

import os
import sqlite3
from hashlib import sha256

from adapters.log.recorder import Log
from adapters.stores.sqlite.generations import SIDE_FILES
from adapters.views.backend import Backend
from adapters.views.problems import ViewsUnreadable

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


def is_sound(views: Backend) -> bool:
    """Have SQLite look through the whole file; a server looks after its own files."""
    path = views.file
    if path is None:
        return True
    if not path.exists() or any(os.path.isdir(f"{path}{suffix}") for suffix in SIDE_FILES):
        return False
    try:
        with views.reading() as reader:
            return reader.rows("PRAGMA quick_check(1)") == [("ok",)]
    except ViewsUnreadable as problem:
        code = getattr(problem.orig, "sqlite_errorcode", None)
        if code is not None and code & 0xFF == sqlite3.SQLITE_CANTOPEN:
            return path.is_file()  # no more files may be open, or this reader may not
        return code is not None and code & 0xFF in _PASSING
    except UnicodeDecodeError:
        return False  # a name in the file that is not text
