"""What people put into cells: amounts, dates, words, countries."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.intake.amounts import Means
from adapters.intake.items import RejectedRow
from adapters.intake.workbook import cells
from tests.adapters.intake.files import Formula, claim, fault, only, row_of, shared, sheet, workbook
from tests.domain.facts import Outsourcing, TradeRemedy


@pytest.mark.parametrize(
    ("unit", "cell", "fen"),
    [
        ("单位：元", 20557, 2_055_700),
        ("单位：元", "20557", 2_055_700),
        ("单位：元", 28571.42, 2_857_142),
        ("单位：元", 28571.420000000002, 2_857_142),
        ("单位：元", 1.1 * 1000000, 110_000_000),
        ("单位：元", " ￥1,081,934.55 元", 108_193_455),
        ("单位：元", "４８１１８６．４４", 48_118_644),
        ("单位：元", "1，081，934.55", 108_193_455),
        ("单位:万元", 5.804142, 5_804_142),
        ("单位：万元", "5.804142", 5_804_142),
        ("单位： 万 元", 0.07 + 0.07, 140_000),
        ("单位：人民币万元", "12", 12_000_000),
    ],
)
def test_amounts_come_out_in_exact_fen(tmp_path: Path, unit: str, cell: object, fen: int) -> None:
    path = workbook(tmp_path / "a.xlsx", "产品认证", row_of("产品认证", 认证检测费=cell), unit=unit)

    facts = claim(path).facts

    assert facts.kind == "certification"
    assert facts["fee_fen"] == fen


def test_the_unit_governs_other_support_but_not_dollars(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        "产品认证",
        row_of("产品认证", 认证检测费=5, 上级已补助=0.5),
        unit="单位：万元",
    )
    assert claim(path).other_support_fen == 500_000

    for unit in ("单位：元", "单位：美元"):
        path = workbook(tmp_path / "a.xlsx", "服务外包", row_of("服务外包"), unit=unit)
        assert claim(path).facts == Outsourcing(executed_usd_cents=124_000_000)


@pytest.mark.parametrize(
    ("unit", "cell", "code"),
    [
        ("单位：元", 2.5, "suspect-unit"),
        ("单位：元", 99.999, "suspect-unit"),
        ("单位：元", "５.5", "suspect-unit"),
        ("单位：万元", 0.00999, "suspect-unit"),
        ("单位：元", 0, "bad-amount"),
        ("单位：元", -500, "bad-amount"),
        ("单位：元", "500.005", "bad-amount"),
        ("单位：元", 500.005, "bad-amount"),
        ("单位：万元", "5.8041421", "bad-amount"),
        ("单位：元", "五百", "bad-amount"),
        ("单位：元", "5,00", "bad-amount"),
        ("单位：元", True, "bad-amount"),
        ("单位：元", datetime(2022, 3, 7), "bad-amount"),  # noqa: DTZ001
        ("单位：元", "=1+1", "bad-amount"),
        ("单位：元", "#N/A", "bad-amount"),
        ("单位：元", 1e300, "bad-amount"),
        ("单位：元", None, "missing-field"),
        ("单位：元", "9" * 20_000, "bad-amount"),
    ],
)
def test_what_is_no_amount_is_rejected(tmp_path: Path, unit: str, cell: object, code: str) -> None:
    path = workbook(tmp_path / "a.xlsx", "产品认证", row_of("产品认证", 认证检测费=cell), unit=unit)

    assert fault(path) == ("认证检测费", code)


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2022, 3, 7),  # noqa: DTZ001
        datetime(2022, 3, 7, 0, 0, 43),  # noqa: DTZ001
        datetime(2022, 3, 6, 23, 59, 17),  # noqa: DTZ001
        "二〇二二年三月七日",
        "二○二二年三月七日",
        44627,
        "2022.3.7",
        "2022.03.07",
        "2022年3月7日",
        "2022/03/07",
        "2022-03-07",
        " ２０２２．３．７ ",
        "２０２２－０３－０７",
        "2022／3／7",
    ],
)
def test_dates_are_read_in_every_spelling(tmp_path: Path, cell: object) -> None:
    path = workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济", 结案或缴费日期=cell))

    assert claim(path).occurred_on == date(2022, 3, 7)


@pytest.mark.parametrize("cell", [2023, "２０２３", "2023年", " 2023 年度"])
def test_a_year_is_its_last_day(tmp_path: Path, cell: object) -> None:
    path = workbook(tmp_path / "a.xlsx", "服务外包", row_of("服务外包", 年度=cell))

    assert claim(path).occurred_on == date(2023, 12, 31)


@pytest.mark.parametrize("cell", ["2022.13.45", "2022.2.30", "22.3.7", 2022, 2022.1, "昨天"])
def test_what_is_no_date_is_rejected(tmp_path: Path, cell: object) -> None:
    path = workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济", 结案或缴费日期=cell))

    assert fault(path) == ("结案或缴费日期", "bad-date")


def test_a_formula_that_was_never_worked_out_is_no_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济", 结案或缴费日期="=A1"))

    assert fault(path) == ("结案或缴费日期", "bad-value")


def test_shared_and_rich_texts_are_read(tmp_path: Path) -> None:
    assert claim(shared(tmp_path / "a.xlsx", row_of("境外展会"))).claim_no == "YQ-1"


def test_formulas_are_read_by_their_cached_value(tmp_path: Path) -> None:
    row = row_of("贸易救济", 律师费=Formula(cached=390377.72), 案件编号=Formula(cached="AD1"))

    accepted = claim(shared(tmp_path / "a.xlsx", row, "贸易救济"))

    assert accepted.facts == TradeRemedy(case_no="AD1", fee_fen=39_037_772)


def test_a_text_keeps_the_characters_a_workbook_must_escape(tmp_path: Path) -> None:
    row = row_of("贸易救济", 企业名称="_x0041_公司")
    assert claim(shared(tmp_path / "a.xlsx", row, "贸易救济")).enterprise == "_x0041_公司"

    row = row_of("贸易救济", 企业名称="某\u0007公司")
    assert fault(shared(tmp_path / "a.xlsx", row, "贸易救济")) == ("企业名称", "bad-character")


def test_a_workbook_counted_from_1904_has_the_same_days(tmp_path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.remove(book.active)
    day = datetime(2022, 3, 7)  # noqa: DTZ001
    sheet(book, "贸易救济", [row_of("贸易救济", 结案或缴费日期=day)])
    book.save(tmp_path / "a.xlsx")

    assert claim(tmp_path / "a.xlsx").occurred_on == date(2022, 3, 7)


@pytest.mark.parametrize(
    ("name", "column", "cell", "code"),
    [
        ("境外展会", "是否重点展会", "有", "bad-value"),
        ("境外展会", "国家（地区）", "火星", "unknown-country"),
        ("境外展会", "国家（地区）", None, "missing-field"),
        ("境外展会", "国家（地区）", "#N/A", "unknown-country"),
        ("境外展会", "标准展位数", 0, "bad-value"),
        ("境外展会", "标准展位数", 201, "bad-value"),
        ("境外展会", "标准展位数", 1.5, "bad-value"),
        ("境外展会", "标准展位数", None, "missing-field"),
        ("境外展会", "展会名称", "展" * 501, "bad-value"),
        ("境外展会", "展会名称", "展" * 10_000_000, "bad-value"),
        ("境外展会", "发票号码", "7;" * 101, "bad-value"),
        ("境外展会", "发票号码", "7" * 101, "bad-value"),
        ("境外展会", "发票号码", 2.4332000000012346e19, "bad-value"),
        ("境外展会", "上级已补助", "有", "bad-amount"),
        ("境外展会", "展位费合计", "12000\n13000", "bad-amount"),
        ("境外展会", "展位费合计", "12000 13000", "bad-amount"),
        ("境外展会", "展位费合计", "15000①", "bad-amount"),
        ("境外展会", "展位费合计", "2500美元", "bad-currency"),
        ("境外展会", "展位费合计", "2,500 CHF", "bad-currency"),
        ("境外展会", "展位费合计", "₩25000", "bad-currency"),
        ("境外展会", "展位费合计", "2.5万元", "bad-unit"),
        ("境外展会", "上级已补助", 1.9, "suspect-unit"),
        ("境外展会", "上级已补助", 9_000_000, "suspect-unit"),
        ("境外展会", "展位费合计", 3_000_000, "suspect-unit"),
        ("境外展会", "展会结束日期", datetime(2022, 3, 7, 16), "suspect-date"),  # noqa: DTZ001
        ("境外展会", "展会结束日期", "2022.3.1①", "bad-date"),
        ("境外展会", "发票号码", "84870083-86", "bad-value"),
        ("境外展会", "发票号码", "87654321①", "bad-value"),
        ("境外展会", "标准展位数", "2①", "bad-value"),
        ("境外展会", "申报编号", "①", "bad-value"),
        ("服务外包", "离岸执行额（美元）", "1240000元", "bad-currency"),
        ("服务外包", "离岸执行额（美元）", "￥1,240,000", "bad-currency"),
        ("境外展会", "申报编号", None, "missing-field"),
        ("境外展会", "申报编号", "=B9", "bad-value"),
        ("境外展会", "统一社会信用代码", "91330382MA0800171R", "bad-uscc"),
        ("境外展会", "统一社会信用代码", "#N/A", "bad-uscc"),
        ("线上展会", "组织方式", "市政府", "bad-value"),
        ("出口信用保险", "是否小微联保", "也许", "bad-value"),
        ("境外商标", "自营出口业绩", "y", "bad-value"),
        ("一次性奖励", "奖励类别", "劳动模范", "bad-value"),
        ("一次性奖励", "奖励类别", None, "missing-field"),
        ("服务外包", "年度", "去年", "bad-value"),
        ("服务外包", "离岸执行额（美元）", "x", "bad-amount"),
        ("服务外包", "离岸执行额（美元）", 12.4, "suspect-unit"),
        ("服务外包", "离岸执行额（美元）", 12_400_000_000, "suspect-unit"),
        ("汇率避险担保", "担保金额", 0, "bad-amount"),
        ("一事一议", "金额", 0, "bad-amount"),
    ],
)
def test_a_fault_is_named_by_header_and_code(
    tmp_path: Path, name: str, column: str, cell: object, code: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", name, row_of(name, **{column: cell}))

    row = only(path)

    assert isinstance(row, RejectedRow)
    assert (row.column, row.code) == (column, code)
    assert len(row.value) <= 60
    assert row.claim_no == (None if column == "申报编号" else "YQ-1")


@pytest.mark.parametrize(
    ("total", "booths", "fees"),
    [
        (100_000, 3, (3_333_334, 3_333_333, 3_333_333)),
        (100.05, "３", (3_335, 3_335, 3_335)),
        (200.01, 4.0, (5_001, 5_000, 5_000, 5_000)),
        (200.03, 4, (5_003, 5_000, 5_000, 5_000)),
    ],
)
def test_the_fee_is_split_over_the_booths_odd_fen_to_the_first(
    tmp_path: Path, total: object, booths: object, fees: tuple[int, ...]
) -> None:
    row = row_of("境外展会", 展位费合计=total, 标准展位数=booths)

    facts = claim(workbook(tmp_path / "a.xlsx", "境外展会", row)).facts

    assert facts.kind == "exhibition"
    assert facts["booth_fees_fen"] == fees


@pytest.mark.parametrize(
    ("cell", "invoices"),
    [
        (39218321.0, ("39218321",)),
        ("7；8、9,10，11\n12;7", ("7", "8", "9", "10", "11", "12")),
        ("３９２１；Ａ－７", ("3921", "A-7")),
        (None, ()),
    ],
)
def test_one_cell_may_name_several_invoices(
    tmp_path: Path, cell: object, invoices: tuple[str, ...]
) -> None:
    path = workbook(tmp_path / "a.xlsx", "线上展会", row_of("线上展会", 发票号码=cell))

    assert claim(path).invoices == invoices


def test_a_fee_of_exactly_100_yuan_is_not_suspected_of_being_typed_in_10000_yuan() -> None:
    assert cells.fee(100, Means()) == "100.00"
