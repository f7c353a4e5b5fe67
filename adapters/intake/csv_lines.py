"""Claims and exports as CSV, in UTF-8 or GB18030."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from adapters.intake import flat, jsonl
from adapters.intake.items import At, Item
from domain.refusals import Refusal

RECORD_LINES_MAX = 100  # physical lines that one quoted record may span


def read(file: BinaryIO, name: str) -> Iterator[Item]:
    """Yield a good or bad row for each record that is not blank."""
    encoding = _encoding(file, name)
    header: flat.Header | None = None
    for number, raw, text in _records(file, encoding):
        at = At(file=name, sheet=None, row=number)
        cells = None if text is None else _cells(text)
        if header is None:
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


def _cells(text: str) -> list[str] | None:
    line = text.rstrip("\r\n")
    if '"' not in line:
        return line.split(",")
    try:
        records = list(csv.reader([line], strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None
