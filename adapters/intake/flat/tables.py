"""Each sheet of a workbook, or the one table of a CSV file, as rows of cells."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from adapters.files.archive import Archive
from adapters.files.book import opened
from adapters.files.comments import comments
from adapters.files.converted import as_xlsx, is_other_workbook
from adapters.files.durable import open_regular, problem_text
from adapters.files.grid import COLUMNS_MAX, Broken, GridRow, Merges, merges, rows
from adapters.files.separated import (
    Record,
    cells_of,
    encoding_of,
    grid,
    records,
    separator_of,
)
from domain.refusals import Refusal

HEAD = 65_536  # bytes looked at to tell what a file is
HEADER_ROWS_MAX = 10
FLAT_BYTES_MAX = 20_000_000  # of a CSV file, which is held in memory whole
FLAT_ROWS_MAX = 200_000


class Table(NamedTuple):
    """A sheet of a workbook, or a CSV file, which has no title. hidden: nobody sees the sheet.

    commented: the rows with a comment on any cell. from_1904: its workbook counts days from 1904.
    """

    title: str | None
    hidden: bool
    rows: list[GridRow]
    merges: Merges
    commented: frozenset[int]
    from_1904: bool


def tables_of(path: Path) -> list[Table]:
    """Return every table of a file.

    Raises Refusal `file-not-found`, `file-unreadable`, or as a workbook does.
    """
    name = path.name
    try:
        with open_regular(path) as file:
            return list(_tables(file, name))
    except FileNotFoundError:
        raise Refusal("file-not-found", file=name) from None
    except OSError as problem:
        raise Refusal("file-unreadable", file=name, problem=problem_text(problem)) from None


def _tables(file: BinaryIO, name: str) -> Iterator[Table]:
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"PK") or is_other_workbook(head):
        book = opened(Archive(as_xlsx(file, name) if is_other_workbook(head) else file, name))
        for sheet in book.sheets:
            if sheet.part is not None:
                cells = list(rows(book, sheet.part))
                said = frozenset(comments(book, sheet.part))
                merged = merges(book, sheet.part)
                yield Table(sheet.name, sheet.hidden, cells, merged, said, book.from_1904)
        return
    read_records = list(_filled(file, name))
    separator = separator_of([text or "" for _, _, text in read_records[:HEADER_ROWS_MAX]])
    cells = list(grid(read_records, separator))
    for row, (_, raw, text) in zip(cells, read_records, strict=True):
        if cells_of(text, separator) is None:
            row.cells[COLUMNS_MAX] = Broken(repr(raw[:60]))
    yield Table(None, False, cells, {}, frozenset(), from_1904=False)


def _filled(file: BinaryIO, name: str) -> Iterator[Record]:
    """Yield the records of a CSV file, without blank lines. Raises Refusal `file-too-large`."""
    size = os.fstat(file.fileno()).st_size
    if size > FLAT_BYTES_MAX:
        raise Refusal("file-too-large", file=name, size=size, limit=FLAT_BYTES_MAX)
    count = 0
    for record in records(file, encoding_of(file, name)):
        _, _, text = record
        if text is not None and text.isspace():
            continue
        count += 1
        if count > FLAT_ROWS_MAX:
            raise Refusal("file-too-large", file=name, size=count, limit=FLAT_ROWS_MAX)
        yield record
