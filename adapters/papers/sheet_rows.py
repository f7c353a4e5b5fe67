"""The rows of a long table put into a workbook's sheet as text, in place of one blank row.

A library call a cell would take twice the time that a payment list of 50,000 lines may.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from adapters.papers.paper import Cell, Column, PaperRows, text_of

SHEET = "xl/worksheets/sheet1.xml"
ROWS_AT_ONCE = 500
_STYLED = re.compile(rb'<c r="([A-Z]+)\d+" s="(\d+)"/>')
_MARKED = re.compile("[&<>\x00-\x08\x0b-\x1f]|_x[0-9A-Fa-f]{4}_")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def fill_table(frame: IO[bytes], file: IO[bytes], first: int, table: PaperRows) -> None:
    """Copy a workbook, its row `first` (from 0) replaced by the table's rows.

    That row is blank and styled: its styles are those of the columns.
    """
    with ZipFile(frame) as source, ZipFile(file, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            raw = source.read(part)
            copied = ZipInfo(part.filename, part.date_time)
            copied.compress_type = ZIP_DEFLATED
            with target.open(copied, "w", force_zip64=False) as stream:
                if part.filename != SHEET or not table.rows:
                    stream.write(raw)
                    continue
                before, blank, after = _split(raw, first + 1)
                stream.write(before)
                for text in _rows(table, first + 1, _STYLED.findall(blank)):
                    stream.write(text.encode())
                stream.write(after)


def _split(raw: bytes, number: int) -> tuple[bytes, bytes, bytes]:
    start = raw.index(b'<row r="%d"' % number)
    end = raw.index(b"</row>", start) + len(b"</row>")
    return raw[:start], raw[start:end], raw[end:]


def _rows(table: PaperRows, number: int, styled: Sequence[tuple[bytes, bytes]]) -> Iterator[str]:
    """Yield the rows as XML, many at once."""
    cells = [
        _speller(column, letters.decode(), style.decode())
        for column, (letters, style) in zip(table.columns, styled, strict=True)
    ]
    held: list[str] = []
    for at, row in enumerate(table.rows, start=number):
        spelled = "".join([spell(at, cell) for spell, cell in zip(cells, row, strict=True)])
        held.append(f'<row r="{at}">{spelled}</row>')
        if len(held) == ROWS_AT_ONCE:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def _speller(column: Column, letters: str, style: str) -> Callable[[int, Cell], str]:
    """Return what spells a column's cells."""

    def spell(at: int, cell: Cell) -> str:
        if cell is None or cell == "":
            return f'<c r="{letters}{at}" s="{style}"/>'
        text = text_of(cell, column)
        if isinstance(cell, int):
            return f'<c r="{letters}{at}" s="{style}"><v>{text}</v></c>'
        if _MARKED.search(text) is not None:
            text = _MARKED.sub(_escaped, text)
        space = "" if text == text.strip() else ' xml:space="preserve"'
        return f'<c r="{letters}{at}" s="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'

    return spell


def _escaped(match: re.Match[str]) -> str:
    """Return a sign as XML spells it, a control character or what looks like one as `_x0007_`."""
    sign = match.group()
    if len(sign) > 1:
        return f"_x005F{sign}"
    return _ENTITIES.get(sign) or f"_x{ord(sign):04X}_"
