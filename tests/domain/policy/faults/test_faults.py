"""What does not hold in a policy's document is refused by its path and one word."""

from __future__ import annotations

from typing import Any

import pytest

from domain.policy.compiling.faults import PolicyError
from domain.policy.compiling.policy import compiled
from tests.domain.policy.small import FACTS, document, fault

FEE, AWARD = {"of": "fee"}, {"award": "1"}
PAYS: list[tuple[list[Any], str, str]] = [  # the terms, where under `pays`, the word
    ([], "", "empty"),
    ([FEE, "half"], ".2", "wrong-type"),
    ([{"fee": "1"}], ".1", "not-one-verb"),
    ([{"of": "fee", "rate": "50%"}], ".1", "not-one-verb"),
    ([{"of": "fee", "mor": "budget"}], ".1.mor", "unknown"),
    ([FEE, {"rate": "50%", "per": "item"}], ".2.per", "unknown"),
    ([{"of": "feee"}], ".1.of", "unknown-fact"),
    ([{"of": "country"}], ".1.of", "wrong-type-of-fact"),
    ([{"of": "trades.total"}], ".1.of", "unknown-record"),
    ([{"of": "trade.totals"}], ".1.of", "unknown-fact"),
    ([{"of": "trade.total:x"}], ".1.of", "malformed"),
    ([{"of": "trade.total:mean0"}], ".1.of", "malformed"),
    ([{"of": "fee", "less": "sold_usd"}], ".1.less", "currencies-mixed"),
    ([{"of": "fee", "less": "trade.us_usd"}], ".1.less", "currencies-mixed"),
    ([{"each": "fee"}], ".1.each", "wrong-type-of-fact"),
    ([FEE, AWARD], ".2", "unit-differs"),
    ([{"rate": "50%"}], ".1", "unit-differs"),
    ([{"of": "sold_usd"}, {"rate": "50%"}], ".2", "unit-differs"),
    ([{"of": "area"}, {"rate": "50%"}], ".2", "unit-differs"),
    ([FEE, {"price": "1"}], ".2", "unit-differs"),
    ([FEE, {"up_to": "1"}], ".2", "unit-differs"),
    ([FEE, {"highest": 1}], ".2", "unit-differs"),
    ([{"of": "sold_usd"}, {"at_most": "1"}], ".2", "unit-differs"),
    ([{"of": "sold_usd"}, {"times": "7"}], ".2", "unit-differs"),
    ([{"of": "sold_usd"}], "", "pays-no-money"),
    ([{"of": "area"}], "", "pays-no-money"),
    ([{"each": "booths"}, {"rate": "50%"}], "", "pays-no-money"),
    ([FEE, {"per": "1", "blocks": "whole"}], "", "pays-no-money"),
    ([FEE, {"rate": "50"}], ".2.rate", "not-a-rate"),
    ([FEE, {"rate": "0%"}], ".2.rate", "out-of-range"),
    ([FEE, {"rate": 50}], ".2.rate", "not-a-text"),
    ([FEE, {"rate": "50%", "up_to": "1"}], ".2.up_to", "not-a-rate"),
    ([FEE, {"rate": "50%", "plus": "10%"}], ".2.plus", "wrong-type"),
    ([FEE, {"rate": "50%", "plus": ["10%"]}], ".2.plus.1", "wrong-type"),
    ([FEE, {"rate": "50%", "plus": [{"rate": "1"}]}], ".2.plus.1.rate", "not-a-rate"),
    ([FEE, {"rate": "50%", "plus": [{"rate": "1%", "if": []}]}], ".2.plus.1.if", "unknown"),
    ([FEE, {"rate": "50%", "plus": [{"rate": "1%", "when": "new"}]}], ".2.plus.1.when",
     "wrong-type"),
    ([FEE, {"rate": "50%", "plus": [{"rate": "1%", "when": ["old"]}]}], ".2.plus.1.when.1",
     "unknown-fact"),
    ([FEE, {"rate": "50%"}, {"rate": "50%"}], ".3", "repeated"),
    ([FEE, {"at_most": "1万"}], ".2.at_most", "not-an-amount"),
    ([FEE, {"at_most": "1", "per": "year"}], ".2", "not-one-verb"),
    ([FEE, {"at_most": {"of": "budget"}}], ".2.at_most", "not-one-verb"),
    ([FEE, {"at_most": {"of": "budget", "rate": "1%", "price": "1"}}], ".2.at_most",
     "not-one-verb"),
    ([FEE, {"at_most": {"of": "sold_usd", "rate": "1%"}}], ".2.at_most.of", "currencies-mixed"),
    ([FEE, {"at_most": {"of": "budget", "price": "1"}}], ".2.at_most.of", "wrong-type-of-fact"),
    ([FEE, {"at_most": {"of": "budgets", "rate": "1%"}}], ".2.at_most.of", "unknown-fact"),
    ([FEE, {"at_most": {"of": "budget", "rate": "1%", "by": "x"}}], ".2.at_most.by", "unknown"),
    ([FEE, {"at_least": "0"}], ".2.at_least", "out-of-range"),
    ([FEE, {"rounded": "0"}], ".2.rounded", "out-of-range"),
    ([FEE, {"per": "1", "blocks": "half"}, AWARD], ".2.blocks", "not-allowed"),
    ([FEE, {"per": "1"}, AWARD], ".2.blocks", "not-allowed"),
    ([{"of": "area"}, {"per": "0", "blocks": "up"}, AWARD], ".2.per", "out-of-range"),
    ([{"of": "area"}, {"price": "1元"}], ".2.price", "not-a-price"),
    ([{"of": "area"}, {"price": "1/0"}], ".2.price", "out-of-range"),
    ([{"of": "area"}, {"up_to": "many"}, {"price": "1"}], ".2.up_to", "not-a-number"),
    ([{"each": "booths"}, {"highest": 0}], ".2.highest", "not-a-count"),
    ([{"each": "booths"}, {"highest": True}], ".2.highest", "not-a-count"),
    ([{"award": "1"}, {"plus": "1", "when": "new"}], ".2.when", "wrong-type"),
    ([{"award": {"by": "staff", "good": "1"}}], ".1.award.by", "wrong-type-of-fact"),
    ([{"award": {"good": "1", "best": "2"}}], ".1.award.by", "unknown-fact"),
    ([{"award": {"by": "grade", "good": "1"}}], ".1.award.best", "missing"),
    ([{"award": {"by": "grade", "good": "1", "best": "2", "bad": "3"}}], ".1.award.bad",
     "unknown"),
    ([{"award": {"bands": [["0", "1"]]}}], ".1.award.by", "unit-differs"),
    ([{"award": {"by": "grade", "bands": [["0", "1"]]}}], ".1.award.by", "wrong-type-of-fact"),
    ([{"award": {"by": "staff", "bands": []}}], ".1.award.bands", "not-rising"),
    ([{"award": {"by": "staff", "bands": [[6, "1"], [0, "2"]]}}], ".1.award.bands", "not-rising"),
    ([{"award": {"by": "staff", "bands": [[0, "1"], [0, "2"]]}}], ".1.award.bands", "not-rising"),
    ([{"award": {"by": "staff", "bands": [[0]]}}], ".1.award.bands.1", "wrong-type"),
    ([{"award": {"by": "staff", "bands": [[-1, "1"]]}}], ".1.award.bands.1", "not-a-number"),
    ([{"award": {"by": "staff", "bands": [[0, "1%"]]}}], ".1.award.bands.1", "not-an-amount"),
    ([{"award": {"by": "staff", "bands": [[0, "1"]], "good": "1"}}], ".1.award.good", "unknown"),
    ([{"award": {"by": "staff", "bands": [[0, "1"]], "marginal": True}}], ".1.award.marginal",
     "not-allowed"),
    ([FEE, {"rate": {"bands": [["1%", "1%"]]}}], ".2.rate.bands.1", "not-an-amount"),
    ([FEE, {"rate": {"bands": [["1", "1%"]], "base": "budget"}}], ".2.rate.bands.1",
     "not-a-rate"),
    ([FEE, {"rate": {"bands": [["1%", "1%"]], "base": "x"}}], ".2.rate.base", "unknown-fact"),
]  # fmt: skip


@pytest.mark.parametrize(("pays", "where", "problem"), PAYS)
def test_terms_that_do_not_hold_are_refused(pays: list[Any], where: str, problem: str) -> None:
    assert fault(document(pays)) == (f"measures.first.pays{where}", problem)


TOTAL = {"record": "trade", "field": "total"}
CONDITIONS: list[tuple[Any, str, str]] = [
    (5, "", "wrong-type"),
    ({}, "", "not-a-condition"),
    ({"is": "best"}, "", "not-a-condition"),
    ("newer", "", "unknown-fact"),
    ("not newer", "", "unknown-fact"),
    ("fee", "", "wrong-type-of-fact"),
    ({"fact": "grades", "is": "best"}, ".fact", "unknown-fact"),
    ({"fact": "country", "is": "DE"}, ".fact", "wrong-type-of-fact"),
    ({"fact": "grade", "is": "bad"}, ".is", "unknown-word"),
    ({"fact": "grade", "is": ["best", "bad"]}, ".is", "unknown-word"),
    ({"fact": "country", "on": "far"}, ".on", "unknown-list"),
    ({"fact": "name", "on": "near"}, ".fact", "wrong-type-of-fact"),
    ({"fact": "country", "on": "near", "is": "x"}, ".on", "unknown"),
    ({"fact": "fee"}, ".at_least", "missing"),
    ({"fact": "fee", "at_least": 5}, ".at_least", "not-a-text"),
    ({"fact": "fee", "at_least": "5%"}, ".at_least", "not-an-amount"),
    ({"fact": "staff", "at_least": True}, ".at_least", "not-a-text"),
    ({"fact": "grade", "at_least": 5}, ".fact", "wrong-type-of-fact"),
    ({"fact": "staff", "at_least": 5, "over": 1}, ".over", "unknown"),
    ({"fact": "fee", "of": "sold_usd", "at_least": "5%"}, ".of", "currencies-mixed"),
    ({"fact": "fee", "of": "budget", "at_least": "5"}, ".at_least", "not-a-rate"),
    ({"fact": "fee", "of": "budget", "name": "part"}, ".name", "unknown"),
    ({"record": "trades", "field": "total", "at_least": "1"}, "", "unknown-record"),
    ({"record": "trade", "field": "totals", "at_least": "1"}, "", "unknown-fact"),
    ({"record": "trade", "at_least": "1"}, "", "unknown-fact"),
    ({"record": "trade", "fields": [], "at_least": "1"}, ".fields", "wrong-type"),
    ({"record": "trade", "fields": ["total", "us_usd"], "at_least": "1"}, ".fields",
     "currencies-mixed"),
    (TOTAL, ".at_least", "missing"),
    (TOTAL | {"at_least": "1", "year": "next"}, ".year", "not-allowed"),
    (TOTAL | {"growth_at_least": "5"}, ".growth_at_least", "not-a-rate"),
    (TOTAL | {"growth_at_least": "5%", "below": "1"}, ".below", "unknown"),
    ({"granted": "second", "below": 1}, ".granted", "unknown-measure"),
    ({"granted": "rest"}, ".below", "missing"),
    ({"granted": "rest", "below": "1"}, ".below", "not-a-count"),
    ({"granted": "rest", "per": "year", "below": 1}, ".per", "not-allowed"),
    ({"granted": "rest", "over": 1}, ".over", "unknown"),
    ({"filed_within_days": "30"}, ".filed_within_days", "not-a-count"),
    ({"filed_within_days": 30, "of": 1}, ".of", "unknown"),
    ({"any": ["new"]}, ".any", "wrong-type"),
    ({"any": "new"}, ".any", "wrong-type"),
    ({"any": ["new", "old"]}, ".any.2", "unknown-fact"),
    ({"any": ["new", "not new"], "name": "x"}, ".name", "unknown"),
    ({"abroad": "name"}, ".abroad", "wrong-type-of-fact"),
    ({"abroad": "country", "home": "CN"}, ".home", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "where", "problem"), CONDITIONS)
def test_conditions_that_do_not_hold_are_refused(condition: Any, where: str, problem: str) -> None:
    said = document([AWARD], when=["new", condition])

    assert fault(said) == (f"measures.first.when.2{where}", problem)


def test_a_need_that_is_not_one_fact_says_what_it_is_called() -> None:
    needs = [{"fact": "staff", "at_least": 5}]

    assert fault(document([AWARD], needs=needs)) == ("measures.first.needs.1.code", "missing")
    assert fault(document([AWARD], needs=[5])) == ("measures.first.needs.1", "wrong-type")


CAP = {
    "article": "一", "title_zh": "限", "title_en": "Cap", "limit": 1, "unit": "count",
    "period": "year", "per": "enterprise", "measures": ["first"],
}  # fmt: skip
EXCLUSION = {"article": "一", "measure": "first", "by": ["first"], "on": "item", "way": "first",
             "code": "no"}  # fmt: skip
OTHER = {"kinds": {"work": {"item": "name", "facts": FACTS}, "idle": {"facts": {}}}}
NO_ITEM = {"kinds": {"work": {"facts": FACTS}}}


def kind(**more: Any) -> dict[str, Any]:
    return {"kinds": {"work": {"item": "name", "facts": FACTS} | more}}


SECTIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"last_day": "2021-12-31"}, "last_day", "days-out-of-order"),
    ({"first_day": "2022-02-30"}, "first_day", "not-a-day"),
    (OTHER, "kinds.idle", "without-a-measure"),
    (kind(item="names"), "kinds.work.item", "unknown-fact"),
    (kind(item="fee"), "kinds.work.item", "wrong-type-of-fact"),
    (kind(cost="staff"), "kinds.work.cost", "wrong-type-of-fact"),
    (kind(facts=FACTS | {"x": {"is": "text", "currency": "USD"}}), "kinds.work.facts.x.currency",
     "not-allowed"),
    (kind(facts=FACTS | {"x": {"is": "word"}}), "kinds.work.facts.x.words", "missing"),
    (kind(facts=FACTS | {"x": {"is": "text", "words": {"a": "b"}}}), "kinds.work.facts.x.words",
     "unknown"),
    ({"caps": {"c": CAP | {"measures": ["second"]}}}, "caps.c.measures", "unknown-measure"),
    ({"caps": {"c": CAP | {"measures": ["first", "first"]}}}, "caps.c.measures", "repeated"),
    ({"caps": {"c": CAP | {"limit": 0}}}, "caps.c.limit", "not-a-count"),
    ({"caps": {"c": CAP | {"limit": True}}}, "caps.c.limit", "not-a-count"),
    ({"caps": {"c": CAP | {"limit": "1"}}}, "caps.c.limit", "not-a-count"),
    ({"caps": {"c": CAP | {"unit": "money"}}}, "caps.c.limit", "not-a-text"),
    ({"caps": {"c": CAP | {"unit": "money", "limit": "x"}}}, "caps.c.limit", "not-an-amount"),
    (NO_ITEM | {"caps": {"c": CAP | {"per": "item"}}}, "caps.c.per", "kind-without-item"),
    (NO_ITEM | {"caps": {"c": CAP | {"per": "item-of-all"}}}, "caps.c.per", "kind-without-item"),
    ({"caps": {"c": CAP | {"per": "all", "limit": {"of": "trade.total"}}}}, "caps.c.limit",
     "limit-of-one-enterprise"),
    ({"exclusions": [EXCLUSION | {"by": ["second"]}]}, "exclusions.first", "unknown-measure"),
    (NO_ITEM | {"exclusions": [EXCLUSION]}, "exclusions.first", "kind-without-item"),
    ({"together": [{"measures": ["second"], "pays": "both"}]}, "together.second",
     "unknown-measure"),
    ({"settings": {"rounding": "up"}}, "settings.rounding", "not-allowed"),
    ({"settings": {"order": "late"}}, "settings.order", "not-allowed"),
    ({"lists": {"joined": {"since": {"JP": "soon"}}}}, "lists.joined.since", "not-a-day"),
    ({"readings": {"r": {"default": "a", "rivals": {"b": {}}, "bears_on": ["idle"]}}},
     "readings.r.bears_on", "unknown-kind"),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "where", "problem"), SECTIONS)
def test_what_does_not_hold_beside_the_terms_is_refused(
    sections: dict[str, Any], where: str, problem: str
) -> None:
    assert fault(document([FEE], **sections)) == (where, problem)


def test_what_an_item_shares_needs_a_kind_with_items() -> None:
    pays = [FEE, {"at_most": "1", "per": "item"}]

    assert fault(document(pays, **NO_ITEM)) == ("measures.first.pays", "kind-without-item")


def test_only_the_last_measure_of_a_kind_takes_the_rest() -> None:
    said = document([FEE], when=["new"])
    early, late = said["measures"]["first"], said["measures"]["rest"]

    assert fault(said | {"measures": {"first": early}}) == (
        "measures.first.when", "leaves-claims-over",
    )  # fmt: skip
    assert fault(said | {"measures": {"rest": late, "first": early}}) == (
        "measures.rest.when", "takes-all-before",
    )  # fmt: skip
    assert fault(said | {"measures": {"first": early, "all": late, "rest": late}}) == (
        "measures.all.when", "takes-all-before",
    )  # fmt: skip
    with pytest.raises(PolicyError, match="takes-all-before: rest"):
        compiled(said | {"measures": {"first": early, "all": late, "rest": late}})


def test_what_a_measure_pays_is_a_list_of_terms() -> None:
    said = document([FEE])
    for pays in ("of", {"of": "fee"}):
        said["measures"]["first"]["pays"] = pays

        assert fault(said) == ("measures.first.pays", "empty")


def test_a_fault_says_where_it_is_and_what_stands_there() -> None:
    with pytest.raises(PolicyError) as wrong:
        compiled(document([FEE, {"rate": "50"}]))

    assert str(wrong.value) == "measures.first.pays.2.rate: not-a-rate: 50"


def test_a_cap_by_item_is_of_measures_with_one_kind_of_item() -> None:
    kinds = {
        name: {"item": item, "facts": FACTS} for name, item in (("work", "name"), ("play", "grade"))
    }
    kinds["play"]["facts"] = FACTS | {"grade": {"is": "text"}}
    said = document(
        [FEE], kinds=kinds, caps={"c": CAP | {"per": "item", "measures": ["first", "other"]}}
    )
    said["measures"]["other"] = said["measures"]["first"] | {"kind": "play"}

    assert fault(said) == ("caps.c.per", "items-differ")
    kinds["play"]["item_name"] = "name"
    assert compiled(said).caps["c"].item == "name"


def test_a_measure_of_an_unknown_kind_is_refused() -> None:
    said = document([FEE])
    said["measures"]["first"]["kind"] = "works"

    assert fault(said) == ("measures.first.kind", "unknown-kind")
