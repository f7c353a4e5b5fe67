"""The files of a ledger's views, one a generation: the first `….views`, then `….views.1` and on.

The latest serves. A damaged one is abandoned: its readers keep what they see, and a file under the
next name takes its place. No name is used twice while a later one is there.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

VIEWS_SUFFIX = ".views"
PAGE_BYTES = 4_096
SIDE_FILES = ("-wal", "-shm", "-journal")


def current(log: Path) -> Path:
    """Return the file of a log's views; the first need not be there yet.

    A folder, or a file cut short within a page, of which SQLite would read zeros, is not one.
    """
    there = generations(log)
    if not there:
        return _named(log, 0)
    path = _named(log, there[-1])
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
    path = made(_named(log, number))
    if not path.exists():
        return None
    for old in generations(log):
        if old < number:
            for suffix in ("", *SIDE_FILES):
                with suppress(OSError):  # a folder; or open in another process, as on Windows
                    os.unlink(f"{_named(log, old)}{suffix}")
    return path


def generations(log: Path) -> list[int]:
    """Return the numbers of the generations there are, in order."""
    numbers = (_number(log, name) for name in os.listdir(log.absolute().parent))
    return sorted(number for number in numbers if number is not None)


def made(path: Path) -> Path:
    """Return the path of an empty file, made where it is missing; opening it raises what fails."""
    with suppress(OSError):
        path.touch(0o644)
    return path


def _named(log: Path, number: int) -> Path:
    return Path(f"{log}{VIEWS_SUFFIX}{f'.{number}' if number else ''}")


def _number(log: Path, name: str) -> int | None:
    match = re.fullmatch(rf"{re.escape(log.name + VIEWS_SUFFIX)}(?:\.([1-9]\d*))?", name)
    return None if match is None else int(match[1] or 0)
