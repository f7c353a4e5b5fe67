"""Figures as offices of several countries print them, each with its value, and words without."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.policy.text.figures import CURRENCIES, Figure, figures_in, read_figure
from tests.support.extent import tried

RATES = {
    "万分之二": "0.02", "千分之三": "0.3", "百分之五十": "50", "百分之零点五": "0.5",
    "百分之百": "100", "3‰": "0.3", "2‱": "0.02", "二分之一": "50", "三分之二": "200/3",
    "2/3": "200/3", "½": "50", "五折": "50", "八五折": "85", "8.5折": "85", "七成": "70",
    "三成五": "35", "五割": "50", "3分の2": "200/3", "1:1": "100", "1：1配套": "100", "2:1": "200",
    "2∶1": "200", "一比一": "100", "减半": "50", "五个百分点": "5", "50个基点": "0.5",
    "60 %": "60", "60 per cent": "60", "60 Prozent": "60", "7.5%": "7.5", "7,5 %": "7.5",
    "66.667 %": "66.667", "0.015%": "0.015", "one third": "100/3", "two-thirds": "200/3",
    "zwei Drittel": "200/3",
    "5 percentage points": "5", "1 percentage point": "1", "5 percent": "5", "5 pour cent": "5",
    "5 Prozentpunkten": "5", "5 Prozentpunkte": "5", "1 Prozentpunkt": "1", "5 v. H.": "5",
    "5 v.H.": "5", "5 vH": "5", "5퍼센트": "5", "5パーセント": "5", "5 per mille": "0.5",
    "5 Promille": "0.5", "three quarters": "75", "four fifths": "80", "one sixth": "50/3",
    "nine tenths": "90",
    "ein Drittel": "100/3", "drei Viertel": "75", "vier Fünftel": "80", "ein Sechstel": "50/3",
    "neun Zehntel": "90", "deux tiers": "200/3", "trois quarts": "75", "un dixième": "10",
    "quatre cinquièmes": "80", "1:10": "10", "10:1": "1000", "九成": "90", "十成": "100",
    "9.9折": "99", "百分之三点一四": "3.14", "5百分点": "5", "50基点": "0.5",
}  # fmt: skip
MONEY = {
    "十二万元": (120_000, "CNY"), "壹万元": (10_000, "CNY"), "壹拾贰万伍仟元": (125_000, "CNY"),
    "1.5亿元": (150_000_000, "CNY"), "1亿2000万元": (120_000_000, "CNY"), "3千元": (3000, "CNY"),
    "两千元": (2000, "CNY"), "一点五亿元": (150_000_000, "CNY"), "人民币50万元": (500_000, "CNY"),
    "港币100万元": (1_000_000, "HKD"), "5万港元": (50_000, "HKD"), "HK$1,000,000": (10**6, "HKD"),
    "50万美元": (500_000, "USD"), "US$50,000": (50_000, "USD"), "$1.5 million": (1_500_000, "USD"),
    "3万欧元": (30_000, "EUR"), "EUR 7.500": (7500, "EUR"), "7.500 Euro": (7500, "EUR"),
    "7 500 €": (7500, "EUR"), "7\u202f500 €": (7500, "EUR"), "€7,500": (7500, "EUR"),
    "1,5 Mio. Euro": (1_500_000, "EUR"), "1.234,50 €": ("1234.5", "EUR"), "500,- €": (500, "EUR"),
    "CHF 7’500": (7500, "CHF"), "£3,000": (3000, "GBP"), "£2m": (2_000_000, "GBP"),
    "2000英镑": (2000, "GBP"), "1,500万円": (15_000_000, "JPY"), "50万日元": (500_000, "JPY"),
    "3억원": (300_000_000, "KRW"), "3억 5천만원": (350_000_000, "KRW"),
    "60万韩元": (600_000, "KRW"), "₹1,50,000": (150_000, "INR"), "1,234,567円": (1_234_567, "JPY"),
    "每亿元": (10**8, "CNY"), "2 thousand euros": (2000, "EUR"), "2 Tausend Euro": (2000, "EUR"),
    "2 Tsd. Euro": (2000, "EUR"), "2 Tsd Euro": (2000, "EUR"), "2 Mio Euro": (2 * 10**6, "EUR"),
    "2 hundred thousand dollars": (200_000, "USD"), "2 million pounds": (2 * 10**6, "GBP"),
    "2 millions euros": (2 * 10**6, "EUR"), "2 Millionen Euro": (2 * 10**6, "EUR"),
    "$2 mn": (2 * 10**6, "USD"), "2 billion yen": (2 * 10**9, "JPY"), "$2bn": (2 * 10**9, "USD"),
    "2 billions yen": (2 * 10**9, "JPY"), "2 Milliarden Euro": (2 * 10**9, "EUR"),
    "1 Milliarde Euro": (10**9, "EUR"), "2 milliards euros": (2 * 10**9, "EUR"),
    "1 milliard euro": (10**9, "EUR"), "2 Mrd. Euro": (2 * 10**9, "EUR"),
    "2 Mrd Euro": (2 * 10**9, "EUR"), "₹2 lakh": (200_000, "INR"), "₹2 crore": (2 * 10**7, "INR"),
    "$2k": (2000, "USD"), "$2K": (2000, "USD"), "£2M": (2 * 10**6, "GBP"), "500 NOK": (500, "NOK"),
    "RUB 500": (500, "RUB"), "S$500": (500, "SGD"), "NT$500": (500, "TWD"), "A$500": (500, "AUD"),
    "C$500": (500, "CAD"), "MOP$500": (500, "MOP"),
}  # fmt: skip
COUNTS = {
    "三个": (3, "个"), "三家": (3, "家"), "三次": (3, "次"), "三年": (3, "年"), "三届": (3, "届"),
    "五名": (5, "名"), "十五个工作日": (15, "个工作日"), "二十余家": (20, "家"), "两倍": (2, "倍"),
    "3万": (30_000, ""), "3万人次": (30_000, "人次"), "六个月": (6, "个月"), "第三年": (3, "年"),
    "三万": (30_000, ""), "半年": ("0.5", "年"), "一年半": ("1.5", "年"), "7匹": (7, "匹"),
    "12 exhibitions": (12, ""),
}  # fmt: skip
NEW_YEARS_EVE = (
    "2026年12月31日", "二〇二六年十二月三十一日", "令和8年12月31日", "31.12.2026", "31. 12. 2026",
    "31 December 2026", "December 31, 2026", "31. Dezember 2026", "31 décembre 2026", "2026-12-31",
    "2026/12/31", "12/31/2026", "2026년 12월 31일",
)  # fmt: skip
WORDS = (
    "一带一路", "一般", "三农", "十四五", "“十五五”期间", "统一", "一定", "进一步", "第一", "之一",
    "一事一议", "双一流", "五险一金", "多元", "一元化", "同一年度", "上一年", "一家企业", "一批",
    "千方百计", "千家万户", "万一", "十分", "二维码", "三亚", "第五条", "第3款", "单位：万元",
    "B2B", "ISO9001", "百年老店", "二手车", "四季度", "某科〔2023〕5号", "（2024）12号文", "附件2",
    "打折", "二元论", "Article 5", "§ 5 Abs. 2", "a third party", "①", "七成立",
)  # fmt: skip


def only(text: str) -> Figure:
    (figure,) = figures_in(text)
    return figure


@pytest.mark.parametrize(("printed", "percent"), RATES.items())
def test_a_rate_is_in_percent_however_printed(printed: str, percent: str) -> None:
    assert read_figure(printed).key == (Fraction(percent), "%")


@pytest.mark.parametrize(("printed", "worth"), MONEY.items())
def test_money_is_in_whole_units_of_its_currency(printed: str, worth: tuple[str, str]) -> None:
    figure = read_figure(printed)

    assert (figure.value, CURRENCIES[figure.unit]) == (Fraction(worth[0]), worth[1])


@pytest.mark.parametrize(("printed", "worth"), COUNTS.items())
def test_a_count_has_its_counter(printed: str, worth: tuple[str, str]) -> None:
    assert only(printed).key == (Fraction(worth[0]), worth[1])


@pytest.mark.parametrize("printed", NEW_YEARS_EVE)
def test_a_day_is_a_day_in_any_language(printed: str) -> None:
    assert read_figure(printed).value == date(2026, 12, 31)


@pytest.mark.parametrize("printed", ["2022年1月", "January 2022", "二〇二二年一月"])
def test_a_month_is_one_figure(printed: str) -> None:
    assert read_figure(printed).key == (202201, "年月")


def test_a_day_that_no_calendar_has_is_still_a_figure() -> None:
    assert read_figure("31.02.2026").value == 20260231
    assert read_figure("2026年13月").value == 20261300


@pytest.mark.parametrize("word", WORDS)
def test_an_ordinary_word_is_not_a_figure(word: str) -> None:
    assert figures_in(f"应当{word}，从其规定") == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("分别奖励3万、5万、10万元。", ["3万", "5万", "10万元"]),
        ("补助1，2，3万元", ["1", "2", "3万元"]),
        ("三至五年", ["三", "五年"]),
        ("每万元给予50元", ["每万元", "50元"]),
        ("每1美元给予0.5元", ["1美元", "0.5元"]),
        ("每集团最多一家，每年一次", ["一家", "一次"]),
        ("in 2025, 100 firms; 5, 300", ["2025", "100", "5", "300"]),
        ("计价美元5万元", ["5万元"]),
        ("条件：1.设立三年；2.雇员（5）名。", ["三年", "5"]),
        ("up to half of the costs, 2 500 € at most", ["half", "2 500€"]),
        ("0.125元/度", ["0.125元"]),
        ("versions 1.1.2", ["1.1", "2"]),
        ("比例1:0，9:00，零分之一", ["1:0", "9:00", "零分之一"]),
    ],
)
def test_each_figure_of_a_clause_is_found_and_nothing_else(text: str, printed: list[str]) -> None:
    assert [figure.printed for figure in figures_in(text)] == printed


@pytest.mark.parametrize("printed", ["", "第五条", "3万元5万元", "奖励3万元", "元"])
def test_what_is_not_exactly_a_figure_is_not_read_as_one(printed: str) -> None:
    with pytest.raises(ValueError, match="not-a-figure"):
        read_figure(printed)


def in_chinese(number: int) -> str:
    """Return a number below ten thousand as a clerk writes it."""
    written, digits = "", "零一二三四五六七八九"
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += digits[digit] + sign
        elif written and not written.endswith("零") and number % unit:
            written += "零"
    return written


def grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


AMOUNTS = st.integers(1, 9_999_999)


@given(AMOUNTS)
@settings(max_examples=tried(20, long=1000), deadline=None)
def test_an_amount_is_the_same_however_it_is_grouped(number: int) -> None:
    half = Fraction(1, 2)

    assert read_figure(f"EUR {grouped(number, '.')}").key == (number, "欧元")
    assert read_figure(f"{grouped(number, '.')},50 €").key == (number + half, "欧元")
    assert read_figure(f"{grouped(number, ' ')} Euro").key == (number, "欧元")
    assert read_figure(f"£{grouped(number, ',')}.50").key == (number + half, "英镑")
    assert read_figure(f"{grouped(number, ',')}元").key == (number, "元")
    assert read_figure(f"{number}万円").key == (number * 10_000, "日元")


@given(st.integers(2, 9999))
@settings(max_examples=tried(20, long=1000), deadline=None)
def test_a_number_in_numerals_is_the_number_in_digits(number: int) -> None:
    numeral = in_chinese(number)

    assert only(f"奖励{numeral}元").key == (number, "元")
    assert only(f"奖励{numeral}万元").key == (number * 10_000, "元")
    assert only(f"补助{numeral}个").key == (number, "个")
    assert only(f"占{numeral}分之一").key == (Fraction(100, number), "%")
    assert only(f"百分之{numeral}").key == (number, "%")


@given(st.lists(st.sampled_from([*RATES, *MONEY, *COUNTS, *NEW_YEARS_EVE]), max_size=6))
@settings(max_examples=tried(20, long=1000), deadline=None)
def test_clauses_one_after_another_have_the_figures_of_each(printed: list[str]) -> None:
    text = "。".join(f"此处按{each}，办理" for each in printed)

    assert [figure.key for figure in figures_in(text)] == [only(each).key for each in printed]


@given(st.text("补助第超过3五十01万.,:/零分之 年月至%€$a一元折成", max_size=20))
@settings(max_examples=tried(40, long=2000), deadline=None)
def test_no_digit_passes_unseen_and_no_text_breaks_the_finder(text: str) -> None:
    figures = "".join(figure.printed for figure in figures_in(text))

    if "第" not in text and "a" not in text and ":" not in text:
        assert sum(map(str.isdigit, figures)) == sum(map(str.isdigit, text))


@pytest.mark.parametrize("part", ["一", "十年", "1", "1,", "1.111", "1 111 ", "1亿", "点一"])
def test_a_text_of_nothing_but_numbers_is_read_in_time(part: str) -> None:
    assert figures_in(part * 2000 + "3个") != []
