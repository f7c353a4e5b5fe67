"""A rival reading is a patch of the same document: what it sets, and what it cannot."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy
from tests.domain.policy.small import document, fault, own

CAP = {
    "article": "一", "title_zh": "限", "title_en": "Cap", "limit": 1, "unit": "count",
    "period": "year", "per": "enterprise", "measures": ["first"],
}  # fmt: skip
PAYS = [
    {"of": "fee"},
    {"rate": {"by": "grade", "good": "10%", "best": "20%"}},
    {"at_most": {"rate": "1%", "of": "budget"}, "name": "share"},
]


def read(patch: Any, chosen: str = "rival", **more: Any) -> dict[str, Any]:
    """A document whose one reading is read by this patch."""
    reading = {"default": "own", "rivals": {"rival": patch}, "chosen": chosen}
    return document(
        deepcopy(PAYS),
        when=["new", {"record": "trade", "field": "total", "year": "same", "at_least": "1"}],
        caps={"c": CAP},
        exclusions=[{"article": "一", "measure": "first", "by": ["rest"], "on": "item",
                     "way": "two-way", "code": "no"}],
        together=[{"measures": ["first", "rest"], "pays": "both"}],
        readings={"r": reading},
        settings={"rounding": "fen-down"},
        **more,
    )  # fmt: skip


def rival(**patch: Any) -> Policy:
    return compiled(read({key.replace("__", "."): value for key, value in patch.items()}))


def test_the_default_reading_is_the_document_as_it_stands() -> None:
    policy = compiled(read({"caps.c": "gone"}, chosen="own"))

    assert list(policy.caps) == ["c"]


def test_a_patch_sets_one_key_of_an_entry() -> None:
    assert rival(caps__c__period="policy").caps["c"].period == "policy"
    assert rival(settings__rounding="yuan-down").settings.rounding == "yuan-down"
    assert rival(lists__near__members=["US"]).lists["near"].members == {"US"}


def test_a_patch_takes_an_entry_away_or_adds_one_like_another() -> None:
    assert rival(caps__c="gone").caps == {}
    caps = rival(caps__d={"like": "c", "limit": 2}).caps
    assert [(cap.id, cap.limit, cap.period) for cap in caps.values()] == [
        ("c", 1, "year"),
        ("d", 2, "year"),
    ]


def test_a_patch_sets_entries_of_lists_by_their_measure() -> None:
    assert not rival(exclusions__first__way="first").exclusions[0].two_way
    assert rival(together__rest__pays="higher").together[0].higher
    exclusion = {"article": "一", "on": "item", "way": "two-way", "code": "no"}
    said = read({"exclusions.rest.code": "other"})
    said["exclusions"] = [
        exclusion | {"measure": one, "by": [other]}
        for one, other in (("first", "rest"), ("rest", "first"))
    ]
    assert [each.code for each in compiled(said).exclusions] == ["no", "other"]


def test_a_patch_sets_a_figure_or_a_condition_of_a_measure() -> None:
    rate = compiled(read({"measures.first.rate.best": "50%"}))
    share = compiled(read({"measures.first.share.of": "fee"}))
    before = compiled(read({"measures.first.year": "previous"}))

    assert own(rate, grade="best", budget_fen=10**8).alone == 50_000
    assert own(share, fee_fen=500).alone == 5
    assert before.measures["first"].when[1] != compiled(read({}, "own")).measures["first"].when[1]


def test_the_source_stays_as_it_was_recorded() -> None:
    said = read({"caps.c": "gone", "measures.first.share.of": "fee"})
    before = deepcopy(said)

    policy = compiled(said)

    assert policy.source == said == before


@pytest.mark.parametrize(
    "patch",
    [
        {"caps.d": "gone"},
        {"caps.d": {"like": "e"}},
        {"caps.d.limit": 1},
        {"caps": "gone"},
        {"cap.c": "gone"},
        {"measures.second.rate": "1%"},
        {"measures.first.highest": 1},
        {"measures.first.share.bands": 1, "measures.first.shares.of": "fee"},
        {"exclusions.rest.way": "first"},
        {"together.third.pays": "higher"},
        {"id.x": "y"},
    ],
)
def test_a_patch_of_what_is_not_there_is_refused(patch: dict[str, Any]) -> None:
    assert fault(read(patch)) == ("readings.r.rivals.rival", "unknown-path")


def test_a_patch_is_checked_as_the_document_is() -> None:
    assert fault(read({"caps.c.measures": ["third"]})) == ("caps.c.measures", "unknown-measure")
    assert fault(read({"measures.first.share.of": "area"})) == (
        "measures.first.pays.3.at_most.of",
        "currencies-mixed",
    )
    assert fault(read({"settings.rounding": "up"})) == ("settings.rounding", "not-allowed")


def test_a_choice_that_is_unknown_or_waits_for_its_list_is_refused() -> None:
    assert fault(read({}, chosen="third")) == ("readings.r.chosen", "not-allowed")
    assert fault(read("waits")) == ("readings.r.chosen", "waits-for-its-list")


def test_the_readings_that_bear_on_a_kind_are_known_as_they_are_chosen() -> None:
    said = read({})
    said["readings"]["r"]["bears_on"] = ["work"]
    said["readings"]["s"] = {"default": "own", "rivals": {"rival": {}}}

    assert compiled(said).bearing == {"work": {"r": "rival"}}
