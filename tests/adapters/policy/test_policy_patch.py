"""Setting values by path, listing them, and telling two policies apart."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.policy.catalogue import CAPS, MEASURES
from adapters.policy.file.files import PolicyFile
from adapters.policy.patch import differences, parameters, with_values
from domain.policy.measures import AwardByGrade, BoothShare
from domain.policy.readings import RIVALS
from domain.refusals import Refusal


def test_setting_every_value_to_what_it_is_changes_nothing(shipped: PolicyFile) -> None:
    own = {path: text for path, text, _ in parameters(shipped.policy)}

    assert with_values(shipped.policy, own) == shipped.policy


def test_every_measure_cap_and_reading_has_its_paths_in_the_order_of_the_file(
    shipped: PolicyFile,
) -> None:
    paths = [path for path, *_ in parameters(shipped.policy)]
    without = {"city-online-fair", "small-exporter-insurance-pool", "case-by-case"}
    measured = dict.fromkeys(path.split(".")[1] for path in paths if path.startswith("measures."))

    assert list(measured) == [measure for measure in MEASURES if measure not in without]
    assert [path for path in paths if path.startswith("caps.")] == [
        f"caps.{cap}.limit" for cap in CAPS
    ]
    assert [path for path in paths if path.startswith("readings.")] == [
        f"readings.{name}" for name in RIVALS
    ]


def test_values_are_listed_as_an_officer_writes_them(shipped: PolicyFile) -> None:
    listed = {path: (text, article) for path, text, article in parameters(shipped.policy)}

    assert listed["measures.key-exhibition.rate"] == ("70%", "一（一）")
    assert listed["measures.key-exhibition.per_booth"] == ("20000", "一（一）")
    assert listed["measures.key-export-credit-insurance.from_usd"] == ("10000000", "五（一）")
    assert listed["measures.trade-warning-point.awards.wenzhou-excellent"] == ("100000", "五（二）")
    assert listed["caps.insurance-per-year.limit"] == ("500000", "五（一）")
    assert listed["caps.key-exhibitions-per-year.limit"] == ("3", "一（一）")
    assert listed["readings.trademark_period"] == ("policy", "二（三）")
    assert "measures.overseas-trademark.at_most" not in listed


def test_values_are_set_and_nothing_else(shipped: PolicyFile) -> None:
    changes = {
        "measures.key-exhibition.rate": "80.5%",
        "measures.key-exhibition.per_booth": "25000",
        "measures.trade-warning-point.awards.wenzhou-excellent": "120000.50",
        "caps.key-exhibitions-per-year.limit": "5",
        "caps.insurance-per-year.limit": "600000",
        "readings.trademark_period": "year",
    }

    policy = with_values(shipped.policy, changes)

    assert policy.measures["key-exhibition"].formula == BoothShare(
        rate_bp=8050, per_booth_fen=2_500_000, booths_per_exhibition=4
    )
    warning_point = policy.measures["trade-warning-point"].formula
    assert isinstance(warning_point, AwardByGrade)
    assert warning_point.awards_fen["wenzhou-excellent"] == 12_000_050
    assert warning_point.awards_fen["province-qualified"] == 10_000_000
    assert policy.caps["insurance-per-year"].limit == 60_000_000
    assert {(path, new) for path, _, new, _ in differences(shipped.policy, policy)} == set(
        changes.items()
    )


def test_a_difference_names_path_old_new_and_article(shipped: PolicyFile) -> None:
    policy = with_values(shipped.policy, {"measures.key-exhibition.rate": "80%"})

    rows = differences(shipped.policy, policy)

    assert rows == [("measures.key-exhibition.rate", "70%", "80%", "一（一）")]
    assert differences(policy, policy) == []


def test_days_and_document_are_set_beside(shipped: PolicyFile) -> None:
    policy = with_values(
        shipped.policy,
        {},
        first_day=date(2023, 1, 1),
        last_day=date(2023, 12, 31),
        announced_on=date(2023, 3, 1),
        document=" 乐商务〔2023〕5号 ",
    )

    assert (policy.first_day, policy.last_day) == (date(2023, 1, 1), date(2023, 12, 31))
    assert policy.announced_on == date(2023, 3, 1)
    assert policy.document == "乐商务〔2023〕5号"


def test_a_reading_reshapes_the_caps(shipped: PolicyFile) -> None:
    policy = with_values(shipped.policy, {"readings.exhibition_counter": "apart"})

    shaped = {cap.id for cap in policy.caps_in_force}

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
def test_an_unknown_path_is_refused(shipped: PolicyFile, path: str) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped.policy, {path: "1"})

    assert refused.value.code == "policy-path-unknown"
    assert refused.value.facts["path"] == path


def test_a_path_nearly_right_is_refused_with_the_right_one(shipped: PolicyFile) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped.policy, {"measures.key-exhibitions.rate": "80%"})

    assert refused.value.facts["nearest"] == "measures.key-exhibition.rate"


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("measures.key-exhibition.rate", "80", "not-a-rate"),
        ("measures.key-exhibition.rate", "８０%", "not-a-rate"),
        ("measures.key-exhibition.rate", "-1%", "not-a-rate"),
        ("measures.key-exhibition.rate", "80.555%", "not-a-rate"),
        ("measures.key-exhibition.rate", "0%", "out-of-range"),
        ("measures.key-exhibition.rate", "100.01%", "out-of-range"),
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
    shipped: PolicyFile, path: str, value: str, problem: str
) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped.policy, {path: value})

    facts = refused.value.facts
    assert refused.value.code == "policy-value-invalid"
    assert (facts["path"], facts["value"], facts["problem"]) == (path, value, problem)


def test_days_out_of_order_are_refused(shipped: PolicyFile) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped.policy, {}, first_day=date(2025, 1, 1))

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
    shipped: PolicyFile, document: str, problem: str
) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped.policy, {}, document=document)

    assert refused.value.facts["problem"] == problem


def test_the_list_of_signatories_is_awaited(shipped: PolicyFile) -> None:
    with pytest.raises(Refusal) as refused:
        with_values(shipped.policy, {"readings.belt_and_road": "signed"})

    assert refused.value.code == "policy-value-invalid"
