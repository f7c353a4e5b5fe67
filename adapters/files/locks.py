"""Lock files: one process at a time, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from domain.refusals import Refusal

SECONDS_MAX = 60.0


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Hold a lock against other sealers. Raises Refusal `seal-busy`, OSError."""
    lock = FileLock(file)
    try:
        lock.acquire(timeout=SECONDS_MAX)
    except Timeout:
        raise Refusal("seal-busy", file=str(file), seconds=round(SECONDS_MAX)) from None
    try:
        yield
    finally:
        lock.release()
