"""What stands below what in a text: each outline whole, a detail marked with a star."""

from __future__ import annotations

import pytest

from adapters.policy.text.articles import articles_in
from adapters.policy.text.headings import folded

OUTLINES = {
    # Annexes, articles, headings, clauses and items, from the highest to the lowest.
    "第一条\n附件1\n第一条 甲\n附件2\n第三条 乙\n": "第一条 附件1 附件1第一条 附件2 附件2第三条",
    "附件1\n一、甲\n第一条 乙\n": "附件1 附件1一 附件1第一条",
    "第一条\n一、甲\n（一）乙\n第一款 丙\n（一）丁\n1. 戊\n（二）己\n二、庚\n": (
        "第一条 第一条一 第一条一（一） 第一条一第一款 第一条一第一款（一） 第一条一第一款（一）1* "
        "第一条一第一款（二） 第一条二"
    ),
    "一、\n（一）甲\n1.乙\n（1）丙\na) 丁\n2.戊\n": (
        "一 一（一） 一（一）1* 一（一）1(1)* 一（一）1(1)(a)* 一（一）2*"
    ),
    "一、\n（一）甲\n1. 乙\n2. 丙\n3. 丁\n（二）戊\n1. 己\n2. 庚\n": (
        "一 一（一） 一（一）1* 一（一）2* 一（一）3* 一（二） 一（二）1* 一（二）2*"
    ),
    "第一条 甲\n第二条 乙\n附件1\n第二条 丙\n": "第一条 第二条 附件1 附件1第二条",
    "第一条甲\n第二条乙\n": "第一条 第二条",
    "(1) 甲\ni) 乙\n": "(1)",
    # A chapter closes all but the annex it stands in.
    "第一章 甲\n第一条 乙\n（一）丙\n第二章 丁\n（一）戊\n第二条\n": (
        "第一章 第一条 第一条（一） 第二章 （一） 第二条"
    ),
    "附件1\n第一章\n第一条 甲\n第二章\n（一）乙\n第二条 丙\n": (
        "附件1 第一章 附件1第一条 第二章 附件1（一） 附件1第二条"
    ),
    # Letters are letters where they go on from the last, else small Roman numerals.
    "Article 2\n(a) a\n(b) b\n(c) c\n(d) d\n(e) e\n(f) f\n(g) g\n(h) h\n(i) i\n(j) j\n": (
        "Article_2 Article_2(a)* Article_2(b)* Article_2(c)* Article_2(d)* Article_2(e)* "
        "Article_2(f)* Article_2(g)* Article_2(h)* Article_2(i)* Article_2(j)*"
    ),
    "Article 2\n(a) a\n(i) x\n(ii) x\n(iii) x\n(iv) x\n(v) x\n(b) c\n(i) u\n": (
        "Article_2 Article_2(a)* Article_2(a)(i)* Article_2(a)(ii)* Article_2(a)(iii)* "
        "Article_2(a)(iv)* Article_2(a)(v)* Article_2(b)* Article_2(b)(i)*"
    ),
    # Inserted articles, and paragraphs named in the heading itself.
    "第5条の2 甲\n第5条の3 乙\n第6条\n": "第5条の2 第5条の3 第6条",
    "§ 2 A\n§ 2a B\n§ 2b C\n§ 2 D\n§ 3 E\n": "§_2 §_2a §_2b §_3",
    "第二条 甲\n第二条之一 乙\n第二条 丙\n第三条之一 丁\n": "第二条 第二条之一 第三条之一",
    "§ 2 Abs. 2 A\n(3) B\n(4) C\n§ 2 Abs. 5 D\n1. E\n§ 2 F\n": (
        "§_2_Abs._2* §_2_Abs._3* §_2_Abs._4* §_2_Abs._5* §_2_Abs._5_Nr._1*"
    ),
    "§ 1 A\n(1) B\n1. C\n(1) D\n(2) E\n": (
        "§_1 §_1_Abs._1* §_1_Abs._1_Nr._1* §_1_Abs._2*"
    ),
    # Numbers in digits and points.
    "3.1 甲\n3.2 乙\n": "3.1 3.2",
    "1. A\n1.1 B\n1.1.1 C\n1.1.2 D\n1.2 E\n": "1 1.1* 1.1.1* 1.1.2* 1.2*",
    "Section 3 A\n3.1 B\n3.1.1 C\n": "Section_3 Section_3.1* Section_3.1.1*",
    "Article 2 A\n3.1 B\n3.2 C\n": "Article_2 Article_2_3.1* Article_2_3.2*",
    "Article 3\n1. A\n2. B\n": "Article_3 Article_3.1* Article_3.2*",
    "第三条\n1. A\n": "第三条 第三条1*",
    "附件1\n1. 甲\n2. 乙\n附件2\n1. 丙\n": "附件1 附件1.1* 附件1.2* 附件2 附件2.1*",
    # Where a text begins: with any article and any point, with the first bracket or letter alone.
    "第三条 甲\n第四条 乙\n": "第三条 第四条",
    "3. 甲\n4. 乙\n": "3 4",
    "(3) 甲\nb) 乙\n": "",
    "(1) 甲\n(2) 乙\n": "(1) (2)",
}  # fmt: skip

# What follows the number says whether a line is a heading that skipped some, or goes on.
STAYING = {
    "第二条 甲\n第九条之一 规定\n第三条 乙\n": ("第二条 第三条", "第九条之一 规定"),
    "".join(f"({letter}) x\n" for letter in ("1", *"abcdefgh", "ii")): (
        "(1) " + " ".join(f"(1)({letter})*" for letter in "abcdefgh"), "(ii) x",
    ),
    "第一条 甲，见\n第三条规定。\n第二条 乙\n": ("第一条 第二条", "第三条规定"),
    "第一条 甲\n第六条 乙\n第十二条 丙\n": ("第一条 第六条", "第十二条 丙"),
    "Article 1 A\nArticle 3, and B\nArticle 2 C\n": ("Article_1 Article_2", "Article 3, and B"),
    "Article 1 A\nArticle 1 B\nArticle 1, C\n": ("Article_1", "Article 1, C"),
    "第二条 甲\n第二条规定\n第一条规定\n第三条\n": ("第二条 第三条", "第一条规定"),
    "§ 1 A\n1. B\n1.\tJanuar 2027 ist es.\n2. C\n": (
        "§_1 §_1_Nr._1* §_1_Nr._2*", "Januar 2027 ist es.",
    ),
    "1. 甲\n2. 万元\n2、5 万\n": ("1 2", "5 万"),
}  # fmt: skip
SKIPPING = {
    "第一条 甲\n第六条 乙\n第十一条 丙\n": "第一条 第六条 第十一条",
    "第三条：甲\n第五条：乙\n第一条：丙\n": "第三条 第五条 第一条",
    "第一条\t甲\n第三条\n第五条": "第一条 第三条 第五条",
}


def outline(text: str) -> list[str]:
    return [
        article.id.replace(" ", "_") + ("*" if article.is_detail else "")
        for article in articles_in(text).values()
    ]


@pytest.mark.parametrize(("text", "ids"), [*OUTLINES.items(), *SKIPPING.items()])
def test_each_article_stands_below_the_one_it_belongs_to(text: str, ids: str) -> None:
    assert outline(text) == ["序", *ids.split()]


@pytest.mark.parametrize(("text", "outlined"), STAYING.items())
def test_a_line_that_only_names_an_article_is_no_heading(
    text: str, outlined: tuple[str, str]
) -> None:
    ids, words = outlined

    assert outline(text) == ["序", *ids.split()]
    assert any(words in article.words for article in articles_in(text).values())


def test_every_word_stands_in_its_article_and_in_no_other() -> None:
    articles = articles_in("甲乙\n第一条 丙丁\n第二条 戊己\n")

    words = {each.id: each.words.strip() for each in articles.values()}
    assert words == {"序": "甲乙", "第一条": "丙丁", "第二条": "戊己"}
    assert (articles["序"].above, articles["序"].is_detail) == ("", False)


def test_a_paragraph_of_the_heading_and_a_chapter_say_where_they_stand() -> None:
    articles = articles_in("第一章 甲\n§ 2 Abs. 1 A\n§ 2 Abs. 2 B\n")

    assert [(each.id, each.above, each.is_detail) for each in articles.values()] == [
        ("序", "", False), ("第一章", "序", False),
        ("§ 2 Abs. 1", "§ 2", True), ("§ 2 Abs. 2", "§ 2", True),
    ]  # fmt: skip


def test_ids_that_differ_are_folded_to_what_differs() -> None:
    assert folded("一（1） A") == "一(1)a"
    assert folded("第二条") != folded("第三条")
