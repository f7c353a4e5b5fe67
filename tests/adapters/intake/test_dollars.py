"""Amounts of dollars: in which scale they are, and under which unit lines they are not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from adapters.intake.items import AcceptedRow
from adapters.intake.read import read as read_file
from domain.refusals import Refusal
from tests.adapters.intake.files import USCC, items, row_of, sheet

EXPORTS = ("对美出口额", "对RCEP成员国出口额")


def exports(path: Path, *above: str, columns: tuple[str, str] = EXPORTS) -> Path:
    """Write a sheet of exports, whose columns are of dollars, under lines of text."""
    book = Workbook()
    made = book.active
    made.title = "进出口额"
    for text in ("各企业进出口额", *above):
        made.append([text])
    made.append(["统一社会信用代码", "年度", *columns])
    made.append([USCC, 2022, 1_000_000, 2_000_000])
    book.save(path)
    return path


@pytest.mark.parametrize(
    "line",
    [
        *("单位：RMB", "单位：人民币", "币种：人民币", "人民币：万元", "金额：人民币（万）"),
        *(
            "（单位：人民币，万）",
            "单位：万",
            "单位：元",
            "货币：CNY",
            "Unit: RMB",
            "Currency: CNY",
            "单位：美元（万）",
            "thousands",
            "万",
        ),
        *(
            "以人民币计",
            "金额均为人民币",
            "单位：RMB万元",
            "填报单位：商务局  币种：人民币",
            "（人民币）",
        ),
    ],
)
def test_dollars_under_a_line_of_yuan_or_of_nothing_are_asked_about(
    line: str, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="bad-header"):
        list(items(exports(tmp_path / "a.xlsx", line)))


@pytest.mark.parametrize(
    "line",
    [
        "单位：美元",
        "币种：美元",
        "币种：USD",
        "Currency: USD",
        "2022年度",
        "电话 TEL",
        "填报单位：人民银行",
    ],
)
def test_dollars_under_a_line_of_dollars_or_of_other_things_are_read(
    line: str, tmp_path: Path
) -> None:
    (read,) = [
        each for each in items(exports(tmp_path / "a.xlsx", line)) if isinstance(each, AcceptedRow)
    ]

    assert "1000000" in str(read)


def test_each_money_has_its_own_unit_where_the_line_is_of_yuan_and_the_header_of_dollars(
    tmp_path: Path,
) -> None:
    name = "离岸执行额（万美元）"

    read = _outsourcing(tmp_path / "a.xlsx", "单位：元", name, 124)
    with_thousands = _outsourcing(tmp_path / "b.xlsx", "单位：万元", name, 124)
    in_letters = _outsourcing(tmp_path / "c.xlsx", "单位：元", "离岸执行额（USD）", 1_240_000)

    assert [each.facts for each in read] == [each.facts for each in in_letters]
    assert [each.facts for each in read] == [each.facts for each in with_thousands]
    assert "124000000" in str(read)  # cents


@pytest.mark.parametrize(
    ("line", "cents"),
    [
        ("Unit: USD 10,000", 1_000_000_000_000),
        ("US$'000", 100_000_000_000),
        ("Unit: USD 10K", 1_000_000_000_000),
        ("Unit: USD million", 100_000_000_000_000),
        ("单位：10万美元", 10_000_000_000_000),
        ("单位：一万美元", 1_000_000_000_000),
        ("单位：十万美元", 10_000_000_000_000),
        ("USD thousands", 100_000_000_000),
        ("USD in 1000", 100_000_000_000),
        ("US$ ×10,000", 1_000_000_000_000),
        ("in thousands of US dollars", 100_000_000_000),
        ("（万）　US$", 1_000_000_000_000),
        ("Unit: USD", 100_000_000),
    ],
)
def test_a_power_of_ten_beside_dollars_is_their_scale(
    line: str, cents: int, tmp_path: Path
) -> None:
    path = exports(tmp_path / "a.xlsx", line)

    every = read_file(path, accept_large=True)
    (read,) = [each for each in every if isinstance(each, AcceptedRow)]

    assert dict(read.command.amounts)["us_usd"] == cents


def test_headers_of_dollars_of_which_one_says_its_scale_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="bad-header"):
        list(items(exports(tmp_path / "a.xlsx", columns=("对美出口额（万美元）", EXPORTS[1]))))


@pytest.mark.parametrize(
    ("line", "name"), [("单位：元", "离岸执行额"), ("币种：人民币", "离岸执行额（美元）")]
)
def test_dollars_that_their_header_does_not_say_are_not_read_under_yuan(
    line: str, name: str, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="bad-header"):
        _outsourcing(tmp_path / "a.xlsx", line, name, 1_240_000)


_OF_DOLLARS = ("对美出口额（美元）", "对RCEP成员国出口额（美元）")


@pytest.mark.parametrize(
    "line",
    [
        *("单位：万元", "单位：元", "单位：千元", "单位：百万元", "单位：人民币万元"),
        *("金额单位：万元", "Unit: RMB 10,000", "单位：CNY", "单位：万"),
    ],
)
@pytest.mark.parametrize(
    "columns", [_OF_DOLLARS, ("对美出口额（USD）", "对RCEP成员国出口额（USD）")]
)
def test_a_line_of_another_unit_than_the_headers_say_is_named_with_its_columns(
    line: str, columns: tuple[str, str], tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="bad-header") as refused:
        list(items(exports(tmp_path / "a.xlsx", line, columns=columns)))

    assert line in str(refused.value.facts["units"])
    assert all(name in str(refused.value.facts["units"]) for name in columns)


def test_another_unit_in_the_name_or_beneath_headers_of_dollars_is_asked_about(
    tmp_path: Path,
) -> None:
    named = load_workbook(exports(tmp_path / "a.xlsx", columns=_OF_DOLLARS))
    named.active.title = "进出口额（万元）"
    named.save(tmp_path / "a.xlsx")
    beneath = load_workbook(exports(tmp_path / "b.xlsx", columns=_OF_DOLLARS))
    beneath.active.insert_rows(3)
    beneath.active["D3"] = "单位：万元"
    beneath.save(tmp_path / "b.xlsx")

    for path in (tmp_path / "a.xlsx", tmp_path / "b.xlsx"):
        with pytest.raises(Refusal, match="bad-header"):
            list(items(path))


@pytest.mark.parametrize("name", ["离岸执行额（美元）", "离岸执行额(USD)"])
@pytest.mark.parametrize("line", ["单位：万元", "单位：千元", "单位：百万元", "Unit: RMB 10,000"])
def test_a_scale_that_a_header_of_dollars_does_not_repeat_is_asked_about(
    line: str, name: str, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="bad-header") as refused:
        _outsourcing(tmp_path / "a.xlsx", line, name, 1_240_000)

    assert line in str(refused.value.facts["units"])
    assert name in str(refused.value.facts["units"])


def test_tens_of_thousands_above_headers_of_single_dollars_are_asked_about(
    tmp_path: Path,
) -> None:
    with pytest.raises(Refusal, match="bad-header"):
        _outsourcing(tmp_path / "a.xlsx", "单位：万美元", "离岸执行额（美元）", 124)
    with pytest.raises(Refusal, match="bad-header"):
        list(items(exports(tmp_path / "b.xlsx", "单位：万美元", columns=_OF_DOLLARS)))


def test_dollars_as_the_template_writes_them_stay_readable(tmp_path: Path) -> None:
    read = _outsourcing(tmp_path / "a.xlsx", "单位：元", "离岸执行额（美元）", 1_240_000)

    assert "124000000" in str(read)  # cents


def _outsourcing(path: Path, unit: str, column: str, amount: int) -> list[Any]:
    """What a sheet of a single contract says, its dollars under a header that is given."""
    row = row_of("服务外包", 上级已补助=0)
    row = {column if name.startswith("离岸") else name: cell for name, cell in row.items()}
    book = Workbook()
    book.remove(book.active)
    sheet(book, "服务外包", [row | {column: amount}], unit=unit)
    book.save(path)
    return [item.command for item in items(path) if isinstance(item, AcceptedRow)]
