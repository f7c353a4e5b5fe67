"""What a document may not say though each part of it would hold alone."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from domain.policy.compiling.policy import compiled
from tests.domain.policy.small import FACTS, document, fault

FEE = {"of": "fee"}
BANDS = [["0", "1%"]]
SHARE = [["0%", "1%"]]
PAYS: list[tuple[list[Any], str, str]] = [
    ([FEE, {"rate": {"bands": 5}}], ".2.rate.bands", "wrong-type"),
    ([FEE, {"rate": {"bands": SHARE, "base": "sold_usd"}}], ".2.rate.base", "currencies-mixed"),
    ([FEE, {"rate": {"by": "area", "bands": [[0, "1%"]], "marginal": True}}], ".2.rate.marginal",
     "not-allowed"),
    ([FEE, {"rate": {"by": "sold_usd", "bands": BANDS, "marginal": True}}], ".2.rate.marginal",
     "not-allowed"),
    ([FEE, {"at_most": {"bands": [["0", "1"]], "marginal": True}}], ".2.at_most.marginal",
     "not-allowed"),
    ([FEE, {"rate": {"bands": BANDS, "marginal": True}, "plus": [{"rate": "1%"}]}], ".2.plus",
     "unknown"),
    ([FEE, {"rate": {"bands": BANDS, "marginal": True}, "up_to": "1%"}], ".2.up_to", "unknown"),
    ([FEE, {"at_most": {"of": "budget", "rate": "1%"}, "per": "item"}], ".2.per", "not-allowed"),
    ([{"each": "booths"}, {"at_most": "1", "per": "item"}, {"highest": 2}], ".2.per",
     "not-allowed"),
    ([FEE, {"at_most": "5", "per": "item"}, {"rate": "50%"}], ".3", "not-allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("pays", "where", "problem"), PAYS)
def test_terms_that_would_not_do_what_they_say_are_refused(
    pays: list[Any], where: str, problem: str
) -> None:
    assert fault(document(pays)) == (f"measures.first.pays{where}", problem)


def test_the_cost_of_a_kind_is_in_the_policys_currency() -> None:
    kinds = {"work": {"item": "name", "cost": "sold_usd", "facts": FACTS}}

    assert fault(document([FEE], kinds=kinds)) == ("kinds.work.cost", "currencies-mixed")


def test_a_record_is_asked_for_numbers_alone() -> None:
    records = {"trade": {"facts": {"note": {"is": "text"}}}}
    said = document([{"of": "trade.note"}, {"price": "1"}], records=records)

    assert fault(said) == ("measures.first.pays.1.of", "wrong-type-of-fact")


def test_grants_of_an_item_are_counted_for_kinds_with_items_alone() -> None:
    when = [{"granted": "first", "per": "item", "below": 1}]
    said = document([FEE], when=when, kinds={"work": {"facts": FACTS}})

    assert fault(said) == ("measures.first.when.1.per", "kind-without-item")


@pytest.mark.parametrize(
    "need",
    [
        {"fact": "staff", "at_least": 50, "below": 10},
        {"fact": "fee", "at_least": "500", "below": "500"},
        {"record": "trade", "field": "total", "at_least": "2", "below": "1"},
        {"granted": "first", "at_least": 3, "below": 3},
    ],
)
def test_limits_that_nothing_is_within_are_refused(need: dict[str, Any]) -> None:
    said = document([FEE], needs=[need | {"code": "not-small"}])

    assert fault(said) == ("measures.first.needs.1.below", "out-of-range")


@pytest.mark.parametrize("alike", ["良", " 良", "良\u3000"])
def test_two_words_that_sheets_write_alike_are_refused(alike: str) -> None:
    facts = FACTS | {"grade": {"is": "word", "words": {"good": "良", "best": alike}}}
    said = document([FEE], kinds={"work": {"item": "name", "facts": facts}})

    assert fault(said) == ("kinds.work.facts.grade.words.best", "repeated")


def test_a_measure_does_not_exclude_itself() -> None:
    line = {"measure": "first", "by": ["first"], "on": "item", "way": "first", "code": "twice"}
    said = document([FEE], exclusions=[line | {"article": "一"}])

    assert fault(said) == ("exclusions.first.by", "not-allowed")


@pytest.mark.parametrize("patch", [{"exclusions.first": "gone"}, {"id.x": "gone"}])
def test_only_an_entry_that_goes_by_its_name_may_be_gone(patch: dict[str, Any]) -> None:
    exclusion = {"article": "一", "measure": "first", "by": ["first"], "on": "item",
                 "way": "first", "code": "no"}  # fmt: skip
    reading = {"default": "own", "rivals": {"rival": patch}, "chosen": "rival"}
    said = document([FEE], exclusions=[exclusion], readings={"r": reading})

    assert fault(said) == ("readings.r.rivals.rival", "unknown-path")


def test_a_rival_that_patches_another_rivals_patch_leaves_the_source_alone() -> None:
    terms = {"measures.first.pays": [FEE, {"rate": "50%"}]}
    said = document(
        [FEE, {"rate": "10%"}],
        readings={
            "a": {"default": "own", "chosen": "rival", "rivals": {"rival": terms}},
            "b": {
                "default": "own",
                "chosen": "rival",
                "rivals": {"rival": {"measures.first.rate": "60%"}},
            },
        },
    )
    before = deepcopy(said)

    compiled(said)

    assert said == before
