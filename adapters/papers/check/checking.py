"""Whether a file is what the ledger printed, and what differs if it is not.

The paper is made again from the ledger, at the position the file itself names, and compared cell by
cell. An account whose value is no longer kept cannot be compared; such cells are counted. The
digest covers its commitment, but the commitment does not say what the file ought to show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from pathlib import Path

from adapters.accounts.accounts import Value
from adapters.papers.check.alignment import aligned
from adapters.papers.check.identical import LookAt, position_as_printed
from adapters.papers.check.reading import FileRows, read
from adapters.papers.check.showing import (
    GENERAL,
    PAGE_EDGE,
    TEXT,
    SheetDisplay,
    difference,
    letter,
    page_text,
)
from adapters.papers.paper import (
    ERASED,
    KINDS,
    POSITION,
    SUBJECT,
    SUBJECTS,
    Cell,
    Column,
    Line,
    Paper,
    Secret,
    amount,
    text_of,
)
from adapters.papers.printing import paper_of
from adapters.papers.workbook import FORMATS, footer
from domain.enterprise.registered.names import name_id
from domain.refusals import Refusal
from projections.papers import PaperChecked, PaperDifference

_SUBJECT = re.compile(rf"{SUBJECT}：\S+ ({'|'.join(KINDS)})/({SUBJECTS})/(\d{{1,15}})")
_POSITION = re.compile(rf"{POSITION}：(\d{{1,15}})")


@dataclass(slots=True)
class Checked:
    """What a check came to.

    uncompared: cells whose value is no longer there to compare with. unknown: the ledger has no
    such paper at that position.
    """

    position: int | None = None
    differences: list[PaperDifference] = field(default_factory=list)
    uncompared: int = 0
    unknown: bool = False

    @property
    def genuine(self) -> bool:
        return not self.differences

    @property
    def answer(self) -> PaperChecked:
        """The check as other programs rely on it."""
        differences = tuple(self.differences)
        return PaperChecked(genuine=self.genuine, position=self.position, differences=differences)


def check(look_at: LookAt, path: Path) -> Checked:
    """Return how a file differs from what the ledger printed. look_at: `Ledger.look`.

    The file names its paper twice; where the two disagree, the one it fits better is taken.
    Raises Refusal `paper-format`, `paper-unreadable`, `not-a-paper`, `store-not-found`.
    """
    if path.suffix.lower() == ".xlsx":
        position = position_as_printed(path, look_at)
        if position is not None:
            return Checked(position)
    file_rows = read(path)
    texts = [cells[0] for _, cells in file_rows.rows if len(cells) == 1]
    named = next((match for text in texts if (match := _SUBJECT.fullmatch(text))), None)
    if named is None:
        if not any(text.startswith((f"{SUBJECT}：", f"{POSITION}：")) for text in texts):
            raise Refusal("not-a-paper", file=path.name)
        printed = next((text for text in texts if text.startswith(f"{SUBJECT}：")), None)
        return Checked(None, [difference(None, SUBJECT, None, printed)])
    stated = [int(match[1]) for text in texts if (match := _POSITION.fullmatch(text))]
    positions = list(dict.fromkeys([*stated[:1], int(named[3])]))
    kind, subject = named[1], named[2]
    tried = [_compared(file_rows, look_at, kind, subject, position) for position in positions]
    return min(tried, key=lambda checked: (checked.unknown, len(checked.differences)))


def _compared(
    file_rows: FileRows, look_at: LookAt, kind: str, subject: str, position: int
) -> Checked:
    try:
        with look_at(position) as look:
            paper = paper_of(look, kind, subject)
    except Refusal as refusal:
        if not (refusal.code.endswith("-unknown") or refusal.code == "paper-without-source"):
            raise
        column = POSITION if refusal.code == "position-unknown" else SUBJECT
        named = str(position) if column == POSITION else f"{kind}/{subject}"
        return Checked(position, [difference(None, column, None, named)], unknown=True)
    checked = Checked(position, list(file_rows.strange))
    _compare(paper, file_rows, checked)
    if file_rows.showing is not None:
        printed, in_file = page_text(footer(paper)), file_rows.showing.footer
        if printed != in_file:
            checked.differences.append(difference(None, PAGE_EDGE, printed, in_file))
    return checked


def _compare(paper: Paper, file_rows: FileRows, checked: Checked) -> None:
    printed = list(paper.lines())
    identity = paper.content.table.identity
    keys = [_key(line.texts(), identity) for line in printed]
    for pair in aligned(keys, [_key(cells, identity) for _, cells in file_rows.rows]):
        line = None if pair.printed is None else printed[pair.printed]
        if pair.in_file is None:
            assert line is not None, "a pair of nothing"
            missing = " | ".join(_masked(*pair) for pair in line.pairs())
            checked.differences.append(difference((pair.printed or 0) + 1, None, missing, None))
            continue
        row, cells = file_rows.rows[pair.in_file]
        if line is None:
            checked.differences.append(difference(row, None, None, " | ".join(cells)))
        else:
            _compare_row(line, row, cells, checked)
            if file_rows.showing is not None:
                _compare_formats(line, row, file_rows.showing, checked)


def _compare_row(line: Line, row: int, cells: list[str], checked: Checked) -> None:
    for place, (printed, in_file) in enumerate(zip_longest(line.pairs(), cells)):
        cell, column = printed or (None, None)
        text = in_file or ""
        if _same(cell, column, text):
            continue
        if isinstance(cell, Secret) and cell.shown is None:
            checked.uncompared += 1
        else:
            named = _column_name(line, place, column)
            checked.differences.append(difference(row, named, _masked(cell, column), text))


def _compare_formats(line: Line, row: int, showing: SheetDisplay, checked: Checked) -> None:
    """Add the cells that show something else than they hold: a number format can."""
    for place, (cell, column) in enumerate(line.pairs()):
        number = isinstance(cell, int) and column is not None
        printed = FORMATS[column.holds] if number and column is not None else GENERAL
        in_file = showing.format_of(row, place)
        if cell is None or in_file == printed or (not number and in_file == TEXT):
            continue
        named = _column_name(line, place, column)
        shown = f"（数字格式 {printed}）", f"（数字格式 {in_file}）"
        checked.differences.append(difference(row, named, *shown))


def _same(cell: Cell, column: Column | None, text: str) -> bool:
    """Say whether a cell is as printed; of an amount, whether it is worth the same."""
    if text == text_of(cell, column):
        return True
    if not isinstance(cell, int) or column is None:
        return False
    try:
        return Decimal(text) == (amount(cell) if column.holds == "fen" else cell)
    except InvalidOperation:
        return False


def _masked(cell: Cell, column: Column | None) -> str:
    """Return what a cell prints, an account masked: a check shows nobody an account in full."""
    text = text_of(cell, column)
    of = cell.commitment if isinstance(cell, Secret) else None
    if of is None or name_id(of) is not None or text == ERASED:
        return text
    return Value(text, "").masked


def _column_name(line: Line, place: int, column: Column | None) -> str:
    """Return how a person finds a cell: its header, or the label of a line of text, or a letter."""
    if column is not None and line.part != "header":
        return column.header
    text = line.texts()[place] if place < len(line.cells) else ""
    label, colon, _ = text.partition("：")
    return label if colon and line.part in ("above", "provenance") else letter(place)


def _key(cells: list[str], identity: tuple[int, ...]) -> tuple[str, ...]:
    """Return what tells a row from another, in the paper and in the file alike."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) <= 1:
        return ("text", cells[0].partition("：")[0] if cells else "")
    return ("row", *(cells[place] if place < len(cells) else "" for place in identity))
