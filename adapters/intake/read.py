"""Choose the reader for a file by what it holds, then by its name."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path

from msgspec import structs

from adapters.files.converted import as_xlsx, is_other_workbook
from adapters.files.durable import open_regular, problem_text
from adapters.files.separated import BOM
from adapters.intake import csv_lines, jsonl
from adapters.intake.items import AcceptedRow, Item
from adapters.intake.workbook import reader as workbook
from domain.commands.enterprise import SubmitClaim
from domain.events.claims import ClaimSource
from domain.identity import fit
from domain.refusals import Refusal

_HEAD = 65_536  # bytes looked at to tell what a file is
_ZIP = b"PK"
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, as "Unicode text" is saved by some programs
# What a table of claims without a telling name has in its first lines, in either encoding.
_OF_TABLES = (b"uscc", *("统一社会信用代码".encode(encoding) for encoding in ("utf-8", "gb18030")))
_LINES = frozenset({".jsonl", ".ndjson", ".json"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods"})


def read(path: Path, *, accept_large: bool = False) -> Generator[Item, None, None]:
    """Yield what a file of claims holds, in its order.

    accept_large: fees above what is plausible of a kind are as meant.

    Raises Refusal, at once or while reading, when the file as a whole cannot be read.
    """
    name = path.name
    try:
        file = open_regular(path)
    except (FileNotFoundError, NotADirectoryError):
        raise Refusal("file-not-found", file=name) from None
    except OSError as problem:
        raise Refusal("file-unreadable", file=name, problem=problem_text(problem)) from None
    with file:
        try:
            digest = file_digest(file, "sha256").hexdigest()
            file.seek(0)
            for item in _reader(file, path, accept_large):
                yield _traced(item, digest)
        except OSError as problem:
            raise Refusal("file-unreadable", file=name, problem=problem_text(problem)) from None


def is_of_lines(path: Path) -> bool:
    """Say whether a file is of JSON lines or of CSV under key names, not of sheets.

    One that cannot be read is: `read` says why.
    """
    try:
        with open_regular(path) as file:
            head = file.peek(_HEAD)[:_HEAD]
            if is_other_workbook(head) or head.startswith(_ZIP):
                return False
            is_json = path.suffix.lower() in _LINES or head.removeprefix(BOM).lstrip()[:1] == b"{"
            return not head or is_json or csv_lines.has_key_names(file, path.name)
    except (OSError, Refusal):
        return True


def _traced(item: Item, digest: str) -> Item:
    """Return an item; a claim with where it was read."""
    if not isinstance(item, AcceptedRow) or not isinstance(item.command, SubmitClaim):
        return item
    at = item.at
    source = ClaimSource(
        file=fit(at.file),
        sha256=digest,
        sheet=None if at.sheet is None else fit(at.sheet),
        row=at.row,
        town=item.beside.town,
    )
    return structs.replace(item, command=replace(item.command, source=source))


def _reader(file: BufferedReader, path: Path, accept_large: bool) -> Iterator[Item]:
    name, suffix = path.name, path.suffix.lower()
    head = file.peek(_HEAD)[:_HEAD]
    if not head:
        raise Refusal("empty-file", file=name)
    if is_other_workbook(head):
        return workbook.read(as_xlsx(file, name), name, accept_large=accept_large)
    if head.startswith(_ZIP):
        return workbook.read(file, name, accept_large=accept_large)
    if suffix in _WORKBOOKS:
        raise Refusal("not-a-workbook", file=name)
    if head.startswith(_WIDE):
        raise Refusal("wrong-encoding", file=name)
    if suffix in _LINES:
        return jsonl.read(file, name)
    if suffix == ".csv":
        return csv_lines.read(file, name, accept_large=accept_large)
    start = head.removeprefix(BOM).lstrip()
    if start.startswith(b"{"):
        return jsonl.read(file, name)
    if any(word in start for word in _OF_TABLES):
        return csv_lines.read(file, name, accept_large=accept_large)
    raise Refusal("unknown-format", file=name)
