"""LibreOffice, where it is installed: files saved again as an office program saves them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
# comma, double quote, UTF-8, from the first line, as shown, without quotes around every text
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"


def has_calc(program: str | None) -> bool:
    """Say whether an office program opens workbooks: its parts are installed one by one.

    Calc's library lies beside the program, or in the frameworks of a Mac's bundle.
    """
    if program is None:
        return False
    home = Path(program).resolve().parent
    return any(any(at.glob("libsclo.*")) for at in (home, home.parent / "Frameworks"))


needs_office = pytest.mark.skipif(
    not has_calc(SOFFICE), reason="Calc of LibreOffice is not installed"
)


def saved_again(path: Path, folder: Path, form: str) -> Path:
    """Return the file that LibreOffice makes of a file: as `xlsx`, `csv` or `pdf`."""
    assert SOFFICE is not None
    folder.mkdir(exist_ok=True)
    # CSV is read as somebody opens it, who presses Return at the dialogue: each column as it looks.
    reads = ["--infilter=CSV:44,34,76,1"] if path.suffix == ".csv" else []
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={_home().as_uri()}",
            "--headless",
            *reads,
            "--convert-to",
            _CSV if form == "csv" else form,
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{path.stem}.{form}"


@cache
def _home() -> Path:
    """Return a profile of its own: making one takes longer than the rest."""
    return Path(tempfile.mkdtemp(prefix="office"))
