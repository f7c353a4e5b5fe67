"""Claims and records as CSV, in UTF-8 or GB18030."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from adapters.files.grid import letters_of
from adapters.files.separated import (
    Record,
    cells_of,
    encoding_of,
    grid,
    records,
    separator_of,
    with_newlines,
)
from adapters.intake import flat, jsonl
from adapters.intake.forms import read_by
from adapters.intake.items import FIELDS, At, Item, RejectedRow, Unread
from adapters.intake.workbook.headers import HEADER_ROWS_MAX, names_a_firm
from adapters.intake.workbook.policies import layout_of
from adapters.intake.workbook.reader import table_rows
from adapters.intake.workbook.units import is_of_other_units
from domain.refusals import Refusal


def read(file: BinaryIO, name: str, *, accept_large: bool = False) -> Iterator[Item]:
    """Yield a good or bad row for each record that is not blank.

    Columns are named by key paths, or as in a workbook's sheet: then the file is one such sheet.
    """
    file = with_newlines(file)
    encoding, separator, first = _beginning(file, name)
    layout = None
    if first is None:
        own, layout = layout_of(
            name,
            None,
            grid(records(file, encoding), separator),
            {},
            from_1904=False,
            accept_large=accept_large,
        )
        file.seek(0)
    if layout is not None:
        width = layout.letters[-1] + 1
        yield from _malformed(records(file, encoding), name, encoding, separator, width)
        file.seek(0)
        table = grid(records(file, encoding), separator, width)
        yield from read_by(own, table_rows(layout, name, table))
        return
    header: flat.Header | None = None
    for number, raw, text in records(file, encoding):
        at = At(file=name, sheet=None, row=number)
        cells = cells_of(text, separator)
        if header is None:
            if number < (first or 0):  # a title, or what separates cells
                _must_be_plain(cells or (), number, name)
                if names_a_firm(cells or ()):
                    yield Unread(file=name, sheet=None, first=number, last=number)
                continue
            header = flat.header_of(cells or (), name)
        elif cells is None or any(map(str.strip, cells[len(header.paths) :])):
            yield _malformed_line(at, raw, encoding, cells, len(header.paths))
        else:
            yield from flat.parse_row(cells, header, at)
    if header is None:
        raise Refusal("empty-file", file=name)


def has_key_names(file: BinaryIO, name: str) -> bool:
    """Say whether the columns of a file are named by key paths. Raises Refusal as `read` does."""
    return _beginning(with_newlines(file), name)[2] is not None


def _beginning(file: BinaryIO, name: str) -> tuple[str, str, int | None]:
    """Return a file's encoding, its separator and the row of its key names, if it has them."""
    encoding = encoding_of(file, name)
    start = list(islice(records(file, encoding), HEADER_ROWS_MAX + 1))
    separator = separator_of([text or "" for _, _, text in start])
    file.seek(0)
    named = (
        number for number, _, text in start if flat.is_header(cells_of(text or "", separator) or ())
    )
    return encoding, separator, next(named, None)


def _must_be_plain(cells: Sequence[str], number: int, file: str) -> None:
    """Refuse a line above key names that states another unit: amounts there are single ones."""
    for place, cell in enumerate(cells):
        if is_of_other_units(cell):
            at = FIELDS.join((str(number), letters_of(place), cell[:99], ""))
            raise Refusal("bad-header", verb="keys", file=file, missing="单位", units=at)


def _malformed(
    read: Iterable[Record],
    name: str,
    encoding: str,
    separator: str,
    width: int,
) -> Iterator[Item]:
    """Yield the records that cannot be read, or have more cells than there are columns."""
    for number, raw, text in read:
        cells = cells_of(text, separator)
        if cells is None or any(map(str.strip, cells[width:])):
            at = At(file=name, sheet=None, row=number)
            yield _malformed_line(at, raw, encoding, cells, width)


def _malformed_line(
    at: At, raw: bytes, encoding: str, cells: list[str] | None, width: int
) -> RejectedRow:
    if cells is None:
        return jsonl.malformed(at, raw, encoding, "line")
    return jsonl.malformed(at, raw, encoding, "cells", f"{len(cells)}/{width}")
