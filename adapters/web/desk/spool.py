"""Files handed in, for a job to read, or for a form that is shown once more before it is sent.

They are the owner's only, and have names that nobody chose.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from adapters.stores.place import Location
from adapters.web.desk.job_rows import Spooled

SUFFIX = ".spool"
SHOWN_MAX = 120  # characters of a name
PIECE = 1 << 20  # bytes of a file at a time
HELD = "held-"  # begins the names of files of forms
HELD_SECONDS = 24 * 60 * 60  # longer than any session lasts
HELD_MAX, HELD_BYTES_MAX = 60, 256_000_000  # of an account: three times what one form may send


class Held(NamedTuple):
    """A file of a form that is sent again. word: what the form then sends instead of the file.

    shown: as who handed it in calls it.
    """

    word: str
    shown: str
    size: int
    path: Path


class Spool:
    """A folder beside the ledger; of a database, in the working folder."""

    def __init__(self, location: Location) -> None:
        self.folder = Path(f"{location.file or 'ledger'}{SUFFIX}").absolute()

    def keep(self, pieces: Iterable[bytes], shown: str) -> Spooled:
        """Write a file as it comes in; nothing of it stays where that fails."""
        called = _fit(shown)
        name = secrets.token_hex(16) + Path(called).suffix.lower()
        self._write(name, pieces)
        return Spooled(name, called)

    def hold(self, account: str, file: Path) -> Held:
        """Keep a file of a form that an account sent, until it sends the form again.

        It stays when that is done: the form may be sent twice, by a second click or for want of
        the answer. It goes after a day, or as the oldest of more than an account may have.
        """
        number = secrets.token_hex(16)
        with file.open("rb") as opened:
            path = self._write(_held_name(account, number), iter(lambda: opened.read(PIECE), b""))
        held = _held(path, number, file.name)
        self._remove_oldest(f"{_held_by(account)}*")
        return held

    def held(self, account: str, word: str) -> Held | None:
        """Return a file that is kept of an account's form; None for another's, and what is gone.

        It is the account's, not the session's: who logs in again goes on where they were.
        """
        number, _space, shown = word.partition(" ")
        with suppress(FileNotFoundError):
            return _held(self.folder / _held_name(account, number), number, shown)
        return None

    def let_go(self, files: Iterable[Held]) -> None:
        """Remove files of forms that are not sent again."""
        self.remove(file.path.name for file in files)

    def remove_copies(self, digest: str) -> None:
        """Remove every account's files of forms that have bytes of this SHA-256."""
        for path in self.folder.glob(f"{HELD}*"):
            with suppress(FileNotFoundError):  # another removed it
                with path.open("rb") as opened:
                    is_copy = file_digest(opened, "sha256").hexdigest() == digest
                if is_copy:
                    path.unlink()

    def _write(self, name: str, pieces: Iterable[bytes]) -> Path:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.folder.chmod(0o700)
        path = self.folder / name
        opened = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(opened, "wb") as file:
                file.writelines(pieces)
        except BaseException:
            path.unlink()
            raise
        return path

    def path(self, file: Spooled) -> Path:
        """Return where a file lies."""
        assert Path(file.name).name == file.name, "a name of the spool"
        return self.folder / file.name

    def digest(self, file: Spooled) -> str:
        """Return the SHA-256 of a file's bytes; its name where it is gone."""
        try:
            return sha256(self.path(file).read_bytes()).hexdigest()
        except FileNotFoundError:
            return file.name

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; those that are gone already are."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def remove_before(self, seconds: float, kept: set[str]) -> None:
        """Remove what has lain here for so long and belongs to no job; of forms, for a day."""
        self._remove(self.folder.glob(f"{HELD}*"), HELD_SECONDS, set())
        self._remove(self.folder.iterdir(), seconds, kept)

    def _remove_oldest(self, names: str) -> None:
        """Remove what is older than as many of such names, and as large, as an account may have."""
        every = list[tuple[float, int, Path]]()
        for path in self.folder.glob(names):
            with suppress(FileNotFoundError):  # another removed it
                of_it = path.stat()
                every.append((of_it.st_mtime, of_it.st_size, path))
        size = 0
        for count, (_time, bytes_, path) in enumerate(sorted(every, reverse=True), start=1):
            size += bytes_
            if count > HELD_MAX or size > HELD_BYTES_MAX:
                path.unlink(missing_ok=True)

    def _remove(self, paths: Iterable[Path], seconds: float, kept: set[str]) -> None:
        with suppress(FileNotFoundError):  # there is no folder yet
            for path in paths:
                with suppress(FileNotFoundError):  # another removed it
                    if path.name not in kept and time.time() - path.stat().st_mtime > seconds:
                        path.unlink()


def _held_by(account: str) -> str:
    """Return how the names of an account's files of forms begin."""
    return f"{HELD}{sha256(account.encode()).hexdigest()[:16]}-"


def _held_name(account: str, number: str) -> str:
    """Return what a file is called here: nobody comes to it by another account's number."""
    return _held_by(account) + sha256(f"{number}\0{account}".encode()).hexdigest()[:32]


def _held(path: Path, number: str, shown: str) -> Held:
    called = _fit(shown)
    return Held(f"{number} {called}", called, path.stat().st_size, path)


def _fit(shown: str) -> str:
    """Return a file's name to be shown: no folder, nothing that is not printed, not too long."""
    name = "".join(each for each in PureWindowsPath(shown).name if each.isprintable())
    return name[-SHOWN_MAX:] or "file"
