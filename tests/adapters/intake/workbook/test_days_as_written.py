"""A day by what its cell says, in the spellings that people and programs leave."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.adapters.intake.files import row_of, sheet
from tests.adapters.intake.messy.reading import lines_of


def read(tmp_path: Path, kind: str, header: str, cell: object, code: str = "General") -> str:
    """Return the day that is read of a sheet of one row, or the code it is refused with."""
    row = row_of(kind) | {header: cell}
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, kind, [row])
    made.cell(4, list(row).index(header) + 1).number_format = code
    path = tmp_path / "a.xlsx"
    book.save(path)
    line = next(line for line in lines_of(path) if " ? " not in line)
    return line.split()[3] if " ! " not in line else line.split()[-1]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2022.9.17-9.20", "2022-09-20"),
        ("2022.9.17－20", "2022-09-20"),
        ("2022年9月17日至20日", "2022-09-20"),
        ("2022年9月17日—9月20日", "2022-09-20"),
        ("2022.9.17～2022.9.20", "2022-09-20"),
        ("2022/9/17-2022/9/20", "2022-09-20"),
        ("2022-09-17至2022-09-20", "2022-09-20"),
        ("2022-09-17 ~ 2022-09-20", "2022-09-20"),
        ("2022-9-17到9-20", "2022-09-20"),
        ("2021.12.30-2022.1.2", "2022-01-02"),
        ("2022.9.17-9.10", "bad-date"),
        ("9.17-9.20", "bad-date"),
        ("2022.9.17、9.20", "bad-date"),
        ("2022.9.17-13.20", "bad-date"),
        ("2022.12.30-1.2", "bad-date"),
    ],
)
def test_a_range_ends_on_its_last_day(tmp_path: Path, cell: str, day: str) -> None:
    assert read(tmp_path, "境外展会", "展会结束日期", cell) == day


def test_a_range_is_not_a_day_where_one_day_is_asked(tmp_path: Path) -> None:
    assert read(tmp_path, "贸易救济", "结案或缴费日期", "2022.9.17-9.20") == "bad-date"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2022-09-17 00:00:00", "2022-09-17"),
        ("2022/9/17 0:00", "2022-09-17"),
        ("2022-09-17T00:00:00", "2022-09-17"),
        ("2022-09-17 16:00:00", "suspect-date"),
        ("2022年09月17日", "2022-09-17"),
        ("二〇二二年九月十七日", "2022-09-17"),
        ("二○二二年十二月三十一日", "2022-12-31"),
        ("2022年9月", "bad-date"),
        ("2022.9", "bad-date"),
        ("22.9.17", "bad-date"),
        ("9/17/2022", "bad-date"),
        ("2022.2.30", "bad-date"),
        ("2022.9.17①", "bad-date"),
        ("２０２２．９．１７", "2022-09-17"),
        ("2022 . 9 . 17", "2022-09-17"),
        (44821, "2022-09-17"),
        (20220917, "bad-date"),
        (2022.9, "bad-date"),
        (datetime(2022, 9, 17), "2022-09-17"),  # noqa: DTZ001 - a cell has no time zone
        (datetime(2022, 9, 16, 23, 59, 17), "2022-09-17"),  # noqa: DTZ001
        (datetime(2022, 9, 16, 16), "suspect-date"),  # noqa: DTZ001
        (datetime(2022, 9, 17, 0, 0, 43), "2022-09-17"),  # noqa: DTZ001
    ],
)
def test_a_day_is_read_in_its_spellings(tmp_path: Path, cell: object, day: str) -> None:
    code = "yyyy-mm-dd h:mm:ss" if isinstance(cell, datetime) else "General"
    assert read(tmp_path, "贸易救济", "结案或缴费日期", cell, code) == day


def test_the_last_moment_of_a_year_stays_in_it(tmp_path: Path) -> None:
    serial = 44926 + 0.99999996528  # 23:59:59.997
    assert read(tmp_path, "贸易救济", "结案或缴费日期", serial, "yyyy/m/d") == "2022-12-31"
    assert read(tmp_path, "贸易救济", "结案或缴费日期", serial + 1, "yyyy/m/d") == "2023-01-02"


@pytest.mark.parametrize(
    "code", ['yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d;@", "[DBNum1]yyyy年m月d日", "d-mmm-yy"]
)
def test_a_serial_is_a_day_under_every_format(tmp_path: Path, code: str) -> None:
    assert read(tmp_path, "贸易救济", "结案或缴费日期", 44821, code) == "2022-09-17"


@pytest.mark.parametrize("code", ["h:mm", "[h]:mm:ss"])
def test_a_duration_is_not_a_day(tmp_path: Path, code: str) -> None:
    assert read(tmp_path, "贸易救济", "结案或缴费日期", 0.42, code) == "bad-date"
