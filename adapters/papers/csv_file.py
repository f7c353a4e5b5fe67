"""A paper as CSV: UTF-8 with its mark, the same rows as the workbook, amounts in plain yuan."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO

from adapters.files.formula import starts_a_formula
from adapters.papers.grid import lines, text_of
from adapters.papers.paper import Paper, Secret


def write(paper: Paper, file: IO[bytes]) -> None:
    """Write a paper as .csv."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    for line in lines(paper):
        columns = line.columns or (None,) * len(line.cells)
        writer.writerow(
            [
                _quoted(text_of(cell, column)) if isinstance(cell, str | Secret) else
                text_of(cell, column)
                for cell, column in zip(line.cells, columns, strict=True)
            ]
        )  # fmt: skip
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
    return f"'{text}" if _looks_like_a_formula(text) else text


def _unquoted(text: str) -> str:
    return text[1:] if text[:1] == "'" and _looks_like_a_formula(text) else text


def _looks_like_a_formula(text: str) -> bool:
    return starts_a_formula(text.lstrip("'"))
