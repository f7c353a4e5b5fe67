"""Articles by the ids that a text prints, in the manner of several countries."""

from __future__ import annotations

import pytest

from adapters.policy.text.articles import articles_in
from adapters.policy.text.headings import folded

STATUTE = """某办法
第一章 总则
第一条 为某事，制定本办法。
第二条　资助范围见
第一条规定，另有：
（一）展位费：
1.标准展位每个2万元；
2．特装展位，其中：
（1）光地；
（2）其他。
（二）人员费。
第二章 附则
第十二条 本办法自2026年
1月1日起施行。
"""
OPINION = """某意见
一、开拓
（一）展会
（二）认证
二 、品牌
三、其他
（一）保险
"""
GUIDELINE = """Richtlinie
§ 1 Zweck
(1) Gefördert werden Messen.
(2) Die Höhe ist nach
§ 9 begrenzt:
1. Stand
a) Miete
b) Bau
2. Reise
1. Januar 2027 ist der Beginn.
§ 2 Abs. 1 Umfang
§ 2 Abs. 2 Dauer
§ 2a Ausnahmen
"""
SCHEME = """Scheme
Article 1
Aims
Article 2 Grants
(a) fairs
(b) missions
(i) near
(ii) far
Section 3
3.1 Half of up to
1.5 million dollars
3.2 Ceiling
"""
LIST = """1. 目的
2、金额
（1）甲
（2）乙
3．其他
3.1 丙
"""


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (
            STATUTE,
            "序 第一章 第一条 第二条 第二条（一） 第二条（一）1 第二条（一）2 第二条（一）2(1) "
            "第二条（一）2(2) 第二条（二） 第二章",
        ),
        (OPINION, "序 一 一（一） 一（二） 二 三 三（一）"),
        (
            SCHEME,
            "序 Article_1 Article_2 Article_2(a) Article_2(b) Article_2(b)(i) Article_2(b)(ii) "
            "Section_3 Section_3.1 Section_3.2",
        ),
        (
            GUIDELINE,
            "序 §_1 §_1_Abs._1 §_1_Abs._2 §_1_Abs._2_Nr._1 §_1_Abs._2_Nr._1(a) "
            "§_1_Abs._2_Nr._1(b) §_1_Abs._2_Nr._2 §_2_Abs._1 §_2_Abs._2 §_2a",
        ),
        (LIST, "序 1 2 2(1) 2(2) 3 3.1"),
        ("第1条 目的\n第2条の2 額\n", "序 第1条 第2条の2"),
        ("제1조 목적\n제2조 금액\n", "序 제1조 제2조"),
        ("第五条\n第一款 甲\n第二款 乙\n第六条 丙\n", "序 第五条 第五条第一款 第五条第二款 第六条"),
        ("一、甲\n附件1\n一、乙\n", "序 一 附件1 附件1一"),
        ("1.每个展会100万元\n2.每家200万元\n", "序 1 2"),
    ],
)  # fmt: skip
def test_an_id_is_the_heading_as_printed_and_what_is_numbered_below_it(text: str, ids: str) -> None:
    assert list(articles_in(text)) == [each.replace("_", " ") for each in ids.split()]


def test_a_line_that_starts_with_a_figure_or_a_reference_stays_in_its_article() -> None:
    assert "第一条规定" in articles_in(STATUTE)["第二条"].words
    assert "§ 9 begrenzt" in articles_in(GUIDELINE)["§ 1 Abs. 2"].words
    assert "1. Januar 2027" in articles_in(GUIDELINE)["§ 1 Abs. 2 Nr. 2"].words
    assert "1.5 million" in articles_in(SCHEME)["Section 3.1"].words


def test_a_number_that_does_not_go_on_from_the_last_stays_in_its_article() -> None:
    articles = articles_in("1. 甲\n2. 乙\n5. 丙\n3. 丁\n")

    assert list(articles) == ["序", "1", "2", "3"]
    assert "5. 丙" in articles["2"].words


def test_digits_and_letters_below_an_article_are_details_of_it() -> None:
    articles = articles_in(STATUTE)

    details = {each.id: each.above for each in articles.values() if each.is_detail}

    assert details["第二条（一）1"] == "第二条（一）"
    assert details["第二条（一）2(1)"] == "第二条（一）2"
    assert "第二条（二）" not in details


def test_an_article_printed_twice_is_a_single_article() -> None:
    words = articles_in("一、甲\n二、乙\n一、丙\n")["一"].words

    assert words.split() == ["甲", "丙"]


@pytest.mark.parametrize("setting", ["\n", "\r\n", "\n\n   ", "\n\u3000\u3000"])
def test_how_lines_are_set_does_not_matter(setting: str) -> None:
    assert list(articles_in(STATUTE.replace("\n", setting))) == list(articles_in(STATUTE))


def test_two_spellings_of_an_id_are_the_same_article() -> None:
    assert folded("一（二）1（3）") == folded("一(二)1(3)")
    assert folded("ARTICLE 5 (a)") == folded("Article 5(a)")
