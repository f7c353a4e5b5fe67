"""Each figure of the file against a text that prints it, and texts that differ in one figure."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from adapters.policy.file.files import shipped_policy
from adapters.policy.text.check import Entry, PolicyCheck, check
from adapters.policy.text.figures import read_figure
from domain.policy.compiling.policy import compiled

FILE = shipped_policy()
PRINTED = {
    article["id"]: [figure["printed"] for figure in article["figures"]]
    for article in FILE.source["article"]
}
OTHERS = (
    "65%",
    "7万元",
    "8个展会",
    "3个标准展位",
    "25万美元",
    "60%",
    "全额",
    "一次性",
    "2023年5月1日",
)
Figures = dict[str, list[str]]


def text_of(figures: Figures) -> str:
    """Return a text of the ledger's own making that prints these figures in these articles."""
    lines, heading = ["某市试行意见（初稿）", "一年一度的开场白。", ""], ""
    for article, printed in figures.items():
        if article[0] != heading:
            heading = article[0]
            lines.append(f"{heading}、本节标题")
        start = article[1:]
        lines.append(
            f"{start}首先说明事由。"
            + "".join(f"此处写明{each}，" for each in printed)
            + "其余从略。"
        )
    return "\n".join(lines) + "\n"


def left_over(result: PolicyCheck) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what only the text and only the file have, as article and figure."""
    text_only = [(entry.article, entry.printed) for entry in result.text_only]
    file_only = [(entry.article, entry.printed) for entry in result.file_only]
    return text_only, file_only


def key(printed: str) -> object:
    return read_figure(printed).key


@st.composite
def places(draw: st.DrawFn) -> tuple[str, int]:
    article = draw(st.sampled_from([each for each, printed in PRINTED.items() if printed]))
    return article, draw(st.integers(0, len(PRINTED[article]) - 1))


def altered(article: str, printed: list[str]) -> str:
    return text_of(PRINTED | {article: printed})


def test_a_text_with_every_figure_leaves_nothing_over() -> None:
    result = check(FILE, text_of(PRINTED))

    assert result.clean
    assert len(result.matched) == sum(len(printed) for printed in PRINTED.values())


def test_the_matched_name_what_they_set() -> None:
    result = check(FILE, text_of(PRINTED))

    assert result.matched[0] == Entry(
        article="一（一）",
        printed="70%",
        paths=("measures.key-exhibition.rate",),
        note="",
        note_en="",
    )


def test_what_is_read_into_the_text_is_listed_apart() -> None:
    answer = [path for entry in check(FILE, "").inferred for path in entry.paths]

    assert "announced_on" in answer
    assert "caps.warehouse-once.limit" in answer
    assert {f"readings.{name}" for name in FILE.source["readings"]} <= set(answer)


@given(places(), st.sampled_from(OTHERS))
@settings(deadline=None)
def test_a_figure_changed_is_left_over_on_both_sides(place: tuple[str, int], other: str) -> None:
    article, at = place
    printed = PRINTED[article]
    assume(other not in printed)

    result = check(FILE, altered(article, [*printed[:at], other, *printed[at + 1 :]]))

    assert left_over(result) == ([(article, other)], [(article, printed[at])])


@given(places(), st.sampled_from(OTHERS))
@settings(deadline=None)
def test_a_figure_changed_to_another_printed_nearby_is_still_reported(
    place: tuple[str, int], other: str
) -> None:
    article, at = place
    printed = PRINTED[article]
    assume(key(other) != key(printed[at]))

    text_only, file_only = left_over(
        check(FILE, altered(article, [*printed[:at], other, *printed[at + 1 :]]))
    )

    assert text_only
    assert file_only


@given(places())
@settings(deadline=None)
def test_a_figure_struck_out_is_left_over_in_the_file(place: tuple[str, int]) -> None:
    article, at = place
    printed = PRINTED[article]

    result = check(FILE, altered(article, [*printed[:at], *printed[at + 1 :]]))

    assert left_over(result) == ([], [(article, printed[at])])
    assert not result.clean


@given(places(), st.sampled_from(OTHERS))
@settings(deadline=None)
def test_a_figure_put_in_is_left_over_in_the_text(place: tuple[str, int], other: str) -> None:
    article, at = place
    printed = PRINTED[article]

    result = check(FILE, altered(article, [*printed[:at], other, *printed[at:]]))

    assert left_over(result) == ([(article, other)], [])
    assert not result.clean


@given(places(), st.data())
@settings(deadline=None)
def test_two_swapped_figures_are_reported(place: tuple[str, int], data: st.DataObject) -> None:
    article, at = place
    printed = list(PRINTED[article])
    other = data.draw(st.integers(0, len(printed) - 1))
    assume(key(printed[at]) != key(printed[other]))
    printed[at], printed[other] = printed[other], printed[at]

    text_only, file_only = left_over(check(FILE, altered(article, printed)))

    assert text_only
    assert {each for each, _ in text_only} == {each for each, _ in file_only} == {article}


def most_in_order(mine: list[object], theirs: list[object]) -> int:
    """Return how many of one list stand in the other, in order, tried out one after another."""
    if not mine or not theirs:
        return 0
    if mine[0] == theirs[0]:
        return 1 + most_in_order(mine[1:], theirs[1:])
    return max(most_in_order(mine[1:], theirs), most_in_order(mine, theirs[1:]))


FULLEST = max(PRINTED.items(), key=lambda each: len(each[1]))


@given(st.lists(st.sampled_from([*FULLEST[1], "65%"]), min_size=2, max_size=8))
@settings(deadline=None)
def test_as_many_figures_are_matched_as_stand_in_order(printed: list[str]) -> None:
    article, listed = FULLEST

    result = check(FILE, altered(article, printed))

    matched = [entry.printed for entry in result.matched if entry.article == article]
    in_text = [key(each) for each in printed]
    assert len(matched) == most_in_order([key(each) for each in listed], in_text)
    assert len(left_over(result)[0]) == len(in_text) - len(matched)


@given(places(), places())
@settings(deadline=None)
def test_a_figure_moved_to_another_article_is_reported(
    place: tuple[str, int], target: tuple[str, int]
) -> None:
    (article, at), (other, to) = place, target
    assume(article != other)
    moved = dict(PRINTED)
    moved[article] = PRINTED[article][:at] + PRINTED[article][at + 1 :]
    moved[other] = [*PRINTED[other][:to], PRINTED[article][at], *PRINTED[other][to:]]

    text_only, file_only = left_over(check(FILE, text_of(moved)))

    assert text_only == [(other, PRINTED[article][at])]
    assert file_only == [(article, PRINTED[article][at])]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("\n", "\r"),
        ("\n", "\n\n    "),
        ("\n", "\n\u3000\u3000"),
        ("（", "("),
        ("）", " )"),
        ("、", " 、"),
        ("万元", " 万元"),
        ("个", " 个"),
        ("个", "\n个"),
        ("%", " ％ "),
        ("年", " 年 "),
        ("平方米", "㎡"),
        ("1.5万元", "15000元"),
        ("1.8万元", "１．８万元"),
        ("70%", "百分之七十"),
        ("50万美元", "500,000美元"),
        ("30万元", "三十万元"),
        ("某市", "\ufeff某\u200b市"),
    ],
)
def test_how_the_text_is_set_does_not_matter(old: str, new: str) -> None:
    text = text_of(PRINTED)
    assert old in text

    result = check(FILE, text.replace(old, new))

    assert left_over(result) == ([], [])


def test_an_article_left_out_of_the_text_is_left_over_in_the_file() -> None:
    without = {article: printed for article, printed in PRINTED.items() if article != "四（三）"}

    assert left_over(check(FILE, text_of(without))) == ([], [("四（三）", "")])


def test_an_article_the_file_does_not_list_is_left_over_in_the_text() -> None:
    text = text_of(PRINTED | {"八（一）": [], "九": ["1%", "2%"]})

    text_only, _ = left_over(check(FILE, text))

    assert text_only == [("八（一）", ""), ("九", "1%"), ("九", "2%")]


def test_a_figure_before_the_first_article_is_left_over() -> None:
    text_only, _ = left_over(check(FILE, "本意见共5页。\n" + text_of(PRINTED)))

    assert text_only == [("序", "5页")]


def test_words_that_only_look_like_figures_are_none() -> None:
    more = "一年一度、一站式、一事一议、一家企业、每年、自发布之日、多元、同一B2B平台"

    assert check(FILE, text_of(PRINTED).replace("其余从略", more)).clean


def test_no_text_leaves_the_whole_file_over() -> None:
    result = check(FILE, "")

    assert not result.matched
    assert {entry.article for entry in result.file_only} == set(PRINTED)


def test_a_file_of_one_article_leaves_the_rest_of_the_text_over() -> None:
    file = compiled({**FILE.source, "article": FILE.source["article"][:1]})

    text_only, file_only = left_over(check(file, text_of(PRINTED)))

    assert file_only == []
    assert {article for article, _ in text_only} == set(PRINTED) - {"一（一）"}


def test_a_heading_without_figures_that_the_file_lists_stands_in_the_text() -> None:
    listed = [{"id": "一", "figures": []}, *FILE.source["article"]]

    assert check(compiled({**FILE.source, "article": listed}), text_of(PRINTED)).clean
