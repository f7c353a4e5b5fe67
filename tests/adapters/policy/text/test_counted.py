"""What is counted, in words of several languages, and money whose sign stands in front."""

from __future__ import annotations

from fractions import Fraction

import pytest

from adapters.policy.text.figures import figures_in, read_figure

SPANS = {
    "21 days": (21, "天"), "60 Tage": (60, "天"), "60 Tagen": (60, "天"), "5 jours": (5, "天"),
    "20 working days": (20, "工作日"), "15 Arbeitstage": (15, "工作日"), "two weeks": (2, "周"),
    "6 Wochen": (6, "周"), "48 hours": (48, "小时"), "12 Monaten": (12, "个月"),
    "60-day": (60, "天"), "sixty days": (60, "天"), "30 calendar days": (30, "天"),
    "60 jours ouvrables": (60, "工作日"), "60 Kalendertagen": (60, "天"), "zehn Tage": (10, "天"),
    "1平方メートル": (1, "平方米"), "30立方メートル": (30, "立方米"), "40㎡": (40, "平方米"),
}  # fmt: skip
COUNTED = {
    "500 employees": 500, "500 Beschäftigte": 500, "1.000 Beschäftigten": 1000, "3 Messen": 3,
    "two projects": 2, "three grants": 3, "zwei Studien": 2, "drei Messen": 3, "trois projets": 3,
    "three tiers": 3, "twelve booths": 12, "twenty-five firms": 25, "one hundred firms": 100,
    "two hundred and fifty firms": 250, "five thousand visitors": 5000, "zwanzig Messen": 20,
    "500 full-time employees": 500, "100 salariés": 100, "2个展位": 2, "2개 부스": 2,
    "2個展示会": 2, "fifty": 50, "fünf Projekte": 5,
}  # fmt: skip
IN_TEXT = {
    "A firm gets three grants in all.": [(3, "")],
    "Claims are filed within 21 days of the fair.": [(21, "天")],
    "höchstens zwei Studien, binnen 12 Monaten": [(2, ""), (12, "个月")],
    "the three tiers": [(3, "")],
    "at most one project a year": [(1, "")],
    "höchstens ein Projekt": [(1, "")],
    "at least one employee": [(1, "")],
    "a million euros": [(1_000_000, "欧元")],
    "eine Million Euro": [(1_000_000, "欧元")],
    "a hundred firms": [(100, "")],
    "three (3) projects within 3 (three) weeks": [(3, ""), (3, "")],
    "2개월 이내 3년": [(2, "个月"), (3, "年")],
    "3か月以内、6ヶ月": [(3, "个月"), (6, "个月")],
    "at most twice a year": [(2, "次")],
    "zweimal im Jahr": [(2, "次")],
    "aid of two million euros": [(2_000_000, "欧元")],
    "one hundred thousand dollars": [(100_000, "$")],
    "fifty per cent": [(50, "%")],
    "fünfzig Prozent": [(50, "%")],
    "at most €20,000.": [(20_000, "欧元")],
    "at most £20,000 a firm": [(20_000, "英镑")],
    "up to $20,000 and ¥20,000": [(20_000, "$"), (20_000, "¥")],
    "up to R$20,000": [(20_000, "BRL")],
    "höchstens 20.000 €": [(20_000, "欧元")],
    "less than ₩20,000, or ₹500": [(20_000, "韩元"), (500, "卢比")],
    "小間料（1平方メートル当たり30,000円）": [(1, "平方米"), (30_000, "日元")],
    "自4月1日起": [(401, "月日")],
    "2개전시회, 3개 부스": [(2, "개"), (3, "개")],
}  # fmt: skip
WORDS = (
    "someone", "one of the firms", "oneself", "tenth", "a third party", "one year", "eine Messe",
    "the one who applies", "often", "weight", "Sechseck", "Zweifel", "dreist", "achten",
    "no one", "one another", "one-off",
)  # fmt: skip


@pytest.mark.parametrize(("printed", "worth"), SPANS.items())
def test_a_span_of_time_or_ground_is_a_figure_with_its_unit(
    printed: str, worth: tuple[int, str]
) -> None:
    assert read_figure(printed).key == worth


@pytest.mark.parametrize(("printed", "number"), COUNTED.items())
def test_a_count_may_be_listed_with_what_it_counts(printed: str, number: int) -> None:
    assert read_figure(printed).value == number
    assert read_figure(printed).unit in ("", "个", "개", "個")


@pytest.mark.parametrize(("text", "keys"), IN_TEXT.items())
def test_a_count_or_money_in_front_is_seen_in_a_sentence(
    text: str, keys: list[tuple[int, str]]
) -> None:
    assert [figure.key for figure in figures_in(text)] == [(Fraction(n), u) for n, u in keys]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_counts_nothing_is_not_a_figure(word: str) -> None:
    assert figures_in(f"so {word} may apply") == []


@pytest.mark.parametrize("printed", ["5万元补助", "70% of costs", "500 employees and 3 firms"])
def test_only_a_count_has_words_after_it(printed: str) -> None:
    with pytest.raises(ValueError, match="not-a-figure"):
        read_figure(printed)


def test_a_count_is_of_what_the_text_counts_there() -> None:
    (in_text,) = figures_in("fewer than 500 employees in all")

    assert read_figure("500 employees").is_printed_as(in_text)
    assert read_figure("500").is_printed_as(in_text)
    assert not read_figure("500 firms").is_printed_as(in_text)
    assert not read_figure("501 employees").is_printed_as(in_text)
    (period,) = figures_in("within 21 days of it")
    assert read_figure("21").is_printed_as(period)
    assert not read_figure("21 weeks").is_printed_as(period)
