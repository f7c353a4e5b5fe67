"""Rows under headers, printed as they are."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.wording.rendering.text import lines_of
from adapters.wording.table import Column, Table


def show_table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: set[int]) -> None:
    """Print rows under headers on standard output; `right`: which columns hold numbers."""
    columns = [
        Column(header, "figure" if index in right else "text")
        for index, header in enumerate(headers)
    ]
    for line in lines_of(Table(title="", columns=tuple(columns), rows=list(map(tuple, rows)))):
        print(line)
