"""The frame of a sheet: title, unit and headers above, then rows with their merged cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from adapters.files.book import Book
from adapters.files.grid import GridRow, Merges, merges, rows
from adapters.intake.items import Frame
from adapters.intake.workbook.cells import plain
from adapters.intake.workbook.sheets import EXPORTS_SHEET, IGNORED, NUMBER, Column, Sheet
from domain.money import FEN_PER_WAN, FEN_PER_YUAN
from domain.refusals import Refusal

HEADER_ROW = 3
HEADERS_MAX = 256
_SHOWN_MAX = 200  # characters of a cell above the headers
# Only a unit that ends where its word does: 填报单位：元通公司 names none, nor does 单位：元/万元.
_UNIT = re.compile(
    r"单\s*位\s*:?\s*\(?\s*(?:人民币)?\s*\(?\s*(万\s*元|元|万\s*美\s*元|美\s*元)"
    r"(?=$|币种|人民币|[^\u4e00-\u9fff/、])"
)
_UNITS_FEN = {"元": FEN_PER_YUAN, "万元": FEN_PER_WAN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a sheet's columns stand. Places count the headers of the frame, from 0."""

    title: str
    sheet: Sheet
    part: str
    merges: Merges
    frame: Frame
    unit_fen: int
    columns: tuple[tuple[Column, int], ...]
    headers: dict[str, str]
    letters: tuple[int, ...]
    filled_down: frozenset[int]
    meant: frozenset[int]
    strange: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as its reader sees it: a cell for each header. `first` is its leftmost text."""

    number: int
    hidden: bool
    cells: tuple[object, ...]
    first: str
    empty: bool


def sheet_layout(book: Book, title: str, sheet: Sheet, part: str) -> Layout | None:
    """Return where a sheet's columns stand, None for a sheet without a single cell.

    Raises Refusal `bad-header` when a column or the unit is missing or stated twice.
    """
    merged = merges(book, part)
    above = {
        row.number: row.cells
        for row in takewhile(lambda row: row.number <= HEADER_ROW, rows(book, part))
    }
    if not any(above.values()) and next(rows(book, part), None) is None:
        return None
    heading = next(iter(_texts(above.get(1, {}))), "")
    unit, unit_fen = _unit(_texts(above.get(2, {})), sheet)
    printed = {
        letter: cell
        for letter, cell in sorted(above.get(HEADER_ROW, {}).items())[:HEADERS_MAX]
        if isinstance(cell, str)
    }
    known = {plain(column.header): column for column in sheet.columns}
    names = [_name(cell, known) for cell in printed.values()]
    _check(book, title, sheet, names, unit_fen)
    by_header = {column.header: column for column in sheet.columns}
    columns = tuple(
        (by_header[name], place) for place, name in enumerate(names) if name in by_header
    )
    return Layout(
        title=title,
        sheet=sheet,
        part=part,
        merges=merged,
        frame=Frame(sheet=sheet.name, title=heading, unit=unit, headers=tuple(names)),
        unit_fen=unit_fen or FEN_PER_YUAN,
        columns=columns,
        headers={column.key: column.header for column in sheet.columns},
        letters=tuple(printed),
        filled_down=frozenset(place for column, place in columns if column.merges_down),
        meant=frozenset(
            place
            for place, name in enumerate(names)
            if name in by_header or name in IGNORED - {NUMBER}
        ),
        strange=tuple(name for name in names if name not in by_header and name not in IGNORED),
    )


def printed_rows(book: Book, layout: Layout) -> Iterator[PrintedRow]:
    """Yield the rows below the headers, merged cells filled down."""
    place_of = {letter: place for place, letter in enumerate(layout.letters)}
    fills: dict[int, tuple[int, object]] = {}  # place: last row, value
    starts = sorted(number for number in layout.merges if number > HEADER_ROW)
    upcoming = 0
    for row in rows(book, layout.part):
        if row.number <= HEADER_ROW:
            continue
        while upcoming < len(starts) and starts[upcoming] <= row.number:
            for letter, last in layout.merges[starts[upcoming]]:
                place = place_of.get(letter)
                if place is not None and place in layout.filled_down:
                    at_top = starts[upcoming] == row.number
                    fills[place] = (last, row.cells.get(letter) if at_top else None)
            upcoming += 1
        yield _printed(row, layout, fills)


def _printed(row: GridRow, layout: Layout, fills: dict[int, tuple[int, object]]) -> PrintedRow:
    cells = [row.cells.get(letter) for letter in layout.letters]
    empty = all(cells[place] is None for place in layout.meant)
    for place, (last, value) in fills.items():
        if cells[place] is None and row.number <= last:
            cells[place] = value
    first = next((cell for _, cell in sorted(row.cells.items()) if isinstance(cell, str)), "")
    return PrintedRow(row.number, row.hidden, tuple(cells), first, empty)


def _texts(cells: dict[int, object]) -> list[str]:
    """Return the texts of a row from left to right."""
    return [cell[:_SHOWN_MAX] for _, cell in sorted(cells.items()) if isinstance(cell, str)]


def _name(cell: str, known: dict[str, Column]) -> str:
    """Return the header meant: as this ledger spells it, else as printed."""
    spelt = plain(cell[:999])
    if spelt in known:
        return known[spelt].header
    return spelt if spelt in IGNORED else cell.strip()[:200]


def _unit(texts: list[str], sheet: Sheet) -> tuple[str, int | None]:
    """Return the text that names the unit, and the fen it is worth; None when that is unclear."""
    named = {
        "".join(match.group(1).split()): text
        for text in texts
        for match in _UNIT.finditer(unicodedata.normalize("NFKC", text))
    }
    text = next(iter(named.values()), next(iter(texts), ""))
    if sheet is EXPORTS_SHEET:
        return text, None if "万美元" in named else FEN_PER_YUAN
    worth = _UNITS_FEN.get(next(iter(named))) if len(named) == 1 else None
    return text, worth if worth or sheet.has_money else FEN_PER_YUAN


def _check(book: Book, title: str, sheet: Sheet, names: list[str], unit_fen: int | None) -> None:
    missing = [
        column.header
        for column in sheet.columns
        if not column.optional and column.header not in names
    ]
    if unit_fen is None:
        missing.insert(0, "单位")
    doubled = [column.header for column in sheet.columns if names.count(column.header) > 1]
    if missing or doubled:
        raise Refusal(
            "bad-header",
            file=book.archive.name,
            sheet=title[:60],
            missing="、".join(missing),
            doubled="、".join(doubled),
        )
