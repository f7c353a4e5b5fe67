"""The frame of a sheet: title, unit and headers above, then rows with their merged cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from adapters.files.grid import GridRow, Merges
from adapters.intake.amounts import Means
from adapters.intake.checks import CONFIRMED
from adapters.intake.items import FIELDS, RECORDS, Frame
from adapters.intake.names.currencies import name_of
from adapters.intake.workbook.headers import (
    HEADER_ROWS_MAX,
    Header,
    bare,
    header_below,
    header_of,
    names_a_firm,
    none_there,
)
from adapters.intake.workbook.rows.remarks import may_take_back
from adapters.intake.workbook.sheets.columns import Column, Sheet
from adapters.intake.workbook.sheets.table import BESIDE, IGNORED, NUMBER, REMARK, sheets
from adapters.intake.workbook.units import (
    NOTHING_SAID,
    Said,
    columns_stated,
    is_contradicted,
    means_of_all,
    silent_headers,
    unit_known,
    unit_of,
    units_stated,
)
from domain.refusals import Refusal
from domain.value import value

_SHOWN_MAX = 200  # characters of a cell above the headers
Rows = Iterable[GridRow]


@value
class Layout:
    """Where a sheet's columns stand. Places count the headers of the frame, from 0.

    columns: each with its place and what its cells mean. headers: key path to header as printed.
    letters: the column of each place. remark, confirmed: where 备注 and 确认金额 stand.
    beside: the place of what stands beside a claim, by key.
    strange: headers not known. claims_above: rows above the headers that name a firm by its code.
    doubts_above: texts above the headers that may end or change the claims, with their rows.
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
    doubts_above: tuple[tuple[int, str], ...]


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
    above, below = _first_rows(sheet_rows)
    header = header_of(title or "", above)
    if header is None:
        if too_low := header_below(title or "", below):
            raise _refused(file, title, below=str(too_low))
        header = none_there(title or "")
        if header is None or not any(above.values()):
            return None
    lines = [above[number] for number in sorted(above) if number < header.first]
    heading = next(iter(_texts(lines[0])), "") if lines else ""
    unit, line = unit_of(chain.from_iterable(map(_texts, lines)), title, header)
    largest = None if accept_large else header.sheet.plausible
    means = means_of_all(header, line, Means(from_1904=from_1904, largest_fen=largest))
    known = unit_known(line or NOTHING_SAID, header)
    unclear = line is None or None in means.values()
    unclear |= is_contradicted(above, title or "", header, known)
    _check(file, title, header, _units(above, title or "", header, means) if unclear else None)
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
        confirmed=_named(names, {CONFIRMED}),
        strange=tuple(name for _, name in header.strange()),
        claims_above=_claims_above(above, header),
        doubts_above=_doubts_above(above, header),
    )


def _first_rows(sheet_rows: Rows) -> tuple[dict[int, Mapping[int, object]], Iterator[GridRow]]:
    """Return the rows that may be above the claims, and those that follow the ten first."""
    every = iter(sheet_rows)
    first: dict[int, Mapping[int, object]] = {}
    ahead: list[GridRow] = []
    for row in every:
        if row.number > HEADER_ROWS_MAX:
            ahead.append(row)
        if row.number > HEADER_ROWS_MAX + 1:
            break
        first[row.number] = row.cells
    return first, chain(ahead, every)


def _claims_above(above: Mapping[int, Mapping[int, object]], header: Header) -> tuple[int, ...]:
    numbers = (number for number in sorted(above) if number < header.first)
    return tuple(number for number in numbers if names_a_firm(above[number].values()))


def _doubts_above(
    above: Mapping[int, Mapping[int, object]], header: Header
) -> tuple[tuple[int, str], ...]:
    numbers = (number for number in sorted(above) if number < header.first)
    texts = ((number, text) for number in numbers for text in _texts(above[number]))
    return tuple((number, text) for number, text in texts if may_take_back(text))


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


def _texts(cells: Mapping[int, object]) -> list[str]:
    """Return the texts of a row from left to right."""
    return [cell[:_SHOWN_MAX] for _, cell in sorted(cells.items()) if isinstance(cell, str)]


def _units(
    above: Mapping[int, Mapping[int, object]],
    title: str,
    header: Header,
    means: Mapping[int, Means | None],
) -> dict[str, str]:
    """Return what names a unit, where it is unclear, and the headers that say none but should."""
    texts = list(units_stated(above, title, header))
    columns = list(columns_stated(header, means))
    silent = () if texts else silent_headers(header)
    return {"units": RECORDS.join((*texts, *columns)), "silent": "、".join(silent)}


def _check(file: str, title: str | None, header: Header, units: Mapping[str, str] | None) -> None:
    """Refuse a header that is not whole. units: as `_units` says, where the unit is unclear."""
    missing = [column.header for column in header.missing]
    alike = list(header.resembling())
    if units is not None:
        missing.insert(0, "单位")
    if missing or header.doubled or alike:
        raise _refused(
            file,
            title,
            missing="、".join(missing),
            doubled="、".join(header.doubled),
            alike=RECORDS.join(map(FIELDS.join, alike)),
            **({} if units is None else {**units, **_units_known(header.sheet)}),
        )


def _units_known(of: Sheet) -> dict[str, str]:
    """Return the unit of a sheet's policy, and those of its records of other currencies."""
    others = (
        FIELDS.join((sheet.unit, sheet.title))
        for sheet in sheets().values()
        if sheet.record is not None and sheet.unit and not sheet.has_money
    )
    return {"unit": name_of(of.currency), "others": RECORDS.join(others)}


def _refused(file: str, title: str | None, **facts: str) -> Refusal:
    return Refusal("bad-header", file=file, sheet=title and title[:60], **facts)
