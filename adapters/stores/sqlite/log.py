"""The log on SQLite: `rowid` is an event's position; the write lock is SQLite's own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from eventsourcing.persistence import OperationalError
from eventsourcing.sqlite import SQLiteApplicationRecorder

from adapters.log.drafts import ClaimNumber
from adapters.log.entries import RowValues
from adapters.log.lengths import EVENTS
from adapters.log.numbers import VARIABLES_MAX, alike
from adapters.log.recorder import Log
from adapters.stores.sqlite.connections import LogDatastore, WriteTransaction, named, open_log
from adapters.stores.sqlite.tables import SKELETONS, TABLES_AND_TRIGGERS, TRIGGERS, triggers
from domain.identity import skeleton

# Rows that are right are not written: a rebuild of a sound index changes no page.
_PUT_RIGHT = """
INSERT INTO claim_numbers VALUES (?, ?, ?) ON CONFLICT (claim_no)
DO UPDATE SET uscc = excluded.uscc, digest = excluded.digest
WHERE uscc <> excluded.uscc OR digest <> excluded.digest"""
_ALIKE_IN_NUMBER = ("temp.given", "claim_numbers", SKELETONS)


class SQLiteLog(Log, SQLiteApplicationRecorder):
    """The log in a SQLite file."""

    MARK = "?"
    POSITION = "rowid"
    HAS_BYTES = "instr(state, ?) > 0"

    def __init__(self, path: str, clock: Callable[[], datetime]) -> None:
        super().__init__(LogDatastore(path))
        self.clock = clock
        self._path = path
        self._bulk = False
        self._kept: sqlite3.Connection | None = None
        self._turn = threading.RLock()  # of threads at the connection
        self._inserting = (
            f"INSERT INTO {EVENTS} "
            "(rowid, originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?, ?)"
        )

    def tune_for_bulk(self) -> None:
        self._bulk = True
        self._close_kept()

    def close(self) -> None:
        self._close_kept()
        self.datastore.close()

    def _close_kept(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def construct_create_table_statements(self) -> list[str]:
        return TABLES_AND_TRIGGERS

    def create_table(self) -> None:
        """Make the tables and triggers where they are missing.

        Under the write lock from the start: a transaction that reads first and would write then is
        refused at once when another process wrote in between.
        """
        with self._writing() as cursor:
            for statement in self.create_table_statements:
                cursor.execute(statement)
            self._repair(cursor)
            cursor.execute(
                f"SELECT claim_no FROM claim_numbers WHERE NOT EXISTS (SELECT 1 FROM {SKELETONS})"
            )
            self._insert_skeletons(cursor, [claim_no for (claim_no,) in cursor.fetchall()])

    @staticmethod
    def _repair(cursor: sqlite3.Cursor) -> None:
        """Replace triggers of the log that somebody changed: IF NOT EXISTS goes by their names."""
        there = dict(cursor.execute(TRIGGERS))
        for name, statement in triggers().items():
            if there[name] != statement:
                cursor.execute(f"DROP TRIGGER {name}")
                cursor.execute(statement)

    def max_notification_id(self) -> int:
        return self.position()

    @contextmanager
    def rows(self, after: int, limit: int) -> Iterator[Iterator[RowValues]]:
        """Give the rows after a position, in order, each read when asked for.

        A list of them all would be new memory for every page, which costs more than the reading.
        """
        with self.datastore.transaction(commit=False) as cursor:
            plain = cursor.sqlite_cursor
            plain.row_factory = None
            yield plain.execute(self._after, (after, limit))

    def _writing(self) -> WriteTransaction:
        return WriteTransaction(self._connection(), self._turn)

    def _selected(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._turn:
                return self._connection().execute(query, values).fetchall()
        except sqlite3.Error as problem:
            raise named(problem) from problem

    def _connection(self) -> sqlite3.Connection:
        """Return the one connection that is kept, whose statements are prepared once.

        The package's pool takes about as long to hand one out as SQLite to insert a row.
        """
        with self._turn:
            if self._kept is None:
                try:
                    self._kept = open_log(self._path, bulk=self._bulk)
                except sqlite3.Error as problem:
                    raise named(problem) from problem
            return self._kept

    def _insert_rows(self, cursor: sqlite3.Cursor, rows: Sequence[RowValues]) -> None:
        cursor.executemany(self._inserting, rows)

    def _insert_claim_numbers(self, cursor: sqlite3.Cursor, numbers: Iterable[ClaimNumber]) -> None:
        added = list(numbers)
        cursor.executemany("INSERT INTO claim_numbers VALUES (?, ?, ?)", added)
        self._insert_skeletons(cursor, [number.claim_no for number in added])

    def _insert_skeletons(self, cursor: sqlite3.Cursor, claim_nos: Sequence[str]) -> None:
        rows = [(skeleton(claim_no), claim_no) for claim_no in claim_nos]
        cursor.executemany(f"INSERT OR IGNORE INTO {SKELETONS} VALUES (?, ?)", rows)

    @staticmethod
    def _count(cursor: sqlite3.Cursor, table: str) -> int:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        return int(cursor.fetchone()[0])

    def numbers_without_look(self) -> Iterator[str]:
        named = self._selected("SELECT 1 FROM sqlite_schema WHERE name = ?", (SKELETONS,))
        if not named or not self._selected(f"SELECT 1 FROM {SKELETONS} LIMIT 1"):
            return  # the next command that writes adds them all
        last = ""
        query = "SELECT claim_no FROM claim_numbers WHERE claim_no > ? ORDER BY claim_no LIMIT ?"
        while page := [
            claim_no for (claim_no,) in self._selected(query, (last, VARIABLES_MAX // 2))
        ]:
            pairs = [(skeleton(claim_no), claim_no) for claim_no in page]
            marks = ", ".join(["(?, ?)"] * len(pairs))
            missing = (  # in this order: each is looked up by the key
                f"WITH wanted (look, number) AS (VALUES {marks}) "
                f"SELECT number FROM wanted LEFT JOIN {SKELETONS} "
                "ON skeleton = look AND claim_no = number WHERE claim_no IS NULL"
            )
            values = [text for pair in pairs for text in pair]
            yield from (number for (number,) in self._selected(missing, values))
            last = page[-1]

    @contextmanager
    def rewriting_claim_numbers(self) -> Iterator[Callable[[Iterable[ClaimNumber]], None]]:
        """Write what differs, which is nothing in an index that is right."""
        with self._writing() as cursor:

            def put_right(numbers: Iterable[ClaimNumber]) -> None:
                given = list(numbers)
                cursor.executemany(_PUT_RIGHT, given)
                names = [(number.claim_no,) for number in given]
                cursor.executemany("INSERT INTO temp.given VALUES (?)", names)
                self._insert_skeletons(cursor, [number.claim_no for number in given])

            cursor.execute("CREATE TEMPORARY TABLE given (claim_no TEXT NOT NULL)")
            yield put_right
            if len({self._count(cursor, table) for table in _ALIKE_IN_NUMBER}) > 1:
                cursor.execute("DELETE FROM claim_numbers WHERE claim_no NOT IN temp.given")
                cursor.execute(f"DELETE FROM {SKELETONS}")
                cursor.execute("SELECT claim_no FROM claim_numbers")
                self._insert_skeletons(cursor, [claim_no for (claim_no,) in cursor.fetchall()])
            cursor.execute("DROP TABLE temp.given")

    def owners_alike(self, claim_nos: Iterable[str]) -> dict[str, str]:
        wanted = list(claim_nos)
        try:
            return super().owners_alike(wanted)
        except OperationalError as problem:
            if SKELETONS not in str(problem):
                raise
            # A rehearsal on a ledger that an earlier version wrote last: the next write adds it.
            return alike(wanted, self._selected("SELECT claim_no, uscc FROM claim_numbers"))

    def _select_alike(self, claim_nos: Sequence[str]) -> tuple[str, Sequence[object]]:
        skeletons = list(set(map(skeleton, claim_nos)))
        query = (
            f"SELECT claim_no, uscc FROM {SKELETONS} JOIN claim_numbers USING (claim_no) "
            f"WHERE skeleton IN ({self._marks(skeletons)})"
        )
        return query, skeletons
