"""What lies in the folder of a seal besides what a sealer writes: links, strange files, keys."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from adapters.files.durable import UNFINISHED
from adapters.files.outputs import holds_private_key
from adapters.seal.folder import KEPT, SealFolder, is_sealer_s
from adapters.seal.signing.timestamps import FOLDER as STAMPS
from adapters.seal.signing.timestamps import stamped_size
from adapters.seal.verify.answers import Faults


def check_files(folder: SealFolder) -> Faults:
    """Return a fault for each file and empty folder that no sealer made, and each private key."""
    faults, unread = Faults(), list[OSError]()
    for at, folders, names in os.walk(folder.path, onerror=unread.append):
        below = Path(at).relative_to(folder.path).as_posix()
        if below != "." and not (folders or names or _is_sealers_folder(below)):
            faults.add(None, "file-unknown", _printable(below))
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
    for problem in unread:
        if not isinstance(problem, FileNotFoundError):
            below = Path(str(problem.filename)).relative_to(folder.path).as_posix()
            faults.add(None, "file-unknown", _printable(below))
    return faults


def _is_sealers_folder(name: str) -> bool:
    """Say whether a sealer makes such a folder: killed, it leaves one without files."""
    tiles = (f"{name}/0/000", f"{name}/000", f"{name}/1")
    return name in (KEPT, STAMPS) or any(map(is_sealer_s, tiles))


def _printable(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")
