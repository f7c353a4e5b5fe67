"""What this machine does raw: sqlite3 alone, durable, with the same bytes. A benchmark's limit."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

RAW_BATCH = 1_000


def insert_all(source: Path, target: Path) -> float:
    """The same bytes by sqlite3 alone, durable, RAW_BATCH rows a transaction."""
    forget(target)
    with closing(sqlite3.connect(source)) as log:
        rows = log.execute("SELECT * FROM stored_events ORDER BY rowid").fetchall()
    with closing(raw_log(target)) as raw:
        started = time.perf_counter()
        for start in range(0, len(rows), RAW_BATCH):
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany(
                "INSERT INTO log VALUES (?, ?, ?, ?, ?)", rows[start : start + RAW_BATCH]
            )
            raw.execute("COMMIT")
        return time.perf_counter() - started


def insert_row(raw: sqlite3.Connection, state: bytes) -> None:
    raw.execute("BEGIN IMMEDIATE")
    raw.execute(
        "INSERT INTO log SELECT NULL, 'raw', COALESCE(MAX(position), 0) + 1, 'raw', ? FROM log",
        (state,),
    )
    raw.execute("COMMIT")


def raw_log(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute(
        "CREATE TABLE log (position INTEGER PRIMARY KEY, stream TEXT, version INTEGER, topic TEXT, "
        "state BLOB, UNIQUE (stream, version))"
    )
    return raw


def forget(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", ".views", ".views-wal", ".views-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
