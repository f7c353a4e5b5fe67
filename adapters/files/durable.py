"""Files written whole or not at all: a crash or a full disk leaves the file that was there before.

Each is written under another name in the same folder, brought to the disk, and renamed; no link is
followed, neither under that name nor under its own.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import IO

from adapters.wording.translation import N_

OWNER_ONLY = 0o600
NOT_A_FILE = N_("not a file")
UNFINISHED = ".unfinished"
_READABLE = 0o666  # less what the umask takes away
_NAME_SHOWN = 40  # of a file in the name it is written under, which must not grow too long


@contextmanager
def open_durable(
    path: Path, *, mode: int | None = None, exclusive: bool = False
) -> Iterator[IO[bytes]]:
    """Yield a file to write; it stands under `path` once the block ends, whole and on the disk.

    mode: its permissions, less what the umask takes away; None for those of the file it replaces,
    less the same. exclusive: raise FileExistsError rather than replace a file. Raises OSError.
    `path` is as it was where anything is raised before the rename; a folder that cannot be brought
    to the disk after it raises OSError with the new file in place.
    """
    from secrets import token_hex  # what only reads needs no random numbers

    mark = f".{path.name[:_NAME_SHOWN]}.{token_hex(4)}{UNFINISHED}"
    with _replacement(path, mark, mode, exclusive) as file:
        yield file
    sync_folder(path.absolute().parent)


def write_unsynced(path: Path, content: bytes) -> None:
    """Write a file as `open_durable` does, but for the name, which `sync_folder` makes durable.

    For one writer of a folder at a time: what a killed writer left is written over.
    """
    unfinished = path.name + UNFINISHED
    path.with_name(unfinished).unlink(missing_ok=True)
    with _replacement(path, unfinished, None, exclusive=False) as file:
        file.write(content)


def read_regular(path: Path, *, follow: bool = True) -> bytes:
    """Return what a file holds, as `open_regular` opens it. Raises OSError."""
    with open_regular(path, follow=follow) as file:
        return file.read()


def open_regular(path: Path, *, follow: bool = True) -> BufferedReader:
    """Open a file to read; a pipe is not waited for, a device not read. Raises OSError.

    follow: also through a link.
    """
    more = getattr(os, "O_NONBLOCK", 0) | (0 if follow else getattr(os, "O_NOFOLLOW", 0))

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | more)

    file = open(path, "rb", opener=opener)  # noqa: SIM115, the caller closes it
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, NOT_A_FILE, str(path))
    return file


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows opens no folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def problem_text(problem: Exception) -> str:
    """Return what a failure says: of the system's, its words alone."""
    return getattr(problem, "strerror", None) or str(problem)


@contextmanager
def _replacement(
    path: Path, unfinished: str, mode: int | None, exclusive: bool
) -> Iterator[IO[bytes]]:
    kept = _mode_of(path)
    created = _READABLE & (mode if mode is not None else kept if kept is not None else _READABLE)

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0), created)

    beside = path.with_name(unfinished)
    with open(beside, "xb", opener=opener) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if exclusive:
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, created))
            os.replace(beside, path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def _mode_of(path: Path) -> int | None:
    """Return the permissions of a file; None where there is none.

    Raises OSError for what is not a file: a rename would put a file in place of a device or a link.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, NOT_A_FILE, str(path))
    return stat.S_IMODE(mode)
