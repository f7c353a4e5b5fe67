"""Files for people: whole under their name, or not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.seal.folder import UNFINISHED, sync_folder, write_durably
from domain.refusals import Refusal


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, or replace the one that is there. Raises `output-unwritable`."""
    with writing(path):
        write_durably(path, content)
        sync_folder(path.absolute().parent)


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Yield the name to write under until the file is whole. Raises `output-unwritable`."""
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        yield unfinished
    except OSError as problem:
        told = problem.strerror or str(problem)
        raise Refusal("output-unwritable", file=str(path), problem=told) from problem
    finally:
        unfinished.unlink(missing_ok=True)
