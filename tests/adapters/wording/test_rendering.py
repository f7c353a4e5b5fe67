"""One table, rendered for a terminal and as CSV: the same rows, each in the form of its medium."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len

from adapters.wording.rendering.csv_text import csv_of
from adapters.wording.rendering.text import show
from adapters.wording.rendering.workbook import write_report
from adapters.wording.table import Column, Report, Table
from adapters.wording.translation import speaking

COLUMNS = (Column("企业"), Column("笔数", "count"), Column("金额", "fen"))


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Whatever language a test before asked for."""
    with speaking("zh"):
        yield


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
    run = ["=1+1", "+1", "-1", "@x", "\tx", "\nx", "＝1＋1", "＋1", "－1", "＠x"]
    names = [*run, "甲=乙", 'a"b,\nc']

    texts = [row[0] for row in read(csv_of(table(*((name, 1, 1) for name in names))))[1:]]

    assert texts == [*(f"'{name}" for name in run), "甲=乙", 'a"b,\nc']


def test_a_header_that_a_spreadsheet_would_run_is_quoted_too() -> None:
    columns = (Column("=1+1"), Column("-1", "fen"), Column("甲"))

    assert read(csv_of(Table(title="", columns=columns, rows=())))[0] == ["'=1+1", "'-1", "甲"]


def test_a_terminal_shows_the_same_row_with_grouped_digits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(Report(title="", parts=(table(("甲", 1_234, 123_456_789)),)))

    *_, row = capsys.readouterr().out.splitlines()
    assert row.split() == ["甲", "1,234", "1,234,567.89"]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


CLAIM = ("YT2022-070000001", "91330382MA0000023T", "2022-09-30", "乐清市某某电气科技股份有限公司")


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_a_terminal_breaks_names_and_nothing_else(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    columns = (Column("申报"), Column("代码"), Column("日期"), Column("企业"), *COLUMNS[1:])
    shown = Terminal()

    rows = [(*CLAIM, 1_234, 123_456_789)]
    show(Report(title="", parts=(Table(title="", columns=columns, rows=rows),)), shown)

    words = shown.getvalue().replace("：", " ").split()
    assert {*CLAIM[:3], "1,234", "1,234,567.89"} <= set(words)
    assert "".join(word for word in words if word in CLAIM[3]) == CLAIM[3]
    if width >= 80:
        assert max(map(cell_len, shown.getvalue().splitlines())) <= width


def test_an_empty_cell_is_left_out_of_a_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    columns = (Column("申报"), Column("代码"), Column("日期"))
    shown = Terminal()

    rows = [(*CLAIM[:2], None), (*CLAIM[:2], "2022")]
    show(Report(title="", parts=(Table(title="", columns=columns, rows=rows),)), shown)

    first, second = shown.getvalue().rstrip().split("\n\n")
    assert first == f"申报：{CLAIM[0]}\n代码：{CLAIM[1]}"
    assert second == f"{first}\n日期：2022"


def test_a_workbook_that_is_interrupted_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(date):
        @property
        def year(self) -> int:
            raise KeyboardInterrupt

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    days = Table(title="日期", columns=(Column("日期"),), rows=[(Interrupted(2022, 1, 1),)])
    report = Report(title="首页", parts=(table(("甲", 1, 1)), days))

    with pytest.raises(KeyboardInterrupt):
        write_report(report, tmp_path / "report.xlsx", None, force=False)

    assert list(tmp_path.iterdir()) == []
