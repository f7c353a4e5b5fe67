"""The workbook that rejected rows go back in: to be read, printed, corrected and fed in again.

Each faulty cell is coloured and says why in a comment; so does the last column, which is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

from adapters.files.formula import NEVER_CALCULATED, quoted
from adapters.files.grid import Broken, Formatted, serial
from adapters.files.outputs import REJECTS_MARK
from adapters.intake.amounts import Means, shown
from adapters.intake.checks import WHY
from adapters.intake.workbook import cells, days
from adapters.intake.workbook.cells import CSV, plain
from adapters.intake.workbook.form.shapes import (
    CREATED,
    DAY,
    HEADER_COLOUR,
    MOMENT,
    TEXT,
    Shapes,
    set_pages,
    width,
)
from domain.value import value

_HEADER = 2  # the row of the headers, from 0
_WHY_WIDTH = 48
_FAULT_COLOUR, _WHY_COLOUR = "#FFC7CE", "#9C0006"
_COMMENT = {"width": 320, "height": 110, "font_size": 9}
_TEXT_MAX = 32_767  # of a cell; a longer text would not be written at all
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")  # XML has no way to write them
_SUBSTITUTE = "\x1a"  # as unprintable, so that the row is judged alike


@value
class ReturnedRow:
    """A rejected row. faults: what is wrong, by the place of the cell; why: all of it."""

    cells: tuple[object, ...]
    why: str
    faults: Mapping[int, str]
    struck: bool


@value
class ReturnedSheet:
    """A sheet of rejected rows: what stands above, the headers, the rows.

    identifying, days: places of the columns whose cells identify, or are days. firm: places of the
    columns that say whose a row is, the surest first. from_1904: its numbers count days from 1904.
    """

    name: str
    title: str
    unit: str
    headers: tuple[str, ...]
    rows: Sequence[ReturnedRow]
    identifying: frozenset[int]
    days: frozenset[int]
    firm: tuple[int, ...]
    from_1904: bool


def write(file: IO[bytes], sheets: Sequence[ReturnedSheet]) -> None:
    """Write a workbook of rejected rows."""
    whole = BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as book:
        book.set_properties({"category": REJECTS_MARK, "created": CREATED})
        shapes = Shapes(book)
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), shapes, sheet)
    file.write(whole.getbuffer())


def _fill(made: Any, shapes: Shapes, sheet: ReturnedSheet) -> None:
    """Fill a sheet: two rows above, headers in the third, then the rows without old reasons."""
    kept = [place for place, name in enumerate(sheet.headers) if name != WHY]
    for number, text in enumerate((sheet.title, sheet.unit)):
        if text:
            made.write_string(number, 0, text, shapes(num_format=TEXT, bold=number == 0))
    header = shapes(num_format=TEXT, bold=True, text_wrap=True, bg_color=HEADER_COLOUR, border=1)
    for column, place in enumerate(kept):
        made.write_string(_HEADER, column, sheet.headers[place], header)
    made.write_string(_HEADER, len(kept), WHY, header)
    widths: dict[int, list[str]] = {place: [sheet.headers[place]] for place in kept}
    for number, row in enumerate(sheet.rows, _HEADER + 1):
        for column, place in enumerate(kept):
            value = _kept(row.cells[place], place, sheet)
            widths[place].append(str("" if value is None else shown(value)))
            shape: dict[str, object] = {"font_strikeout": True} if row.struck else {}
            if place in row.faults:
                shape |= {"bg_color": _FAULT_COLOUR}
                made.write_comment(number, column, _written(row.faults[place]), _COMMENT)
            _put(made, number, column, value, shapes, shape)
        reason = shapes(num_format=TEXT, text_wrap=True, font_color=_WHY_COLOUR)
        made.write_string(number, len(kept), _written(row.why), reason)
    for column, place in enumerate(kept):
        made.set_column(column, column, width(widths[place]))
    made.set_column(len(kept), len(kept), _WHY_WIDTH)
    set_pages(made, _HEADER, _page_breaks(sheet))


def _page_breaks(sheet: ReturnedSheet) -> Iterator[int]:
    """Yield the rows at which another firm's begin."""
    before: str | None = None
    for number, row in enumerate(sheet.rows, _HEADER + 1):
        named = (row.cells[place] for place in sheet.firm)
        firm = next((plain(each) for each in named if isinstance(each, str) and each.strip()), "")
        if before not in (None, firm):
            yield number
        before = firm


def _kept(value: object, place: int, sheet: ReturnedSheet) -> object:
    """Return a cell so that it stays what it is when an office program saves it, as CSV too.

    What identifies becomes a text, quoted where it would be retyped; a day's number a day. A
    fraction stays a number, which identifies nothing: as a text it would.
    """
    if value is None or isinstance(value, (bool, float, Broken)):
        return value
    if place in sheet.days and not isinstance(value, (str, datetime)):
        day = days.day(value, Means(from_1904=sheet.from_1904))
        return datetime.fromisoformat(day) if isinstance(day, str) else value
    if place in sheet.identifying and not isinstance(value, (datetime, Formatted)):
        text = cells.text(value, CSV)
        return quoted(text, identifies=True) if isinstance(text, str) else value
    return value


def _put(
    made: Any, row: int, column: int, value: object, shapes: Shapes, shape: dict[str, object]
) -> None:
    """Write one value as what it was; a text stays a text whatever it starts with."""

    def of(**more: object) -> Any:
        return shapes(**shape, **more)

    if isinstance(value, str):
        wraps = {"text_wrap": True} if "\n" in value else {}
        made.write_string(row, column, _written(value), of(num_format=TEXT, **wraps))
    elif isinstance(value, Broken):
        formula, error = _broken(value)
        made.write_formula(row, column, formula, of(), error)
    elif isinstance(value, Formatted):
        made.write_number(row, column, value.number, of(num_format=value.code))
    elif isinstance(value, bool):
        made.write_boolean(row, column, value, of())
    elif isinstance(value, datetime):
        code = DAY if value.time() == time.min else MOMENT
        made.write_number(row, column, serial(value), of(num_format=code))
    elif isinstance(value, float) and float(f"{value:.16G}") != value:
        made.write_formula(row, column, f"={value!r}", of(), value)  # all of its digits
    elif isinstance(value, int | float):
        made.write_number(row, column, value, of())
    else:
        assert value is None, f"not a value of a cell: {value!r}"
        if shape:
            made.write_blank(row, column, None, of(num_format=TEXT))


def _written(text: str) -> str:
    return _UNWRITABLE.sub(_SUBSTITUTE, text[:_TEXT_MAX])


def _broken(cell: Broken) -> tuple[str, str]:
    """Return the formula of a broken cell, and the error that it shows; none is calculated yet."""
    if cell.shown == NEVER_CALCULATED:
        return "=NA()", ""
    error = cell.shown if cell.shown in _ERRORS else "#VALUE!"
    return f"={error}", error
