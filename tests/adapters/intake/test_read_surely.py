"""Words that stand for a value, cells merged sideways and totals in other words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from adapters.intake.values import Fault
from adapters.intake.workbook.cells import CSV, invoices
from tests.adapters.intake.files import row_of, uscc, workbook
from tests.adapters.intake.messy.reading import lines_of
from tests.adapters.intake.returning import rejected, returned, verdicts

KIND = "贸易救济"


def read(folder: Path, **cells: object) -> list[str]:
    """Return what is read of a sheet of one claim."""
    return lines_of(workbook(folder / "a.xlsx", KIND, row_of(KIND) | cells))


@pytest.mark.parametrize("column", ["申报编号", "案件编号"])
@pytest.mark.parametrize("word", ["无", "-", "/", "待补", "待编", "暂无"])
def test_a_word_for_no_number_is_no_number(tmp_path: Path, column: str, word: str) -> None:
    assert read(tmp_path, **{column: word}) == [f"贸易救济 4 ! {column} missing-field"]


@pytest.mark.parametrize("column", ["申报编号", "企业名称", "案件编号", "发票号码"])
@pytest.mark.parametrize("word", ["同上", "〃", "″", "……"])
def test_what_another_row_says_is_written_out(tmp_path: Path, column: str, word: str) -> None:
    assert read(tmp_path, **{column: word}) == [f"贸易救济 4 ! {column} bad-value"]


@pytest.mark.parametrize(
    "invoices", ["No12345678-No12345680", "No.12345678～No.12345680", "№12345678至№12345680"]
)
def test_a_range_of_invoices_each_with_its_sign_is_sent_back(tmp_path: Path, invoices: str) -> None:
    assert read(tmp_path, 发票号码=invoices) == ["贸易救济 4 ! 发票号码 bad-value"]


@pytest.mark.parametrize(
    "number",
    ["NORD2022-15", "NOK778", "NOV2022", "Norway-2022-1", "Nov-3", "NO20221", "no-5", "ANO.5x"],
)
def test_a_number_that_begins_with_the_letters_of_a_sign_is_kept_whole(number: str) -> None:
    expected = [number] if "." not in number else Fault("bad-value", number)

    assert invoices(number, CSV) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("No.123456", "No 123456", "NO:123456", "NO：123456", "№123456", "№ 123456", "Nº 123456"),
        *("no. 123456", "发票号码：123456", "发票No.123456", "Ｎｏ．123456", "№.123456"),
    ],
)
def test_a_sign_before_a_number_is_none_of_it(text: str) -> None:
    assert invoices(text, CSV) == ["123456"]


def test_signs_part_the_numbers_of_a_cell() -> None:
    assert invoices("No.123456No.234567。No.345678", CSV) == ["123456", "234567", "345678"]
    assert invoices("Northwind 88", CSV) == ["Northwind", "88"]
    assert invoices("None", CSV) == []
    assert invoices("No", CSV) == Fault("bad-value", "No")


@pytest.mark.parametrize("header", ["确认金额", "确认金额（元）"])
@pytest.mark.parametrize("cell", [20000, "20000", "2万元", "已确认", 390377.71])
def test_another_amount_under_the_confirmed_is_sent_back(
    tmp_path: Path, header: str, cell: object
) -> None:
    assert read(tmp_path, **{header: cell}) == [f"贸易救济 4 ! {header} bad-value"]


@pytest.mark.parametrize("header", ["确认金额", "确认金额（元）"])
@pytest.mark.parametrize("cell", [None, "是", "否", " 是 ", 390377.72, "390,377.72"])
def test_a_confirmed_amount_that_is_the_fee_is_taken(
    tmp_path: Path, header: str, cell: object
) -> None:
    assert read(tmp_path, **{header: cell}) == ["贸易救济 4 YQ-1 2022-03-07 390377.72"]


@pytest.mark.parametrize("currency", ["美元（USD）", "欧元/EUR", "$", "港币、HKD"])
def test_a_currency_said_twice_beside_an_amount_is_another(tmp_path: Path, currency: str) -> None:
    assert read(tmp_path, 币种=currency)[1:] == ["贸易救济 4 ! 币种 bad-currency"]


@pytest.mark.parametrize(
    "label",
    [
        "Total",
        "TOTAL:",
        "合计数",
        "总额",
        "总 数",
        "计",
        "∑",
        "合计/Total",
        "本页合计",
        "Sub-total",
    ],
)
def test_a_total_by_another_name_is_a_total(tmp_path: Path, label: str) -> None:
    rows: list[Any] = [
        row_of(KIND, 申报编号=f"YQ-{at}", 统一社会信用代码=uscc(at), 律师费=15000) for at in (1, 2)
    ]
    book = load_workbook(workbook(tmp_path / "a.xlsx", KIND, *rows))
    made = book[KIND]
    made["A6"].value = label
    made.cell(6, list(rows[0]).index("律师费") + 1).value = 31000
    book.save(tmp_path / "a.xlsx")

    assert lines_of(tmp_path / "a.xlsx")[2:] == [
        "贸易救济 6 ? total-mismatch",
        "贸易救济 = 31000.00",
    ]


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("合计：15000元", ["贸易救济 = 15000.00"]),
        ("合计：15,001.00", ["贸易救济 5 ? total-mismatch", "贸易救济 = 15001.00"]),
        ("共计 1 笔", []),
        ("合计1户", []),
        ("合计：约15000", ["贸易救济 5 ? total-unreadable"]),
    ],
)
def test_a_total_beside_its_label_is_compared_and_a_count_is_none(
    tmp_path: Path, label: str, lines: list[str]
) -> None:
    book = load_workbook(workbook(tmp_path / "a.xlsx", KIND, row_of(KIND, 律师费=15000)))
    book[KIND]["A5"].value = label
    book.save(tmp_path / "a.xlsx")

    assert lines_of(tmp_path / "a.xlsx")[1:] == lines


def merged_across(path: Path, kind: str, first: str, last: str, **cells: object) -> Path:
    """Write a sheet of one claim in which a cell is merged over those at its right."""
    row = row_of(kind) | cells
    book = load_workbook(workbook(path, kind, row))
    places = [list(row).index(each) + 1 for each in (first, last)]
    book[kind].merge_cells(start_row=4, end_row=4, start_column=places[0], end_column=places[1])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [
        ("发票号码", "上级已补助", ["上级已补助"]),
        ("展位费合计", "上级已补助", ["发票号码", "上级已补助"]),
        ("展会名称", "国家（地区）", ["国家（地区）"]),
    ],
)
def test_what_a_merged_cell_covers_is_not_known_and_stays_so(
    tmp_path: Path, first: str, last: str, named: list[str]
) -> None:
    path = merged_across(tmp_path / "a.xlsx", "境外展会", first, last)
    bad = rejected(path)

    again = rejected(returned(tmp_path / "rejects.xlsx", bad))

    assert [fault.column for fault in bad[0].faults] == named
    assert verdicts(again) == verdicts(bad)


def test_an_empty_merged_cell_covers_nothing(tmp_path: Path) -> None:
    path = merged_across(tmp_path / "a.xlsx", "境外展会", "发票号码", "上级已补助", 发票号码=None)

    assert lines_of(path) == ["境外展会 4 YQ-1 2022-03-07 100000.00/3"]
