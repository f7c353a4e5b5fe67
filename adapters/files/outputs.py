"""Files that a person names to be written: what else they may not take the place of.

A store, a private key and what a seal holds are never replaced; another file by one of its own kind
alone, unless the person forces it. A workbook is of our kinds as long as it is as we wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from adapters.files.archive import DAMAGE
from adapters.files.durable import open_durable, open_regular, problem_text
from domain.refusals import Refusal

CHECKPOINT, TILES = "checkpoint", "tile"  # what a folder has that holds a seal
# What the properties of a workbook name it, by what wrote it.
PAPER_MARK, REPORT_MARK, REJECTS_MARK, FORM_MARK = (
    f"subsidy ledger: {kind}" for kind in ("paper", "report", "rejects", "form")
)


def _marked(mark: str) -> re.Pattern[bytes]:
    """Return how a workbook begins and is named by its properties, which nobody saved since."""
    return re.compile(
        rb"PK\x03\x04.{26}(?!README\.md).*<dcterms:created[^>]*>([^<]*)</dcterms:created>"
        rb"<dcterms:modified[^>]*>\1<.*<cp:category>" + mark.encode() + b"<",
        re.DOTALL,
    )


# What each kind of file begins with; a pack is an archive whose first file is README.md.
RECEIPT = re.compile(rb"(c2sp\.org/tlog-proof@v1\n|subsidy-ledger/claim-proof@v1 )")
PACK = re.compile(rb"PK\x03\x04.{26}README\.md", re.DOTALL)
PAPER, WORKBOOK, REJECTS, FORM = map(_marked, (PAPER_MARK, REPORT_MARK, REJECTS_MARK, FORM_MARK))
HANDED = re.compile(rb'\{"pack":"subsidy-ledger/enterprise-pack@v1",')
CSV = re.compile(rb"[^\0]*\Z")
PDF = re.compile(rb"%PDF-")
NEW = re.compile(rb"(?!)")  # takes the place of nothing
LINES = re.compile(rb"\s*\{[^\0]*\Z")
Kind = re.Pattern[bytes]
_BEGINNING_BYTES, _PROPERTIES_BYTES = 512, 4096
_PIECE_BYTES = 1_000_000
_STORE = b"SQLite format 3\0"
_PRIVATE_KEY = re.compile(rb"PRIVATE[+ ]KEY")
_MEMORY = re.compile(r"(.+)\.signed(\.lock)?")  # of a key: what it signed last
_SIDE_FILE = re.compile(r"(?i)(.+?)(\.private|\.views(\.\d+)?)?(-wal|-shm|-journal)?")


@contextmanager
def open_output(
    path: Path, refusal: str, kind: Kind, *, force: bool, mode: int | None = None
) -> Iterator[IO[bytes]]:
    """Yield a file that a person named, as `open_durable` does.

    refusal: the code of the Refusal raised when the file cannot be written. Raises as
    `refuse_replacing` does, too.
    """
    try:
        refuse_replacing(path, kind, force=force)
        with open_durable(path, mode=mode) as file:
            yield file
    except OSError as problem:
        raise Refusal(refusal, file=str(path), problem=problem_text(problem)) from problem


def refuse_replacing(path: Path, kind: Kind, *, force: bool) -> None:
    """Raise Refusal `output-would-replace`, `output-of-another-kind`; OSError where unreadable.

    force: let a file of another kind be replaced; never a store, a key or what a seal holds.
    """
    where = path.resolve()
    start = _beginning(where)
    if seal := seal_around(where):
        raise Refusal("output-would-replace", file=str(path), verb="seal", kept=str(seal))
    if store := store_beside(where):
        raise Refusal("output-would-replace", file=str(path), verb="store", kept=str(store))
    memory = _MEMORY.fullmatch(where.name)
    of_key = memory and _PRIVATE_KEY.search(_beginning(where.with_name(memory[1])))
    if of_key or _PRIVATE_KEY.search(start):
        raise Refusal("output-would-replace", file=str(path), verb="key", kept=str(path))
    if start and not force and not kind.match(start + _properties(where)):
        raise Refusal("output-of-another-kind", file=str(path))


def holds_private_key(path: Path) -> bool:
    """Say whether a private key stands anywhere in a file; not where it cannot be read."""
    with suppress(OSError), open_regular(path) as file:
        rest = b""
        while piece := file.read(_PIECE_BYTES):
            if _PRIVATE_KEY.search(rest + piece):
                return True
            rest = piece[-_BEGINNING_BYTES:]
    return False


def seal_around(where: Path) -> Path | None:
    """Return the folder of the seal that a path lies in."""
    return next(
        (at for at in where.parents if (at / TILES).is_dir() or (at / CHECKPOINT).is_file()), None
    )


def store_beside(where: Path) -> Path | None:
    """Return the store that a path is, or is a side file or a paper of by its name."""
    log = log_of(where)
    papers = (folder.with_suffix("") for folder in where.parents if folder.suffix == ".files")
    stores = (where, *(() if log == where else (log,)), *papers)
    if Path(f"{where}-wal").exists():
        return where
    return next((file for file in stores if _beginning(file).startswith(_STORE)), None)


def log_of(where: Path) -> Path:
    """Return the log whose side file a path is by its name; itself where it is none."""
    match = _SIDE_FILE.fullmatch(where.name)
    return where if match is None else where.with_name(match[1])


def _properties(path: Path) -> bytes:
    """Return the properties of a workbook as its file has them; nothing of any other file."""
    try:
        with (
            open_regular(path) as file,
            ZipFile(file) as archive,
            archive.open("docProps/core.xml") as properties,
        ):
            return properties.read(_PROPERTIES_BYTES)
    except DAMAGE:
        return b""


def _beginning(path: Path) -> bytes:
    """Return the first bytes of a file; none of what is not a file, or not there."""
    if not path.is_file():
        return b""
    with open_regular(path) as file:
        return file.read(_BEGINNING_BYTES)
