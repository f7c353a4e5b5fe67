"""The ceilings: each filled to its limit, a fen or a place beyond, and freed again."""

from __future__ import annotations

import pytest

from domain.events.claims import CapLifted, CapReached
from domain.policy.facts import Facts
from tests.domain.facts import Aeo, Brand, MonitoringPoint, ServicePlatform, WarningPoint
from tests.domain.given import (
    Desk,
    certificate,
    executed,
    exports,
    fair,
    insurance,
    online,
    remedy,
    result_of,
    trademark,
    warehouse,
    withdraw,
)

POINT = WarningPoint(grade="wenzhou-qualified")
YEARLY_PLACES: list[tuple[str, list[Facts]]] = [
    ("key-exhibitions-per-year", [fair("9", name=name) for name in "ABCD"]),
    (
        "other-exhibitions-per-year",
        [
            fair("9", name=name, country=country, key=False)
            for name, country in zip("ABCD", ("US", "PL", "JP", "US"), strict=True)
        ],
    ),
    ("online-exhibitions-per-year", [online("9", name=name) for name in "ABCD"]),
    ("certifications-per-year", [certificate("9", no=no) for no in "ABCD"]),
    ("rcep-certifications-per-year", [certificate("9", no=no, country="JP") for no in "ABCD"]),
    ("warning-point-per-year", [POINT] * 2),
    ("monitoring-point-per-year", [MonitoringPoint()] * 2),
]
EVER_PLACES: list[tuple[str, Facts]] = [
    ("zhejiang-brand-once", Brand(title="zhejiang")),
    ("wenzhou-brand-once", Brand(title="wenzhou")),
    ("platform-once", ServicePlatform()),
    ("aeo-once", Aeo()),
    ("warehouse-once", warehouse()),
]


@pytest.mark.parametrize(("cap", "claims"), YEARLY_PLACES)
def test_a_yearly_place_more_than_the_limit_gets_nothing(cap: str, claims: list[Facts]) -> None:
    desk = Desk()

    *within, beyond = [desk.grant(facts) for facts in claims]
    next_year = desk.grant(claims[-1], on="2024-05-01")

    assert all(outcome.reason is None for outcome in (*within, next_year))
    assert result_of(beyond) == (beyond.assessed_fen, 0, "cap-reached")
    assert beyond.assessed_fen > 0
    assert [use.cap for use in beyond.caps] == [cap]


@pytest.mark.parametrize(("cap", "facts"), EVER_PLACES)
def test_a_once_only_measure_is_granted_once_ever(cap: str, facts: Facts) -> None:
    desk = Desk()

    first = desk.grant(facts, on="2022-05-01")
    again = desk.grant(facts, on="2024-05-01")

    assert (first.reason, again.reason) == (None, "cap-reached")
    assert [use.cap for use in again.caps] == [cap]


def test_each_warehouse_is_granted_once_whatever_its_measure_then() -> None:
    desk = Desk()

    hub = desk.grant(warehouse("Hub", "AE"))
    other = desk.grant(warehouse("Depot", "DE"))
    again = desk.grant(warehouse(" ＨＵＢ", "DE"))

    assert [each.reason for each in (hub, other, again)] == [None, None, "cap-reached"]


def test_the_trademark_that_meets_the_cap_is_trimmed_to_what_is_left() -> None:
    desk = Desk()

    outcomes = [
        desk.grant(trademark("59999.98"), on="2022-05-01"),
        desk.grant(trademark("0.04"), on="2023-05-01"),
        desk.grant(trademark("0.02"), on="2024-05-01"),
    ]

    assert [result_of(outcome) for outcome in outcomes] == [
        (2_999_999, 2_999_999, None),
        (2, 1, "cap-reached"),
        (1, 0, "cap-reached"),
    ]


def test_outsourcing_is_capped_for_each_year() -> None:
    desk = Desk()

    full = desk.grant(executed("10000000"))
    beyond = desk.grant(executed("500000"))
    next_year = desk.grant(executed("10499999"), on="2024-12-31")

    assert result_of(full) == (30_000_000, 30_000_000, None)
    assert result_of(beyond) == (1_500_000, 0, "cap-reached")
    assert result_of(next_year) == (30_000_000, 30_000_000, None)


def test_both_insurance_measures_share_a_cap_and_the_pool_stands_outside() -> None:
    desk = Desk()
    ordinary = desk.grant(insurance("999999.96"))
    desk.carry_out(exports(2023, "10000000", "0"))

    key = desk.grant(insurance("0.05"))
    pool = desk.grant(insurance("600000", pool=True))
    next_year = desk.grant(insurance("2"), on="2024-05-01")

    assert result_of(ordinary) == (49_999_998, 49_999_998, None)
    assert result_of(key) == (4, 2, "cap-reached")
    assert result_of(pool) == (60_000_000, 60_000_000, None)
    assert result_of(next_year) == (100, 100, None)


def test_trade_remedy_is_capped_over_the_whole_policy_and_all_cases() -> None:
    desk = Desk()

    outcomes = [
        desk.grant(remedy("1399999.98", "AD-1"), on="2022-05-01"),
        desk.grant(remedy("0.04", "AD-2"), on="2024-05-01"),
    ]

    assert [result_of(outcome) for outcome in outcomes] == [
        (69_999_999, 69_999_999, None),
        (2, 1, "cap-reached"),
    ]


def test_the_decision_records_each_cap_it_met() -> None:
    desk = Desk()
    desk.grant(trademark("59999.98"))

    (use,) = desk.grant(trademark("0.04")).caps

    assert (use.cap, use.unit, use.year, use.place) == ("trademarks-in-all", "fen", None, None)
    assert (use.limit, use.used_before, use.attempted) == (3_000_000, 2_999_999, 2)
    assert (use.applied, use.used_after) == (1, 3_000_000)


def test_reaching_a_limit_exactly_is_an_event_of_its_own() -> None:
    desk = Desk()
    desk.grant(trademark("59999.98"))
    assert not any(isinstance(event, CapReached) for event in desk.events)

    desk.grant(trademark("0.02"))

    reached = CapReached(
        claim_no="C2", cap="trademarks-in-all", year=None, place=None, limit=3_000_000,
        used=3_000_000,
    )  # fmt: skip
    assert desk.events[-1] == reached


def test_a_cap_reached_is_said_once_until_it_is_lifted() -> None:
    desk = Desk()
    for name in "ABC":
        desk.grant(fair("9", name=name))
    desk.grant(fair("9", name="A"))
    desk.grant(fair("9", name="D"))
    assert sum(isinstance(event, CapReached) for event in desk.events) == 1

    lifted = desk.carry_out(withdraw("C2"))
    desk.grant(fair("9", name="E"))

    assert lifted[1:] == (
        CapLifted(
            claim_no="C2", cap="key-exhibitions-per-year", year=2023, place=None, limit=3, used=2
        ),
    )
    assert isinstance(desk.events[-1], CapReached)


def test_an_item_keeps_its_place_while_any_granted_claim_of_it_remains() -> None:
    desk = Desk()
    for name in "AABC":
        desk.grant(fair("9", name=name))

    first = desk.carry_out(withdraw("C1"))
    second = desk.carry_out(withdraw("C2"))

    assert len(first) == 1
    assert [type(event) for event in second[1:]] == [CapLifted]


def test_a_claim_granted_nothing_uses_no_cap() -> None:
    desk = Desk()
    nothing = desk.grant(fair("9", name="A"), reduced_to="0")

    outcomes = [desk.grant(fair("9", name=name)) for name in "BCD"]

    assert result_of(nothing) == (630, 0, "reduced")
    assert [use.applied for use in nothing.caps] == [0]
    assert all(outcome.reason is None for outcome in outcomes)


def test_freed_room_re_decides_nothing() -> None:
    desk = Desk()
    for name in "ABCD":
        desk.grant(fair("9", name=name))

    desk.carry_out(withdraw("C1"))

    assert result_of(desk.outcome("C4")) == (630, 0, "cap-reached")


def test_what_a_reduction_left_is_still_there_for_the_next() -> None:
    desk = Desk()
    desk.grant(trademark("60000"), reduced_to="10000.00")

    outcome = desk.grant(trademark("60000"))

    assert result_of(outcome) == (3_000_000, 2_000_000, "cap-reached")
