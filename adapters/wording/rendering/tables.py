"""Aligned tables and progress for people at a terminal; wide characters count as two columns.

The library that draws them is loaded when something is drawn: an answer in JSON never needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

UNBOUNDED = 10_000  # columns: what is no terminal is never wrapped


def show_table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: set[int]) -> None:
    """Print rows under headers on standard output; `right`: which columns hold numbers.

    A line is never broken: an amount stays whole, and what reads the table line by line can.
    """
    from rich.cells import cell_len

    lines = [headers, *rows] if any(headers) else list(rows)
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = []
        for index, (cell, width) in enumerate(zip(line, widths, strict=True)):
            blank = " " * (width - cell_len(cell))
            cells.append(blank + cell if index in right else cell + blank)
        print("  ".join(cells).rstrip())


def _console(file: TextIO) -> Console:
    from rich.console import Console

    width = None if file.isatty() else UNBOUNDED
    return Console(file=file, width=width, highlight=False, soft_wrap=False)


@contextmanager
def progress(title: str, total: int | None) -> Iterator[Progress | None]:
    """Show a bar on standard error while a long work goes on; None when nobody is watching."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_console(sys.stderr), transient=True) as shown:
        shown.add_task(title, total=total)
        yield shown


@contextmanager
def counting(title: str) -> Iterator[Callable[[int], None]]:
    """Show how far a long work has come, as it tells; nothing when nobody is watching."""
    with progress(title, None) as bar:

        def told(done: int) -> None:
            if bar is not None:
                bar.update(bar.task_ids[0], completed=done)

        yield told
