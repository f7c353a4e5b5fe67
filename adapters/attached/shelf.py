"""Where the bytes of papers lie: one file each, under the SHA-256 of what it holds.

A ledger that is a file has the folder `LEDGER.files` beside it. One in a database has the folder
that SUBSIDY_FILES names, which every computer that serves it has to reach; see decision 82.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from filelock import FileLock, Timeout

from adapters.files.durable import (
    UNFINISHED,
    open_durable,
    open_regular,
    problem_text,
    sync_folder,
)
from domain.enterprise.amended.attaching import FILE_BYTES_MAX
from domain.refusals import Refusal

VARIABLE = "SUBSIDY_FILES"
SUFFIX = ".files"
OWNER_FOLDER, OWNER_FILE = 0o700, 0o600
LOCK, LOCK_SECONDS = ".lock", 60.0
INCOMING = ".incoming"
ABANDONED_SECONDS = 86_400  # a day: nobody is that long in handing a file in
PIECE = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Incoming(NamedTuple):
    """A file handed in and not yet kept: where its bytes lie meanwhile, and what they are."""

    path: Path
    sha256: str
    size_bytes: int


class Shelf:
    """The folder of one ledger's papers. Raises Refusal `files-unusable` where it cannot serve."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def handed_in(self, stream: BinaryIO) -> Iterator[Incoming]:
        """Take a stream to its end, and give it to be looked at; it is gone after the block.

        Raises Refusal `attachment-too-large`, `attachment-empty`.
        """
        with self._usable():
            path = self._made(INCOMING) / f"{secrets.token_hex(16)}{UNFINISHED}"
            self._clear_abandoned(path.parent)
            try:
                yield _taken(stream, path)
            finally:
                path.unlink(missing_ok=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep others from keeping or removing files. Raises Refusal `files-busy`."""
        with self._usable():
            lock = FileLock(self._made() / LOCK, mode=OWNER_FILE)
            try:
                lock.acquire(timeout=LOCK_SECONDS)
            except Timeout:
                seconds = round(LOCK_SECONDS)
                raise Refusal("files-busy", folder=str(self.folder), seconds=seconds) from None
        try:
            yield
        finally:
            lock.release()

    def keep(self, incoming: Incoming) -> bool:
        """Keep a file for good, on the disk once this returns; say whether it was not there.

        What was there is as good only where its bytes have the digest. In the block of `held`.
        """
        with self._usable():
            path = self.path(incoming.sha256)
            if self.is_sound(incoming.sha256):
                return False
            self._made(path.parent.name)
            with (
                open_durable(path, mode=OWNER_FILE) as file,
                open_regular(incoming.path, follow=False) as given,
            ):
                while piece := given.read(PIECE):
                    file.write(piece)
            return True

    def remove(self, digest: str) -> bool:
        """Remove a file's bytes; say whether there were any. In the block of `held`."""
        with self._usable():
            path = self.path(digest)
            try:
                path.unlink()
            except FileNotFoundError:
                return False
            sync_folder(path.parent)
            return True

    def open(self, digest: str) -> BinaryIO:
        """Open a file's bytes to read. Raises Refusal `attachment-missing`.

        Whether they have the digest is for who reads them to check, or for `is_sound`.
        """
        with self._usable():
            try:
                return open_regular(self.path(digest), follow=False)
            except FileNotFoundError:
                raise missing(digest) from None

    def has(self, digest: str) -> bool:
        """Say whether there is a file of a digest, whatever it holds."""
        return _DIGEST.fullmatch(digest) is not None and self.path(digest).is_file()

    def is_sound(self, digest: str) -> bool:
        """Say whether there is a file of a digest, and its bytes have it."""
        if not self.has(digest):
            return False
        with self.open(digest) as file:
            read = sha256()
            while piece := file.read(PIECE):
                read.update(piece)
        return read.hexdigest() == digest

    def digests(self) -> Iterator[str]:
        """Yield the digest of every file there is, in order."""
        with self._usable():
            folders = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
            for folder in folders:
                names = sorted(folder.iterdir()) if len(folder.name) == 2 else []
                yield from (each.name for each in names if _DIGEST.fullmatch(each.name))

    def path(self, digest: str) -> Path:
        """Return where the bytes of a digest lie. Raises Refusal `attachment-missing`."""
        if _DIGEST.fullmatch(digest) is None:  # it may be what a stranger typed: never a path
            raise missing(digest)
        return self.folder / digest[:2] / digest

    def _made(self, name: str = "") -> Path:
        """Return a folder, made for its owner alone where it is missing."""
        self.folder.mkdir(mode=OWNER_FOLDER, exist_ok=True)
        folder = self.folder / name
        if not folder.is_dir():
            folder.mkdir(mode=OWNER_FOLDER, exist_ok=True)
            sync_folder(folder.parent)
        if self.folder.is_symlink() or folder.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))
        return folder

    def _clear_abandoned(self, folder: Path) -> None:
        """Remove what was handed in by processes that were killed meanwhile."""
        for each in folder.iterdir():
            with suppress(OSError):
                if each.lstat().st_mtime < time.time() - ABANDONED_SECONDS:
                    each.unlink()

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            said = problem_text(problem)
            raise Refusal("files-unusable", folder=str(self.folder), problem=said) from problem


def shelf_of(log: Path | None) -> Shelf:
    """Return where the papers of a ledger lie. log: its file; None for one in a database.

    Raises Refusal `files-not-named` for one in a database where nothing names the folder.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Shelf(Path(named))
    if log is None:
        raise Refusal("files-not-named", variable=VARIABLE)
    return Shelf(log.with_name(log.name + SUFFIX))


def missing(digest: str) -> Refusal:
    return Refusal("attachment-missing", sha256=digest[:64])


def _taken(stream: BinaryIO, path: Path) -> Incoming:
    read, size = sha256(), 0

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0), OWNER_FILE)

    with open(path, "xb", opener=opener) as file:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > FILE_BYTES_MAX:
                raise Refusal("attachment-too-large", limit_mb=FILE_BYTES_MAX >> 20)
            read.update(piece)
            file.write(piece)
    if not size:
        raise Refusal("attachment-empty")
    return Incoming(path, read.hexdigest(), size)
