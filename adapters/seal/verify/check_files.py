"""What lies in the folder of a seal besides what a sealer writes: links, strange files, keys."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from adapters.files.durable import UNFINISHED
from adapters.files.outputs import holds_private_key
from adapters.seal.folder import SealFolder, is_sealer_s
from adapters.seal.signing.timestamps import stamped_size
from adapters.seal.verify.answers import Faults


def check_files(folder: SealFolder) -> Faults:
    """Return a fault for each file that no sealer wrote, and for each private key."""
    faults = Faults()
    for at, folders, names in os.walk(folder.path):
        for name in (*names, *folders):
            path = Path(at, name)
            try:
                mode = path.lstat().st_mode
            except FileNotFoundError:  # a sealer is at work
                continue
            if stat.S_ISDIR(mode):
                continue
            below = path.relative_to(folder.path).as_posix()
            whole, regular = below.removesuffix(UNFINISHED), stat.S_ISREG(mode)
            known = regular and (is_sealer_s(whole) or stamped_size(whole) is not None)
            if regular and not (known and whole == below) and holds_private_key(path):
                faults.add(None, "key-misplaced", _printable(below))
            elif not known:
                faults.add(None, "file-unknown", _printable(below))
    return faults


def _printable(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")
