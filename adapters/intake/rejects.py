"""Write rejected rows back in the form they came in, each with the reason, ready to be corrected.

A row fed in again as it is, is rejected again for the same reason; the reason itself is not read.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import IO, Any, NamedTuple

import xlsxwriter  # type: ignore[import-untyped]

from adapters.files.durable import open_durable
from adapters.files.formula import starts_a_formula
from adapters.files.grid import NEVER_CALCULATED, Broken, Formatted, serial
from adapters.files.outputs import CSV, LINES, REJECTS, REJECTS_MARK, refuse_replacing
from adapters.intake import flat, jsonl
from adapters.intake.checks import CONFIRMED, RAW, WHY
from adapters.intake.items import AcceptedRow, At, FlatRow, Frame, Item, RejectedRow, SheetRow
from domain.refusals import Refusal

Returned = tuple[RejectedRow, str]  # a rejected row and the sentence that says why
Table = tuple[tuple[str, ...], list[tuple[object, ...]]]  # headers and rows

_LINES = frozenset((".jsonl", ".ndjson", ".json"))
# By the format of a rejects file: which files' rows can be written in it.
FORMATS = {
    ".xlsx": frozenset((".xlsx", ".csv", *_LINES)),
    ".csv": frozenset((".csv", *_LINES)),
    ".jsonl": _LINES,
}
_KINDS = {".xlsx": REJECTS, ".csv": CSV, ".jsonl": LINES}
JSON_BLANKS = " \t\r\n"
_FORMATS = {
    "text": {"num_format": "@"},
    "header": {"num_format": "@", "bold": True},
    "struck": {"num_format": "@", "font_strikeout": True},
    "day": {"num_format": "yyyy-mm-dd"},
}
_TEXT_MAX = 32_767  # of a cell; a longer text would not be written at all
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")  # XML has no way to write them
_SUBSTITUTE = "\x1a"  # as unprintable, so that the row is judged alike
_NOWHERE = At(file="", sheet=None, row=0)
_NOTHING: Table = ((*flat.NAMES, RAW, WHY), [])


class _OfStruckRow(str):
    """Why a struck-out row came back: it is written struck out."""

    __slots__ = ()


class Sheet(NamedTuple):
    """What a sheet of rejected rows holds: what stands above, the headers, the rows."""

    title: str
    unit: str
    headers: tuple[str, ...]
    rows: list[tuple[object, ...]]


def check_writable(path: Path, sources: Sequence[Path], *, force: bool) -> None:
    """Refuse a rejects file that could not be written, before anything is read.

    Raises Refusal `rejects-format` when rows of such files do not fit its format,
    `rejects-over-source` when it is one of them, `rejects-unwritable` when nothing can be written,
    and as `refuse_replacing` does.
    """
    fits = FORMATS.get(path.suffix.lower())
    formats = {source.suffix.lower() for source in sources} & FORMATS[".xlsx"]
    if fits is None or formats - fits:
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
    whole = BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as book:
        book.set_properties({"category": REJECTS_MARK})
        formats = {name: book.add_format(shape) for name, shape in _FORMATS.items()}
        formats["as"] = cache(lambda code: book.add_format({"num_format": code}))
        for name, sheet in _sheets(bad):
            _fill(book.add_worksheet(name), formats, sheet)
    file.write(whole.getbuffer())


def _sheets(bad: Sequence[Returned]) -> Iterator[tuple[str, Sheet]]:
    """Yield the sheets that a workbook of rejected rows has: of each frame, then of lines."""
    used: dict[str, int] = {}
    frames: dict[Frame, list[tuple[object, ...]]] = {}
    suspect: set[Frame] = set()
    for row, why in bad:
        if isinstance(row.source, SheetRow):
            why = _OfStruckRow(why) if row.source.struck else why
            frames.setdefault(row.source.frame, []).append((*row.source.cells, why))
            if row.code == "suspect-unit" and CONFIRMED not in row.source.frame.headers:
                suspect.add(row.source.frame)
    for frame, rows in frames.items():
        more: tuple[str, ...] = ()
        if frame in suspect:
            more, rows = (CONFIRMED,), [(*row[:-1], None, row[-1]) for row in rows]
        used[frame.sheet] = count = used.get(frame.sheet, 0) + 1
        title = frame.sheet if count == 1 else f"{frame.sheet}·退回{count}"
        yield title, Sheet(frame.title, frame.unit, (*frame.headers, *more, WHY), rows)
    for count, (headers, rows) in enumerate(_tables(bad) or ([] if frames else [_NOTHING]), 1):
        title = flat.SHEET if count == 1 else f"{flat.SHEET}{count}"
        yield title, Sheet(title, "", headers, rows)


def _fill(sheet: Any, formats: dict[str, Any], content: Sheet) -> None:
    """Fill a sheet: two rows above, headers in the third, then the rows without old reasons."""
    headers = content.headers
    kept = [place for place, name in enumerate(headers[:-1]) if name != WHY] + [len(headers) - 1]
    for number, text in enumerate((content.title, content.unit)):
        _put(sheet, number, 0, text, formats)
    for column, place in enumerate(kept):
        _put(sheet, 2, column, headers[place], formats | {"text": formats["header"]})
    for number, values in enumerate(content.rows, 3):
        struck = isinstance(values[-1], _OfStruckRow)
        shapes = formats | {"text": formats["struck"]} if struck else formats
        for column, place in enumerate(kept):
            _put(sheet, number, column, values[place], shapes)
    sheet.freeze_panes(3, 0)


def _put(sheet: Any, row: int, column: int, value: object, formats: dict[str, Any]) -> None:
    """Write one value as what it was; a text stays a text whatever it starts with."""
    if isinstance(value, str):
        if value:
            text = _UNWRITABLE.sub(_SUBSTITUTE, value[:_TEXT_MAX])
            sheet.write_string(row, column, text, formats["text"])
    elif isinstance(value, Broken):
        formula, shown = _broken(value)
        sheet.write_formula(row, column, formula, None, shown)
    elif isinstance(value, Formatted):
        sheet.write_number(row, column, value.number, formats["as"](value.code))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_number(row, column, serial(value), formats["day"])
    elif isinstance(value, float) and float(f"{value:.16G}") != value:
        sheet.write_formula(row, column, f"={value!r}", None, value)  # all of its digits
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        assert value is None, f"not a value of a cell: {value!r}"


def _broken(cell: Broken) -> tuple[str, str]:
    """Return the formula of a broken cell, and the error that it shows; none is calculated yet."""
    if cell.shown == NEVER_CALCULATED:
        return "=NA()", ""
    error = cell.shown if cell.shown in _ERRORS else "#VALUE!"
    return f"={error}", error


def _tables(bad: Sequence[Returned]) -> list[Table]:
    """Return the rejected lines as tables, one for each set of headers they came under."""
    lines = [(row, why) for row, why in bad if not isinstance(row.source, SheetRow)]
    tables: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
    first = next((row.source.headers for row, _ in lines if isinstance(row.source, FlatRow)), None)
    for row, why in lines:
        if isinstance(row.source, FlatRow):
            headers, cells, raw = row.source.headers, row.source.cells, ""
        elif isinstance(row.source, bytes):
            headers, (cells, raw) = flat.NAMES, _flattened(row.source)
            if raw and first is not None:
                headers, cells = first, ()
        padded = (*cells, *("" for _ in headers))[: len(headers)]
        own = tuple(place for place, name in enumerate(headers) if name.strip() not in (RAW, WHY))
        kept = tuple(headers[place] for place in own)
        if not raw and RAW in headers:
            raw = padded[headers.index(RAW)]
        rows = tables.setdefault((*kept, RAW, WHY), [])
        rows.append((*(padded[place] for place in own), raw, why))
    return list(tables.items())


def _flattened(line: bytes) -> tuple[tuple[str, ...], str]:
    """Return a JSON line as cells, or as its own text where cells would not say the same."""
    row = jsonl.decoded(line)
    cells = None if row is None else _cells(row)
    if cells is not None:
        as_cells = flat.parse_row(cells, flat.header_of(flat.NAMES, ""), _NOWHERE)
        if _verdict(as_cells) == _verdict(jsonl.items(line, _NOWHERE)):
            return cells, ""
    return (), line.decode("utf-8", "replace").strip()


def _cells(row: dict[str, Any]) -> tuple[str, ...] | None:
    facts = row.get("facts", {})
    if not isinstance(facts, dict) or facts.keys() & set(flat.PATHS.values()):
        return None
    stated = {**facts, **{name: value for name, value in row.items() if name != "facts"}}
    stated.pop(WHY, None)
    if not stated.keys() <= set(flat.NAMES):
        return None
    return tuple(_cell(stated.get(name)) for name in flat.NAMES)


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
    tables = _tables(bad) or [_NOTHING]
    if len(tables) > 1 or any(isinstance(row.source, SheetRow) for row, _ in bad):
        raise _Unfit
    headers, rows = tables[0]
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", errors="replace")
    writer = csv.writer(text)
    writer.writerow(headers)
    for row in rows:  # the reader drops an apostrophe before what a spreadsheet would calculate
        texts = map(str, row)
        writer.writerow([f"'{text}" if starts_a_formula(text) else text for text in texts])
    text.detach()


def _write_lines(file: IO[bytes], bad: Sequence[Returned]) -> None:
    for row, why in bad:
        if not isinstance(row.source, bytes):
            raise _Unfit
        stated = jsonl.decoded(row.source)
        if stated is None:
            stated = {RAW: row.source.decode("utf-8", "replace").strip(JSON_BLANKS)}
        text = json.dumps({**stated, WHY: why}, ensure_ascii=False)
        if not text.isprintable():  # a lone surrogate has no bytes in UTF-8
            text = json.dumps({**stated, WHY: why})
        file.write(f"{text}\n".encode())
