"""What this machine does raw, with the same rows: the driver alone. A benchmark's limits.

Every limit is taken in the same run as what is compared with it, and read from the ledger that the
work was done on.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from scripts.benchmark.taking import Taken, forget, here, process

RAW_BATCH = 1_000
PAPER_COLUMNS = 8
LOG = (
    "CREATE TABLE log (position INTEGER PRIMARY KEY, stream TEXT, version INTEGER, topic TEXT, "
    "state BLOB, UNIQUE (stream, version))"
)
COLUMNS = "rowid, originator_id, originator_version, topic, state"
Row = tuple[Any, ...]


def inserted(source: Path, target: Path, after: int = 0) -> Taken:
    """Insert the rows of a log after a position, durable, RAW_BATCH rows a transaction."""
    with closing(sqlite3.connect(source)) as log:
        query = f"SELECT {COLUMNS} FROM stored_events WHERE rowid > ? ORDER BY rowid"
        rows = log.execute(query, (after,)).fetchall()
    return _inserted(rows, target, RAW_BATCH)


def committed(source: Path, target: Path, commits: int, rows_each: int) -> Taken:
    """Insert the last rows of a log again, a few a transaction, each transaction durable."""
    with closing(sqlite3.connect(source)) as log:
        query = f"SELECT {COLUMNS} FROM stored_events ORDER BY rowid DESC LIMIT ?"
        rows = log.execute(query, (commits * rows_each,)).fetchall()
    return _inserted(rows, target, rows_each)


def scanned(source: Path) -> Taken:
    """Read every row of a log."""
    return here(partial(_scan, source, len))


def hashed(source: Path) -> Taken:
    """Read every row of a log and take the SHA-256 of its bytes."""
    return here(partial(_scan, source, _digest))


def views_written(ledger: Path, target: Path) -> Taken:
    """Read every row of a log, and insert the rows that its views have into a new file."""
    forget(target)
    views = sorted(ledger.parent.glob(f"{ledger.name}.views*"))
    file = next(path for path in reversed(views) if not path.name.endswith(("-wal", "-shm")))
    with closing(sqlite3.connect(file)) as old:
        query = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL"
        tables = {
            name: (made, old.execute(f'SELECT * FROM "{name}"').fetchall())
            for name, made in old.execute(query).fetchall()
        }

    def work() -> None:
        _scan(ledger, len)
        with closing(sqlite3.connect(target, isolation_level=None)) as new:
            new.execute("PRAGMA journal_mode=OFF")
            new.execute("BEGIN")
            for name, (made, rows) in tables.items():
                new.execute(made)
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    new.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
            new.execute("COMMIT")

    return here(work)


def asked(ledger: Path) -> Taken:
    """Start Python, open the ledger by its driver, and ask one indexed question."""
    question = (
        "import sqlite3, sys; "
        "log = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True); "
        "log.execute('SELECT MAX(rowid) FROM stored_events').fetchone()"
    )
    return process([sys.executable, "-c", question, str(ledger)])


def listed(target: Path, lines: int) -> Taken:
    """Write as many lines as a paper has, as CSV."""

    def work() -> None:
        with target.open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerows(
                [f"{line}/{column}" for column in range(PAPER_COLUMNS)] for line in range(lines)
            )

    return here(work)


def _inserted(rows: Sequence[Row], target: Path, together: int) -> Taken:
    forget(target)
    with closing(sqlite3.connect(target, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute(LOG)
        return here(partial(_insert, raw, rows, together))


def _insert(raw: sqlite3.Connection, rows: Iterable[Row], together: int) -> None:
    left = iter(rows)
    while few := list(islice(left, together)):
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?)", few)
        raw.execute("COMMIT")


def _scan(source: Path, look: Any) -> None:
    with closing(sqlite3.connect(source)) as log:
        for row in log.execute(f"SELECT {COLUMNS} FROM stored_events ORDER BY rowid"):
            look(row[4])


def _digest(state: bytes) -> bytes:
    return sha256(state).digest()
