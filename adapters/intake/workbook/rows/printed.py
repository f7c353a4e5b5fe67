"""The rows of a sheet as their reader sees them: merged cells filled down, hidden values named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from adapters.files.grid import GridRow, letters_of
from adapters.intake.workbook.cells import plain
from adapters.intake.workbook.frames import Layout
from adapters.intake.workbook.headers import NAMES_OF_A_HEADER, bare, known_names
from adapters.intake.workbook.rows.totals import heading_of
from adapters.intake.workbook.units import contradicts, units_of

_SHOWN_MAX = 200  # characters of a cell that are compared


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as its reader sees it: a cell for each header. texts: all of its texts, in order.

    merged: places whose amount or count a merged cell states for several rows at once.
    across: what a cell merged from the left says, by the places that it covers. under: places that
    a cell merged from above covers.
    beneath: the columns, by letter, of values that a merged cell is painted over.
    outside: the columns, by letter, of values under no header. heading: the text that stands alone
    in the row, at its left or numbered as headings are.
    """

    number: int
    hidden: bool
    struck: bool
    cells: tuple[object, ...]
    texts: tuple[str, ...]
    empty: bool
    merged: frozenset[int]
    across: Mapping[int, object]
    under: frozenset[int]
    beneath: tuple[str, ...]
    outside: tuple[str, ...]
    heading: str | None


def printed_rows(layout: Layout, sheet_rows: Iterable[GridRow]) -> Iterator[PrintedRow]:
    """Yield the rows below the headers, merged cells filled down."""
    place_of = {letter: place for place, letter in enumerate(layout.letters)}
    money = {place for column, place, _ in layout.columns if column.is_one_rows_own}
    fills: dict[int, tuple[int, object]] = {}  # place: last row, value
    shared: dict[int, int] = {}  # place: last row
    beneath: dict[int, tuple[int, int, int]] = {}  # column: first row, last row, first column
    starts = sorted(number for number in layout.merges if number > layout.last_header_row)
    upcoming = 0
    for row in sheet_rows:
        if row.number <= layout.last_header_row:
            continue
        while upcoming < len(starts) and starts[upcoming] <= row.number:
            first = starts[upcoming]
            for left, last, right in layout.merges[first]:
                place = place_of.get(left)
                if place is not None and last > first and place in layout.filled_down:
                    fills[place] = (last, row.cells.get(left) if first == row.number else None)
                if place is not None and last > first and place in money:
                    shared[place] = last
                beneath.update(dict.fromkeys(range(left, right + 1), (first, last, left)))
            upcoming += 1
        yield _printed(row, layout, place_of, fills, shared, beneath)


def _printed(
    row: GridRow,
    layout: Layout,
    place_of: Mapping[int, int],
    fills: Mapping[int, tuple[int, object]],
    shared: Mapping[int, int],
    beneath: Mapping[int, tuple[int, int, int]],
) -> PrintedRow:
    cells = [row.cells.get(letter) for letter in layout.letters]
    empty = all(cells[place] is None for place in layout.meant)
    known = len(cells) - cells.count(None)
    for place, (last, value) in fills.items():
        if cells[place] is None and row.number <= last:
            cells[place] = value
    across: dict[int, object] = {}
    under = set[int]()
    for letter, place in place_of.items() if beneath else ():
        first, last, left = beneath.get(letter, (0, 0, letter))
        if first < row.number <= last:
            under.add(place)
        said = cells[place_of[left]] if left in place_of else row.cells.get(left)
        if row.number <= last and left < letter and said is not None:
            across[place] = said
    covered = []
    for letter in sorted(row.cells) if beneath else ():
        first, last, left = beneath.get(letter, (0, 0, 0))
        if row.number <= last and (row.number, letter) != (first, left):
            covered.append(letters_of(letter))
    return PrintedRow(
        number=row.number,
        hidden=row.hidden,
        struck=row.struck,
        cells=tuple(cells),
        texts=tuple(cell for _, cell in sorted(row.cells.items()) if isinstance(cell, str)),
        empty=empty,
        merged=frozenset(place for place, last in shared.items() if row.number <= last),
        across=across,
        under=frozenset(under),
        beneath=tuple(covered),
        outside=tuple(letters_of(letter) for letter in sorted(row.cells) if letter not in place_of)
        if len(row.cells) > known
        else (),
        heading=heading_of(row.cells, layout.letters[0]),
    )


def begins_another(layout: Layout, row: PrintedRow) -> bool | None:
    """Say whether a row is the header or the unit line of another table than this.

    So is a heading of another unit or currency: 二、美元部分.

    None for a row that is neither: False for this table's own, as each page repeats it.
    """
    texts = [plain(text[:_SHOWN_MAX]) for text in row.texts]
    if sum(bare(text) in known_names() for text in texts) >= NAMES_OF_A_HEADER:
        own = [plain(name) for name in layout.frame.headers]
        return [plain(cell) if isinstance(cell, str) else "" for cell in row.cells] != own
    if row.heading is not None and contradicts(row.heading, layout.unit, within=True):
        return True
    units = set[str]().union(*map(units_of, row.texts))
    return units != units_of(layout.frame.unit) if units else None
