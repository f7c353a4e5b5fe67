"""The same letters as a figure and as part of a word, and digits whose marks say what they are."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from adapters.policy.text.dates import bounds
from adapters.policy.text.figures import figures_in, read_figure
from adapters.policy.text.units import MONEY, MULTIPLES, RATES

WORTH = {
    # In numerals with 亿.
    "三亿元": (300_000_000, "元"), "一亿二千万元": (120_000_000, "元"), "亿": None,
    "十二亿三千万元": (1_230_000_000, "元"), "三万亿元": (3 * 10**12, "元"),
    "百亿元": (10**10, "元"), "三亿零五元": (300_000_005, "元"), "二十亿": (2 * 10**9, ""),
    "五千三百亿元": (530_000_000_000, "元"), "两亿五千万元": (250_000_000, "元"),
    # A mark before three digits: decimals where nothing else can be meant.
    "0.125 Euro": ("0.125", "欧元"), "0,125 Euro": ("0.125", "欧元"), "EUR 0.125": ("0.125",
    "欧元"),
    "1234.567 EUR": ("1234.567", "欧元"), "1234,567 EUR": ("1234.567", "欧元"),
    "EUR 1234.567": ("1234.567", "欧元"), "123.456 EUR": (123_456, "欧元"),
    "123,456 EUR": (123_456, "欧元"), "1,234.567 EUR": ("1234.567", "欧元"),
    "$1.234": (1234, "$"), "€ 1,234": (1234, "欧元"), "1.234度": ("1.234", "度"), "1,234度": (1234,
    "度"),
    "$1.234 million": (1_234_000, "$"), "$1,234 million": (1_234_000_000, "$"),
    "1.234 million dollars": (1_234_000, "$"), "1,234 million dollars": (1_234_000_000, "$"),
    "€1,234 Mio": (1_234_000, "欧元"), "1,234 Mio. Euro": (1_234_000, "欧元"),
    "1,234 milliards euros": (1_234_000_000, "欧元"), "1,234 Tsd. Euro": (1234, "欧元"),
    "1,234 thousand euros": (1_234_000, "欧元"), "1.234 thousand euros": (1234, "欧元"),
    "$1.234k": (1234, "$"), "$1,234k": (1_234_000, "$"), "1.234kEUR": (1234, "欧元"),
    "5kEUR": (5000, "欧元"), "5M€": (5_000_000, "欧元"), "港币1.234万元": (12_340, "港元"),
    "HK$1.234万": (12_340, "港元"), "0.125万": (1250, ""), "1.234万元": (12_340, "元"),
    "1,234万元": (12_340_000, "元"), "1.234元": ("1.234", "元"), "3 million": (3_000_000, ""),
    "1.234 %": ("1.234", "%"), "1,234 %": ("1.234", "%"), "1,200 %": (1200, "%"),
    "1,500 per cent": (1500, "%"), "1,250 Prozent": ("1.25", "%"), "1,5 Prozent": ("1.5", "%"),
    # A time of day is not a share.
    "12:15": (1215, "时刻"), "12:30": (1230, "时刻"), "12:45": (1245, "时刻"), "9:00": (900,
    "时刻"),
    "9:05": (905, "时刻"), "1:20": (5, "%"), "1:5": (20, "%"), "3:2": (150, "%"), "1:100": (1, "%"),
    "1:025": (4, "%"),
    # Tenths, and parts by their names.
    "10折": (100, "%"), "11折": (11, "%"), "九点五折": (95, "%"), "十成": (100, "%"),
    "a third of the costs": ("100/3", "%"), "one half": (50, "%"), "eine Viertel": (25, "%"),
    "einem Drittel": ("100/3", "%"), "un tiers": ("100/3", "%"), "two halfs": (100, "%"),
    "亿分之一": ("1/1000000", "%"), "零分之一": (100, "%"), "1:0": (100, "%"),
    "全额": (1, "全额"), "一次性": (1, "一次性"), "2m2": (2, "平方米"), "3\u200b0万元": (300_000,
    "元"),
}  # fmt: skip
COUNTED = {
    "分三期": "三期", "分三期执行": "三期", "第三期": "第三期", "一家": "一家", "最多一家": "一家",
    "限一项申报": "一项", "仅一项申报": "一项", "满一套设备奖励": "一套", "一项。": "一项",
    "一项，以及": "一项", "一家以上": "一家", "以一个为限": "一个", "不超过一个项目": "一个",
    "给予一年补助": "一年", "一届展会": "一届", "一倍奖励": "一倍", "十家企业": "十家",
    "拾家企业": "拾家", "十项重点工作": "十项", "两人化": "两人", "千万家": "千万家",
    "百家": "百家", "一元": "一元", "十年": "十年", "二十家": "二十家", "三百万": "三百万",
    "选一项申报；一家企业，一项": "一项", "共一家企业；办理": "一家",
    "限本市规模以内一家企业": "一家",
    "限额以上的本市一家企业": "一家",
}  # fmt: skip
ORDINARY = (
    "三期间", "三期限", "第三期末", "二期货", "两期望", "三期初执行", "百年", "千年之后", "十分",
    "一点",
    "一元化", "二元素", "三元论", "千百", "百万", "千万", "按一家计", "申报一项政策", "一套设备",
    "仅一二。一家企业", "仅限。按一家企业", "仅限在本市范围之内设立总部的一家企业", "同一个",
    "每一家",
    "限在本市之内办公的一家企业",
)  # fmt: skip


@pytest.mark.parametrize(("text", "worth"), WORTH.items())
def test_a_figure_is_worth_what_a_reader_of_its_language_takes_it_for(
    text: str, worth: tuple[int | str, str] | None
) -> None:
    keys = [figure.key for figure in figures_in(text)]

    assert keys == ([] if worth is None else [(Fraction(worth[0]), worth[1])])


@pytest.mark.parametrize(("text", "printed"), COUNTED.items())
def test_a_numeral_that_counts_or_limits_is_a_figure(text: str, printed: str) -> None:
    assert [figure.printed for figure in figures_in(text)] == [printed]


@pytest.mark.parametrize("text", ORDINARY)
def test_a_numeral_that_is_part_of_a_word_is_none(text: str) -> None:
    assert figures_in(text) == []


@pytest.mark.parametrize("unit", MONEY)
def test_money_is_the_same_by_every_name_of_its_currency(unit: str) -> None:
    for name in (unit, *MONEY[unit][1].split()):
        assert [figure.key for figure in figures_in(f"奖励 500 {name}。")] == [(500, unit)], name


@pytest.mark.parametrize(("word", "worth"), RATES.items())
def test_a_rate_is_in_hundredths_by_every_word_for_it(word: str, worth: Fraction | int) -> None:
    assert read_figure(f"40 {word}").key == (40 * worth, "%")


@pytest.mark.parametrize(("word", "times"), MULTIPLES.items())
def test_money_is_as_many_times_more_as_the_word_says(word: str, times: int) -> None:
    assert read_figure(f"2.5 {word} Euro").key == (Fraction(5, 2) * times, "欧元")


def test_two_figures_are_not_read_as_one_of_them() -> None:
    for printed in ("3万元，5万元", "5万元补助", "补助5万元"):
        with pytest.raises(ValueError, match="not-a-figure"):
            read_figure(printed)


@pytest.mark.parametrize(
    ("names", "month"),
    [
        ("January Jan Januar Jänner janvier", 1), ("February Feb Februar février", 2),
        ("March Mar März mars", 3), ("April Apr avril", 4), ("May Mai", 5),
        ("June Jun Juni juin", 6), ("July Jul Juli juillet", 7), ("August Aug août", 8),
        ("September Sept Sep septembre", 9), ("October Oct Oktober octobre", 10),
        ("November Nov novembre", 11), ("December Dec Dezember décembre", 12),
    ],
)  # fmt: skip
def test_a_day_is_of_the_month_it_names(names: str, month: int) -> None:
    for name in names.split():
        for printed in (f"7 {name} 2026", f"7. {name} 2026", f"{name} 7, 2026", f"{name} 7th 2026"):
            assert read_figure(printed).key == (date(2026, month, 7), "日期"), printed
        assert read_figure(f"{name} 2026").key == (202600 + month, "年月")


def test_days_of_eras_and_those_of_two_orders() -> None:
    days = {
        "令和元年5月1日": date(2019, 5, 1), "平成31年4月30日": date(2019, 4, 30),
        "13/12/2026": date(2026, 12, 13), "12/13/2026": date(2026, 12, 13),
        "12/12/2026": date(2026, 12, 12), "2026.1.31": date(2026, 1, 31),
    }  # fmt: skip

    assert {printed: read_figure(printed).value for printed in days} == days
    assert read_figure("2026年0月").value == 20260000
    assert read_figure("2026年12月").value == 202612


def test_a_month_and_a_year_have_their_first_and_last_day() -> None:
    assert bounds(Fraction(202402), "年月") == ("2024-02-01", "2024-02-29")
    assert bounds(Fraction(202512), "年月") == ("2025-12-01", "2025-12-31")
    assert bounds(Fraction(2025), "年") == ("2025-01-01", "2025-12-31")
    assert bounds(Fraction(987), "年") == ("0987-01-01", "0987-12-31")
