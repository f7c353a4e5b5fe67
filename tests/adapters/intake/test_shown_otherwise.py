"""Amounts, counts, years and days whose number format shows something else than the number."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.intake.amounts import of_format
from tests.adapters.intake.files import row_of, sheet
from tests.adapters.intake.messy.reading import lines_of


def read(folder: Path, kind: str, column: str, value: object, code: str) -> str:
    """Return the first line of a sheet of a claim, one of its cells in a number format."""
    book = Workbook()
    book.remove(book.active)
    row = row_of(kind) | {column: value}
    made = sheet(book, kind, [row])
    made.cell(4, list(row).index(column) + 1).number_format = code
    book.save(folder / "a.xlsx")
    return lines_of(folder / "a.xlsx")[0]


@pytest.mark.parametrize("code", ["0", '0"个"', "0个", "General", "0_ ", "#,##0"])
def test_booths_are_counted_in_pieces(tmp_path: Path, code: str) -> None:
    assert "100000.00/36" in read(tmp_path, "境外展会", "标准展位数", 36, code)


@pytest.mark.parametrize(
    "code", ['0"平方米"', '0"㎡"', '0,"千"', "0%", '"1"0', '0"0"', '"36"', '0"-"0', ";;;"]
)
def test_booths_shown_as_something_else_are_sent_back(tmp_path: Path, code: str) -> None:
    line = read(tmp_path, "境外展会", "标准展位数", 36, code)

    assert line == "境外展会 4 ! 标准展位数 bad-value"


@pytest.mark.parametrize(
    ("value", "code", "line"),
    [
        (2022, '0"年"', "YQ-1 2022-12-31 1240000.00"),
        (2022, '0"年度"', "YQ-1 2022-12-31 1240000.00"),
        (2023, '"2022"', "! 年度 bad-value"),
        (2022, '0"个"', "! 年度 bad-value"),
        (22, '"20"00', "! 年度 bad-value"),
        (2022, "yyyy", "! 年度 bad-value"),
    ],
)
def test_a_year_is_what_its_reader_sees(
    tmp_path: Path, value: object, code: str, line: str
) -> None:
    assert read(tmp_path, "服务外包", "年度", value, code) == f"服务外包 4 {line}"


@pytest.mark.parametrize("code", ['0"0"', '0"日"', '"2022-09-18"', '0"-"00', "[h]:mm", "[h]:mm:ss"])
def test_a_days_number_in_a_format_of_no_day_is_sent_back(tmp_path: Path, code: str) -> None:
    line = read(tmp_path, "贸易救济", "结案或缴费日期", 44821, code)

    assert line == "贸易救济 4 ! 结案或缴费日期 bad-date"


@pytest.mark.parametrize("code", ['"2023-"mm-dd', "yyyy-dd-mm", "yyyy", r"\2\0\2\3-mm-dd"])
def test_a_day_in_a_format_that_shows_another_or_none_is_sent_back(
    tmp_path: Path, code: str
) -> None:
    line = read(tmp_path, "贸易救济", "结案或缴费日期", 44821, code)

    assert line == "贸易救济 4 ! 结案或缴费日期 bad-date"


@pytest.mark.parametrize(
    ("value", "code"), [(0, '0;0;"1000"'), (0, "0;0;1000"), (150, "0*0"), (150, "0*5")]
)
def test_an_amount_in_a_format_with_digits_of_its_own_is_sent_back(
    tmp_path: Path, value: int, code: str
) -> None:
    line = read(tmp_path, "贸易救济", "上级已补助", value, code)

    assert line.startswith("贸易救济 4 ! 上级已补助 bad-")


@pytest.mark.parametrize("code", ["0;0;0", '0.00;-0.00;"0.00"', "0* ", '#,##0_);(#,##0);"-"_)'])
def test_an_amount_of_none_as_spreadsheets_show_it_is_read(tmp_path: Path, code: str) -> None:
    assert "390377.72" in read(tmp_path, "贸易救济", "上级已补助", 0, code)


@pytest.mark.parametrize(
    "code", ['[$-804]yyyy"年"m"月"d"日";@', "m/d/yyyy", "dd/mm/yyyy", "yyyy-mm-dd hh:mm", "mm-dd"]
)
def test_a_day_in_the_formats_of_spreadsheets_is_that_day(tmp_path: Path, code: str) -> None:
    line = read(tmp_path, "贸易救济", "结案或缴费日期", 44821, code)

    assert line == "贸易救济 4 YQ-1 2022-09-17 390377.72"


@pytest.mark.parametrize("code", ["aaaa", "General", "0.00", "yyyy-mm-dd", 'e"年"m"月"'])
def test_a_day_in_a_format_of_days_or_of_plain_numbers_is_that_day(
    tmp_path: Path, code: str
) -> None:
    line = read(tmp_path, "贸易救济", "结案或缴费日期", 44821, code)

    assert line == "贸易救济 4 YQ-1 2022-09-17 390377.72"


@pytest.mark.parametrize("code", ['0"/"00', "0-00", '0"0"', "0 00", "0:00"])
def test_an_amount_that_its_format_parts_is_sent_back(tmp_path: Path, code: str) -> None:
    line = read(tmp_path, "贸易救济", "律师费", 15000, code)

    assert line.startswith("贸易救济 4 ! 律师费 bad-")


@pytest.mark.parametrize("code", ["# ##0", "# ##0.00", '#,##0.00"元"', "¥#,##0"])
def test_an_amount_in_groups_of_three_is_read(tmp_path: Path, code: str) -> None:
    assert "15000.00" in read(tmp_path, "贸易救济", "律师费", 15000, code)


@pytest.mark.parametrize("code", ['"-"#,##0.00', "(#,##0.00)", "-0.00", r"\-0.00", "负0.00"])
def test_a_format_that_shows_a_negative_amount_is_not_passed_over(code: str) -> None:
    assert of_format(code)[0] == {0}


@pytest.mark.parametrize(
    "code", ["#,##0.00_);(#,##0.00)", "#,##0.00;[Red]-#,##0.00", "[<0]-0.00;0.00"]
)
def test_a_format_that_shows_negatives_alone_as_negative_is_plain(code: str) -> None:
    assert of_format(code)[0] == frozenset()
