"""What an officer reads of an amount, a unit, a header or a line that is doubtful: with figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

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
    ],
)
def test_a_suspected_amount_says_which_check_failed_and_by_how_much(
    tmp_path: Path, changes: dict[str, object], zh: str, en: str
) -> None:
    book = workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济", **changes))

    assert zh in said(book, "zh")
    assert en in said(book, "en")


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
    ],
)  # fmt: skip
def test_units_that_contradict_are_named_where_they_stand(
    tmp_path: Path, name: str, unit: str, header: str, zh: str
) -> None:
    exports = {"统一社会信用代码": "x", "年度": 2022, "对美出口额": 1, "对RCEP成员国出口额": 0}
    plain = exports if name == "进出口额" else row_of(name)
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
