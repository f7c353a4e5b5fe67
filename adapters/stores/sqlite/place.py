"""A ledger in SQLite files: the log in one, the views and the private table in others beside it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from adapters.log.lengths import EVENTS
from adapters.stores.place import Guard, problem_of
from adapters.stores.sqlite.generations import (
    beside,
    current,
    generations,
    named,
    next_after,
    take_turn,
)
from adapters.stores.sqlite.log import SQLiteLog
from adapters.stores.sqlite.private import SQLitePrivateTable
from adapters.stores.sqlite.read_only import connect_to_read, is_read_only
from adapters.stores.sqlite.views import FreshViews, SQLiteViews
from adapters.views.backend import Backend
from adapters.wording.translation import N_
from domain.refusals import Refusal

# The disk took no more: a quota, a limit of the system, a fault. What was there is as it was.
_NOT_WRITTEN = frozenset((
    sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_SHMSIZE,
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class SQLitePlace:
    """The place of a ledger whose log is the file `file`."""

    file: Path

    @property
    def name(self) -> str:
        return str(self.file)

    def exists(self) -> bool:
        if not self.file.exists():
            return False
        self._check()
        return True

    def make(self) -> None:
        """Nothing but look: SQLite makes a file when it is first written to."""
        self._check()

    def must_be_writable(self) -> None:
        if is_read_only(self.file):
            raise Refusal("store-read-only", store=self.name)
        for file in (self.file, self.private().path):
            # A journal lies beside each name: what is recorded by one is lost by the other.
            if file.exists() and (links := file.stat().st_nlink) > 1:
                raise Refusal("store-linked", file=str(file), links=links)

    def must_let_serve(self) -> None:
        """Nothing: who may write to the file may write any login."""

    def prepare(self) -> None:
        """Nothing but look: the file's permissions decide who may write."""
        self._check()

    def log(self, clock: Callable[[], datetime]) -> SQLiteLog:
        return SQLiteLog(str(self.file), clock)

    def views(self) -> SQLiteViews:
        return SQLiteViews(current(self.file))

    def other_views(self, damaged: Backend) -> SQLiteViews | None:
        path = None if damaged.file is None else next_after(self.file, damaged.file)
        return None if path is None else SQLiteViews(path)

    def builds_beside(self, views: Backend) -> bool:
        return views.file in [named(self.file, number) for number in generations(self.file)]

    @contextmanager
    def building_views(self) -> Iterator[FreshViews]:
        path = beside(self.file)
        fresh = FreshViews(path)
        try:
            yield fresh
            fresh.close()
            take_turn(self.file, path)
        finally:
            fresh.close()
            path.unlink(missing_ok=True)

    def has_views(self) -> bool:
        return bool(generations(self.file))

    def may_write_views(self, views: Backend) -> bool:
        path = views.file
        assert path is not None, "views of another store"
        return not is_read_only(path)

    def guards(self) -> list[Guard]:
        from adapters.stores.sqlite.guards import guards

        try:
            return list(guards(self.file, current(self.file), self.private().path))
        except sqlite3.Error as problem:
            raise self.refusal(problem) from problem

    def private(self) -> SQLitePrivateTable:
        return SQLitePrivateTable(self.file)

    def refusal(self, broken: Exception) -> Refusal:
        problem = problem_of(broken)
        if _is(sqlite3.SQLITE_READONLY, broken) and is_read_only(self.file):
            return Refusal("store-read-only", store=self.name)
        failed = _is(sqlite3.SQLITE_FULL, broken) or _is(_NOT_WRITTEN, broken)
        code = "store-full" if failed else "store-unreadable"
        return Refusal(code, store=self.name, problem=problem)

    def login(self) -> str:
        """Return the account that the system authenticated.

        Not by `getpass`, which asks the environment first: anybody may write another name there.
        """
        if not hasattr(os, "getuid"):
            return os.getlogin()  # Windows asks the system as well
        try:
            import pwd  # only Unix has it

            return pwd.getpwuid(os.getuid()).pw_name
        except (ImportError, KeyError):
            return str(os.getuid())

    def has_own_login(self) -> bool:
        """Say no: the officers of a computer may share an account of its system."""
        return False

    def _check(self) -> None:
        """Refuse another program's database before anything in it is changed, journal included."""
        other = self.file.exists() and not self.file.is_file()
        if other or not self.file.parent.exists():
            raise Refusal("store-not-a-file", store=self.name)
        try:
            with closing(connect_to_read(self.file)) as connection:
                tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        except sqlite3.Error:
            return  # missing, or problem when it is opened
        if tables and EVENTS not in tables:
            problem = N_("another program's database")
            raise Refusal("store-unreadable", store=self.name, problem=problem)


def _is(codes: int | frozenset[int], broken: BaseException | None) -> bool:
    """Say whether SQLite failed so: what passes its error on names it as its cause.

    codes: a code, or several of those that say more.
    """
    while broken is not None:
        code = getattr(broken, "sqlite_errorcode", None) or 0
        if code & 0xFF == codes if isinstance(codes, int) else code in codes:
            return True
        broken = getattr(broken, "orig", None) or broken.__cause__
    return False
