"""What can happen to the files of a SQLite ledger's views."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

PAGE_BYTES = 4_096
GARBAGE = b"\x93"


def as_folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()
    (path / "what somebody put there").touch()


def changed(path: Path, start: int, content: bytes) -> None:
    """Write over a part of a file."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(content)


def by_hand(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def _another_program_s(views: Path) -> None:
    views.unlink()
    by_hand(views, "CREATE TABLE progress (shape INT)")


# Each is given the views; beside the ledger lies another, `other.db`.
SPOILT: dict[str, Callable[[Path], object]] = {
    "deleted": lambda views: views.unlink(),
    "emptied": lambda views: views.write_bytes(b""),
    "garbage": lambda views: views.write_bytes(GARBAGE * 9_000),
    "another file": lambda views: views.write_text("minutes of the meeting"),
    "a folder": as_folder,
    "a folder for its log": lambda views: as_folder(Path(f"{views}-wal")),
    "garbage for its log": lambda views: Path(f"{views}-wal").write_bytes(GARBAGE * 9_000),
    "garbage for its index": lambda views: Path(f"{views}-shm").write_bytes(GARBAGE * 40_000),
    "cut within the head": lambda views: os.truncate(views, 60),
    "cut within a page": lambda views: os.truncate(views, 40_000),
    "one byte short": lambda views: os.truncate(views, views.stat().st_size - 1),
    "half of it": lambda views: os.truncate(
        views, views.stat().st_size // PAGE_BYTES // 2 * PAGE_BYTES
    ),
    "a head of zeros": lambda views: changed(views, 0, bytes(100)),
    "the first page garbage": lambda views: changed(views, 100, GARBAGE * (PAGE_BYTES - 100)),
    "a page garbage": lambda views: changed(views, 2 * PAGE_BYTES, GARBAGE * PAGE_BYTES),
    "every page but the first garbage": lambda views: changed(
        views, PAGE_BYTES, GARBAGE * (views.stat().st_size - PAGE_BYTES)
    ),
    "the log itself": lambda views: shutil.copy(views.with_suffix(""), views),
    "another ledger's": lambda views: shutil.copy(views.with_name("other.db.views"), views),
    "another program's": _another_program_s,
    "a view missing": lambda views: by_hand(views, "DROP TABLE claim_register"),
    "a column missing": lambda views: by_hand(
        views, "ALTER TABLE yearly_totals DROP COLUMN granted_fen"
    ),
    "names that are not text": lambda views: by_hand(
        views, "UPDATE claim_register SET enterprise = CAST(x'ff' AS TEXT)"
    ),
    "no position": lambda views: by_hand(views, "DELETE FROM progress"),
    "a position that is none": lambda views: by_hand(views, "UPDATE progress SET position = 'x'"),
    "a position beyond": lambda views: by_hand(
        views, "UPDATE progress SET position = position + 7"
    ),
    "a position before": lambda views: by_hand(
        views, "UPDATE progress SET position = position - 7"
    ),
}
