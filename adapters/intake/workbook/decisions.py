"""Decisions that a person filled into the sheet of pending claims: read row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from adapters.files.archive import FILE_MAX, Archive
from adapters.files.book import opened
from adapters.files.durable import open_regular, problem_text
from adapters.files.formula import starts_a_formula
from adapters.files.grid import GridRow, rows
from adapters.intake.amounts import Means, in_fen, shown
from adapters.intake.values import Fault
from adapters.intake.workbook.cells import plain
from adapters.intake.workbook.days import day
from adapters.wording.translation import pgettext, speaking
from domain.policy.facts import TEXT_MAX
from domain.refusals import Refusal

HEADER_ROWS_MAX = 10
LANGUAGES = ("zh", "en")
YES = frozenset({"同意", "是", "核定", "通过", "√", "✓", "yes", "y", "approve", "approved"})
NO = frozenset({"不同意", "否", "不予核定", "不通过", "驳回", "×", "no", "n", "reject", "rejected"})


def columns() -> dict[str, str]:
    """Return what each column of the sheet is called; the last three are filled in."""
    return {
        "claim_no": pgettext("column", "claim"),
        "enterprise": pgettext("column", "enterprise"),
        "uscc": pgettext("column", "USCC"),
        "kind": pgettext("column", "kind"),
        "occurred_on": pgettext("column", "occurred"),
        "filed_on": pgettext("column", "filed"),
        "declared_fen": pgettext("column", "declared"),
        "decision": pgettext("column", "decision"),
        "reduced_to": pgettext("column", "reduced to"),
        "words": pgettext("column", "reason to record"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A row that a person decided. sheet: None in CSV.

    shown: what the row shows of its claim, by column. approved: None where the row is at fault.
    """

    sheet: str | None
    row: int
    claim_no: str
    shown: Mapping[str, object]
    approved: bool | None
    reduced_to_fen: int | None = None
    words: str | None = None
    fault: Refusal | None = None


def read(path: Path) -> list[DecisionRow]:
    """Return the rows in which a decision stands, in the order of the file.

    Raises Refusal `file-not-found`, `file-unreadable`, `no-decisions`, or as a workbook does.
    """
    name = path.name
    try:
        with open_regular(path) as file:
            sheets = [(title, list(grid)) for title, grid in _sheets(file, name)]
    except FileNotFoundError:
        raise Refusal("file-not-found", file=name) from None
    except OSError as problem:
        raise Refusal("file-unreadable", file=name, problem=problem_text(problem)) from None
    known = [(title or None, header, grid) for title, grid in sheets if (header := _header(grid))]
    if not known:
        raise Refusal("no-decisions", file=name)
    return [
        decided
        for title, (number, places), grid in known
        for row in grid
        if row.number > number and (decided := _decided(title, row, places)) is not None
    ]


def _sheets(file: BinaryIO, name: str) -> Iterator[tuple[str, Iterator[GridRow]]]:
    """Yield the rows of each sheet of a workbook by its title, or those of a CSV file."""
    if file.read(2) == b"PK":
        book = opened(Archive(file, name))
        for sheet in book.sheets:
            if sheet.part is not None:
                yield sheet.name, rows(book, sheet.part)
        return
    file.seek(0)
    yield "", _records(file.read(FILE_MAX), name)


def _records(raw: bytes, name: str) -> Iterator[GridRow]:
    """Yield the records of a CSV file as rows, in either encoding that spreadsheets save."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        for number, cells in enumerate(csv.reader(text.splitlines(True), delimiter=separator), 1):
            filled = {place: _unquoted(cell) for place, cell in enumerate(cells) if cell.strip()}
            yield GridRow(number, hidden=False, struck=False, cells=dict(filled))
    except csv.Error:
        raise Refusal("unknown-format", file=name) from None


def _unquoted(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and starts_a_formula(cell.lstrip("'")) else cell


def _header(grid: Iterable[GridRow]) -> tuple[int, dict[str, int]] | None:
    """Return the row of the headers and the place of each column; None where one is missing."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            names |= {plain(header): name for name, header in columns().items()}
    for _, row in zip(range(HEADER_ROWS_MAX), grid, strict=False):
        texts = ((place, plain(str(cell))) for place, cell in row.cells.items())
        places = {names[text]: place for place, text in texts if text in names}
        if places.keys() == columns().keys():
            return row.number, places
    return None


def _decided(sheet: str | None, row: GridRow, places: Mapping[str, int]) -> DecisionRow | None:
    """Return what a row decides; None where nothing is filled in."""
    cells = {name: row.cells.get(place) for name, place in places.items()}
    decision, reduced_to, words = (cells.pop(name) for name in ("decision", "reduced_to", "words"))
    if (decision, reduced_to, words) == (None, None, None):
        return None
    claim_no = str(shown(cells.pop("claim_no")) or "").strip()
    seen = {name: _seen(name, cell) for name, cell in cells.items()}
    try:
        approved, reduced_to_fen, said = _meant(decision, reduced_to, words, struck=row.struck)
    except Refusal as fault:
        return DecisionRow(
            sheet=sheet, row=row.number, claim_no=claim_no, shown=seen, approved=None, fault=fault
        )
    return DecisionRow(
        sheet=sheet,
        row=row.number,
        claim_no=claim_no,
        shown=seen,
        approved=approved,
        reduced_to_fen=reduced_to_fen,
        words=said,
    )


def _meant(
    decision: object, reduced_to: object, words: object, *, struck: bool
) -> tuple[bool, int | None, str | None]:
    """Return what the three cells mean. Raises Refusal `bad-decision`."""
    if struck:
        raise Refusal("bad-decision", verb="struck")
    said = None if words is None else " ".join(str(shown(words)).split())
    if said is not None and len(said) > TEXT_MAX:
        raise Refusal("bad-decision", verb="long", most=TEXT_MAX)
    word = plain(str(shown(decision))).lower() if decision is not None else ""
    if word not in YES | NO | {""}:
        raise Refusal("bad-decision", value=str(shown(decision))[:60])
    fen = in_fen(reduced_to, Means())
    if (
        isinstance(fen, Fault)
        or (fen is not None and fen != fen.to_integral_value())
        or (fen or 0) < 0
    ):
        raise Refusal("bad-decision", verb="amount", value=str(shown(reduced_to))[:60])
    if word in NO and fen is not None:
        raise Refusal("bad-decision", verb="both")
    if word == "" and fen is None:
        raise Refusal("bad-decision", verb="none")
    if said is None and (word in NO or fen is not None):
        raise Refusal("bad-decision", verb="reason")
    return word not in NO, None if fen is None else int(fen), said


def _seen(name: str, cell: object) -> object:
    """Return what a cell shows, in the form in which it is compared."""
    if name == "declared_fen":
        fen = in_fen(cell, Means())
        return fen.code if isinstance(fen, Fault) else fen
    if name.endswith("_on"):
        read_day = day(cell, Means())
        return str(shown(cell)) if isinstance(read_day, Fault) else read_day
    return plain(str(shown(cell) if cell is not None else ""))
