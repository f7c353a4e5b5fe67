"""Write rejected rows back in the form they came in, each with its reasons, ready to be corrected.

A row fed in again as it is, is rejected again for the same reason; the reason itself is not read.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from adapters.files.durable import open_durable
from adapters.files.formula import quoted
from adapters.files.outputs import CSV, LINES, REJECTS, refuse_replacing
from adapters.intake import flat, jsonl, values
from adapters.intake.checks import CONFIRMED, RAW, WHY
from adapters.intake.items import AcceptedRow, At, FlatRow, Frame, Item, RejectedRow, SheetRow
from adapters.intake.read import is_of_lines
from adapters.intake.workbook import returned
from adapters.intake.workbook.returned import ReturnedRow, ReturnedSheet
from adapters.intake.workbook.sheets.table import sheets
from domain.refusals import Refusal

# A rejected row, and a sentence for each of its faults.
Returned = tuple[RejectedRow, Sequence[str]]
Table = tuple[tuple[str, ...], list[ReturnedRow]]  # headers and rows

_LINES = frozenset((".jsonl", ".ndjson", ".json"))
# By the format of a rejects file: which files' rows can be written in it.
FORMATS = {
    ".xlsx": frozenset((".xlsx", ".csv", *_LINES)),
    ".csv": frozenset((".csv", *_LINES)),
    ".jsonl": _LINES,
}
_KINDS = {".xlsx": REJECTS, ".csv": CSV, ".jsonl": LINES}
JSON_BLANKS = " \t\r\n"
_NOWHERE = At(file="", sheet=None, row=0)


def check_writable(path: Path, sources: Sequence[Path], *, force: bool) -> None:
    """Refuse a rejects file that could not be written, before anything is read.

    Raises Refusal `rejects-format` when rows of such files do not fit its format,
    `rejects-over-source` when it is one of them, `rejects-unwritable` when nothing can be written,
    and as `refuse_replacing` does.
    """
    fits = FORMATS.get(path.suffix.lower())
    formats = {source.suffix.lower() for source in sources} & FORMATS[".xlsx"]
    of_sheets = fits is not None and ".xlsx" not in fits and not all(map(is_of_lines, sources))
    if fits is None or formats - fits or of_sheets:
        raise Refusal("rejects-format", file=path.name)
    if any(source.exists() and path.exists() and path.samefile(source) for source in sources):
        raise Refusal("rejects-over-source", file=path.name)
    writable = all(os.access(at, os.R_OK | os.W_OK) for at in (path, path.parent) if at.exists())
    if path.is_dir() or path.is_symlink() or not path.parent.is_dir() or not writable:
        raise Refusal("rejects-unwritable", file=path.name)
    refuse_replacing(path, _KINDS[path.suffix.lower()], force=force)


def write_rejects(path: Path, bad: Sequence[Returned]) -> None:
    """Write rejected rows to an .xlsx, .csv or .jsonl file. Raises as `check_writable` does."""
    writers = {".xlsx": _write_workbook, ".csv": _write_csv, ".jsonl": _write_lines}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise Refusal("rejects-format", file=path.name)
    try:
        refuse_replacing(path, _KINDS[path.suffix.lower()], force=True)  # a store made since
        with open_durable(path) as file:
            write(file, bad)
    except _Unfit:
        raise Refusal("rejects-format", file=path.name) from None
    except OSError:
        raise Refusal("rejects-unwritable", file=path.name) from None


class _Unfit(Exception):  # noqa: N818 - becomes a refusal, which knows the file's name
    """Rows that cannot be written in the format of the file."""


def _write_workbook(file: IO[bytes], bad: Sequence[Returned]) -> None:
    returned.write(file, list(_sheets(bad)))


def _sheets(bad: Sequence[Returned]) -> Iterator[ReturnedSheet]:
    """Yield the sheets that a workbook of rejected rows has: of each frame, then of lines."""
    used: dict[str, int] = {}
    frames: dict[Frame, list[ReturnedRow]] = {}
    suspect: set[Frame] = set()
    for row, why in bad:
        if isinstance(row.source, SheetRow):
            headers = row.source.frame.headers
            returning = ReturnedRow(
                cells=row.source.cells,
                why="\n".join(why),
                faults=_places_of(row, why, headers),
                struck=row.source.struck,
            )
            frames.setdefault(row.source.frame, []).append(returning)
            doubts = any(fault.code == "suspect-unit" for fault in row.faults)
            if doubts and CONFIRMED not in headers:
                suspect.add(row.source.frame)
    for frame, rows in frames.items():
        used[frame.sheet] = count = used.get(frame.sheet, 0) + 1
        name = frame.sheet if count == 1 else f"{frame.sheet}·退回{count}"
        yield _of_frame(name, frame, rows, confirming=frame in suspect)
    for count, (headers, rows) in enumerate(_tables(bad) or ([] if frames else [_nothing()]), 1):
        yield _of_lines(flat.SHEET if count == 1 else f"{flat.SHEET}{count}", headers, rows)


def _places_of(row: RejectedRow, why: Sequence[str], headers: Sequence[str]) -> dict[int, str]:
    """Return what is wrong with a row, by the place of the cell under its header."""
    named = zip(row.faults, why, strict=True)
    return {
        headers.index(fault.column): sentence
        for fault, sentence in named
        if fault.column is not None and fault.column in headers
    }


def _of_frame(
    name: str, frame: Frame, rows: Sequence[ReturnedRow], *, confirming: bool
) -> ReturnedSheet:
    """Return the rows of one frame. confirming: with a column to confirm suspected amounts in."""
    columns = {column.header: column for column in sheets()[frame.sheet].columns}
    known = {
        place: columns[header] for place, header in enumerate(frame.headers) if header in columns
    }
    if confirming:
        rows = [replace(row, cells=(*row.cells, None)) for row in rows]
    return ReturnedSheet(
        name=name,
        title=frame.title,
        unit=frame.unit,
        headers=(*frame.headers, CONFIRMED) if confirming else frame.headers,
        rows=rows,
        identifying=frozenset(place for place, column in known.items() if column.identifies),
        days=frozenset(place for place, column in known.items() if column.is_day),
        firm=_places(["uscc", "enterprise"], {at: column.key for at, column in known.items()}),
        from_1904=frame.from_1904,
    )


def _of_lines(name: str, headers: tuple[str, ...], rows: Sequence[ReturnedRow]) -> ReturnedSheet:
    paths = dict(enumerate(map(_path, headers)))
    identifying = frozenset(at for at, path in paths.items() if path in flat.identifying())
    days = frozenset(at for at, path in paths.items() if path in flat.DAYS)
    return ReturnedSheet(
        name=name,
        title=name,
        unit="",
        headers=headers,
        rows=[replace(row, cells=_dated(row.cells, days)) for row in rows],
        identifying=identifying,
        days=days,
        firm=_places(["uscc", "enterprise"], paths),
        from_1904=False,
    )


def _dated(texts: tuple[object, ...], days: frozenset[int]) -> tuple[object, ...]:
    """Return a line's cells with its ISO days as days."""
    return tuple(
        datetime.combine(day, time())
        if place in days and isinstance(day := values.day(cell), date)
        else cell
        for place, cell in enumerate(texts)
    )


def _places(wanted: Sequence[str], paths: Mapping[int, str]) -> tuple[int, ...]:
    return tuple(place for key in wanted for place, path in paths.items() if path == key)


def _path(header: str) -> str:
    """Return the key path that a header of lines stands for."""
    name = header.strip()
    return flat.path_of(name)


def _nothing() -> Table:
    """Return the table of a file without rejects."""
    return (*flat.names(), RAW), []


def _tables(bad: Sequence[Returned]) -> list[Table]:
    """Return the rejected lines as tables, one for each set of headers they came under."""
    lines = [(row, why) for row, why in bad if not isinstance(row.source, SheetRow)]
    tables: dict[tuple[str, ...], list[ReturnedRow]] = {}
    first = next((row.source.headers for row, _ in lines if isinstance(row.source, FlatRow)), None)
    for row, why in lines:
        if isinstance(row.source, FlatRow):
            headers, cells, raw = row.source.headers, row.source.cells, ""
        elif isinstance(row.source, bytes):
            headers, (cells, raw) = flat.names(), _flattened(row.source)
            if raw and first is not None:
                headers, cells = first, ()
        padded = (*cells, *("" for _ in headers))[: len(headers)]
        own = tuple(place for place, name in enumerate(headers) if name.strip() not in (RAW, WHY))
        kept = tuple(headers[place] for place in own)
        if not raw and RAW in headers:
            raw = padded[headers.index(RAW)]
        whole = "\n".join(why)
        returning = ReturnedRow(
            cells=(*(padded[place] for place in own), raw),
            why=whole,
            faults={len(kept): whole} if raw else _places_of(row, why, [*map(_path, kept)]),
            struck=False,
        )
        tables.setdefault((*kept, RAW), []).append(returning)
    return list(tables.items())


def _flattened(line: bytes) -> tuple[tuple[str, ...], str]:
    """Return a JSON line as cells, or as its own text where cells would not say the same."""
    row = jsonl.decoded(line)
    cells = None if row is None else _cells(row)
    if cells is not None:
        as_cells = flat.parse_row(cells, flat.header_of(flat.names(), ""), _NOWHERE)
        if _verdict(as_cells) == _verdict(jsonl.items(line, _NOWHERE)):
            return cells, ""
    return (), line.decode("utf-8", "replace").strip()


def _cells(row: dict[str, Any]) -> tuple[str, ...] | None:
    facts = row.get("facts", {})
    if not isinstance(facts, dict) or facts.keys() & set(map(flat.path_of, flat.names())):
        return None
    stated = {**facts, **{name: value for name, value in row.items() if name != "facts"}}
    stated.pop(WHY, None)
    if not stated.keys() <= set(flat.names()):
        return None
    return tuple(_cell(stated.get(name)) for name in flat.names())


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(map(_cell, value))
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _verdict(items: Iterable[Item]) -> object:
    for item in items:
        if isinstance(item, RejectedRow):
            return item.column, item.code
        if isinstance(item, AcceptedRow):
            return item.command
    return None


def _write_csv(file: IO[bytes], bad: Sequence[Returned]) -> None:
    tables = _tables(bad) or [_nothing()]
    if len(tables) > 1 or any(isinstance(row.source, SheetRow) for row, _ in bad):
        raise _Unfit
    headers, rows = tables[0]
    identifies = [_path(header) in flat.identifying() for header in headers]
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", errors="replace")
    writer = csv.writer(text)
    writer.writerow((*headers, WHY))
    for row in rows:  # the reader drops the apostrophe before what a spreadsheet would retype
        cells = zip(map(str, row.cells), identifies, strict=True)
        quoted_cells = [quoted(cell, identifies=each) for cell, each in cells]
        writer.writerow((*quoted_cells, quoted(row.why, identifies=False)))
    text.detach()


def _write_lines(file: IO[bytes], bad: Sequence[Returned]) -> None:
    for row, why in bad:
        if not isinstance(row.source, bytes):
            raise _Unfit
        stated = jsonl.decoded(row.source)
        if stated is None:
            stated = {RAW: row.source.decode("utf-8", "replace").strip(JSON_BLANKS)}
        whole = "\n".join(why)
        text = json.dumps({**stated, WHY: whole}, ensure_ascii=False)
        if not text.isprintable():  # a lone surrogate has no bytes in UTF-8
            text = json.dumps({**stated, WHY: whole})
        file.write(f"{text}\n".encode())
