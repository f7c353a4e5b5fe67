"""The file of decided claims beside a ledger: `….decided`, made and brought on when it is asked.

Nothing depends on it: once it is deleted, or a program that writes to it is stopped, the next
rehearsal makes it again from the log. It says which position it stands at, after which event, and
by which program and book its enterprises were walked; where any of that is otherwise it is made
again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import domain
from adapters.ledger.reassessing.decided import SUPPORTED, touched_of
from adapters.stores.sqlite.read_only import connect, connect_to_read, is_read_only
from projections.reassessment.reach import Reach

SUFFIX = ".decided"
LOCK_TIMEOUT_SECONDS = 10
PAGE_BYTES = 16_384
# Why an enterprise is walked whole, whatever differs. `log`: from its events, for they are not its
# own alone. `differs`: a reassessment would change something now. `order`: one was chosen.
# `item`, `invoice`: claims of several kinds are of one item, or share an invoice. `former` is not
# walked for that: another version governs some claim now, though it comes to the same.
LOG, DIFFERS, ORDER, ITEM, INVOICE = "log", "differs", "order", "item", "invoice"
FORMER = "former"

_TABLES = (
    "CREATE TABLE stands (at TEXT, position INTEGER)",
    "CREATE TABLE kinds (kind TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE apart (why TEXT, uscc TEXT, kinds TEXT, PRIMARY KEY (why, uscc, kinds)) "
    "WITHOUT ROWID",
    "CREATE TABLE parts (kind TEXT, uscc TEXT, touched BLOB, sum INTEGER, part BLOB, "
    "PRIMARY KEY (kind, uscc)) WITHOUT ROWID",
)


class Stale(Exception):  # noqa: N818 - no fault: another process brought the file on
    """The file of decided claims stands elsewhere by now."""


class Spoilt(Exception):  # noqa: N818 - nothing rests on the file
    """The file of decided claims is damaged."""


class Stands(NamedTuple):
    """Where a file stands: the last event taken in, and by what its enterprises were walked."""

    position: int
    mark: str | None
    book: str
    program: str

    @property
    def text(self) -> str:
        return " ".join(map(str, self[1:]))


class Taken(NamedTuple):
    """An enterprise as it is kept: parts as kind, what it touches, and itself; why it is apart."""

    uscc: str
    parts: Sequence[tuple[str, bytes, bytes]]
    apart: Sequence[tuple[str, frozenset[str]]]


@cache
def program() -> str:
    """Return a fingerprint of what decides: claims walked by another are walked again."""
    where = Path(next(iter(domain.__path__)))
    files = sorted(where.rglob("*.py"))
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


class Kept:
    """An open file of decided claims."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def stands(self) -> tuple[int, str] | None:
        """Return the position and the rest of where it stands; None for an empty file."""
        if not self._rows("SELECT 1 FROM sqlite_schema WHERE name = 'stands'"):
            return None
        rows = self._rows("SELECT position, at FROM stands")
        return (int(rows[0][0]), str(rows[0][1])) if rows else None

    def must_stand(self, at: Stands) -> None:
        """Raise Stale where it stands elsewhere."""
        if self.stands() != (at.position, at.text):
            raise Stale

    def hold(self) -> None:
        """See from now on what is there now: a bringing on waits, or is not seen."""
        self._connection.execute("BEGIN")

    def take(self, at: Stands, grown: Iterable[str] | None, taken: Iterable[Taken]) -> None:
        """Write what is taken of enterprises, in one transaction. grown: of which; all for None."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            if grown is None:
                self._begin()
            for uscc in grown or ():
                self._forget(uscc)
            for each in taken:
                self._write(each)
            self._connection.execute("DELETE FROM stands")
            self._connection.execute("INSERT INTO stands VALUES (?, ?)", (at.text, at.position))
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def kinds(self) -> list[str]:
        """Return the kinds of decided claims there are."""
        return [kind for (kind,) in self._rows("SELECT kind FROM kinds ORDER BY kind")]

    def codes(self, kinds: Iterable[str] | None = None) -> set[str]:
        """Return the enterprises that have decided claims of any of these kinds; of any for None.

        But for those of `LOG`.
        """
        every = self.kinds() if kinds is None else kinds
        query = "SELECT uscc FROM parts WHERE kind = ?"
        return {uscc for kind in every for (uscc,) in self._rows(query, kind)}

    def apart(self, why: str) -> dict[str, list[frozenset[str]]]:
        """Return the enterprises that are apart for a reason, with the kinds that are."""
        enterprises: dict[str, list[frozenset[str]]] = {}
        for uscc, kinds in self._rows("SELECT uscc, kinds FROM apart WHERE why = ?", why):
            enterprises.setdefault(uscc, []).append(frozenset(kinds.split()))
        return enterprises

    def reached(self, reach: Reach) -> set[str]:
        """Return the enterprises that a difference reaches."""
        codes = self.codes(reach.begins)
        names = {*reach.measures, *([SUPPORTED] if reach.supported else ())}
        for kind in reach.kinds - reach.begins if names or reach.caps else ():
            for uscc, blob in self._rows("SELECT uscc, touched FROM parts WHERE kind = ?", kind):
                touched = touched_of(blob)
                if not names.isdisjoint(touched.names) or any(
                    touched.caps.get(cap, 0) > least for cap, least in reach.caps.items()
                ):
                    codes.add(uscc)
        return codes

    def parts(
        self, kinds: Iterable[str], first: str, last: str
    ) -> dict[str, list[tuple[str, bytes]]]:
        """Return the parts of these kinds of enterprises from one code to another, inclusive."""
        every: dict[str, list[tuple[str, bytes]]] = {}
        query = "SELECT uscc, sum, part FROM parts WHERE kind = ? AND uscc BETWEEN ? AND ?"
        for kind in sorted(kinds):
            for uscc, checked, part in self._rows(query, kind, first, last):
                if crc32(part) != checked:
                    raise Spoilt
                every.setdefault(uscc, []).append((kind, part))
        return every

    def _begin(self) -> None:
        for name in ("stands", "kinds", "apart", "parts"):
            self._connection.execute(f"DROP TABLE IF EXISTS {name}")
        for table in _TABLES:
            self._connection.execute(table)

    def _forget(self, uscc: str) -> None:
        self._connection.execute("DELETE FROM apart WHERE uscc = ?", (uscc,))
        for kind in self.kinds():
            self._connection.execute("DELETE FROM parts WHERE kind = ? AND uscc = ?", (kind, uscc))

    def _write(self, taken: Taken) -> None:
        write, uscc = self._connection.executemany, taken.uscc
        write("INSERT OR IGNORE INTO kinds VALUES (?)", ((kind,) for kind, *_ in taken.parts))
        write(
            "INSERT INTO parts VALUES (?, ?, ?, ?, ?)",
            ((kind, uscc, touched, crc32(part), part) for kind, touched, part in taken.parts),
        )
        write(
            "INSERT INTO apart VALUES (?, ?, ?)",
            ((why, uscc, " ".join(sorted(kinds))) for why, kinds in taken.apart),
        )

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()


@contextmanager
def opened(path: Path, *, to_write: bool = False) -> Iterator[Kept]:
    """Open a file of decided claims; made where it is missing and written to.

    Raises sqlite3.Error, also where it may not be written.
    """
    options = {"timeout": LOCK_TIMEOUT_SECONDS, "isolation_level": None}
    if to_write and not is_read_only(path):
        connection = connect(f"{path.resolve().as_uri()}?mode=rwc", **options)
        connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
    else:
        connection = connect_to_read(path, **options)
    try:
        yield Kept(connection)
    finally:
        connection.close()
