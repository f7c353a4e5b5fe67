"""The files of a ledger's views, one a generation: the first `….views`, then `….views.1` and on.

The latest serves. A damaged one is abandoned, and one that is rebuilt is replaced: its readers keep
what they see, and a file under the next name takes its place. No name is used twice while a later
one is there.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

VIEWS_SUFFIX = ".views"
BESIDE = f"{VIEWS_SUFFIX}.beside-"  # and a name of its own: built, and not yet a generation
PAGE_BYTES = 4_096
SIDE_FILES = ("-wal", "-shm", "-journal")


def current(log: Path) -> Path:
    """Return the file of a log's views; the first need not be there yet.

    A folder, or a file cut short within a page, of which SQLite would read zeros, is not one.
    """
    there = generations(log)
    if not there:
        return named(log, 0)
    path = named(log, there[-1])
    if path.is_file() and path.stat().st_size % PAGE_BYTES == 0:
        return path
    return next_after(log, path) or path


def next_after(log: Path, damaged: Path) -> Path | None:
    """Abandon a generation; return its replacement. None where none can be made.

    Another process may have abandoned it already: then theirs serves.
    """
    number = _number(log, damaged.name)
    if number is None:
        return None  # a reader's own
    number = max([number + 1, *generations(log)])
    path = made(named(log, number))
    if not path.exists():
        return None
    _remove_before(log, number)
    return path


def beside(log: Path) -> Path:
    """Return a new file to build views in; those that an end cut short are removed.

    One process at a time builds views: it holds the write lock of those that serve.
    """
    folder = log.absolute().parent
    for name in os.listdir(folder):
        if name.startswith(f"{log.name}{BESIDE}"):
            _remove(folder / name)
    return Path(f"{log}{BESIDE}{uuid4().hex}")


def take_turn(log: Path, built: Path) -> None:
    """Have a file that is closed serve as the next generation, whole on the disk before it does."""
    _sync(built, os.O_RDWR)
    number = max(generations(log), default=0) + 1
    _remove(named(log, number))  # what lies beside a file that is gone would be taken for its own
    os.rename(built, named(log, number))
    if os.name != "nt":  # which opens no folder
        _sync(log.absolute().parent, os.O_RDONLY)
    _remove_before(log, number)


def generations(log: Path) -> list[int]:
    """Return the numbers of the generations there are, in order."""
    numbers = (_number(log, name) for name in os.listdir(log.absolute().parent))
    return sorted(number for number in numbers if number is not None)


def named(log: Path, number: int) -> Path:
    """Return the file of a generation."""
    return Path(f"{log}{VIEWS_SUFFIX}{f'.{number}' if number else ''}")


def made(path: Path) -> Path:
    """Return the path of an empty file, made where it is missing; opening it raises what fails."""
    with suppress(OSError):
        path.touch(0o644)
    return path


def _remove_before(log: Path, number: int) -> None:
    for old in generations(log):
        if old < number:
            _remove(named(log, old))


def _remove(path: Path) -> None:
    for suffix in ("", *SIDE_FILES):
        with suppress(OSError):  # a folder; or open in another process, as on Windows
            os.unlink(f"{path}{suffix}")


def _sync(path: Path, how: int) -> None:
    opened = os.open(path, how)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _number(log: Path, name: str) -> int | None:
    match = re.fullmatch(rf"{re.escape(log.name + VIEWS_SUFFIX)}(?:\.([1-9]\d*))?", name)
    return None if match is None else int(match[1] or 0)
