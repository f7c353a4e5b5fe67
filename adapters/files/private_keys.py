"""Private keys in files of their own: written once, read by their owner only, kept apart."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

from adapters.files.durable import OWNER_ONLY, open_durable, problem_text, read_regular
from adapters.files.outputs import log_of, seal_around, store_beside
from domain.refusals import Refusal

Key = TypeVar("Key")


@contextmanager
def private_key_written(path: Path, store: Path | None) -> Iterator[IO[bytes]]:
    """Yield a file to write a key to, that is not there yet and that only its owner can read.

    store: the log of the ledger. Raises `key-exists`, `key-misplaced`, `key-unwritable`.
    """
    must_be_outside(path, store, None)
    try:
        with open_durable(path, mode=OWNER_ONLY, exclusive=True) as file:
            yield file
    except FileExistsError:
        raise Refusal("key-exists", file=str(path)) from None
    except OSError as problem:
        raise Refusal("key-unwritable", file=str(path), problem=problem_text(problem)) from problem


def read_private_key(
    path: Path, store: Path | None, seal: Path | None, parse: Callable[[str], Key]
) -> Key:
    """Return the key in a file. Raises `key-unreadable`, `key-misplaced`, `key-exposed`.

    parse: reads its text, or raises ValueError.
    """
    must_be_outside(path, store, seal)
    try:
        text = read_regular(path).decode("ascii", "replace").replace("\r\n", "\n")
        key = parse(text.removesuffix("\n"))
        mode = path.stat().st_mode
    except (OSError, ValueError) as problem:
        raise _unreadable(path, problem) from problem
    if os.name != "nt" and mode & 0o077:  # Windows keeps its owners in no mode
        raise Refusal("key-exposed", file=str(path))
    return key


def must_be_outside(path: Path, store: Path | None, seal: Path | None) -> None:
    """Raise `key-misplaced` for a key within what is copied, served or packed."""
    where = path.resolve()
    try:
        folder = seal_around(where) or store_beside(where)
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    if seal is not None and seal.resolve() in (where, *where.parents):
        folder = seal
    if store is not None and store.resolve() in (where, log_of(where), *where.parents):
        folder = store
    if folder is not None:
        raise Refusal("key-misplaced", file=str(path), folder=str(folder))


def _unreadable(path: Path, problem: Exception) -> Refusal:
    return Refusal("key-unreadable", file=str(path), problem=problem_text(problem))
