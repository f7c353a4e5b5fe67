"""Claims and exports as CSV, in UTF-8 or GB18030."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from adapters.files.grid import GridRow
from adapters.intake import flat, jsonl
from adapters.intake.items import At, Item, Unread
from adapters.intake.workbook.frames import sheet_layout
from adapters.intake.workbook.headers import HEADER_ROWS_MAX, names_a_firm
from adapters.intake.workbook.reader import table_rows
from domain.refusals import Refusal

_SEPARATORS = ",;\t"
_SAYS_SEPARATOR = "sep="
RECORD_LINES_MAX = 100  # physical lines that one quoted record may span


def read(file: BinaryIO, name: str, *, accept_large: bool = False) -> Iterator[Item]:
    """Yield a good or bad row for each record that is not blank.

    Columns are named by key paths, or as in a workbook's sheet: then the file is one such sheet.
    """
    encoding = _encoding(file, name)
    start = list(islice(_records(file, encoding), HEADER_ROWS_MAX + 1))
    separator = _separator([text or "" for _, _, text in start])
    file.seek(0)
    layout = None
    named = (
        number for number, _, text in start if flat.is_header(_cells(text or "", separator) or ())
    )
    first = next(named, None)
    if first is None:
        layout = sheet_layout(
            name,
            None,
            _grid(start, separator),
            {},
            from_1904=False,
            accept_large=accept_large,
        )
        file.seek(0)
    if layout is not None:
        records = _records(file, encoding)
        width = layout.letters[-1] + 1
        yield from _malformed(_records(file, encoding), name, encoding, separator, width)
        file.seek(0)
        yield from table_rows(layout, name, _grid(records, separator, width))
        return
    header: flat.Header | None = None
    for number, raw, text in _records(file, encoding):
        at = At(file=name, sheet=None, row=number)
        cells = None if text is None else _cells(text, separator)
        if header is None:
            if number < (first or 0):  # a title, or what separates cells
                if names_a_firm(cells or ()):
                    yield Unread(file=name, sheet=None, first=number, last=number)
                continue
            header = flat.header_of(cells or (), name)
        elif cells is None or any(map(str.strip, cells[len(header.paths) :])):
            yield jsonl.malformed(at, raw, encoding)
        else:
            yield from flat.parse_row(cells, header, at)
    if header is None:
        raise Refusal("empty-file", file=name)


def _encoding(file: BinaryIO, name: str) -> str:
    """Return the encoding that fits the lines best. Raises Refusal when most fit neither.

    One broken line must not turn all the others into another alphabet.
    """
    start = file.read(len(jsonl.BOM))
    file.seek(0)
    if start == jsonl.BOM:
        return "utf-8"
    bad = {"utf-8": 0, "gb18030": 0}
    lines = 0
    while line := file.readline(jsonl.LINE_MAX):
        lines += not line.isspace()
        if line.isascii():
            continue
        whole = len(line) < jsonl.LINE_MAX  # else cut anywhere, perhaps within a character
        for encoding in bad:
            bad[encoding] += whole and jsonl.text_of(line, encoding) is None
    file.seek(0)
    best = min(bad, key=lambda encoding: bad[encoding])
    if bad[best] * 2 > max(lines - 1, 1):  # the header is plain ASCII in every encoding
        raise Refusal("wrong-encoding", file=name)
    return best


def _records(file: BinaryIO, encoding: str) -> Iterator[tuple[int, bytes, str | None]]:
    """Yield line number, bytes and text of each record; no text where it cannot be read.

    A quote that never closes costs its own line, not the rest of the file.
    """
    lines = _lines(file)
    again: deque[tuple[int, bytes]] = deque()
    while (line := again.popleft() if again else next(lines, None)) is not None:
        record = [line]
        odd = line[1].count(b'"') % 2
        while odd and len(record) < RECORD_LINES_MAX:
            more = again.popleft() if again else next(lines, None)
            if more is None:
                break
            record.append(more)
            odd ^= more[1].count(b'"') % 2
        whole = b"".join(raw for _, raw in record)
        if odd or len(whole) > jsonl.LINE_MAX:
            yield line[0], line[1][: jsonl.KEPT_MAX], None
            again.extendleft(reversed(record[1:]))
        else:
            yield line[0], whole, jsonl.text_of(whole, encoding)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each physical line and its number; an overlong line is cut."""
    number = 0
    while line := file.readline(jsonl.LINE_MAX + 1):
        number += 1
        if len(line) > jsonl.LINE_MAX and not line.endswith(b"\n"):
            jsonl.skip_line(file)
        yield number, line.removeprefix(jsonl.BOM) if number == 1 else line


def _separator(lines: Sequence[str]) -> str:
    """Return what separates cells: as a `sep=` line says, else the most frequent of the first."""
    for line in lines[:1]:
        if line.strip().lower().startswith(_SAYS_SEPARATOR):
            return line.strip(" \r\n")[len(_SAYS_SEPARATOR) :][:1] or ","  # which may be a tab
    fullest = max(lines, key=lambda line: sum(map(line.count, _SEPARATORS)), default="")
    return max(_SEPARATORS, key=fullest.count)


def _grid(
    records: Iterable[tuple[int, bytes, str | None]], separator: str, width: int | None = None
) -> Iterator[GridRow]:
    """Yield records as the rows of a sheet; what cannot be read, or is wider, is empty there."""
    for number, _, text in records:
        cells = (_cells(text, separator) or []) if text is not None else []
        if width is not None and any(map(str.strip, cells[width:])):
            cells = []
        filled = {place: cell for place, cell in enumerate(cells) if cell.strip()}
        yield GridRow(number, hidden=False, struck=False, cells=dict(filled))


def _malformed(
    records: Iterable[tuple[int, bytes, str | None]],
    name: str,
    encoding: str,
    separator: str,
    width: int,
) -> Iterator[Item]:
    """Yield the records that cannot be read, or have more cells than there are columns."""
    for number, raw, text in records:
        cells = None if text is None else _cells(text, separator)
        if cells is None or any(map(str.strip, cells[width:])):
            yield jsonl.malformed(At(file=name, sheet=None, row=number), raw, encoding)


def _cells(text: str, separator: str) -> list[str] | None:
    line = text.rstrip("\r\n")
    if '"' not in line:
        return line.split(separator)
    try:
        records = list(csv.reader([line], strict=True, delimiter=separator))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None
