"""What an officer reads of an amount, a unit, a header or a line that is doubtful: with figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.adapters.intake.files import row_of, workbook
from tests.support.command import subsidy


def said(path: Path, lang: str) -> str:
    """Feed a file in for trial; return the one sentence about it."""
    store = path.with_suffix(".db")
    ran = subsidy("backfill", path, "--dry-run", "--store", store, "--json", "--lang", lang)
    answer: Any = ran.json
    return str(answer["rejects"][0]["message"] if "rejects" in answer else answer["message"])


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        ({"律师费": 2.5}, "“2.5”折合 2.50，不足 100.00 元", "comes to 2.50, less than 100.00"),
        (
            {"律师费": 30_000_000.01},
            "折合 30,000,000.01，超出该类合理上限 30,000,000.00 元",
            "comes to 30,000,000.01, more than 30,000,000.00",
        ),
        (
            {"律师费": 1000, "上级已补助": 2000},
            "2,000.00 元，明显高于所属费用 1,000.00 元",
            "2,000.00 yuan is well above 1,000.00 yuan",
        ),
        ({"律师费": 2.5}, "以元计的表中填了万元", "such as 万元 in a sheet of 元"),
        ({"上级已补助": -5}, "不得为负，最多两位小数，没有的填 0", "and 0 where there is nothing"),
        ({"律师费": 0}, "费用须大于 0", "above 0 for a fee"),
    ],
)
def test_a_suspected_amount_says_which_check_failed_and_by_how_much(
    tmp_path: Path, changes: dict[str, object], zh: str, en: str
) -> None:
    book = workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济", **changes))

    assert zh in said(book, "zh")
    assert en in said(book, "en")


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (25, "“25”折合 25.00，不足 100.00 美元，", "less than 100.00 US dollars"),
        (25, "如在以美元计的表中填了万美元", "such as 万美元 in a sheet of 美元"),
        (-1, "不得为负，最多两位小数，没有的填 0", "and 0 where there is nothing"),
    ],
)
def test_an_amount_of_dollars_is_spoken_of_in_dollars(
    tmp_path: Path, amount: int, zh: str, en: str
) -> None:
    row = row_of("服务外包", **{"离岸执行额（美元）": amount})
    book = workbook(tmp_path / "a.xlsx", "服务外包", row)

    assert zh in said(book, "zh")
    assert en in said(book, "en")


@pytest.mark.parametrize(
    ("kind", "column", "zh"),
    [
        ("贸易救济", "律师费", "请取消合并，逐行填写各自的金额"),
        ("境外展会", "标准展位数", "请取消合并，逐行填写各自的数"),
    ],
)
def test_a_merged_amount_is_to_be_unmerged_and_written_in_each_row(
    tmp_path: Path, kind: str, column: str, zh: str
) -> None:
    rows = [row_of(kind, 申报编号=f"YQ-{number}") for number in (1, 2)]
    book = load_workbook(workbook(tmp_path / "a.xlsx", kind, *rows))
    place = list(rows[0]).index(column) + 1
    book[kind].merge_cells(start_row=4, end_row=5, start_column=place, end_column=place)
    book.save(tmp_path / "a.xlsx")

    rejects = tmp_path / "rejects.xlsx"
    store = tmp_path / "a.db"
    subsidy("backfill", tmp_path / "a.xlsx", "--rejects", rejects, "--store", store)
    again: Any = subsidy("backfill", rejects, "--dry-run", "--store", store, "--json").json

    assert zh in said(tmp_path / "a.xlsx", "zh")
    assert [zh in each["message"] for each in again["rejects"]] == [True, True]


def test_a_merged_claim_number_is_to_be_written_in_each_row(tmp_path: Path) -> None:
    rows = [row_of("贸易救济", 案件编号="AD1"), row_of("贸易救济", 申报编号=None, 案件编号="AD2")]
    book = load_workbook(workbook(tmp_path / "a.xlsx", "贸易救济", *rows))
    book["贸易救济"].merge_cells("B4:B5")
    book.save(tmp_path / "a.xlsx")

    assert "“申报编号”写在合并单元格里，几行只有一个" in said(tmp_path / "a.xlsx", "zh")


@pytest.mark.parametrize(
    ("column", "value", "zh"),
    [
        ("币种", "美元", "“币种”为“美元”，与本表币种不一致。请折算本行金额，并改正“币种”"),
        ("金额单位", "万元", "“金额单位”为“万元”，与本表单位不一致。请按本表单位填写本行金额"),
    ],
)
def test_a_column_that_names_another_unit_is_not_asked_for_a_number(
    tmp_path: Path, column: str, value: str, zh: str
) -> None:
    book = workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济") | {column: value})

    assert zh in said(book, "zh")


def test_letters_among_digits_are_not_a_currency(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济", 律师费="15OOO"))

    assert "“15OOO”不是有效金额" in said(book, "zh")


def test_a_unit_in_a_sheets_name_is_named_with_the_one_above(tmp_path: Path) -> None:
    book = load_workbook(workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济")))
    book["贸易救济"].title = "贸易救济（万元）"
    book.save(tmp_path / "a.xlsx")

    assert "表名“贸易救济（万元）”；第 2 行第 A 栏“单位：元”" in said(tmp_path / "a.xlsx", "zh")


def test_a_total_that_is_wrong_is_said_with_its_row_and_its_rows(tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济"), total=5)
    ran: Any = subsidy("backfill", book, "--dry-run", "--store", tmp_path / "a.db", "--json").json

    (notice,) = ran["notices"]
    assert (notice["code"], notice["row"]) == ("total-mismatch", 5)
    assert "第 5 行：合计为 5.00 元，第 4 至 4 行之和为 390,377.72 元" in notice["message"]


def test_the_answer_has_the_first_fault_as_before_and_all_of_them_beside_it(
    tmp_path: Path,
) -> None:
    faulty = {"企业名称": None, "结案或缴费日期": "2022.13.1", "律师费": "1万2", "上级已补助": -5}
    book = workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济") | faulty)
    ran: Any = subsidy("backfill", book, "--dry-run", "--store", tmp_path / "a.db", "--json").json

    (reject,) = ran["rejects"]
    named = [(fault["column"], fault["code"]) for fault in reject["faults"]]
    codes = ("missing-field", "bad-date", "bad-amount", "bad-amount")
    assert named == list(zip(faulty, codes, strict=True))
    assert (reject["column"], reject["code"]) == named[0]
    assert reject["message"] == reject["faults"][0]["message"]
    assert "不是日历上的日期" in reject["faults"][1]["message"]


def test_a_span_of_years_is_asked_to_be_one(tmp_path: Path) -> None:
    row = row_of("服务外包", 年度="2021-2022")
    book = workbook(tmp_path / "a.xlsx", "服务外包", row)

    assert "“2021-2022”不是年度。请写一个公历年度，如 2022" in said(book, "zh")
    assert "“2021-2022” is not a year. Write one calendar year" in said(book, "en")


@pytest.mark.parametrize(
    ("name", "unit", "header", "zh"),
    [
        (
            "贸易救济", "单位：元", "律师费（万元）",
            "第 2 行第 A 栏“单位：元”；第 3 行第 G 栏“律师费（万元）”",
        ),
        ("进出口额", "单位：万元", "对美出口额", "第 3 行第 C 栏“对美出口额”（以美元计）"),
        ("贸易救济", "单位：元/万元", "律师费", "第 2 行第 A 栏“单位：元/万元”"),
        (
            "线上展会", "2022年度", "参展费（千元）",
            "只有部分金额栏写明单位（第 3 行第 H 栏“参展费（千元）”），“上级已补助”没有写",
        ),
        (
            "服务外包", "单位：万美元", "上级已补助",
            "第 2 行第 A 栏“单位：万美元”；第 3 行第 F 栏“离岸执行额（美元）”（以美元计）；"
            "第 3 行第 I 栏“上级已补助”（以人民币元计））",
        ),
        (
            "贸易救济", "单位：元　　Unit: RMB 10,000", "律师费",
            "第 2 行第 A 栏“单位：元 Unit: RMB 10,000”",
        ),
    ],
)  # fmt: skip
def test_units_that_contradict_are_named_where_they_stand(
    tmp_path: Path, name: str, unit: str, header: str, zh: str
) -> None:
    exports = {"统一社会信用代码": "x", "年度": 2022, "对美出口额": 1, "对RCEP成员国出口额": 0}
    plain = exports if name == "进出口额" else row_of(name)
    plain |= {"上级已补助": 0} if name == "服务外包" else {}
    row = {header if header.startswith(key) else key: cell for key, cell in plain.items()}

    assert zh in said(workbook(tmp_path / "a.xlsx", name, row, unit=unit), "zh")


def test_a_separator_in_an_amount_of_a_csv_is_said_to_part_it(tmp_path: Path) -> None:
    row = {**row_of("贸易救济"), "律师费": "25,000", "备注": "补报"}
    path = tmp_path / "a.csv"
    lines = [",".join(row), ",".join(str(each or "") for each in row.values())]
    path.write_text("\n".join(lines), encoding="utf-8")

    assert "本行有 10 格，表头有 9 栏" in said(path, "zh")
    assert "write 25000, or put the cell in double quotes" in said(path, "en")


def test_a_status_that_is_none_lists_them_as_the_language_calls_them() -> None:
    ran = {lang: subsidy("claims", "--status", "x", "--lang", lang) for lang in ("zh", "en")}

    assert "submitted（待核定）、approved（已核定）" in ran["zh"].err.replace(" 或 ", "、")
    assert "submitted or approved or rejected or withdrawn" in ran["en"].err
