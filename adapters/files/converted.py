"""Workbooks of other formats (.xls, .et, .ods), as LibreOffice saves them as .xlsx."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from adapters.files.archive import FILE_MAX
from domain.refusals import Refusal

SECONDS_MAX = 120
_PROGRAMS = ("soffice", "libreoffice")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls and .et, and workbooks under a password
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_HEAD = 128  # bytes in which a file says its format


def is_other_workbook(head: bytes) -> bool:
    """Say whether a file that starts so is a workbook, but not an .xlsx one."""
    return head.startswith(_OLD_OFFICE) or _OPEN_DOCUMENT in head[:_HEAD]


def as_xlsx(file: BinaryIO, name: str) -> BinaryIO:
    """Return a workbook saved as .xlsx, with its number formats, merged cells and hidden rows.

    Raises Refusal `not-a-workbook` where LibreOffice is not installed or cannot open it.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    refusal = Refusal("not-a-workbook", file=name)
    if program is None:
        raise refusal
    with TemporaryDirectory() as folder:
        at = Path(folder)
        source = at / f"in{Path(name).suffix.lower()}"
        with source.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        if source.stat().st_size > FILE_MAX:
            raise Refusal("file-too-large", file=name, size=source.stat().st_size, limit=FILE_MAX)
        own = f"-env:UserInstallation={(at / 'profile').as_uri()}"  # runs beside an open window
        with source.open("rb") as start:  # else it takes what it cannot read for a text
            old = start.read(len(_OLD_OFFICE)) == _OLD_OFFICE
        filtered = f"--infilter={'MS Excel 97' if old else 'calc8'}"
        command = [program, own, "--headless", "--norestore", filtered, "--convert-to", "xlsx"]
        try:
            subprocess.run(
                [*command, "--outdir", folder, source],
                check=True,
                timeout=SECONDS_MAX,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return BytesIO((at / "in.xlsx").read_bytes())
        except (OSError, subprocess.SubprocessError):
            raise refusal from None
