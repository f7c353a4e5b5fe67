"""The frame of a sheet: title, unit and headers above, then rows with their merged cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, takewhile

from adapters.files.grid import GridRow, Merges, letters_of
from adapters.intake.amounts import Means
from adapters.intake.checks import CONFIRMED
from adapters.intake.items import FIELDS, RECORDS, Frame
from adapters.intake.plausible import largest_fen
from adapters.intake.workbook.cells import plain
from adapters.intake.workbook.headers import (
    HEADER_ROW,
    HEADER_ROWS_MAX,
    NOTHING_SAID,
    Header,
    Said,
    bare,
    contradicts,
    header_of,
    known_names,
    means_of,
    names_a_firm,
    unit_known,
    unit_of,
    units_of,
)
from adapters.intake.workbook.sheets import BESIDE, IGNORED, NUMBER, REMARK, SHEETS, Column, Sheet
from domain.refusals import Refusal

_NAMES_OF_A_HEADER = 3  # a row of so many is one, not a claim
_SHOWN_MAX = 200  # characters of a cell above the headers
Rows = Iterable[GridRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a sheet's columns stand. Places count the headers of the frame, from 0.

    columns: each with its place and what its cells mean. headers: key path to header as printed.
    letters: the column of each place. remark, confirmed: where 备注 and 确认金额 stand.
    beside: the place of what stands beside a claim, by key.
    strange: headers not known. claims_above: rows above the headers that name a firm by its code.
    unit: the scales and currencies that its amounts are in.
    """

    title: str
    unit: Said
    sheet: Sheet
    last_header_row: int
    merges: Merges
    frame: Frame
    columns: tuple[tuple[Column, int, Means], ...]
    headers: dict[str, str]
    letters: tuple[int, ...]
    filled_down: frozenset[int]
    meant: frozenset[int]
    remark: int | None
    confirmed: int | None
    beside: Mapping[str, int]
    strange: tuple[str, ...]
    claims_above: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as its reader sees it: a cell for each header. texts: all of its texts, in order.

    merged: places whose amount or count a merged cell states for several rows at once.
    beneath: the columns, by letter, of values that a merged cell is painted over.
    outside: the columns, by letter, of values under no header.
    """

    number: int
    hidden: bool
    struck: bool
    cells: tuple[object, ...]
    texts: tuple[str, ...]
    empty: bool
    merged: frozenset[int]
    beneath: tuple[str, ...]
    outside: tuple[str, ...]


def sheet_layout(
    file: str,
    title: str | None,
    sheet_rows: Rows,
    merged: Merges,
    *,
    from_1904: bool,
    accept_large: bool,
) -> Layout | None:
    """Return where a sheet's columns stand; None for a sheet that is none of claims.

    title: the sheet's name; None for a file that is one table. accept_large: fees are taken however
    large they are. Raises Refusal `bad-header` when a column or the unit is missing, unclear or
    stated twice.
    """
    above = _first_rows(sheet_rows)
    header = header_of(title or "", above)
    if header is None:
        header = _none_there(title or "")
        if header is None or not any(above.values()):
            return None
    lines = [above[number] for number in sorted(above) if number < header.first]
    heading = next(iter(_texts(lines[0])), "") if lines else ""
    unit, line = unit_of(chain.from_iterable(map(_texts, lines)), title, header)
    largest = None if accept_large else largest_fen(header.sheet.kind or "")
    of_all = Means(from_1904=from_1904, largest_fen=largest)
    means = {
        place: means_of(column, line, header.said.get(place), of_all)
        for place, column in header.columns.items()
    }
    known = unit_known(line or NOTHING_SAID, header)
    stated = _is_contradicted(chain(*map(_texts, lines), (title or "",)), header, known)
    _check(file, title, header, unclear=stated or line is None or None in means.values())
    places = {letter: place for place, letter in enumerate(header.names)}
    names = [header.printed(letter) for letter in header.names]
    columns = [
        (column, places[letter], meaning)
        for letter, column in header.columns.items()
        if (meaning := means[letter]) is not None
    ]
    beside = _places_beside(names)
    return Layout(
        title=title or "",
        unit=known,
        sheet=header.sheet,
        last_header_row=header.last,
        merges=merged,
        frame=Frame(header.sheet.name, heading, unit, tuple(names), from_1904=from_1904),
        columns=tuple(columns),
        headers={column.key: names[place] for column, place, _ in columns},
        letters=tuple(header.names),
        filled_down=_filled_down(columns, beside.values()),
        meant=frozenset(place for _, place, _ in columns)
        | {place for place, name in enumerate(names) if bare(name) in IGNORED - {NUMBER}},
        remark=_named(names, {REMARK}),
        beside=beside,
        confirmed=names.index(CONFIRMED) if CONFIRMED in names else None,
        strange=tuple(name for _, name in header.strange()),
        claims_above=tuple(n for n in sorted(above) if _is_claim_above(n, above[n], header)),
    )


def _first_rows(sheet_rows: Rows) -> dict[int, Mapping[int, object]]:
    first = takewhile(lambda row: row.number <= HEADER_ROWS_MAX + 1, sheet_rows)
    return {row.number: row.cells for row in first}


def _is_contradicted(texts: Iterable[str], header: Header, unit: Said) -> bool:
    return header.sheet.has_money and any(contradicts(text, unit) for text in texts)


def _is_claim_above(number: int, cells: Mapping[int, object], header: Header) -> bool:
    return number < header.first and names_a_firm(cells.values())


def _filled_down(
    columns: Iterable[tuple[Column, int, Means]], beside: Iterable[int]
) -> frozenset[int]:
    """Return the places whose merged cells speak for every row they cover."""
    return frozenset(beside).union(place for column, place, _ in columns if column.merges_down)


def _places_beside(names: Collection[str]) -> dict[str, int]:
    """Return where what stands beside a claim has its columns, by key."""
    named = ((key, _named(names, wanted)) for key, wanted in BESIDE.items())
    return {key: place for key, place in named if place is not None}


def _named(names: Iterable[str], wanted: Collection[str]) -> int | None:
    """Return the place of the first header of such a name; None without one."""
    return next((place for place, name in enumerate(names) if bare(name) in wanted), None)


def printed_rows(layout: Layout, sheet_rows: Rows) -> Iterator[PrintedRow]:
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
        beneath=tuple(covered),
        outside=tuple(letters_of(letter) for letter in sorted(row.cells) if letter not in place_of)
        if len(row.cells) > known
        else (),
    )


def begins_another(layout: Layout, row: PrintedRow) -> bool | None:
    """Say whether a row is the header or the unit line of another table than this.

    None for a row that is neither: False for this table's own, as each page repeats it.
    """
    texts = [plain(text[:_SHOWN_MAX]) for text in row.texts]
    if sum(bare(text) in known_names() for text in texts) >= _NAMES_OF_A_HEADER:
        own = [plain(name) for name in layout.frame.headers]
        return [plain(cell) if isinstance(cell, str) else "" for cell in row.cells] != own
    units = set[str]().union(*map(units_of, row.texts))
    return units != units_of(layout.frame.unit) if units else None


def _none_there(title: str) -> Header | None:
    """Return the header of a sheet that has none and should, as its name says."""
    sheet = SHEETS.get(plain(title))
    if sheet is None:
        return None
    return Header(sheet=sheet, first=HEADER_ROW, last=HEADER_ROW, names={}, columns={}, said={})


def _texts(cells: Mapping[int, object]) -> list[str]:
    """Return the texts of a row from left to right."""
    return [cell[:_SHOWN_MAX] for _, cell in sorted(cells.items()) if isinstance(cell, str)]


def _check(file: str, title: str | None, header: Header, *, unclear: bool) -> None:
    missing = [column.header for column in header.missing]
    alike = list(header.resembling())
    if unclear:
        missing.insert(0, "单位")
    if missing or header.doubled or alike:
        raise Refusal(
            "bad-header",
            file=file,
            sheet=title and title[:60],
            missing="、".join(missing),
            doubled="、".join(header.doubled),
            alike=RECORDS.join(map(FIELDS.join, alike)),
        )
