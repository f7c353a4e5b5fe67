"""The bureau's workbook, sheet by sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.intake.items import AcceptedRow, RejectedRow
from adapters.intake.workbook.sheets.table import awards, sheets
from domain.commands.enterprise import RecordAmounts, SubmitClaim
from domain.refusals import Refusal
from tests.adapters.intake.files import (
    OWN,
    USCC,
    claim,
    exports,
    fault,
    items,
    notices,
    row_of,
    sheet,
    workbook,
)

KINDS = {
    "境外展会": "exhibition",
    "线上展会": "online-exhibition",
    "产品认证": "certification",
    "出口信用保险": "credit-insurance",
    "境外商标": "trademark",
    "一次性奖励": "brand",
    "服务外包": "outsourcing",
    "公共海外仓": "overseas-warehouse",
    "贸易救济": "trade-remedy",
    "汇率避险担保": "fx-guarantee",
    "一事一议": "case-by-case",
}


@pytest.mark.parametrize("name", OWN)
def test_every_sheet_is_read(tmp_path: Path, name: str) -> None:
    accepted = claim(workbook(tmp_path / "a.xlsx", name, row_of(name)))

    assert KINDS[name] == accepted.facts.kind
    assert accepted.uscc == USCC
    assert accepted.occurred_on == (date(2022, 12, 31) if name == "服务外包" else date(2022, 3, 7))
    assert accepted.filed_on == date(2022, 10, 8)


def test_exports_are_read_in_dollars(tmp_path: Path) -> None:
    row = {"统一社会信用代码": USCC, "年度": "2022年", "对美出口额": "1,000.5"}
    path = workbook(
        tmp_path / "a.xlsx", "进出口额", {**row, "对RCEP成员国出口额": 0}, unit="单位：美元"
    )

    assert exports(path) == RecordAmounts(
        uscc=USCC,
        record="yueqing-foreign-trade/exports",
        year=2022,
        amounts=(("us_usd", 100_050), ("rcep_usd", 0)),
        once_ever=True,
    )


@pytest.mark.parametrize("unit", ["单位：元", "单位：万元", "单位：人民币元", "单位：万欧元"])
def test_exports_in_another_currency_are_refused(tmp_path: Path, unit: str) -> None:
    row = {"统一社会信用代码": USCC, "年度": 2022, "对美出口额": 2500, "对RCEP成员国出口额": 0}

    with pytest.raises(Refusal, match="bad-header"):
        items(workbook(tmp_path / "a.xlsx", "进出口额", row, unit=unit))


@pytest.mark.parametrize(
    ("unit", "header"), [("单位：万美元", "对美出口额"), ("单位：美元", "对美出口额（美元）")]
)
def test_exports_are_read_in_ten_thousands_of_dollars(
    tmp_path: Path, unit: str, header: str
) -> None:
    row = {"统一社会信用代码": USCC, "年度": 2022, header: "350", "对RCEP成员国出口额": 0}
    cents = 3_500_000_00 if "万" in unit else 350_00

    read = exports(workbook(tmp_path / "a.xlsx", "进出口额", row, unit=unit))

    assert dict(read.amounts)["us_usd"] == cents


@pytest.mark.parametrize("dollars", [99, 1_000_000_001])
def test_exports_too_small_or_too_large_are_sent_back_unless_confirmed(
    tmp_path: Path, dollars: int
) -> None:
    row = {"统一社会信用代码": USCC, "年度": 2022, "对美出口额": dollars, "对RCEP成员国出口额": 0}

    book = workbook(tmp_path / "a.xlsx", "进出口额", row, unit="单位：美元")
    sure = row | {"确认金额": "是"}
    confirmed = workbook(tmp_path / "b.xlsx", "进出口额", sure, unit="单位：美元")

    assert fault(book) == ("对美出口额", "suspect-unit")
    assert dict(exports(confirmed).amounts)["us_usd"] == dollars * 100


@pytest.mark.parametrize("award", awards())
def test_every_category_of_award_is_known(tmp_path: Path, award: str) -> None:
    row = row_of("一次性奖励", 奖励类别=award.replace("-", "—"))

    assert awards()[award][0] == claim(workbook(tmp_path / "a.xlsx", "一次性奖励", row)).facts.kind


def test_the_leftmost_column_of_the_file_is_the_one_named(tmp_path: Path) -> None:
    row = row_of("线上展会", 参展费="x", 统一社会信用代码="x", 申报日期="x")
    assert fault(workbook(tmp_path / "a.xlsx", "线上展会", row))[0] == "统一社会信用代码"

    turned = dict(reversed(row.items()))
    assert fault(workbook(tmp_path / "b.xlsx", "线上展会", turned))[0] == "申报日期"


def test_columns_are_matched_by_their_headers_in_any_order_and_width(tmp_path: Path) -> None:
    row = {
        f" {header.replace('（', '(').replace('）', ')')}\n": cell
        for header, cell in reversed(row_of("境外展会").items())
    }

    assert claim(workbook(tmp_path / "a.xlsx", "境外展会", row)).claim_no == "YQ-1"


def test_merged_cells_speak_for_every_row_they_cover(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    below = row_of("贸易救济", 申报编号="YQ-2", 企业名称=None, 统一社会信用代码=None)
    made = sheet(book, "贸易救济", [row_of("贸易救济"), below, {**below, "申报编号": "YQ-3"}])
    made.merge_cells("C4:C5")
    made.merge_cells("D4:D5")
    book.save(tmp_path / "a.xlsx")

    first, second, third = items(tmp_path / "a.xlsx")

    assert isinstance(first, AcceptedRow)
    assert isinstance(second, AcceptedRow)
    assert isinstance(second.command, SubmitClaim)
    assert second.command.uscc == USCC
    assert isinstance(third, RejectedRow)
    assert (third.column, third.code) == ("企业名称", "missing-field")


def test_a_merged_fee_sends_back_all_its_rows(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, "贸易救济", [row_of("贸易救济"), row_of("贸易救济", 律师费=None)])
    made.merge_cells("G4:G5")
    book.save(tmp_path / "a.xlsx")

    rows = items(tmp_path / "a.xlsx")

    assert all(isinstance(row, RejectedRow) for row in rows)
    assert [(row.at.row, row.column, row.code) for row in rows] == [
        (4, "律师费", "bad-amount"),
        (5, "律师费", "bad-amount"),
    ]


def test_empty_rows_are_skipped_and_hidden_rows_are_counted(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    empty = dict.fromkeys(row_of("贸易救济"))
    made = sheet(book, "贸易救济", [row_of("贸易救济"), {**empty, "序号": 2}, row_of("贸易救济")])
    for number in (5, 6, 90):
        made.row_dimensions[number].hidden = True
    book.save(tmp_path / "a.xlsx")

    entries = items(tmp_path / "a.xlsx")

    assert [item.at.row for item in entries if isinstance(item, AcceptedRow)] == [4, 6]
    assert notices(tmp_path / "a.xlsx")["hidden-rows"].facts["rows"] == 1


def test_every_sheet_of_the_contract_is_known() -> None:
    assert set(sheets()) == {*OWN, "进出口额"}
