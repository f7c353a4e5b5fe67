"""Views that cannot serve are emptied, and made again by whoever reads next: nobody repairs them.

They hold nothing that the log has not. What cannot be read as views at all is noticed by whoever
meets it; rows that read well and say something else only `verify` finds, and `rebuild` mends.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple, TypeVar

import sqlalchemy as sa
from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import DBAPIError

from adapters.log.codec import CodecError
from adapters.log.recorder import Log
from adapters.stores.sqlite.files import LOCK_TIMEOUT_SECONDS, RETRY_SECONDS
from adapters.views.tables import make_tables
from domain.enterprise.state import UnknownClaim

try:
    import fcntl
except ImportError:  # as on Windows
    fcntl = None  # type: ignore[assignment]

Answered = TypeVar("Answered")

PAGE_BYTES = 4_096
ATTEMPTS_MAX = 3  # another process may be mending, or spoiling, them at the same time
SIDE_FILES = ("-wal", "-shm", "-journal")
# Every connection of SQLite's to a file in WAL mode shares a lock on bytes of this range.
LOCKED_FROM, LOCKED_BYTES = 0x40000000, 512
# What passes by itself, or what emptying the views would not help.
_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
}


# A table or column missing, a key there twice, data or index damaged.
_NOT_OURS = ("42P01", "42703", "23", "XX001", "XX002")


class State(NamedTuple):
    """What of a file changes when another process empties it."""

    inode: int
    size: int
    changed: int


def log_fingerprint(log: Log, position: int) -> str | None:
    """Return what tells a log from every other one that goes as far; None where it does not."""
    if position == 0:
        return ""
    rows = log.select_rows(position - 1, 1)
    return sha256(rows[0].state).hexdigest() if rows and rows[0].id == position else None


def healed(
    engine: sa.Engine,
    work: Callable[[], Answered],
    caught: tuple[type[Exception], ...] = (DBAPIError, CodecError, UnicodeDecodeError),
) -> Answered:
    """Do what needs the views; where they cannot serve, empty them and do it again.

    Raises what the work raises where that is of no avail.
    """
    for attempt in range(ATTEMPTS_MAX):
        before = _state(engine)
        if before is not None and before.size % PAGE_BYTES:
            empty(engine, before)  # cut short: SQLite would read zeros
        try:
            return work()
        except caught as problem:
            last = attempt == ATTEMPTS_MAX - 1
            if last or not cannot_serve(engine, problem) or not empty(engine, before):
                raise
    raise AssertionError("the last attempt returns or raises")


def emptied(engine: sa.Engine, problem: BaseException) -> bool:
    """Empty the views where they are the problem; say whether the same question may be put again.

    For problems met after the views were caught up: in the middle of an answer.
    """
    if isinstance(problem, CodecError | PersistenceError | sqlite3.Error | UnknownClaim):
        return False  # the log's
    broken = cannot_serve(engine, problem)
    if not broken and not isinstance(problem, DBAPIError):
        broken = _unsound(engine)
    return broken and empty(engine, _state(engine))


def cannot_serve(engine: sa.Engine, problem: BaseException) -> bool:
    """Say whether a problem is that of views to be made again."""
    if isinstance(problem, CodecError):
        return isinstance(problem.__cause__, UnknownClaim)  # a row is missing; or from the log
    if not isinstance(problem, DBAPIError):
        return isinstance(problem, UnicodeDecodeError)  # a name in the file that is none
    if engine.dialect.name != "sqlite":
        # A server looks after its own files; tables may be missing, or other than ours.
        return str(getattr(problem.orig, "sqlstate", None) or "").startswith(_NOT_OURS)
    code = getattr(problem.orig, "sqlite_errorcode", None)
    if code is None:  # the driver's own complaint: text that is none
        return isinstance(problem.orig, sqlite3.Error)
    if code & 0xFF == sqlite3.SQLITE_CANTOPEN:
        return any(map(os.path.isdir, _files(engine)))
    return code & 0xFF not in _PASSING


def empty(engine: sa.Engine, before: State | None) -> bool:
    """Empty the views, unless another process did since `before`; say whether that could be done.

    Under SQLite's own lock, and in place: a file deleted would go on being used by those who have
    it open, who would then delete what belongs to the new one. What is not a file is put aside.
    """
    engine.dispose()
    if engine.dialect.name != "sqlite":
        return _dropped(engine)
    path, *others = _files(engine)
    try:
        for one in (path, *others):
            if os.path.isdir(one):
                os.rename(one, _free_name(one))
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if _locked(handle, engine, before):
                os.ftruncate(handle, 0)
                for one in others:
                    with suppress(FileNotFoundError):
                        os.unlink(one)
        finally:
            os.close(handle)
    except OSError:
        return False
    return True


def _dropped(engine: sa.Engine) -> bool:
    """Make the tables anew, empty; False where this account may not."""
    with suppress(DBAPIError), engine.connect().execution_options(writes=True) as connection:
        with connection.begin():
            make_tables(connection)
        return True
    return False


def _unsound(engine: sa.Engine) -> bool:
    """Have SQLite look through the whole file: only where something went wrong already."""
    if engine.dialect.name != "sqlite":
        return False
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok"
    except (DBAPIError, UnicodeDecodeError):
        return True


def _locked(handle: int, engine: sa.Engine, before: State | None) -> bool:
    """Wait until nobody else has the views open; False when they are others meanwhile."""
    end = time.monotonic() + LOCK_TIMEOUT_SECONDS
    while before is None or _state(engine) == before:
        try:
            if fcntl is not None:
                fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, LOCKED_BYTES, LOCKED_FROM)
        except BlockingIOError:
            if time.monotonic() > end:
                raise
        else:
            return before is None or _state(engine) == before
        time.sleep(RETRY_SECONDS)
    return False


def _state(engine: sa.Engine) -> State | None:
    # Not by opening it: closed again, that would give up every lock this process has on it.
    if engine.dialect.name != "sqlite":
        return None
    try:
        found = os.stat(_files(engine)[0])
    except OSError:
        return None
    return State(found.st_ino, found.st_size, found.st_mtime_ns)


def _files(engine: sa.Engine) -> list[str]:
    path = str(engine.url.database)
    return [path, *(path + suffix for suffix in SIDE_FILES)]


def _free_name(path: str) -> str:
    number = 1
    while os.path.lexists(f"{path}.aside-{number}"):
        number += 1
    return f"{path}.aside-{number}"
