"""Views replaced; and whether what keeps them is damaged: by its look, not by what was raised.

An error that passes through a command may be a lock, a full disk or a mistake in a query. None of
these is a reason to rebuild views; they are raised as they are.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from hashlib import sha256

from adapters.log.recorder import Log
from adapters.stores.place import Location
from adapters.stores.sqlite.generations import SIDE_FILES
from adapters.views.backend import Backend
from adapters.views.following import Folded
from adapters.views.problems import ViewsUnreadable
from adapters.views.views import Views

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


def replaced(
    place: Location, serving: Views, log: Iterable[Folded], *, unless_begun: bool
) -> Views:
    """Build views beside those that serve; return what serves then.

    Another process that would build them waits meanwhile. unless_begun: as for `Views.build`.
    """
    with serving.writing() as connection:
        overtaken = place.views().file != serving.backend.file
        if not overtaken and not (unless_begun and serving.are_begun(connection)):
            with place.building_views() as beside:
                Views(beside, serving.mark_of).build(log, unless_begun=False)
    serving.backend.close()
    latest = Views(place.views(), serving.mark_of)
    return replaced(place, latest, log, unless_begun=unless_begun) if overtaken else latest
