"""The bureau's workbook, sheet by sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.intake.items import AcceptedRow, RejectedRow
from adapters.intake.workbook.sheets import AWARDS, SHEETS
from domain.commands.enterprise import RecordExports, SubmitClaim
from domain.policy.facts import TradeRemedy
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
    totals,
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

    assert KINDS[name] == accepted.facts.KIND
    assert accepted.uscc == USCC
    assert accepted.occurred_on == (date(2022, 12, 31) if name == "服务外包" else date(2022, 3, 7))
    assert accepted.filed_on == date(2022, 10, 8)


def test_exports_are_read_in_dollars(tmp_path: Path) -> None:
    row = {"统一社会信用代码": USCC, "年度": "2022年", "对美出口额": "1,000.5"}
    path = workbook(
        tmp_path / "a.xlsx", "进出口额", {**row, "对RCEP成员国出口额": 0}, unit="单位：万元"
    )

    assert exports(path) == RecordExports(
        uscc=USCC, year=2022, us_usd_cents=100_050, rcep_usd_cents=0, once_ever=True
    )


@pytest.mark.parametrize("award", AWARDS)
def test_every_category_of_award_is_known(tmp_path: Path, award: str) -> None:
    row = row_of("一次性奖励", 奖励类别=award.replace("-", "—"))

    assert AWARDS[award][0] == claim(workbook(tmp_path / "a.xlsx", "一次性奖励", row)).facts.KIND


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


def test_a_merged_fee_is_not_claimed_twice(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, "贸易救济", [row_of("贸易救济"), row_of("贸易救济", 律师费=None)])
    made.merge_cells("G4:G5")
    book.save(tmp_path / "a.xlsx")

    _, second = items(tmp_path / "a.xlsx")

    assert isinstance(second, RejectedRow)
    assert (second.column, second.code) == ("律师费", "missing-field")


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


def test_a_total_is_taken_down_to_the_fen_and_compared_as_printed(tmp_path: Path) -> None:
    rows = [row_of("贸易救济", 律师费=2.5), row_of("贸易救济", 律师费="1,000.10")]

    path = workbook(tmp_path / "a.xlsx", "贸易救济", *rows, total=1002.606)
    assert totals(path) == {"贸易救济": 100_260}
    assert "total-mismatch" not in notices(path)

    path = workbook(tmp_path / "a.xlsx", "贸易救济", *rows, total=1002.59)
    assert notices(path)["total-mismatch"].facts == {
        "file": "a.xlsx",
        "sheet": "贸易救济",
        "declared_fen": 100_259,
        "rows_fen": 100_260,
        "unreadable": 0,
    }

    path = workbook(tmp_path / "a.xlsx", "贸易救济", *rows, total="=SUM(G4:G5)")
    assert totals(path) == {}
    assert "total-unreadable" in notices(path)

    assert totals(workbook(tmp_path / "a.xlsx", "贸易救济", *rows)) == {}


@pytest.mark.parametrize("label", ["合计", "合　计：", "总计", "合计（元）"])
@pytest.mark.parametrize("letter", ["A", "B", "F"])
def test_a_total_is_known_by_the_leftmost_text_of_its_row(
    tmp_path: Path, label: str, letter: str
) -> None:
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, "贸易救济", [row_of("贸易救济")])
    made["A5"], made["G5"] = 2, 390377.72
    made[f"{letter}5"] = label
    path = tmp_path / "a.xlsx"
    book.save(path)

    assert claim(path).claim_no == "YQ-1"
    assert totals(path) == {"贸易救济": 39_037_772}


def test_rows_below_the_total_are_counted_not_read(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, "贸易救济", [row_of("贸易救济")], total=390377.72)
    made.append(["填表人：", "张三"])
    book.save(tmp_path / "a.xlsx")

    assert len([item for item in items(tmp_path / "a.xlsx") if isinstance(item, AcceptedRow)]) == 1
    assert notices(tmp_path / "a.xlsx")["rows-after-total"].facts["rows"] == 1


def test_a_missing_or_doubled_header_refuses_the_file(tmp_path: Path) -> None:
    row = row_of("贸易救济")
    del row["律师费"], row["申报日期"]

    with pytest.raises(Refusal) as refused:
        items(workbook(tmp_path / "a.xlsx", "贸易救济", row))

    assert refused.value.code == "bad-header"
    assert refused.value.facts["missing"] == "律师费、申报日期"

    doubled = {**row_of("贸易救济"), " 律师费": 5}
    with pytest.raises(Refusal) as refused:
        items(workbook(tmp_path / "a.xlsx", "贸易救济", doubled))
    assert refused.value.facts["doubled"] == "律师费"


def test_money_without_a_unit_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        items(workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济"), unit=""))

    assert refused.value.facts["missing"] == "单位"


@pytest.mark.parametrize(
    ("texts", "fee_fen"),
    [
        (("单位：元",), 30_000),
        (("单位 : 万 元",), 300_000_000),
        (("金额单位：人民币（万元）",), 300_000_000),
        (("单位：元 币种：人民币",), 30_000),
        (("填报单位：商务局  单位：万元",), 300_000_000),
        (("填报单位：元通公司", "单位：万元"), 300_000_000),
        (("单位：元", "单位：万元"), None),
        (("单位：元/万元",), None),
        (("填报单位：元通公司",), None),
        (("单位：千元",), None),
    ],
)
def test_the_unit_is_read_from_any_place_in_its_row(
    tmp_path: Path, texts: tuple[str, ...], fee_fen: int | None
) -> None:
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, "贸易救济", [row_of("贸易救济", 律师费=300)], unit="")
    for column, text in zip((1, 7), texts, strict=False):
        made.cell(2, column).value = text
    path = tmp_path / "a.xlsx"
    book.save(path)

    if fee_fen is None:
        with pytest.raises(Refusal) as refused:
            items(path)
        assert refused.value.facts["missing"] == "单位"
    else:
        assert claim(path).facts == TradeRemedy(case_no="AD1", fee_fen=fee_fen)


def test_a_strange_column_is_a_warning(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", "贸易救济", {**row_of("贸易救济"), "发票号": "7"})

    assert notices(path)["unknown-column"].facts["column"] == "发票号"


def test_a_workbook_without_a_known_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        items(workbook(tmp_path / "a.xlsx", "Sheet1", row_of("贸易救济")))

    assert refused.value.code == "no-known-sheet"


def test_an_empty_sheet_of_a_known_name_is_no_matter(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    book.create_sheet("境外展会")
    sheet(book, "贸易救济", [row_of("贸易救济")])
    book.save(tmp_path / "a.xlsx")

    assert claim(tmp_path / "a.xlsx").claim_no == "YQ-1"


def test_every_sheet_of_the_contract_is_known() -> None:
    assert set(SHEETS) == {*OWN, "进出口额"}
