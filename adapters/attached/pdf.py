"""A PDF of a stranger, read in a process of its own that may take little time and memory.

What it hands back is JSON: whether a program in it would run, what files lie in it, its words.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from adapters.attached.parts import damaged
from domain.refusals import Refusal
from domain.value import value

SECONDS_MAX = 30
_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
_START += "from adapters.attached.pdf_apart import tell; tell(sys.argv[2])"


@value
class PdfRead:
    """What a PDF holds. runs: what in it would do something when it is opened or clicked.

    files: of the files in it, those that are XML. other_files: whether there are others.
    properties: what they say, by their names in small letters.
    """

    encrypted: bool
    runs: tuple[str, ...]
    files: tuple[bytes, ...]
    other_files: bool
    properties: dict[str, str]
    text: str


def read_pdf(path: Path) -> PdfRead:
    """Return what a PDF holds. Raises Refusal `attachment-damaged`, `attachment-too-slow`."""
    asked = [sys.executable, "-I", "-c", _START, json.dumps(sys.path), str(path.absolute())]
    try:
        done = subprocess.run(
            asked, capture_output=True, timeout=SECONDS_MAX, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired:
        raise Refusal("attachment-too-slow", seconds=SECONDS_MAX) from None
    try:
        said = json.loads(done.stdout)
    except ValueError:
        raise damaged("PDF") from None
    if said is None:
        raise damaged("PDF")
    return PdfRead(
        encrypted=said["encrypted"],
        runs=tuple(said["runs"]),
        files=tuple(map(str.encode, said["files"])),
        other_files=said["other_files"],
        properties=said["properties"],
        text=said["text"],
    )


def _environment() -> dict[str, str]:
    """Return what Windows starts a process with; nothing of ours besides, which may be secret."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
