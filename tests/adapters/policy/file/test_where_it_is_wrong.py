"""Where a policy file is wrong: the entry of a list by its article, or by its number."""

from __future__ import annotations

import pytest

from adapters.policy.answers import numbered
from adapters.policy.file.files import FOUND_MAX, SIZE_MAX, read_policy_file, shipped_policy
from adapters.policy.patch import with_values
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from tests.adapters.policy.editing import Edited

WRONG = [
    ("limit = 3", 'limit = ["3"]', "caps.key-exhibitions-per-year.limit"),
    ("limit = 3", "limit = 3.5", "caps.key-exhibitions-per-year.limit"),
    ("limit = 3", "limit = 0", "caps.key-exhibitions-per-year.limit"),
    ('when = ["key"]', "when = [1]", "measures.key-exhibition.when.1"),
    ('measures = ["key-exhibition"]', 'measures = ["key-exhibition", 7]',
     "caps.key-exhibitions-per-year.measures.2"),
    ("[[commitment]]", "[[commitment]]\nmore = 1", "commitment.三（一）.more"),
    ("[[commitment]]", "[[commitment]]\n[[commitment]]", "commitment.1.article"),
    ('id = "一（一）"', 'id = "一（一）"\nmore = 1', "article.一（一）.more"),
    ('id = "一（一）"', "", "article.1.id"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where"), WRONG)
def test_what_is_wrong_is_named_by_its_place(
    old: str, new: str, where: str, edited: Edited
) -> None:
    with pytest.raises(Refusal) as refused:
        read_policy_file(edited(old, new))

    assert str(refused.value.facts["where"]).startswith(where)


def test_no_more_of_a_wrong_value_is_repeated_than_a_person_reads(edited: Edited) -> None:
    with pytest.raises(Refusal) as refused:
        read_policy_file(edited('currency = "CNY"', f'currency = "{"x" * 200}"'))

    assert refused.value.facts["found"] == "x" * FOUND_MAX == "x" * 80
    assert SIZE_MAX == 56_000


MISSPELT = [
    ("id = ", "titel_zh = 'x'\nid = ", "titel_zh", "title_zh"),
    ('unit = "count"', 'unit = "counts"', "counts", "count"),
    ('unit = "count"', 'units = "count"', "units", "unit"),
    ('rounding = "fen-down"', 'roundings = "fen-down"', "roundings", "rounding"),
    ('is = "text", zh', 'is = "texts", zh', "texts", "text"),
    ('zh = "展会名称", identifies', 'zh = "展会名称", identify', "identify", "identifies"),
    ('line = { code', 'line = { codes', "codes", "code"),
    ('{ printed = "70%"', '{ print = "70%"', "print", "printed"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wrong", "nearest"), MISSPELT)
def test_a_misspelt_word_is_refused_with_the_nearest_that_is_one(
    old: str, new: str, wrong: str, nearest: str, edited: Edited
) -> None:
    with pytest.raises(Refusal) as refused:
        read_policy_file(edited(old, new))

    facts = refused.value.facts
    assert (facts["found"], facts["nearest"]) == (wrong, nearest)


def test_a_word_like_no_other_is_refused_with_all_that_may_stand_there(edited: Edited) -> None:
    with pytest.raises(Refusal) as refused:
        read_policy_file(edited('period = "year"', 'period = "monthly"'))

    assert refused.value.facts["known"] == "year, policy, fiscal, rolling"


def test_a_character_that_nobody_sees_is_named(edited: Edited) -> None:
    with pytest.raises(Refusal) as refused:
        read_policy_file(edited('title_en = "Award', 'title_en = "\u200bAward'))

    assert refused.value.facts["problem"] == "bad-character"
    assert refused.value.facts["found"] == "U+200B ZERO WIDTH SPACE"


def test_a_reading_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped_policy(), {"readings.exhibition_counter": "onee"})

    assert dict(refused.value.facts) == {
        "path": "readings.exhibition_counter",
        "value": "onee",
        "problem": "not-allowed",
        "allowed": "separate, one, apart",
    }


def test_of_no_policies_no_version_is_known() -> None:
    with pytest.raises(Refusal) as refused:
        numbered(PolicyBook(), None)

    assert (refused.value.code, dict(refused.value.facts)) == (
        "version-unknown", {"version": 0, "versions": 0},
    )  # fmt: skip
