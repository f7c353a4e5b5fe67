"""One table, rendered for a terminal and as CSV: the same rows, each in the form of its medium."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from adapters.wording.rendering.csv_text import csv_of
from adapters.wording.rendering.text import show
from adapters.wording.table import Column, Report, Table

COLUMNS = (Column("企业"), Column("笔数", "count"), Column("金额", "fen"))


def table(*rows: tuple[str | int | None, ...]) -> Table:
    return Table(title="合计", columns=COLUMNS, rows=rows)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_has_amounts_as_plain_numbers_of_yuan_and_counts_as_they_are() -> None:
    rows = [("甲", 1_234, 123_456_789), ("乙", 0, -5), ("丙", None, None)]

    assert read(csv_of(table(*rows))) == [
        ["企业", "笔数", "金额"],
        ["甲", "1234", "1234567.89"],
        ["乙", "0", "-0.05"],
        ["丙", "", ""],
    ]


def test_csv_opens_with_the_mark_by_which_spreadsheets_know_utf_8() -> None:
    assert csv_of(table()).startswith(b"\xef\xbb\xbf")


def test_text_that_a_spreadsheet_would_run_is_quoted_in_csv() -> None:
    names = ["=1+1", "+1", "-1", "@x", "\tx", "甲=乙", 'a"b,\nc']

    texts = [row[0] for row in read(csv_of(table(*((name, 1, 1) for name in names))))[1:]]

    assert texts == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "甲=乙", 'a"b,\nc']


def test_a_terminal_shows_the_same_row_with_grouped_digits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(Report(title="", parts=(table(("甲", 1_234, 123_456_789)),)))

    *_, row = capsys.readouterr().out.splitlines()
    assert row.split() == ["甲", "1,234", "1,234,567.89"]
