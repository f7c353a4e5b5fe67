"""What a file states beside its unit line, its numbers and its rows is not passed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from adapters.files.formula import unquoted
from adapters.intake.amounts import Means
from adapters.intake.items import AcceptedRow, RejectedRow, Unread
from adapters.intake.values import Fault
from adapters.intake.workbook.cells import invoices, number
from adapters.intake.workbook.days import day_text
from domain.refusals import Refusal
from tests.adapters.intake.files import items, row_of, sheet

TRADE = "贸易救济"


def file_with(path: Path, unit: str, *, above: str = "", below: str = "", **cells: object) -> Path:
    """Write a sheet of one row under a unit line, with a text beside it or beneath the row."""
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, TRADE, [row_of(TRADE) | cells], unit=unit)
    if above:
        made.cell(2, 5).value = above
    if below:
        made.append([below])
    book.save(path)
    return path


@pytest.mark.parametrize(
    "above",
    [
        *(
            "币种：美元",
            "（万元）",
            "金额均以万元计",
            "货币：USD",
            "以下金额折合港币",
            "金额：万元",
        ),
        *("Unit: RMB 10,000", "Unit: RMB'000", "(CNY 10K)", "Amounts in thousand yuan"),
        *("RMB million", "Unit：10,000", "单位：元（Unit: RMB 10,000）", "Currency: USD"),
    ],
)
def test_a_unit_stated_otherwise_above_the_headers_is_asked_about(
    above: str, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="bad-header"):
        list(items(file_with(tmp_path / "a.xlsx", "单位：元", above=above)))


@pytest.mark.parametrize(
    "above",
    [
        *("单笔超过5万元的附说明", "最高三万元", "填报单位：万元科技公司", "人民币", "2022年度"),
        *("Unit: RMB", "Currency: CNY (yuan)", "表10", "Unit: RMB 1", "10,000"),
        *("附件10", "共100户", "第1000号", "Tel: 10000", "页码：1/10", "十强", "单位：商务局", "K"),
    ],
)
def test_what_is_not_a_unit_above_the_headers_is_not_asked_about(
    above: str, tmp_path: Path
) -> None:
    read = list(items(file_with(tmp_path / "a.xlsx", "单位：元", above=above)))

    assert not any(isinstance(item, (RejectedRow, Unread)) for item in read)


def test_a_note_that_states_another_unit_beneath_the_rows_is_unread(tmp_path: Path) -> None:
    note = "注：金额单位为百元"

    other = items(file_with(tmp_path / "a.xlsx", "单位：元", below=note))
    same = items(file_with(tmp_path / "b.xlsx", "单位：百元", below=note))

    assert [item.first for item in other if isinstance(item, Unread)] == [5]
    assert not [item for item in same if isinstance(item, Unread)]


@pytest.mark.parametrize(
    "remark", ["撤回", "已取消申报", "重复，不予申报", "VOID", "×", "企业放弃"]
)
def test_a_row_withdrawn_in_its_remark_is_sent_back(remark: str, tmp_path: Path) -> None:
    (row,) = (
        item
        for item in items(file_with(tmp_path / "a.xlsx", "单位：元", 备注=remark))
        if isinstance(item, RejectedRow)
    )

    assert row.code == "struck-row"


def test_a_row_withdrawn_behind_the_firms_name_is_sent_back(tmp_path: Path) -> None:
    path = file_with(tmp_path / "a.xlsx", "单位：元", 企业名称="乐清电器有限公司（作废）")

    assert [item.code for item in items(path) if isinstance(item, RejectedRow)] == ["struck-row"]


@pytest.mark.parametrize(
    "cell",
    [
        "84870087、88",
        "84870113/14",
        "84870097（2张）",
        "84870107.0",
        "84870114..16",
        "8.48701E+07",
        "作废84870110",
        "84870120~",
        "3张",
        "待补",
        "0",
    ],
)
def test_what_is_not_whole_invoice_numbers_is_sent_back(cell: str) -> None:
    assert isinstance(invoices(cell, Means()), Fault)


def test_a_number_rounded_by_a_spreadsheet_does_not_identify() -> None:
    assert isinstance(number("1.23457E+11", Means()), Fault)
    assert number('="00123"', Means()) == unquoted('="00123"', identifies=True) == "00123"


def test_the_last_minute_of_a_year_is_asked_about_where_it_is_typed() -> None:
    assert isinstance(day_text("2022/12/31 23:59"), Fault)
    assert day_text("2022-12-31 23:59:59") == "2022-12-31"
    assert day_text("2022/12/30 23:59") == "2022-12-31"


@pytest.mark.parametrize("hint", ["单位：元", "金额单位：元", "币种：人民币元"])
def test_a_bracket_may_say_that_it_is_a_unit(hint: str, tmp_path: Path) -> None:
    row = {
        f"律师费（{hint}）" if name == "律师费" else name: cell
        for name, cell in row_of(TRADE).items()
    }
    book = Workbook()
    book.remove(book.active)
    sheet(book, TRADE, [row], unit="2022年")
    book.save(tmp_path / "a.xlsx")

    assert any(isinstance(item, AcceptedRow) for item in items(tmp_path / "a.xlsx"))


def test_a_note_with_an_amount_in_a_column_of_money_is_unread(tmp_path: Path) -> None:
    path = file_with(tmp_path / "a.xlsx", "单位：元")
    book = load_workbook(path)
    made = book[TRADE]
    place = next(cell.column for cell in made[3] if cell.value == "律师费")
    made.cell(5, 1).value = "备注：以下待补"
    made.cell(5, place).value = 5000
    book.save(path)

    assert [item.first for item in items(path) if isinstance(item, Unread)] == [5]


@pytest.mark.parametrize(("amount", "unread"), [(50_000, 1), (2022, 0), (7, 0), ("见正文", 0)])
def test_a_sheet_about_the_others_that_holds_amounts_is_unread(
    amount: object, unread: int, tmp_path: Path
) -> None:
    path = file_with(tmp_path / "a.xlsx", "单位：元")
    book = load_workbook(path)
    about = book.create_sheet("填表说明")
    about.append(["名单", "费用"])
    about.append(["某公司", amount])
    book.save(path)

    assert len([item for item in items(path) if isinstance(item, Unread)]) == unread
