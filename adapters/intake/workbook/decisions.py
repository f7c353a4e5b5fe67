"""Decisions that a person filled into the sheet of pending claims: read row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.files.formula import unquoted
from adapters.files.grid import GridRow
from adapters.intake.amounts import Means, in_fen, shown
from adapters.intake.flat.tables import HEADER_ROWS_MAX, Table, tables_of
from adapters.intake.values import Fault
from adapters.intake.workbook.cells import plain
from adapters.intake.workbook.days import day
from adapters.wording.translation import pgettext, speaking
from domain.policy.facts import TEXT_MAX
from domain.refusals import Refusal

LANGUAGES = ("zh", "en")
FILLED_IN = frozenset({"decision", "reduced_to", "words"})
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
    """A row of the sheet. sheet: None in CSV.

    shown: what the row shows of its claim, by column. approved: None where nothing is filled in, or
    the row is at fault.
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
    """Return every row beneath the headers that names a claim or decides, in the file's order.

    Raises Refusal `file-not-found`, `file-unreadable`, `no-decisions`, or as a workbook does.
    """
    tables = tables_of(path)
    known = [(table, header) for table in tables if (header := _header(table.rows))]
    if not known:
        raise Refusal("no-decisions", file=path.name)
    return [row for table, header in known for row in _rows(table, *header)]


def _rows(table: Table, header: GridRow, places: Mapping[str, int]) -> Iterator[DecisionRow]:
    """Yield what each row beneath the headers decides, or why it decides nothing."""
    merged = _merged(table, [places[name] for name in FILLED_IN])
    for row in table.rows:
        cells = {name: row.cells.get(place) for name, place in places.items()}
        filled = [name for name, cell in cells.items() if cell is not None]
        wide = table.title is None and max(row.cells, default=0) > max(header.cells)
        decides = wide or row.number in merged or not FILLED_IN.isdisjoint(filled)
        if row.number <= header.number or not (decides or len(filled) > 1):
            continue  # above the headers, or a note beneath the table
        why = None
        if decides:
            why = "commented" if row.number in table.commented else None
            why = "cells" if wide else "merged" if row.number in merged else why
            why = "hidden" if row.hidden or table.hidden else "struck" if row.struck else why
        yield _decided(table.title, row.number, cells, why, decides=decides)


def _merged(table: Table, places: Sequence[int]) -> set[int]:
    """Return the rows of merged ranges that lie over one of these columns and hold anything."""
    covered = set[int]()
    for first, ranges in table.merges.items():
        for left, last, right in ranges:
            if any(left <= place <= right for place in places):
                inside = [row for row in table.rows if first <= row.number <= last]
                if any(left <= place <= right for row in inside for place in row.cells):
                    covered.update(row.number for row in inside if len(row.cells) > 1)
    return covered


def _header(grid: Iterable[GridRow]) -> tuple[GridRow, dict[str, int]] | None:
    """Return the row of the headers and the place of each column; None where one is missing."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            names |= {plain(header): name for name, header in columns().items()}
    for _, row in zip(range(HEADER_ROWS_MAX), grid, strict=False):
        texts = ((place, plain(str(cell))) for place, cell in row.cells.items())
        places = {names[text]: place for place, text in texts if text in names}
        if places.keys() == columns().keys():
            return row, places
    return None


def _decided(
    sheet: str | None, number: int, cells: dict[str, object], why: str | None, *, decides: bool
) -> DecisionRow:
    """Return what a row decides. why: what keeps it from deciding."""
    decision, reduced_to, words = (cells.pop(name) for name in ("decision", "reduced_to", "words"))
    claim_no = cells.pop("claim_no")
    row = DecisionRow(
        sheet=sheet,
        row=number,
        claim_no=unquoted(str(shown(claim_no) or "").strip(), identifies=True),
        shown={name: _seen(name, cell) for name, cell in cells.items()},
        approved=None,
    )
    if not decides:
        return row
    try:
        if why is not None:
            raise Refusal("bad-decision", verb=why)
        approved, reduced_to_fen, said = _meant(decision, reduced_to, words)
    except Refusal as fault:
        return replace(row, fault=fault)
    return replace(row, approved=approved, reduced_to_fen=reduced_to_fen, words=said)


def _meant(
    decision: object, reduced_to: object, words: object
) -> tuple[bool, int | None, str | None]:
    """Return what the three cells mean. Raises Refusal `bad-decision`."""
    said = None if words is None else unquoted(str(shown(words)).strip(), identifies=False)
    said = said and " ".join(said.split())
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
    text = str(shown(cell) if cell is not None else "").strip()
    return plain(unquoted(text, identifies=name == "uscc"))
