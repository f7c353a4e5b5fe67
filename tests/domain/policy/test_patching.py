"""A rival reading is a patch of the same document: what it sets, and what it cannot."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from domain.policy.compiling.faults import PolicyError
from domain.policy.compiling.patching import with_chosen_readings
from domain.policy.compiling.paths import parameters_in
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


def test_a_patch_takes_a_key_away_that_another_period_does_not_have() -> None:
    rolling = CAP | {"period": "rolling", "months": 12}
    patch = {"caps.c.period": "year", "caps.c.months": "gone"}
    said = document(deepcopy(PAYS), caps={"c": rolling}, readings={"r": _read_as(patch)})

    assert (compiled(said).caps["c"].period, with_chosen_readings(said)["caps"]["c"]) == (
        "year", CAP | {"period": "year"},
    )  # fmt: skip


@pytest.mark.parametrize("path", ["caps.c.months", "caps.d.months", "caps.c.limit", "caps.c.a.b"])
def test_a_key_that_is_not_there_or_must_be_is_not_taken_away(path: str) -> None:
    assert fault(read({path: "gone"})) == ("readings.r.rivals.rival", "unknown-path")


EVERY_PATH = [
    ([{"of": "fee"}, {"rate": "1%", "plus": [{"rate": "2%", "name": "more"}, {"rate": "3%"}]}],
     ["more", "plus.2"], "5%"),
    ([{"of": "fee"}, {"rate": {"bands": [["0", "1%"], ["90", "2%"]]}}], ["rate.2"], "5%"),
    ([{"of": "fee"}, {"rate": {"bands": [["0", "1%"], ["90", "2%"]]}}], ["rate.2.from"], "80"),
    ([{"of": "fee"}, {"rate": "1%", "name": "share"}, {"at_most": "9", "name": "most"}], ["share"],
     "5%"),
    ([{"of": "fee"}, {"plus": "5", "when": [{"fact": "staff", "at_least": 2}]}],
     ["plus.when.1.at_least"], 7),
    ([{"of": "fee"}, {"at_most": {"rate": "1%", "of": "budget"}}], ["at_most"], "2%"),
]  # fmt: skip


@pytest.mark.parametrize(("pays", "paths", "value"), EVERY_PATH)
def test_a_patch_takes_every_path_that_a_figure_sets(
    pays: list[Any], paths: list[str], value: Any
) -> None:
    for path in (f"measures.first.{each}" for each in paths):
        said = document(deepcopy(pays), readings={"r": _read_as({path: value})})

        before, after = (parameters_in(said), parameters_in(with_chosen_readings(said)))

        changed = {name for name in before if before[name].text != after[name].text}
        assert (after[path].text, changed) == (str(value), {path})
        assert compiled(said)


def test_a_patch_takes_the_limits_of_needs_and_of_conditions() -> None:
    limits: list[Any] = [
        {"filed_within_days": 30, "code": "late"},
        {"any": ["new", {"fact": "staff", "below": 9}], "code": "large"},
        {"fact": "fee", "at_least": "5", "name": "from", "code": "small"},
    ]
    for path, value in (
        ("needs.1.filed_within_days", 60), ("needs.2.2.below", 12), ("from", "7"),
    ):  # fmt: skip
        full = f"measures.first.{path}"
        said = document([{"award": "1"}], needs=limits, readings={"r": _read_as({full: value})})

        assert parameters_in(with_chosen_readings(said))[full].text == str(value)
        assert compiled(said)


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("measures.first.rat.best", "measures.first.rate.best"),
        ("measures.first.shares", "measures.first.share"),
        ("caps.d.limit", "caps.c.limit"),
        ("setting.rounding", "settings.rounding"),
        ("exclusions.firsts.way", "exclusions.first.way"),
        ("cap.c.limit", "caps.c.limit"),
    ],
)
def test_a_path_that_is_none_is_refused_with_the_nearest_that_is(path: str, nearest: str) -> None:
    with pytest.raises(PolicyError) as refused:
        compiled(read({path: "1%"}))

    assert (refused.value.found, refused.value.more) == (path, {"nearest": nearest})


def _read_as(patch: dict[str, Any]) -> dict[str, Any]:
    own = {"article": "一", "default": "own", "chosen": "rival", "bears_on": ["work"]}
    return own | {"note_zh": "读", "note_en": "read", "rivals": {"rival": patch}}
