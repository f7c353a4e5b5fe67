"""Records of a CSV file, in UTF-8 or GB18030; what is broken costs its own record, not the file."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import BinaryIO

from adapters.files.grid import GridRow
from domain.refusals import Refusal

BOM = b"\xef\xbb\xbf"
LINE_MAX = 1 << 20  # bytes
KEPT_MAX = 4096  # bytes of an overlong line that are kept for the rejects file
RECORD_LINES_MAX = 100  # physical lines that one quoted record may span
_SEPARATORS = ",;\t"
_SAYS_SEPARATOR = "sep="

Record = tuple[int, bytes, str | None]  # its first line's number; no text where it cannot be read


def encoding_of(file: BinaryIO, name: str) -> str:
    """Return the encoding that fits the lines best. Raises Refusal when most fit neither.

    One broken line must not turn all the others into another alphabet.
    """
    start = file.read(len(BOM))
    file.seek(0)
    if start == BOM:
        return "utf-8"
    bad = {"utf-8": 0, "gb18030": 0}
    lines = 0
    while line := file.readline(LINE_MAX):
        lines += not line.isspace()
        if line.isascii():
            continue
        whole = len(line) < LINE_MAX  # else cut anywhere, perhaps within a character
        for encoding in bad:
            bad[encoding] += whole and text_of(line, encoding) is None
    file.seek(0)
    best = min(bad, key=lambda encoding: bad[encoding])
    if bad[best] * 2 > max(lines - 1, 1):  # the header is plain ASCII in every encoding
        raise Refusal("wrong-encoding", file=name)
    return best


def records(file: BinaryIO, encoding: str) -> Iterator[Record]:
    """Yield each record. A quote that never closes costs its own line, not the rest of the file."""
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
        if odd or len(whole) > LINE_MAX:
            yield line[0], line[1][:KEPT_MAX], None
            again.extendleft(reversed(record[1:]))
        else:
            yield line[0], whole, text_of(whole, encoding)


def separator_of(lines: Sequence[str]) -> str:
    """Return what separates cells: as a `sep=` line says, else the most frequent of the first."""
    for line in lines[:1]:
        if line.strip().lower().startswith(_SAYS_SEPARATOR):
            return line.strip(" \r\n")[len(_SAYS_SEPARATOR) :][:1] or ","  # which may be a tab
    fullest = max(lines, key=lambda line: sum(map(line.count, _SEPARATORS)), default="")
    return max(_SEPARATORS, key=fullest.count)


def cells_of(text: str | None, separator: str) -> list[str] | None:
    """Return the cells of a record; None where it cannot be split into them."""
    line = (text or "").rstrip("\r\n")
    if text is None or '"' not in line:
        return None if text is None else line.split(separator)
    try:
        split = list(csv.reader([line], strict=True, delimiter=separator))
    except csv.Error:
        return None
    return split[0] if len(split) == 1 else None


def grid(read: Iterable[Record], separator: str, width: int | None = None) -> Iterator[GridRow]:
    """Yield records as the rows of a sheet; what cannot be read, or is wider, is empty there."""
    for number, _, text in read:
        cells = cells_of(text, separator) or []
        if width is not None and any(map(str.strip, cells[width:])):
            cells = []
        filled = {place: cell for place, cell in enumerate(cells) if cell.strip()}
        yield GridRow(number, hidden=False, struck=False, cells=dict(filled))


def with_newlines(file: BinaryIO) -> BinaryIO:
    """Return a file whose lines end in a newline, where some program ended them with CR alone."""
    head = file.read(LINE_MAX)
    file.seek(0)
    if b"\n" in head or b"\r" not in head:
        return file
    return BytesIO(file.read().replace(b"\r", b"\n"))


def text_of(line: bytes, encoding: str) -> str | None:
    """Return a line as text; None where its bytes are not of that encoding."""
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def skip_line(file: BinaryIO) -> None:
    """Read on to the end of a line."""
    while (rest := file.readline(LINE_MAX)) and not rest.endswith(b"\n"):
        pass


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each physical line and its number; an overlong line is cut."""
    number = 0
    while line := file.readline(LINE_MAX + 1):
        number += 1
        if len(line) > LINE_MAX and not line.endswith(b"\n"):
            skip_line(file)
        yield number, line.removeprefix(BOM) if number == 1 else line
