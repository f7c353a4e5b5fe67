"""Headings that name a part of an article, and lines that begin with a reference to one."""

from __future__ import annotations

import pytest

from adapters.policy.text.articles import articles_in
from adapters.policy.text.headings import folded

HEADINGS = {
    "Section 3.1 Half\nSection 3.2 More\nSection 4 Limits\n": "Section_3.1* Section_3.2* Section_4",
    "Section 3 Credits\nSection 3.1 Half\nSection 3.2 More\nSection 4\n": (
        "Section_3 Section_3.1* Section_3.2* Section_4"
    ),
    "Section 3.1 Half\n(a) fairs\n(b) missions\nSection 3.2 More\n": (
        "Section_3.1* Section_3.1(a)* Section_3.1(b)* Section_3.2*"
    ),
    "Section 3.1 A\nSection 3.1.1 B\nSection 3.1.2 C\nSection 3.2 D\n": (
        "Section_3.1* Section_3.1.1* Section_3.1.2* Section_3.2*"
    ),
    "Article 2(a) Fairs\nArticle 2(b) Missions\nArticle 3 Limits\n": (
        "Article_2(a)* Article_2(b)* Article_3"
    ),
    "Article 2 Grants\nArticle 2(1) Fairs\nArticle 2(2) Missions\n": (
        "Article_2 Article_2(1)* Article_2(2)*"
    ),
    "§ 4 Art der Förderung\nAbs. 1 Bei Messen\nAbs. 2 Bei Reisen\n§ 5 Dauer\n": (
        "§_4 §_4_Abs._1* §_4_Abs._2* §_5"
    ),
    "§ 4 Art\nAbsatz 1 Bei Messen\nAbsatz 2 Bei Reisen\n": "§_4 §_4_Abs._1* §_4_Abs._2*",
    "§ 4 (1) Bei Messen\n§ 4 (2) Bei Reisen\n": "§_4_Abs._1* §_4_Abs._2*",
    "제3조(지원)\n① 번역\n② 디자인\n제4조(전시회)\n": "제3조 제3조①* 제3조②* 제4조",
    "제3조(지원)\n제1항 번역\n제2항 디자인\n제4조(전시회)\n": "제3조 제3조제1항* 제3조제2항* 제4조",
    "第五条 甲\n①展位\n②运费\n第六条 乙\n": "第五条 第五条①* 第五条②* 第六条",
}  # fmt: skip

REFERRING = {
    "第一条 甲\n第二条第一项、第二条各项，每户3万元\n第二条 乙\n": ("第一条 第二条", "每户3万元"),
    "第一条 甲\n第二条规定的企业\n第二条 乙\n": ("第一条 第二条", "规定的企业"),
    "第一条 甲\n第二条的企业\n第二条 乙\n": ("第一条 第二条", "的企业"),
    "第一条 甲\n第二条、第三条所列\n第二条 乙\n": ("第一条 第二条", "所列"),
    "第一条 甲\n第二条（一）、（二）项\n第二条 乙\n": ("第一条 第二条", "项"),
    "第一条 甲\n第二条和第三条\n第二条 乙\n": ("第一条 第二条", "和第三条"),
    "第一条第一项、第二条各项，每户3万元\n第一条 乙\n": ("第一条", "每户3万元"),
    "第三条 甲\n第四条の補助は、50万円\n第四条 乙\n": ("第三条 第四条", "の補助"),
    "제3조(갑)\n제4조의 보조금\n제4조(을)\n": ("제3조 제4조", "의 보조금"),
    "제3조(갑)\n제4조제1항에 따라\n제4조(을)\n": ("제3조 제4조", "제1항에"),
    "Article 1 A\nArticle 2, and B\nArticle 2 C\n": ("Article_1 Article_2", ", and B"),
    "Article 1 A\nArticle 2 applies to B\nArticle 2 C\n": ("Article_1 Article_2", "applies"),
    "Section 3.1 A\nSection 3.2 and 3.3 apply\nSection 3.2 B\n": (
        "Section_3.1* Section_3.2*", "and 3.3 apply",
    ),
    "Section 3.1 A\nSection 3.9 B\nSection 3.2 C\n": ("Section_3.1* Section_3.2*", "Section 3.9"),
    "§ 1 A nach\n§ 2 und 3 B\n§ 2 C\n": ("§_1 §_2", "und 3 B"),
    "§ 4 A nach\nAbs. 1 begrenzt\nAbs. 1 Bei B\n": ("§_4 §_4_Abs._1*", "begrenzt"),
    "第五条 甲\n②运费\n①展位\n": ("第五条 第五条①*", "运费"),
}  # fmt: skip


def outline(text: str) -> list[str]:
    return [
        article.id.replace(" ", "_") + ("*" if article.is_detail else "")
        for article in articles_in(text).values()
    ]


@pytest.mark.parametrize(("text", "ids"), HEADINGS.items())
def test_a_heading_may_name_a_part_of_its_article(text: str, ids: str) -> None:
    assert outline(text) == ["序", *ids.split()]


@pytest.mark.parametrize(("text", "outlined"), REFERRING.items())
def test_a_line_that_begins_with_a_reference_stays_where_it_is(
    text: str, outlined: tuple[str, str]
) -> None:
    ids, words = outlined

    articles = articles_in(text)
    assert outline(text) == ["序", *ids.split()]
    assert any(words in article.words for article in articles.values())


def test_the_marks_of_a_list_are_in_no_article_as_figures() -> None:
    articles = articles_in("第五条 甲\n①展位\n③运费\n第六条 乙①丙\n")

    assert [article.words.split() for article in articles.values()] == [
        [], ["甲"], ["展位", "运费"], ["乙", "丙"],
    ]  # fmt: skip


def test_a_paragraph_in_a_circle_goes_by_its_number_too() -> None:
    assert folded("제3조①") == folded("제3조 제1항") == folded("제3조(1)")
    assert folded("§ 4 Absatz 1") == folded("§ 4 Abs. 1") == folded("§ 4 (1)")
    assert folded("第五条①") != folded("第五条②")
