"""Whether a workbook is, byte for byte, the paper that its properties name.

Printing is reproducible, so nothing else need be read of such a workbook; reading a long table cell
by cell takes several times as long. Anything less than the same bytes says nothing: a program that
saved it again changes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from adapters.files.archive import DAMAGE
from adapters.files.durable import open_regular
from adapters.ledger.look import Look
from adapters.papers import workbook
from adapters.papers.paper import KINDS, SUBJECTS, Paper
from adapters.papers.printing import paper_of
from domain.refusals import Refusal

LookAt = Callable[[int], AbstractContextManager[Look]]

PROPERTIES = "docProps/core.xml"
PROPERTIES_MAX = 10_000  # bytes
_NAMED = re.compile(
    rf"<dc:subject>({'|'.join(KINDS)})/({SUBJECTS})/(\d{{1,15}})</dc:subject>".encode()
)


def position_as_printed(path: Path, look_at: LookAt) -> int | None:
    """Return the position a workbook was printed at; None where it is not as printed.

    Raises nothing: what is wrong with a file is for the full check to say.
    """
    try:
        with open_regular(path) as file, ZipFile(file) as archive:
            if archive.getinfo(PROPERTIES).file_size > PROPERTIES_MAX:
                return None
            named = _NAMED.search(archive.read(PROPERTIES))
            if named is None:
                return None
            kind, subject, position = (part.decode() for part in named.groups())
            with look_at(int(position)) as look:
                paper = paper_of(look, kind, subject)
            return paper.position if _same(archive, paper) else None
    except (*DAMAGE, OSError, Refusal):
        return None


def _same(archive: ZipFile, paper: Paper) -> bool:
    again = BytesIO()
    workbook.write(paper, again)
    with ZipFile(again) as printed:
        ours, theirs = (
            [(part.filename, part.file_size) for part in file.infolist()]
            for file in (printed, archive)
        )
        return ours == theirs and all(printed.read(name) == archive.read(name) for name, _ in ours)
