"""Setting values by path, listing them, and telling two policies apart."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.policy.patch import differences, every_difference, parameters, with_values
from domain.policy import terms
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy
from domain.refusals import Refusal


def test_setting_every_value_to_what_it_is_changes_nothing(shipped: Policy) -> None:
    own = {path: text for path, text, _ in parameters(shipped)}

    assert with_values(shipped, own) == shipped


def test_every_measure_cap_and_reading_has_its_paths_in_the_order_of_the_file(
    shipped: Policy,
) -> None:
    paths = [path for path, *_ in parameters(shipped)]
    without = {"city-online-fair", "small-exporter-insurance-pool", "case-by-case"}
    measured = dict.fromkeys(path.split(".")[1] for path in paths if path.startswith("measures."))

    assert list(measured) == [each for each in shipped.measures if each not in without]
    assert [path for path in paths if path.startswith("caps.")] == [
        f"caps.{cap}.limit" for cap in shipped.caps
    ]
    assert [path for path in paths if path.startswith("readings.")] == [
        f"readings.{name}" for name in shipped.source["readings"]
    ]


def test_values_are_listed_as_an_officer_writes_them(shipped: Policy) -> None:
    listed = {path: (text, article) for path, text, article in parameters(shipped)}

    assert listed["measures.key-exhibition.rate"] == ("70%", "一（一）")
    assert listed["measures.key-exhibition.per_booth"] == ("20000", "一（一）")
    assert listed["measures.key-export-credit-insurance.from_usd"] == ("10000000", "五（一）")
    assert listed["measures.trade-warning-point.awards.wenzhou-excellent"] == ("100000", "五（二）")
    assert listed["caps.insurance-per-year.limit"] == ("500000", "五（一）")
    assert listed["caps.key-exhibitions-per-year.limit"] == ("3", "一（一）")
    assert listed["readings.trademark_period"] == ("policy", "二（三）")
    assert "measures.overseas-trademark.at_most" not in listed


def test_values_are_set_and_nothing_else(shipped: Policy) -> None:
    changes = {
        "measures.key-exhibition.rate": "80.5%",
        "measures.key-exhibition.per_booth": "25000",
        "measures.trade-warning-point.awards.wenzhou-excellent": "120000.50",
        "caps.key-exhibitions-per-year.limit": "5",
        "caps.insurance-per-year.limit": "600000",
        "readings.trademark_period": "year",
    }

    policy = with_values(shipped, changes)

    _each, rate, most, highest = policy.measures["key-exhibition"].terms
    assert rate == terms.Rate(rate_bp=8050, bonuses=(), up_to_bp=None, named="rate_bp")
    assert most == terms.AtMost(most=2_500_000, named="per_booth_fen", per_item=False)
    assert highest == terms.Highest(limit=4, named="booths_per_exhibition", per_item=True)
    (award,) = policy.measures["trade-warning-point"].terms
    assert isinstance(award, terms.Award)
    assert isinstance(award.amount, terms.ByWord)
    assert award.amount.figures["wenzhou-excellent"] == 12_000_050
    assert award.amount.figures["province-qualified"] == 10_000_000
    assert policy.caps["insurance-per-year"].limit == 60_000_000
    assert {(path, new) for path, _, new, _ in differences(shipped, policy)} == set(changes.items())


def test_a_difference_names_path_old_new_and_article(shipped: Policy) -> None:
    policy = with_values(shipped, {"measures.key-exhibition.rate": "80%"})

    rows = differences(shipped, policy)

    assert rows == [("measures.key-exhibition.rate", "70%", "80%", "一（一）")]
    assert differences(policy, policy) == []


def test_days_and_document_are_set_beside(shipped: Policy) -> None:
    policy = with_values(
        shipped,
        {},
        first_day=date(2023, 1, 1),
        last_day=date(2023, 12, 31),
        announced_on=date(2023, 3, 1),
        document=" 乐商务〔2023〕5号 ",
    )

    assert (policy.first_day, policy.last_day) == (date(2023, 1, 1), date(2023, 12, 31))
    assert policy.announced_on == date(2023, 3, 1)
    assert policy.document == "乐商务〔2023〕5号"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2/3", "2/3"),
        ("1/2", "50%"),
        ("0.0150%", "0.015%"),
        ("120%", "120%"),
        ("66.667%", "66.667%"),
    ],
)
def test_a_rate_is_kept_in_its_one_form(shipped: Policy, written: str, kept: str) -> None:
    policy = with_values(shipped, {"measures.key-exhibition.rate": written})

    assert differences(shipped, policy) == [
        ("measures.key-exhibition.rate", "70%", kept, "一（一）")
    ]


def test_what_no_path_sets_differs_by_its_own_path(shipped: Policy) -> None:
    said = {name: dict(shipped.source[name]) for name in ("caps", "lists")}
    said["caps"]["aeo-once"] = said["caps"]["aeo-once"] | {"period": "year"}
    del said["caps"]["platform-once"]
    members = said["lists"]["belt_and_road"]["members"]
    said["lists"]["belt_and_road"] = said["lists"]["belt_and_road"] | {"members": [*members, "US"]}
    policy = compiled({**shipped.source, **said, "last_day": "2025-12-31"})

    differences = {path: (old, new) for path, old, new, _ in every_difference(shipped, policy)}

    assert differences["last_day"] == ("2024-12-31", "2025-12-31")
    assert differences["caps.platform-once.limit"] == ("1", "")
    assert differences["caps.platform-once.period"] == ("policy", "")
    assert differences["caps.aeo-once.period"] == ("policy", "year")
    assert differences["lists.belt_and_road.members.US"] == ("", "listed")
    assert every_difference(shipped, shipped) == []


def test_a_difference_that_no_path_sets_names_the_article_of_its_entry(shipped: Policy) -> None:
    caps = dict(shipped.source["caps"])
    caps["aeo-once"] = caps["aeo-once"] | {"period": "year"}
    days = {"announced_on": "2022-09-02", "last_day": "2025-12-31"}
    policy = compiled({**shipped.source, "caps": caps, **days})

    assert every_difference(shipped, policy) == [
        ("announced_on", "2022-09-01", "2022-09-02", "八"),
        ("last_day", "2024-12-31", "2025-12-31", "八"),
        ("caps.aeo-once.period", "policy", "year", "七"),
    ]


def test_a_reading_set_back_to_its_default_is_the_policy_again(shipped: Policy) -> None:
    other = with_values(shipped, {"readings.rounding": "wan-down"})

    assert other != shipped
    assert with_values(other, {"readings.rounding": "fen-down"}) == shipped


def test_a_reading_reshapes_the_caps(shipped: Policy) -> None:
    policy = with_values(shipped, {"readings.exhibition_counter": "apart"})

    shaped = {cap.id for cap in policy.caps.values()}

    assert "belt-road-exhibitions-per-year" in shaped


@pytest.mark.parametrize(
    "path",
    [
        "measures.key-exhibition",
        "measures.key-exhibition.rate_bp",
        "measures.key-exhibition.article",
        "measures.overseas-trademark.at_most",
        "measures.trade-warning-point.awards",
        "measures.trade-warning-point.awards.best",
        "caps.key-exhibitions-per-year.period",
        "caps.nothing.limit",
        "readings.nothing",
        "first_day",
        "",
    ],
)
def test_an_unknown_path_is_refused(shipped: Policy, path: str) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped, {path: "1"})

    assert refused.value.code == "policy-path-unknown"
    assert refused.value.facts["path"] == path


def test_a_path_nearly_right_is_refused_with_the_right_one(shipped: Policy) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped, {"measures.key-exhibitions.rate": "80%"})

    assert refused.value.facts["nearest"] == "measures.key-exhibition.rate"


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("measures.key-exhibition.rate", "80", "not-a-rate"),
        ("measures.key-exhibition.rate", "８０%", "not-a-rate"),
        ("measures.key-exhibition.rate", "-1%", "not-a-rate"),
        ("measures.key-exhibition.rate", "80.5555555%", "not-a-rate"),
        ("measures.key-exhibition.rate", "1/0", "not-a-rate"),
        ("measures.key-exhibition.rate", "0%", "out-of-range"),
        ("measures.key-exhibition.rate", "1000.000001%", "out-of-range"),
        ("measures.key-exhibition.per_booth", "2万", "not-an-amount"),
        ("measures.key-exhibition.per_booth", "1e5", "not-an-amount"),
        ("measures.key-exhibition.per_booth", "0", "out-of-range"),
        ("measures.key-exhibition.per_booth", "9" * 14, "not-an-amount"),
        ("measures.key-exhibition.booths_per_exhibition", "0", "out-of-range"),
        ("measures.key-exhibition.booths_per_exhibition", "1.5", "not-a-count"),
        ("caps.key-exhibitions-per-year.limit", "10001", "out-of-range"),
        ("caps.key-exhibitions-per-year.limit", "", "not-a-count"),
        ("readings.rounding", "up", "not-allowed"),
        ("readings.belt_and_road", "signed", "waits-for-its-list"),
    ],
)
def test_a_value_out_of_its_range_is_refused(
    shipped: Policy, path: str, value: str, problem: str
) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped, {path: value})

    facts = refused.value.facts
    assert refused.value.code == "policy-value-invalid"
    assert (facts["path"], facts["value"], facts["problem"]) == (path, value, problem)


def test_days_out_of_order_are_refused(shipped: Policy) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped, {}, first_day=date(2025, 1, 1))

    assert refused.value.facts["problem"] == "days-out-of-order"


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (" ", "empty"),
        ("x" * 501, "too-long"),
        ("a\nb", "malformed"),
        ("a\udc80", "bad-character U+DC80 surrogate"),
    ],
)
def test_a_document_that_is_no_line_of_text_is_refused(
    shipped: Policy, document: str, problem: str
) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped, {}, document=document)

    assert refused.value.facts["problem"] == problem


def test_the_list_of_signatories_is_awaited(shipped: Policy) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped, {"readings.belt_and_road": "signed"})

    assert refused.value.code == "policy-value-invalid"
