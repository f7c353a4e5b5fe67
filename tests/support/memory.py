"""Where the tests put their files: in memory where there is room, since nothing of them lasts."""

from __future__ import annotations

import os
import shutil
import tempfile

IN_MEMORY = "/dev/shm"
ROOM_BYTES = 2_000_000_000


def has_room() -> bool:
    """Say whether this system keeps files in memory, and has room for those of the tests."""
    return os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM_BYTES


def keep_files_in_memory() -> None:
    """Make new temporary folders in memory: a commit need not wait for a disk.

    Durability is tested by kills and failing writes, which see the same calls there. A folder that
    the user has chosen stays.
    """
    if "TMPDIR" not in os.environ and has_room():
        os.environ["TMPDIR"] = IN_MEMORY
        tempfile.tempdir = None
