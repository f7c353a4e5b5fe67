"""A report as a page in Markdown: sentences are paragraphs, a titled table stands under a heading.

Text stays text: signs that Markdown would obey are escaped, but within backticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from adapters.wording.rendering.text import harmless, plain_cell

if TYPE_CHECKING:
    from adapters.wording.table import Cell, Column, Report, Table

_OBEYED = re.compile(r"([\\*<>|\[\]])|(?<![^\W_])_|_(?![^\W_])")


def markdown(report: Report) -> str:
    """Return a report as a page, its title as the heading."""
    return "\n\n".join((f"# {_escaped(report.title)}", *_parts(report))) + "\n"


def table_lines(table: Table) -> Iterator[str]:
    """Yield the lines of a table, a row each."""
    yield _row(_escaped(column.header) for column in table.columns)
    yield _row("--:" if index in table.numeric else "---" for index in range(len(table.columns)))
    for row in table.rows:
        yield _row(_cell(cell, column) for cell, column in zip(row, table.columns, strict=True))


def _parts(report: Report) -> Iterator[str]:
    for part in report.parts:
        if isinstance(part, str):
            if part:
                yield _escaped(part)
        elif part.rows:
            if part.title:
                yield f"## {_escaped(part.title)}"
            yield "\n".join(table_lines(part))


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, column: Column) -> str:
    text = plain_cell(cell, column)
    if column.holds == "code":
        return f"`{text.replace('|', chr(92) + '|')}`" if text else ""
    return _escaped(text)


def _escaped(text: str) -> str:
    """Return a line of text as Markdown shows it; what is between backticks is code already."""
    parts = harmless(text).split("`")
    outside = (
        part if index % 2 else _OBEYED.sub(r"\\\g<0>", part) for index, part in enumerate(parts)
    )
    return "`".join(outside)
