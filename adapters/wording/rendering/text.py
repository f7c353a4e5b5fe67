"""A report as lines of text, wide characters counted as two columns; how far long work has come.

At a terminal a table fits its width: names and sentences wrap inside their column, a number, a date
or a code stays whole; where those alone are too wide, a row is a paragraph of a line a column.
Anywhere else a row is one line, so that a program can read the output line by line. The library
that measures and wraps is imported when something is drawn: an answer in JSON never needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from adapters.wording.translation import gettext as _
from adapters.wording.translation import ngettext
from domain.money import yuan

if TYPE_CHECKING:
    from adapters.wording.table import Cell, Column, Report, Table

GAP = "  "  # between two columns
WORD_MOST = 10  # a text as short as a status stays whole
FOLDED_LEAST = 8  # a column that wraps is not narrower


def show(report: Report, out: TextIO | None = None) -> None:
    """Print a report, part by part: a blank line before a titled table, no table without rows."""
    out = out or sys.stdout
    for part in report.parts:
        if isinstance(part, str):
            print("\n".join(map(harmless, part.split("\n"))), file=out)
        elif part.rows:
            _show_table(part, out)


def harmless(text: str) -> str:
    """Return a line of text; what a terminal would obey, or nobody would see, escaped."""
    return text if text.isprintable() else "".join(map(_printable, text))


def _printable(sign: str) -> str:
    plain = sign.isprintable() or sign in "\N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}"
    return sign if plain else sign.encode("unicode_escape").decode()


def lines_of(table: Table) -> Iterator[str]:
    """Yield a table's lines, a row each, its columns aligned."""
    rows, numeric = _texts(table), table.numeric
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    pads = [str.rjust if index in numeric else str.ljust for index in range(len(widths))]
    for row in rows:
        # A wide character fills two columns and counts as one to Python.
        cells = [
            pad(cell, width if cell.isascii() else width - _width(cell) + len(cell))
            for cell, width, pad in zip(row, widths, pads, strict=True)
        ]
        yield GAP.join(cells).rstrip()


def _width(text: str) -> int:
    """Return how many columns a text fills; most are codes and amounts, a column a character."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


@contextmanager
def counting(title: str) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error; yield what takes how many are done. No bar without a terminal.

    The library that draws it is loaded when it is drawn.
    """
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    console = Console(file=sys.stderr, highlight=False, soft_wrap=False)
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(title, total=None)
        yield lambda done: shown.update(task, completed=done)


def _show_table(table: Table, out: TextIO) -> None:
    from shutil import get_terminal_size

    if table.title:
        print(f"\n{harmless(table.title)}", file=out)
    width = get_terminal_size().columns
    if out.isatty() and max(map(_width, lines_of(table))) > width:
        _show_wrapped(table, width, out)
    else:
        out.writelines(f"{line}\n" for line in lines_of(table))
    hidden = len(table.rows) - len(table.rows[: table.shown_max])
    if hidden:
        sentence = ngettext(
            "… and {count} more row (all with --json, --out)",
            "… and {count} more rows (all with --json, --out)",
            hidden,
        )
        print(sentence.format(count=f"{hidden:,}"), file=out)


def _show_wrapped(table: Table, width: int, out: TextIO) -> None:
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    drawn = Drawn(box=None, pad_edge=False, padding=(0, len(GAP), 0, 0), show_header=False)
    rows = _texts(table)
    room, folded = width, 0
    for index, cells in enumerate(zip(*rows, strict=True)):
        if index in table.numeric or all(map(_is_whole, cells[any(table.headers) :])):
            drawn.add_column(justify="right" if index in table.numeric else "left", no_wrap=True)
            room -= max(map(_width, cells)) + len(GAP)
        else:
            drawn.add_column(overflow="fold")
            room -= len(GAP)
            folded += 1
    if room < folded * FOLDED_LEAST:
        _show_paragraphs(table, out)
        return
    for row in rows:
        drawn.add_row(*map(Text, row))
    Console(file=out, highlight=False, width=width).print(drawn)


def _is_whole(cell: str) -> bool:
    """Say whether a cell is one word, as a number, a date and a code are, or as short."""
    return _width(cell) <= WORD_MOST or (cell.isascii() and " " not in cell)


def _show_paragraphs(table: Table, out: TextIO) -> None:
    for row in _texts(table)[any(table.headers) :]:
        for header, cell in zip(table.headers, row, strict=True):
            if cell:
                named = _("{header}: {cell}").format(header=header, cell=cell)
                print(named if header else cell, file=out)
        print(file=out)


def _texts(table: Table) -> list[tuple[str, ...]]:
    body = [
        tuple(plain_cell(cell, column) for cell, column in zip(row, table.columns, strict=True))
        for row in table.rows[: table.shown_max]
    ]
    headers = tuple(map(harmless, table.headers))
    return [headers, *body] if any(headers) else body


def plain_cell(cell: Cell, column: Column) -> str:
    """Return a cell as text: an amount in yuan, digits grouped."""
    if cell is None:
        return ""
    if not isinstance(cell, int):
        return harmless(str(cell))
    return yuan(cell) if column.holds == "fen" else f"{cell:,}"
