"""A list as an office keeps it: headers somewhere in its first rows, an entry in each row beneath.

What cannot be read is rejected with its row, its column and a code; no row is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from adapters.files.formula import unquoted
from adapters.files.grid import GridRow
from adapters.intake.amounts import Means, said_of, shown
from adapters.intake.flat.tables import HEADER_ROWS_MAX, Table, tables_of
from adapters.intake.items import At, FlatRow, RejectedRow, RowFault, Unread, shortened
from adapters.intake.values import Check, Fault
from adapters.intake.workbook.cells import CellReader, plain
from adapters.intake.workbook.headers import bare
from domain.refusals import Refusal
from domain.value import value

_HINT = re.compile(r"[（(](?:单位[:：]?)?([^（）()]*)[）)]")
_UNIT = re.compile(r"(?:金额|计量|货币)?单位[:：]?(.+)")


@value
class ListColumn:
    """A column of a list: its key, the headers it goes by, how its cells are read and checked.

    needed: a list without it is not one. is_money: a unit may stand in its header or above.
    """

    key: str
    headers: tuple[str, ...]
    read: CellReader
    check: Check
    needed: bool = False
    is_money: bool = False
    identifies: bool = False


@value
class Entry:
    """A row that could be read: what each column states, by key; None where it states nothing."""

    at: At
    values: Mapping[str, Any]


class ListRead(NamedTuple):
    """What a file holds: entries and rejected rows in its order, and tables without headers."""

    entries: list[Entry]
    rejected: list[RejectedRow]
    unread: list[Unread]


class _Place(NamedTuple):
    column: ListColumn
    header: str  # as printed
    means: Means | None  # None where its unit is not clear


def read_list(path: Path, columns: Sequence[ListColumn], one_of: Sequence[str] = ()) -> ListRead:
    """Return what a list holds. one_of: keys of which every row states at least one.

    Raises Refusal `list-header-missing` where no table has the headers, and as the file does.
    """
    read = ListRead([], [], [])
    tables = tables_of(path)
    for table in tables:
        known = _header(table, columns, one_of)
        if known is None:
            filled = [row.number for row in table.rows if row.cells]
            if filled:
                read.unread.append(
                    Unread(file=path.name, sheet=table.title, first=filled[0], last=filled[-1])
                )
            continue
        for item in _items(path.name, table, *known, one_of):
            if isinstance(item, Entry):
                read.entries.append(item)
            else:
                read.rejected.append(item)
    if len(read.unread) == sum(any(row.cells for row in table.rows) for table in tables):
        wanted = "、".join(column.headers[0] for column in _wanted(columns, one_of))
        raise Refusal("list-header-missing", file=path.name, columns=wanted)
    return read


def _wanted(columns: Sequence[ListColumn], one_of: Sequence[str]) -> list[ListColumn]:
    return [column for column in columns if column.needed or column.key in one_of]


def _header(
    table: Table, columns: Sequence[ListColumn], one_of: Sequence[str]
) -> tuple[GridRow, dict[int, _Place]] | None:
    """Return the row of the headers and what each of its columns is; None where there is none."""
    names = {bare(header): column for column in columns for header in column.headers}
    above: list[GridRow] = []
    for row in table.rows:
        if row.number > HEADER_ROWS_MAX:
            break
        places: dict[int, _Place] = {}
        for place, cell in row.cells.items():
            column = names.get(bare(cell)) if isinstance(cell, str) else None
            if column is not None and column not in (each.column for each in places.values()):
                means = _means(column, str(cell), above, table)
                places[place] = _Place(column, " ".join(str(cell).split()), means)
        there = {each.column.key for each in places.values()}
        needed = {column.key for column in columns if column.needed}
        if needed <= there and (not one_of or there & set(one_of)):
            return row, places
        above.append(row)
    return None


def _means(column: ListColumn, header: str, above: Iterable[GridRow], table: Table) -> Means | None:
    """Return what a column's cells mean, by its header or a unit line above; None if unclear."""
    means = Means(from_1904=table.from_1904, confirmed=True)
    if not column.is_money:
        return means
    texts = [cell for row in above for cell in row.cells.values() if isinstance(cell, str)]
    lines = [match[1] for text in texts if (match := _UNIT.fullmatch(plain(text[:99])))]
    scales = {scale for text in (*lines, *_HINT.findall(plain(header))) for scale in _scales(text)}
    if len(scales) > 1 or None in scales:
        return None
    (scale,) = scales or {1}
    return None if scale is None else replace(means, scale=scale)


def _scales(text: str) -> Iterator[int | None]:
    said = said_of(text)
    if said is None or not said[1] <= {"CNY"}:
        yield None
    else:
        yield from said[0] or {1}


def _items(
    file: str,
    table: Table,
    header: GridRow,
    places: Mapping[int, _Place],
    one_of: Sequence[str],
) -> Iterator[Entry | RejectedRow]:
    printed = tuple(str(shown(cell)) for cell in header.cells.values())
    for row in table.rows:
        if row.number <= header.number or not row.cells:
            continue
        at = At(file=file, sheet=table.title, row=row.number)
        wide = table.title is None and max(row.cells) > max(header.cells)
        faults, values = list(_row_faults(row, wide=wide)), dict[str, Any]()
        for place, (column, name, means) in sorted(places.items()):
            value = _value(row.cells.get(place), column, means)
            values[column.key] = value
            missing = isinstance(value, Fault) and value.code == "missing-field"
            if isinstance(value, Fault) and not (missing and not column.needed):
                faults.append(_fault(value, name))
            elif missing:
                values[column.key] = None
        if one_of and not any(values.get(key) for key in one_of) and not faults:
            names = (each.header for each in places.values() if each.column.key in one_of)
            faults.append(_fault(Fault("missing-field", ""), "、".join(names)))
        if not faults:
            yield Entry(at=at, values=values)
            continue
        cells = tuple(str(shown(row.cells[place])) for place in sorted(row.cells))
        yield _rejected(at, faults, FlatRow(headers=printed, cells=cells))


def _row_faults(row: GridRow, *, wide: bool) -> Iterator[RowFault]:
    """Yield what is wrong with a row as a whole; wide: it has more cells than the headers."""
    if wide:
        value = shortened(shown(row.cells[max(row.cells)]))
        yield RowFault(column=None, code="malformed-line", value=value, check="wide")
    if row.struck:
        yield RowFault(column=None, code="struck-row", value="")


def _value(cell: object, column: ListColumn, means: Means | None) -> Any:
    if cell is None:
        return Fault("missing-field", "")
    if means is None:
        return Fault("bad-unit", shortened(shown(cell)), "list")
    if isinstance(cell, str):
        cell = unquoted(cell.strip(), identifies=column.identifies) or None
    read = column.read(cell, means)
    if isinstance(read, Fault):
        return read
    return Fault("missing-field", "") if read is None or read == [] else column.check(read)


def _fault(fault: Fault, column: str) -> RowFault:
    return RowFault(
        column=column, code=fault.code, value=fault.value, check=fault.check, limit=fault.limit
    )


def _rejected(at: At, faults: Sequence[RowFault], source: FlatRow) -> RejectedRow:
    first, *others = faults
    return RejectedRow(
        at=at,
        of_claim=False,
        column=first.column,
        code=first.code,
        value=first.value,
        claim_no=None,
        source=source,
        check=first.check,
        limit=first.limit,
        others=tuple(others),
    )
