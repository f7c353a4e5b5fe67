"""An amount by what its cell, its number format, its header and its sheet's unit line say."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.adapters.intake.files import row_of, sheet
from tests.adapters.intake.messy.reading import lines_of

ACCOUNTING = '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ '
DOLLARS = '_-[$$-409]* #,##0.00_ ;_-[$$-409]* -#,##0.00 ;_-[$$-409]* "-"??_ ;_-@_ '
DASHES = r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)'


def read(tmp_path: Path, unit: str, header: str, cell: object, code: str = "General") -> str:
    """Return what is read of a sheet of one fee: the amount, or the code it is refused with."""
    row = row_of("贸易救济")
    row = {header if name == "律师费" else name: value for name, value in row.items()}
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, "贸易救济", [row | {header: cell}], unit=unit)
    made.cell(4, list(row).index(header) + 1).number_format = code
    path = tmp_path / "a.xlsx"
    book.save(path)
    (line,) = lines_of(path)
    return line.removeprefix("贸易救济 4 YQ-1 2022-03-07 ").removeprefix("贸易救济 4 ! ")


@pytest.mark.parametrize(
    ("unit", "header", "cell", "amount"),
    [
        ("单位：元", "律师费（元）", 390377.72, "390377.72"),
        ("单位：元", "律师费(人民币元)", 390377.72, "390377.72"),
        ("单位：千元", "律师费", 390.37772, "390377.72"),
        ("单位：百万元", "律师费", 3.9, "3900000.00"),
        ("单位：亿元", "律师费", 0.2, "20000000.00"),
        ("单位：元（人民币）", "律师费", 25000, "25000.00"),
        ("金额单位：人民币万元", "律师费", 2.5, "25000.00"),
        ("（单位：万元）", "律师费", 2.5, "25000.00"),
        ("单位：（万元）", "律师费", "2.5万元", "25000.00"),
        ("", "律师费（万元）", 2.5, "25000.00"),
        ("", "律师费\n（万元）", 2.5, "25000.00"),
        ("填报单位：某某镇人民政府   金额单位：万元", "律师费", 2.5, "25000.00"),
        ("单位：万元", "律师费", "律师费2.5", "律师费 bad-amount"),
    ],
)
def test_the_unit_is_the_sheets_and_its_headers(
    tmp_path: Path, unit: str, header: str, cell: object, amount: str
) -> None:
    assert read(tmp_path, unit, header, cell) == amount


@pytest.mark.parametrize(
    ("unit", "header"),
    [
        ("单位：元", "律师费（万元）"),
        ("单位：万元", "律师费（元）"),
        ("单位：万元", "律师费（千元）"),
        ("单位：万美元", "律师费"),
        ("单位：美元", "律师费（元）"),
        ("单位：元", "律师费（美元）"),
        ("单位：元/万元", "律师费"),
        ("单位：元、万元", "律师费"),
        ("", "律师费"),
        ("单位：某某厂", "律师费"),
    ],
)
def test_a_unit_that_is_unclear_is_refused(tmp_path: Path, unit: str, header: str) -> None:
    assert read(tmp_path, unit, header, 25000) == "贸易救济 - ! bad-header missing 单位"


@pytest.mark.parametrize(
    "code",
    [
        ACCOUNTING,
        DASHES,
        "[$¥-804]#,##0.00",
        "[$￥-804]#,##0.00;[$￥-804]-#,##0.00",
        "0.00E+00",
        '#,##0.00"元"',
        '#,##0"元整"',
        'General"元"',
        "#,##0.00;[Red]-#,##0.00",
        r"#,##0.00_);[Red]\(#,##0.00\)",
        "[Red]#,##0.00",
        "[DBNum2][$-804]General",
        "#,##0.00 [$CNY]",
        "[$RMB] #,##0.00",
        "[$人民币-804]#,##0.00",
        "#,##0.00_万",
        r"\¥#,##0.00",
        "@",
    ],
)
def test_a_format_of_plain_yuan_changes_nothing(tmp_path: Path, code: str) -> None:
    assert read(tmp_path, "单位：元", "律师费", 25000, code) == "25000.00"


@pytest.mark.parametrize(
    "code",
    [
        DOLLARS,
        "[$¥-411]#,##0",
        "[$￥-411]#,##0",
        "[$JP¥-411]#,##0",
        "[$JPY] #,##0",
        "[$HK$-C04]#,##0.00",
        "[$HK$-zh-HK]#,##0.00",
        '"HK$"#,##0',
        "[$€-2] #,##0.00",
        "#,##0.00 [$₽-419]",
        '#,##0.00 "USD"',
        "$#,##0.00",
        '"US$"#,##0;("US$"#,##0)',
        '#,##0"美元"',
        '#,##0"日元"',
        "[$₩-412]#,##0",
        "[$NT$-404]#,##0",
        "[$¥-ja-JP]#,##0",
    ],
)
def test_a_format_of_other_money_is_refused(tmp_path: Path, code: str) -> None:
    assert read(tmp_path, "单位：元", "律师费", 25000, code) == "律师费 bad-currency"


@pytest.mark.parametrize(
    "code",
    [
        "0%",
        "0.00%",
        '0.00"千元"',
        '#,##0.0,"千"',
        "#,##0.00,",
        "#,##0.00,,",
        "0!.0,",
        r"0\.0000,",
        '0"."0,"万"',
        '[>=10000]0!.0,"万";0',
        '[<10000]0;0!.0,"万"',
        '0.0,,"百万"',
        ";;;",
        '"面议"',
        '"元"',
        '"约"0',
        '#,##0"套"',
        '0"万元"',
    ],
)
def test_a_format_that_shows_another_number_is_refused(tmp_path: Path, code: str) -> None:
    assert read(tmp_path, "单位：元", "律师费", 25000, code) == "律师费 bad-unit"


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("25000 元", "25000.00"),
        ("25,000.00元", "25000.00"),
        ("￥25,000", "25000.00"),
        ("CNY 25,000.00", "25000.00"),
        ("25\u00a0000", "25000.00"),
        ("25\u202f000,00", "律师费 bad-amount"),
        ("25\u202f000", "25000.00"),
        ("25\u2009000.50", "25000.50"),
        ("25 0000", "律师费 bad-amount"),
        ("25000\u200b", "律师费 bad-amount"),
        ("25000\n", "25000.00"),
        ("12000\n13000", "律师费 bad-amount"),
        ("USD 2500", "律师费 bad-currency"),
        ("US$2,500", "律师费 bad-currency"),
        ("HKD25000", "律师费 bad-currency"),
        ("25000日元", "律师费 bad-currency"),
        ("€25000", "律师费 bad-currency"),
        ("25000（含税）", "律师费 bad-amount"),
        ("25000/次", "律师费 bad-amount"),
        ("2.5w", "律师费 bad-unit"),
        ("2.5万元", "律师费 bad-unit"),
        ("25千元", "律师费 bad-unit"),
        ("二万五千元", "律师费 bad-amount"),
        ("25000-30000", "律师费 bad-amount"),
        ("2.5E4", "律师费 bad-amount"),
        ("２５，０００．００", "25000.00"),
        ("25000⁰", "律师费 bad-amount"),
        ("٢٥٠٠٠", "律师费 bad-amount"),
        (True, "律师费 bad-amount"),
    ],
)
def test_a_text_states_its_own_amount(tmp_path: Path, cell: object, amount: str) -> None:
    assert read(tmp_path, "单位：元", "律师费", cell) == amount


def test_a_format_agrees_with_a_sheet_in_ten_thousands(tmp_path: Path) -> None:
    assert read(tmp_path, "单位：万元", "律师费", 2.5, '0.00"万"') == "25000.00"
    assert read(tmp_path, "单位：万元", "律师费", 2.5, '0.00"万元"') == "25000.00"
    assert read(tmp_path, "单位：万元", "律师费", 25000, '0.00"元"') == "律师费 bad-unit"


def test_a_fee_formatted_as_a_day_is_not_an_amount(tmp_path: Path) -> None:
    assert read(tmp_path, "单位：元", "律师费", 25000, "yyyy-mm-dd") == "律师费 bad-amount"
