"""A paper as a workbook: opens well, prints on A4, every page says what it rests on."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

from adapters.files.outputs import PAPER_MARK
from adapters.papers.paper import KINDS, POSITION, Line, Paper, PaperRows, amount, text_of
from adapters.papers.sheet_rows import fill_table

A4 = 9  # as workbooks number paper sizes
FORMATS = {"fen": "#,##0.00", "count": "0"}  # of numbers; texts have none
_BASE = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_CELL = _BASE | {"border": 1}
_STYLES: dict[str, dict[str, Any]] = {
    "title": _BASE | {"font_size": 16, "bold": True, "align": "center"},
    "above": _BASE | {"shrink": True},
    "header": _CELL | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#EDEDED"},
    "below": _BASE | {"font_size": 11, "text_wrap": True},
    "provenance": _BASE | {"font_size": 8, "font_color": "#595959", "shrink": True},
    "text": _CELL | {"text_wrap": True},
    "fen": _CELL | {"num_format": FORMATS["fen"]},
    "count": _CELL | {"num_format": FORMATS["count"], "align": "center"},
}
_HEIGHTS = {"title": 30, "header": 32, "below": 26}


def write(paper: Paper, file: IO[bytes]) -> None:
    """Write a paper as .xlsx.

    The library writes the frame, with one blank row for the table; the table's rows, of which there
    may be many, are then put in its place.
    """
    frame = BytesIO()
    first = 2 + len(paper.content.above)
    with TemporaryDirectory() as folder:  # what is interrupted leaves none of its lines there
        _write_frame(paper, frame, folder)
    fill_table(frame, file, first, paper.content.table)


def footer(paper: Paper) -> str:
    """Return what stands at the foot of every page, as workbooks spell it."""
    source = f"{POSITION} {paper.position}　{paper.digest[:16]}…"
    return f"&L&8{source}&R&8第 &P 页，共 &N 页"


def _write_frame(paper: Paper, file: IO[bytes], folder: str) -> None:
    """Write everything but the table's rows. folder: takes the lines meanwhile."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
    book.set_properties(
        {
            "title": paper.content.title,
            "category": PAPER_MARK,
            "subject": f"{paper.kind}/{paper.subject}/{paper.position}",
            # The same paper is the same bytes, whenever it is printed.
            "created": paper.known_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    sheet = book.add_worksheet(KINDS[paper.kind])
    _set_up(sheet, paper)
    styles = {name: book.add_format(style) for name, style in _STYLES.items()}
    bold = {name: book.add_format(_STYLES[name] | {"bold": True}) for name in ("text", *FORMATS)}
    table = paper.content.table
    blank = [(None,) * len(table.columns)] if table.rows else []
    number = 0
    for line in paper.lines(blank):
        _write_line(sheet, number, line, bold if line.part == "total" else styles, table)
        number += len(table.rows) if line.part == "row" else 1
    book.close()


def _write_line(
    sheet: Any, number: int, line: Line, styles: dict[str, Any], table: PaperRows
) -> None:
    if line.part in _HEIGHTS:
        sheet.set_row(number, _HEIGHTS[line.part])
    if not line.columns:
        last = len(table.columns) - 1
        sheet.merge_range(number, 0, number, last, line.texts()[0], styles[line.part])
        return
    for place, (column, cell) in enumerate(zip(line.columns, line.cells, strict=True)):
        style = styles["header" if line.part == "header" else column.holds]
        if isinstance(cell, int):
            shown = amount(cell) if column.holds == "fen" else cell
            sheet.write_number(number, place, shown, style)
        elif cell is None:
            sheet.write_blank(number, place, None, style)
        else:
            sheet.write_string(number, place, text_of(cell, column), style)


def _set_up(sheet: Any, paper: Paper) -> None:
    header = 1 + len(paper.content.above)
    sheet.set_paper(A4)
    if paper.content.wide:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.8)  # inches
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.freeze_panes(header + 1, 0)
    sheet.set_footer(footer(paper))
    for place, column in enumerate(paper.content.table.columns):
        sheet.set_column(place, place, column.width)
