"""A paper as CSV: UTF-8 with its mark, the same rows as the workbook, amounts in plain yuan."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO

from adapters.files.formula import starts_a_formula
from adapters.papers.paper import Paper


def write(paper: Paper, file: IO[bytes]) -> None:
    """Write a paper as .csv."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    for line in paper.lines():
        cells = zip(line.cells, line.texts(), strict=True)
        writer.writerow([text if isinstance(cell, int) else _quoted(text) for cell, text in cells])
    text.flush()
    text.detach()


def read(raw: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV file, in either encoding that spreadsheets save."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    for row in csv.reader(text.splitlines(keepends=True)):
        yield [_unquoted(cell) for cell in row]


def _quoted(text: str) -> str:
    return f"'{text}" if starts_a_formula(text.lstrip("'")) else text


def _unquoted(text: str) -> str:
    return text[1:] if text[:1] == "'" and starts_a_formula(text.lstrip("'")) else text
