"""Policies of the first form: read for ever as they were recorded, and decided by likewise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adapters.log.codec import event_bytes
from adapters.policy.codec import BYTES_MAX, digest, former_from_json, from_json, to_json
from adapters.policy.file.files import shipped_policy
from adapters.policy.former.document import FormerDocument
from adapters.policy.patch import with_values
from domain.policy.measures import Policy

GOLDEN = Path(__file__).parents[2] / "golden" / "events" / "policy-published.json"
EVENT = event_bytes(GOLDEN.read_bytes())
SAID: dict[str, Any] = json.loads(EVENT)
BYTES = bytes(msgspec.json.decode(EVENT, type=dict[str, msgspec.Raw])["policy"])
SHIPPED = shipped_policy()
RIVALS = [
    (name, rival)
    for name, reading in SHIPPED.source["readings"].items()
    for rival, patch in reading["rivals"].items()
    if patch != "waits"
]


def recorded(policy: dict[str, Any]) -> bytes:
    """Bytes of the first form."""
    return json.dumps(policy, ensure_ascii=False, separators=(",", ":")).encode()


def said() -> dict[str, Any]:
    policy: dict[str, Any] = json.loads(BYTES)
    return policy


def same(a: Policy, b: Policy) -> None:
    """Both decide alike: kinds, measures, caps, lists, what stands beside what, readings."""
    assert a.kinds == b.kinds
    assert list(a.measures) == list(b.measures)
    for name, measure in a.measures.items():
        assert measure == b.measures[name]
    assert list(a.caps) == list(b.caps)
    for name, cap in a.caps.items():
        assert cap == b.caps[name]
    assert a.lists == b.lists
    assert (a.exclusions, a.together, a.settings) == (b.exclusions, b.together, b.settings)
    assert a.bearing == b.bearing
    assert (a.announced_on, a.first_day, a.last_day) == (b.announced_on, b.first_day, b.last_day)


def test_what_was_recorded_is_encoded_as_it_was_recorded() -> None:
    policy = former_from_json(BYTES)

    assert recorded(said()) == BYTES
    assert to_json(policy) == BYTES
    assert digest(policy) == SAID["digest"]


def test_it_decides_as_the_shipped_policy_of_today_does() -> None:
    same(former_from_json(BYTES), SHIPPED)


@pytest.mark.parametrize(("name", "rival"), RIVALS)
def test_each_rival_reading_decides_as_it_does_today(name: str, rival: str) -> None:
    policy = said()
    assert policy["readings"][name] == SHIPPED.source["readings"][name]["default"]
    policy["readings"][name] = rival

    read = former_from_json(recorded(policy))

    same(read, with_values(SHIPPED, {f"readings.{name}": rival}))
    assert to_json(read) == recorded(policy)


AMENDED = [
    ("key-exhibition", "rate_bp", 8050, "rate", "80.5%"),
    ("key-exhibition", "per_booth_fen", 2_500_001, "per_booth", "25000.01"),
    ("key-exhibition", "booths_per_exhibition", 6, "booths_per_exhibition", "6"),
    ("other-online-exhibition", "at_most_fen", 900_000, "at_most", "9000"),
    ("overseas-trademark", "rate_bp", 3333, "rate", "33.33%"),
    ("key-export-credit-insurance", "from_usd_cents", 100, "from_usd", "1"),
    ("key-export-credit-insurance", "rate_bp", 9000, "rate", "90%"),
    ("aeo-advanced", "award_fen", 1, "award", "0.01"),
    ("offshore-outsourcing", "per_usd_cents", 30_000_000, "per_usd", "300000"),
    ("offshore-outsourcing", "award_fen", 2_000_000, "award", "20000"),
    ("fx-guarantee-fee", "share_of_guaranteed_bp", 150, "share_of_guaranteed", "1.5%"),
]


@pytest.mark.parametrize(("measure", "field", "value", "term", "text"), AMENDED)
def test_an_amended_figure_is_the_one_of_todays_path(
    measure: str, field: str, value: int, term: str, text: str
) -> None:
    policy = said()
    formula = next(each["formula"] for each in policy["measures"] if each["id"] == measure)
    assert formula[field] != value
    formula[field] = value

    read = former_from_json(recorded(policy))

    same(read, with_values(SHIPPED, {f"measures.{measure}.{term}": text}))
    assert to_json(read) == recorded(policy)


def test_awards_caps_and_days_are_those_recorded() -> None:
    policy = said()
    (awards,) = (
        each["formula"]["awards_fen"]
        for each in policy["measures"]
        if each["id"] == "trade-warning-point"
    )
    awards["wenzhou-excellent"] = 12_000_050
    for cap in policy["caps"]:
        cap["limit"] += 1
    policy["last_day"] = "2025-12-31"
    limits = {
        f"caps.{name}.limit": str(cap.limit + 1)
        if cap.unit == "count"
        else f"{cap.limit // 100}.01"
        for name, cap in SHIPPED.caps.items()
    }

    read = former_from_json(recorded(policy))

    today = with_values(
        SHIPPED,
        limits | {"measures.trade-warning-point.awards.wenzhou-excellent": "120000.50"},
        last_day=read.last_day,
    )
    same(read, today)
    assert read.last_day.isoformat() == "2025-12-31"


def test_whether_a_share_has_a_ceiling_and_needs_own_exports_is_as_recorded() -> None:
    policy = said()
    by_id = {each["id"]: each for each in policy["measures"]}
    by_id["overseas-trademark"]["formula"]["at_most_fen"] = 100
    by_id["overseas-trademark"]["needs_self_export"] = False
    by_id["other-online-exhibition"]["formula"]["at_most_fen"] = None

    measures = former_from_json(recorded(policy)).measures

    trademark, online = measures["overseas-trademark"], measures["other-online-exhibition"]
    assert [need.code for need in trademark.needs] == ["abroad"]
    assert len(trademark.terms) == 3
    assert len(online.terms) == 2
    assert online.by_item


def test_the_period_of_a_cap_is_what_the_reading_says_whatever_the_cap_said() -> None:
    policy = said()
    for cap in policy["caps"]:
        if cap["id"] == "trademarks-in-all":
            cap["period"] = "year"

    assert former_from_json(recorded(policy)).caps["trademarks-in-all"].period == "policy"


def test_a_cap_that_a_file_added_then_is_a_cap() -> None:
    policy = said()
    policy["caps"].append(
        {
            "id": "further", "article": "一（一）", "title_zh": "展会总数",
            "title_en": "Exhibitions in all", "unit": "fen", "limit": 10_050, "period": "policy",
            "per": "enterprise", "measures": ["other-exhibition", "key-exhibition"],
        }
    )  # fmt: skip

    cap = former_from_json(recorded(policy)).caps["further"]

    assert (cap.unit, cap.limit, cap.period, cap.item) == ("fen", 10_050, "policy", None)
    assert cap.by_item == {"other-exhibition", "key-exhibition"}


def test_an_amendment_of_one_is_recorded_in_the_form_of_today() -> None:
    policy = with_values(former_from_json(BYTES), {"measures.key-exhibition.rate": "80%"})

    assert not isinstance(policy.source, FormerDocument)
    assert from_json(to_json(policy)) == policy
    same(policy, with_values(SHIPPED, {"measures.key-exhibition.rate": "80%"}))


def test_an_amendment_that_changes_nothing_is_still_another_recording() -> None:
    policy = with_values(former_from_json(BYTES), {})

    assert digest(policy) != SAID["digest"]
    same(policy, SHIPPED)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"limit":3', b'"limit": 3'),
        (b'"limit":3', b'"limit":3.0'),
        (b'"limit":3', b'"limit":"3"'),
        (b'"limit":3', b'"limit":true'),
        (b'"limit":3', b'"limit":null'),
        (b'"rate_bp":7000', b'"rate_bp":7e3'),
        (b'"rate_bp":7000,', b""),
        (b'"rate_bp":7000', b'"rate_bp":7000,"note":1'),
        (b'"name":"booth-share"', b'"name":"gift"'),
        (b'"name":"booth-share"', b'"name":["booth-share"]'),
        (b'"name":"booth-share"', b'"name":"award"'),
        (b'"rounding":"fen-down"', b'"rounding":"up"'),
        (b'"first_day":"2022-01-01"', b'"first_day":"2022-02-30"'),
        (b'"first_day":"2022-01-01"', b'"first_day":"2022-01-01T00:00:00"'),
        (b'["AE"', b'["ZZ","AE"'),
        (b'["AE"', b'["AE","AE"'),
        (b'"id":"other-exhibition"', b'"id":"key-exhibition"'),
        (b'"id":"other-exhibition"', b'"id":["key-exhibition"]'),
        (b'"id":"other-exhibition"', b'"id":"unknown-exhibition"'),
        ("重点".encode(), rb"\u91cd\u70b9"),
    ],
)
def test_what_is_not_the_first_form_is_refused(old: bytes, new: bytes) -> None:
    assert old in BYTES

    with pytest.raises(ValueError, match=r"policy|decode"):
        former_from_json(BYTES.replace(old, new, 1))


def test_each_form_is_read_as_itself_alone() -> None:
    with pytest.raises(ValueError, match="not a policy"):
        from_json(BYTES)
    with pytest.raises(ValueError, match="not a policy"):
        former_from_json(to_json(SHIPPED))
    with pytest.raises(ValueError, match="too long"):
        former_from_json(b" " * BYTES_MAX)
