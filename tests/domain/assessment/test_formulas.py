"""What each measure pays by itself: at its limits and a fen beside them."""

from __future__ import annotations

from datetime import date

import pytest

from domain.events.claims import CapReached, ClaimApproved
from domain.policy.facts import Facts
from tests.domain.facts import (
    Aeo,
    Brand,
    CaseByCase,
    MonitoringPoint,
    ServicePlatform,
    WarningPoint,
)
from tests.domain.given import (
    Desk,
    amended,
    book_of,
    certificate,
    executed,
    exports,
    fair,
    guarantee,
    insurance,
    online,
    remedy,
    result_of,
    trademark,
    warehouse,
)

MANY = ("1000", "2000", "3000", "4000", "5000")
AMOUNTS: list[tuple[Facts, str, int]] = [
    # 70% of a booth up to 20,000: 28,571.42 gives 19,999.994, a fen more meets the ceiling.
    (fair("28571.42"), "key-exhibition", 1_999_999),
    (fair("28571.43"), "key-exhibition", 2_000_000),
    (fair("28571.44"), "key-exhibition", 2_000_000),
    (fair(*["20000"] * 4), "key-exhibition", 5_600_000),
    (fair(*["20000"] * 5), "key-exhibition", 5_600_000),
    (fair(*MANY), "key-exhibition", 980_000),
    # 50% up to 15,000, three booths.
    (fair("29999.99", country="US", key=False), "other-exhibition", 1_499_999),
    (fair("30000.00", country="US", key=False), "other-exhibition", 1_500_000),
    (fair("30000.01", country="US", key=False), "other-exhibition", 1_500_000),
    (fair(*MANY, country="US", key=False), "other-exhibition", 600_000),
    # 60% up to 18,000, three booths.
    (fair("29999.99", country="PL", key=False), "belt-road-rcep-exhibition", 1_799_999),
    (fair("30000.00", country="PL", key=False), "belt-road-rcep-exhibition", 1_800_000),
    (fair("30000.01", country="JP", key=False), "belt-road-rcep-exhibition", 1_800_000),
    (fair(*MANY, country="JP", key=False), "belt-road-rcep-exhibition", 720_000),
    (online("12345.67", organiser="city"), "city-online-fair", 1_234_567),
    # 80% up to 10,000.
    (online("12499.99"), "other-online-exhibition", 999_999),
    (online("12500.00"), "other-online-exhibition", 1_000_000),
    (online("12500.01"), "other-online-exhibition", 1_000_000),
    (Brand(title="zhejiang"), "zhejiang-export-brand", 10_000_000),
    (Brand(title="wenzhou"), "wenzhou-export-brand", 5_000_000),
    # 50% up to 50,000, and 60% up to 60,000 in an RCEP market.
    (certificate("99999.99"), "product-certification", 4_999_999),
    (certificate("100000.00"), "product-certification", 5_000_000),
    (certificate("100000.01"), "product-certification", 5_000_000),
    (certificate("99999.99", country="JP"), "rcep-certification", 5_999_999),
    (certificate("100000.00", country="JP"), "rcep-certification", 6_000_000),
    (certificate("100000.01", country="JP"), "rcep-certification", 6_000_000),
    (trademark("59999.99"), "overseas-trademark", 2_999_999),
    (trademark("0.02"), "overseas-trademark", 1),
    # 15,000 for every 500,000 US dollars, whole blocks only.
    (executed("500000"), "offshore-outsourcing", 1_500_000),
    (executed("999999.99"), "offshore-outsourcing", 1_500_000),
    (executed("1000000"), "offshore-outsourcing", 3_000_000),
    (ServicePlatform(), "trade-service-platform", 50_000_000),
    (warehouse(country="DE"), "overseas-warehouse", 50_000_000),
    (warehouse(country="AE"), "belt-road-overseas-warehouse", 60_000_000),
    (insurance("400000.01"), "export-credit-insurance", 20_000_000),
    (insurance("400000.02"), "export-credit-insurance", 20_000_001),
    (insurance("654321.09", pool=True), "small-exporter-insurance-pool", 65_432_109),
    (WarningPoint(grade="province-excellent"), "trade-warning-point", 20_000_000),
    (WarningPoint(grade="province-qualified"), "trade-warning-point", 10_000_000),
    (WarningPoint(grade="wenzhou-excellent"), "trade-warning-point", 10_000_000),
    (WarningPoint(grade="wenzhou-qualified"), "trade-warning-point", 5_000_000),
    (remedy("123456.79"), "trade-remedy-defence", 6_172_839),
    (MonitoringPoint(), "monitoring-point", 13_000_000),
    # The guarantee fee, up to 1% of the amount guaranteed.
    (guarantee("8000000", "79999.99"), "fx-guarantee-fee", 7_999_999),
    (guarantee("8000000", "80000.00"), "fx-guarantee-fee", 8_000_000),
    (guarantee("8000000", "80000.01"), "fx-guarantee-fee", 8_000_000),
    (Aeo(), "aeo-advanced", 20_000_000),
    (
        CaseByCase(article="四（三）", decision_no="乐专〔2023〕1号", amount_fen=3_972_918),
        "case-by-case",
        3_972_918,
    ),
]


@pytest.mark.parametrize(("facts", "measure", "fen"), AMOUNTS)
def test_a_measure_pays_what_its_article_says(facts: Facts, measure: str, fen: int) -> None:
    desk = Desk()

    outcome = desk.grant(facts)

    assert (outcome.measure, *result_of(outcome)) == (measure, fen, fen, None)


@pytest.mark.parametrize(
    "facts",
    [
        fair("0.01"),
        trademark("0.01"),
        certificate("0.01"),
        remedy("0.01"),
        online("0.01"),
        insurance("0.01"),
        guarantee("0.99", "50"),
        executed("499999.99"),
        executed("0"),
    ],
)
def test_an_own_amount_below_one_fen_is_nothing_to_grant(facts: Facts) -> None:
    desk = Desk()

    outcome = desk.grant(facts, support="1000000")

    assert outcome.measure is not None
    assert result_of(outcome) == (0, 0, "nothing-to-grant")


def test_booths_are_added_up_exactly_and_rounded_once() -> None:
    desk = Desk()

    outcome = desk.grant(fair("0.01", "0.01", "0.01"))

    assert result_of(outcome) == (2, 2, None)  # 2.1 fen, not three times 0.7


@pytest.mark.parametrize(
    ("us", "rcep", "measure", "fen"),
    [
        ("9999999.99", "9999999.99", "export-credit-insurance", 10_000_000),
        ("10000000.00", "0", "key-export-credit-insurance", 16_000_000),
        ("0", "10000000.00", "key-export-credit-insurance", 16_000_000),
    ],
)
def test_either_market_reaches_the_threshold_but_never_both_together(
    us: str, rcep: str, measure: str, fen: int
) -> None:
    desk = Desk()
    desk.carry_out(exports(2023, us, rcep))

    outcome = desk.grant(insurance("200000"))

    assert (outcome.measure, outcome.granted_fen) == (measure, fen)


def test_a_later_exports_record_replaces_the_earlier_one_from_then_on() -> None:
    desk = Desk()
    desk.carry_out(exports(2023, "10000000", "0"))
    before = desk.grant(insurance("10000"))
    desk.carry_out(exports(2023, "9999999.99", "0"))

    after = desk.grant(insurance("10000"))

    assert before.measure == "key-export-credit-insurance"
    assert after.measure == "export-credit-insurance"


def test_exports_of_another_year_say_nothing() -> None:
    desk = Desk()
    desk.carry_out(exports(2022, "10000000", "0"))

    outcome = desk.grant(insurance("10000"))

    assert outcome.measure == "export-credit-insurance"


@pytest.mark.parametrize(
    ("country", "last_day_without", "first_day"),
    [
        ("KR", "2022-01-31", "2022-02-01"),
        ("MY", "2022-03-17", "2022-03-18"),
        ("MM", "2022-04-30", "2022-05-01"),
        ("ID", "2023-01-01", "2023-01-02"),
        ("PH", "2023-06-01", "2023-06-02"),
    ],
)
def test_rcep_counts_from_the_day_it_is_in_force(
    country: str, last_day_without: str, first_day: str
) -> None:
    desk = Desk()

    before = desk.grant(certificate("100", no="A", country=country), on=last_day_without)
    since = desk.grant(certificate("100", no="B", country=country), on=first_day)

    assert (before.measure, since.measure) == ("product-certification", "rcep-certification")


def amount_is_bound(facts: Facts) -> bool:
    """Say whether the step that works the amount out says that its ceiling bound."""
    desk = Desk()
    desk.grant(facts)
    decided = [event for event in desk.events if isinstance(event, ClaimApproved)]
    steps = decided[-1].decision.steps
    return any(step.bound for step in steps if step.code in ("share", "guarantee"))


@pytest.mark.parametrize(
    ("facts", "bound"),
    [
        (certificate("100000"), True),  # 50 % is 50,000: the ceiling, to the fen
        (certificate("99999.98"), False),
        (guarantee("1000000", "10000"), True),  # 1 % is 10,000: the fee, to the fen
        (guarantee("1000000.01", "10000"), False),
    ],
)
def test_a_ceiling_met_to_the_fen_is_said_to_bind(facts: Facts, bound: bool) -> None:
    assert amount_is_bound(facts) is bound


def test_a_cap_met_again_at_another_limit_is_recorded_again() -> None:
    raised = amended(
        {"caps.trademarks-in-all.limit": "45000"},
        first_day=date(2024, 1, 1),
        last_day=date(2024, 12, 31),
    )
    desk = Desk(book_of(amended(), raised))
    desk.grant(trademark("60000"), on="2023-05-01")

    desk.grant(trademark("60000"), on="2024-05-01")

    limits = [event.limit for event in desk.events if isinstance(event, CapReached)]
    assert limits == [3_000_000, 4_500_000]


def test_a_fixed_award_says_only_what_it_is() -> None:
    desk = Desk()
    desk.grant(ServicePlatform())

    decided = desk.events[1]
    assert isinstance(decided, ClaimApproved)
    _, award, cap = decided.decision.steps
    assert (award.code, award.operands, award.bound) == ("award", {"fen": 50_000_000}, False)
    assert cap.code == "cap"
