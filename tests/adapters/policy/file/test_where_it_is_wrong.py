"""Where a policy file is wrong: the entry of a list by its article, or by its number."""

from __future__ import annotations

import pytest

from adapters.policy.answers import numbered
from adapters.policy.file.files import FOUND_MAX, SIZE_MAX, read_policy_file, shipped_policy
from adapters.policy.patch import with_values
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.translation import speaking
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
    ('en = "exhibition", identifies', 'en = "exhibition", identify', "identify", "identifies"),
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


RATE = 'sets = ["measures.key-exhibition.rate"]'
RIVAL = '{ "settings.order" = "best" }'
LATE = "readings.late_claim_order.rivals.best"
SENTENCES = [
    ('printed = "70%"', 'printed = "71%"',
     "article 一（一） prints 71%, and measures.key-exhibition.rate is 70%."),
    ('printed = "2万元"', 'printed = "$20,000"',
     "article 一（一） prints $20,000, and measures.key-exhibition.per_booth is 20000 CNY."),
    ('printed = "70%"', 'printed = "按70%计"', "Figures in it: 70%."),
    ('printed = "70%"', 'printed = "几成"', "which is not a figure. List the number with its unit"),
    (RATE, 'sets = ["measures.aeo-advanced.award"]',
     "70% stands under article 一（一）, which is not an article of measures.aeo-advanced.award."),
    (RATE, 'sets = ["measures.key-exhibition.ratio"]', "Perhaps measures.key-exhibition.rate is"),
    ('paths = ["announced_on"]', 'paths = ["announced"]', "Perhaps announced_on is meant"),
    (RIVAL, '{ "settings.order" = 24 }', f"{LATE} (settings.order) is not accepted"),
    (RIVAL, '{ "settings.order" = 24 }', "It is one of: decided, matter, best."),
    (RIVAL, '{ "setting.order" = "best" }', "setting.order. Perhaps settings.order is meant"),
    (RIVAL, '{ "measures.key-exhibition.rate" = "7" }',
     f"{LATE} (measures.key-exhibition.pays.2.rate) is not accepted (not a rate): 7."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), SENTENCES)
def test_a_refusal_names_the_figure_the_path_and_what_would_do(
    old: str, new: str, says: str, edited: Edited
) -> None:
    with pytest.raises(Refusal) as refused:
        read_policy_file(edited(old, new))

    with speaking("en"):
        assert says in sentence(refused.value)


def test_a_rival_that_is_chosen_is_refused_as_any_other_where_it_is_wrong(edited: Edited) -> None:
    chosen = '{ "measures.key-exhibition.pays" = 7 }\nchosen = "best"'

    with pytest.raises(Refusal) as refused:
        read_policy_file(edited(RIVAL, chosen))

    facts = refused.value.facts
    assert (facts["where"], facts["path"]) == (LATE, "measures.key-exhibition.pays")
