"""The cells of one sheet, row by row, as they stand in the file: values, merges, hidden rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import isfinite
from typing import Any
from xml.etree.ElementTree import Element, XMLPullParser

from adapters.files.archive import DAMAGE, Span
from adapters.files.book import STRUCK, Book, local, text_of, unescaped
from adapters.files.formula import NEVER_CALCULATED

ROWS_MAX = 1_048_576
COLUMNS_MAX = 16_384
_MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]{0,99}?ref\s*=\s*["\']([A-Z]+)(\d+):([A-Z]+)(\d+)["\']'
)
DIGITS_KEPT_BELOW = 1e15  # a spreadsheet keeps fifteen digits, and writes 2.43E+19
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone
_SERIAL_MAX = 2_958_466  # the day after 9999-12-31
_FALSE_LEAP_DAY = 60  # 29 February 1900, which Excel counts and the calendar does not
YEARS_OF_1904 = 1462  # days between the two epochs
_FLAT = re.compile(r"[01]?(?:\.\d*)?")  # points


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that shows an error, or a formula that was never calculated."""

    shown: str


@dataclass(frozen=True, slots=True)
class Formatted:
    """A number that its cell's format shows with more than digits, or with fewer: `¥`, `000`."""

    number: int | float
    code: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: column index (0 is A) to value, for the cells that are not empty.

    struck: whether a cell, or a part of its text, is struck out.
    """

    number: int
    hidden: bool
    struck: bool
    cells: dict[int, object]


Merges = dict[int, list[tuple[int, int, int]]]  # first row to (column, last row, last column)


def merges(book: Book, part: str) -> Merges:
    """Return the merged ranges. Reads the sheet once, so damage shows before its rows."""
    ranges: Merges = defaultdict(list)
    tail = b""
    for chunk in book.archive.chunks(part):
        window = tail + chunk
        end = 0
        for match in _MERGE.finditer(window):
            left, first, right, last = match.groups()
            end = match.end()
            if len(left) <= 3 and len(right) <= 3 and len(first) <= 7 and len(last) <= 7:
                columns = _column(left.decode()), _column(right.decode())
                if int(first) <= int(last) and columns[0] <= columns[1]:
                    ranges[int(first)].append((columns[0], int(last), columns[1]))
        tail = window[max(end, len(window) - 200) :]
    return ranges


def rows(book: Book, part: str) -> Iterator[GridRow]:
    """Yield the rows that the sheet states, in order. Raises Refusal on damage."""
    parser: Any = XMLPullParser(("end",))
    reader = _Reader(book)
    span = Span(book.archive)
    try:
        for chunk in book.archive.chunks(part):
            span.read(chunk)
            parser.feed(chunk)
            for _, element in parser.read_events():
                tag = element.tag[-5:]
                if tag[1:] == "}row":
                    span.finished()
                    yield reader.row(element)
                    element.clear()
                elif tag == "tData" and local(element) == "sheetData":
                    return
        parser.close()
    except DAMAGE:
        raise book.archive.damaged(part) from None


class _Reader:
    """Turns row elements into values."""

    def __init__(self, book: Book) -> None:
        self._strings = book.strings
        self._styles = book.styles
        self._shift = YEARS_OF_1904 if book.from_1904 else 0
        self._number = 0

    def row(self, element: Element) -> GridRow:
        """Return one row. Raises ValueError when rows or cells are not in order."""
        stated = element.get("r")
        number = self._number + 1 if stated is None else int(stated)
        if not self._number < number <= ROWS_MAX:
            raise ValueError("rows are out of order")
        self._number = number
        cells: dict[int, object] = {}
        column, struck = -1, False
        for cell in element:
            reference = cell.get("r")
            column = column + 1 if reference is None else _column(reference.rstrip("0123456789"))
            try:
                value = self._value(cell)
            except (ValueError, LookupError, OverflowError):  # of this cell, not of the workbook
                value = Broken("".join(cell.itertext())[:60])
            if value is not None:
                cells[column] = value
                struck = struck or self._is_struck(cell, value)
        hidden = element.get("hidden") in ("1", "true") or _is_flat(element.get("ht"))
        return GridRow(number, hidden, struck, cells)

    def _is_struck(self, cell: Element, value: object) -> bool:
        if isinstance(value, str) and STRUCK in value:
            return True
        style = cell.get("s")
        return style is not None and style.isdecimal() and int(style) in self._styles.struck

    def _value(self, cell: Element) -> object:
        """Return what a cell holds; None when it is empty."""
        kind = cell.get("t", "n")
        text: str | None = None
        formula = False
        for child in cell:
            name = child.tag[-2:]
            if name == "}v":
                text = child.text
            elif name == "}f":
                formula = True
            elif name == "is" and kind == "inlineStr":
                content = text_of(child)
                return content if content.strip() else None
        if text is None:
            return Broken(NEVER_CALCULATED) if formula and kind != "str" else None
        if kind == "n":
            return self._number_of(text, cell.get("s"))
        if kind == "s":
            text = self._strings[int(text)] if text.isascii() and text.isdigit() else ""
            return text if text.strip() else None
        if kind == "str":
            return unescaped(text) if text.strip() else None
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "d":
            return _iso_moment(text.strip())
        return Broken(text[:60])

    def _number_of(self, text: str, style: str | None) -> object:
        """Return a number, a day, or what is broken about it."""
        try:
            number = float(text)
        except ValueError:
            return Broken(text[:60])
        if not isfinite(number) or "_" in text:
            return Broken(text[:60])
        whole = number.is_integer() and abs(number) < DIGITS_KEPT_BELOW
        value = int(number) if whole else number
        if not style or (at := int(style)) not in self._styles.telling:
            return value
        code = self._styles.telling[at]
        if code is not None:
            return Formatted(value, code)
        when = moment(number + self._shift)
        return Broken(text[:60]) if when is None else when


def _iso_moment(text: str) -> object:
    """Return a day and time as ISO 8601 spells it; a duration or a mere time is broken."""
    try:
        return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None)
    except ValueError:
        return Broken(text[:60])


def moment(serial: float) -> datetime | None:
    """Return the day and time that a serial number stands for; None outside Excel's calendar."""
    if not 1 <= serial < _SERIAL_MAX or int(serial) == _FALSE_LEAP_DAY:
        return None
    if serial < _FALSE_LEAP_DAY:
        serial += 1
    return _DAY_ZERO + timedelta(milliseconds=round(serial * 86_400_000))


def serial(moment: datetime) -> float:
    """Return the serial number of a day and time, which `moment` reads back."""
    number = (moment.replace(tzinfo=None) - _DAY_ZERO) / timedelta(days=1)
    return number - 1 if number <= _FALSE_LEAP_DAY else number


def letters_of(column: int) -> str:
    """Return the letters of a column; 0 is A."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(65 + letter) + letters
        column -= 1
    return letters


def place_of(reference: str) -> tuple[int, int] | None:
    """Return the row and the column (0 is A) of a cell's reference: J4; None where it is none."""
    letters = reference.rstrip("0123456789")
    number = reference[len(letters) :]
    try:
        return (int(number), _column(letters)) if 0 < len(number) <= 7 else None
    except ValueError:
        return None


@lru_cache(COLUMNS_MAX)
def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or len(letters) > 3:
            raise ValueError(f"no column: {letters[:9]}")
        index = index * 26 + ord(letter) - 64
    if not 0 < index <= COLUMNS_MAX:
        raise ValueError(f"no column: {letters[:9]}")
    return index - 1


def _is_flat(height: str | None) -> bool:
    """Say whether a row is so low that nobody sees it, though no program calls it hidden."""
    return height is not None and _FLAT.fullmatch(height) is not None
