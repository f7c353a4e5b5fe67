"""One decision, step by step: version, measure, needs, other support, reduction, reason."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from domain.events.claims import ClaimApproved, ClaimRejected
from domain.policy.facts import Facts
from tests.domain.facts import Brand, CaseByCase, ServicePlatform
from tests.domain.given import (
    Desk,
    amended,
    approval,
    book_of,
    certificate,
    executed,
    fair,
    guarantee,
    insurance,
    online,
    result_of,
    trademark,
    warehouse,
)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2021-12-31", "no-policy-in-force"),
        ("2022-01-01", None),
        ("2024-12-31", None),
        ("2025-01-01", "no-policy-in-force"),
    ],
)
def test_the_policy_governs_its_days_inclusive(day: str, reason: str | None) -> None:
    desk = Desk()

    outcome = desk.grant(trademark("100"), on=day)

    assert outcome.reason == reason
    assert (outcome.measure is None) == (outcome.version is None) == (reason is not None)


@pytest.mark.parametrize(
    "facts",
    [
        fair("9", country="CN"),
        fair("9", country="CN", key=False),
        certificate("9", country="CN"),
        trademark("9", country="CN"),
        warehouse(country="CN"),
        certificate("9", self_export=False),
        trademark("9", self_export=False),
    ],
)
def test_a_need_not_met_ends_the_matter_with_the_measure_known(facts: Facts) -> None:
    desk = Desk()

    outcome = desk.grant(facts)

    assert outcome.measure is not None
    assert result_of(outcome) == (0, 0, "not-eligible")
    assert outcome.caps == ()


@pytest.mark.parametrize("country", ["HK", "MO", "TW"])
def test_hong_kong_macao_and_taiwan_count_as_abroad(country: str) -> None:
    desk = Desk()

    outcome = desk.grant(fair("100", country=country, key=False))

    assert (outcome.measure, outcome.reason) == ("other-exhibition", None)


def test_a_certificate_for_an_rcep_market_needs_no_exports_of_its_own() -> None:
    desk = Desk()

    outcome = desk.grant(certificate("100", country="JP", self_export=False))

    assert result_of(outcome) == (6_000, 6_000, None)


@pytest.mark.parametrize(
    ("support", "fen", "reason"),
    [
        ("5000.00", 500_000, None),  # cost − support = 5,000, just the share
        ("5000.01", 499_999, "covered-by-other-support"),
        ("9999.99", 1, "covered-by-other-support"),
        ("10000.00", 0, "covered-by-other-support"),
        ("20000.00", 0, "covered-by-other-support"),
    ],
)
def test_other_support_leaves_at_most_the_rest_of_the_cost(
    support: str, fen: int, reason: str | None
) -> None:
    desk = Desk()

    outcome = desk.grant(certificate("10000"), support=support)

    assert result_of(outcome) == (fen, fen, reason)


def test_all_booths_are_cost_counted_or_not() -> None:
    desk = Desk()

    outcome = desk.grant(fair(*["10000"] * 6), support="32000.01")

    # 60,000 − 32,000.01
    assert result_of(outcome) == (2_799_999, 2_799_999, "covered-by-other-support")


@pytest.mark.parametrize(
    ("facts", "support", "fen"),
    [
        (insurance("100"), "60.00", 4_000),
        (guarantee("1000000", "100"), "60.00", 4_000),
        (online("100", organiser="city"), "60.00", 4_000),
    ],
)
def test_cost_is_the_premium_the_guarantee_fee_or_the_fee(
    facts: Facts, support: str, fen: int
) -> None:
    desk = Desk()

    outcome = desk.grant(facts, support=support)

    assert result_of(outcome) == (fen, fen, "covered-by-other-support")


@pytest.mark.parametrize(
    "facts",
    [
        Brand(title="zhejiang"),
        ServicePlatform(),
        warehouse(),
        executed("500000"),
        CaseByCase(article="七", decision_no="1", amount_fen=100),
    ],
)
def test_what_has_no_cost_ignores_other_support(facts: Facts) -> None:
    desk = Desk()

    outcome = desk.grant(facts, support="99999999")

    assert outcome.granted_fen == outcome.assessed_fen > 0
    assert outcome.reason is None


@pytest.mark.parametrize(
    ("ceiling", "fen", "reason"),
    [
        ("50.01", 5_000, None),
        ("50.00", 5_000, None),
        ("49.99", 4_999, "reduced"),
        ("0.00", 0, "reduced"),
    ],
)
def test_an_officers_reduction_is_a_ceiling(ceiling: str, fen: int, reason: str | None) -> None:
    desk = Desk()

    outcome = desk.grant(trademark("100"), reduced_to=ceiling)

    assert result_of(outcome) == (5_000, fen, reason)


def test_the_reason_is_the_last_step_that_lowered_the_amount() -> None:
    desk = Desk()
    desk.grant(certificate("90000"))  # 45,000 of 50,000

    item = desk.grant(certificate("80000"), support="74999.99")
    support = desk.grant(certificate("80000", no="C-2"), support="79999.98")
    reduced = desk.grant(certificate("80000", no="C-3"), support="79999.98", reduced_to="0.01")

    assert result_of(item) == (500_000, 500_000, "item-used")  # 5,000.01 of cost is not lower
    assert result_of(support) == (2, 2, "covered-by-other-support")
    assert result_of(reduced) == (2, 1, "reduced")


def test_a_step_that_takes_less_than_a_fen_is_no_reason() -> None:
    desk = Desk()

    outcome = desk.grant(trademark("0.05"), support="0.03")  # 2.5 fen, at most 2

    assert result_of(outcome) == (2, 2, None)


def test_case_by_case_is_granted_under_the_article_its_decision_names() -> None:
    desk = Desk()

    outcome = desk.grant(CaseByCase(article="四（四）", decision_no="乐专1号", amount_fen=7))

    assert (outcome.measure, outcome.article) == ("case-by-case", "四（四）")


@pytest.mark.parametrize(("day", "retroactive"), [("2022-08-31", True), ("2022-09-01", False)])
def test_a_matter_before_the_announcement_is_retroactive(day: str, retroactive: bool) -> None:
    desk = Desk()

    desk.grant(trademark("100"), on=day)

    decided = desk.events[1]
    assert isinstance(decided, ClaimApproved)
    assert decided.decision.retroactive is retroactive


def test_retroactive_goes_by_the_first_announcement_whatever_later_versions_say() -> None:
    later = amended({"measures.overseas-trademark.rate": "40%"}, announced_on=date(2022, 1, 1))
    desk = Desk(book_of(amended(), later))

    outcome = desk.grant(trademark("100"), on="2022-08-31")

    decided = desk.events[1]
    assert isinstance(decided, ClaimApproved)
    assert (decided.decision.retroactive, outcome.version) == (True, 2)


def test_a_decision_carries_what_it_rests_on_and_its_working() -> None:
    desk = Desk()
    claim_no = desk.file(trademark("59999.99"))

    (decided, *_) = desk.carry_out(approval(claim_no, by="Ｃlerk "), by="clerk")

    assert isinstance(decided, ClaimApproved)
    decision = decided.decision
    version = desk.book.versions[0]
    assert (decision.digest, decision.book_position) == (version.digest, 1)
    assert decision.readings == {
        "trademark_period": "policy", "other_support": "up-to-cost", "rounding": "fen-down",
    }  # fmt: skip
    assert decision.self_approved
    assert [step.code for step in decision.steps] == ["measure", "share", "rounding", "cap"]
    assert Fraction(decision.steps[1].fen) == Fraction("2999999.5")
    assert decision.steps[1].operands == {"rate_bp": 5_000, "fee_fen": 5_999_999}


def test_a_decision_without_a_version_still_says_why() -> None:
    desk = Desk()

    desk.grant(trademark("100"), on="2025-01-01")

    decided = desk.events[1]
    assert isinstance(decided, ClaimRejected)
    assert (decided.decision.digest, decided.decision.readings) == (None, {})
    assert [step.code for step in decided.decision.steps] == ["no-policy-in-force"]


def test_a_claim_that_comes_to_nothing_counts_no_booths_and_uses_no_cap() -> None:
    at = Desk()
    at.grant(fair("1000"), reduced_to="0")
    reduced = at.outcome("C1")
    at.grant(trademark("1", country="CN"))
    barred = at.outcome("C2")

    assert (reduced.assessed_fen, reduced.booths) == (70_000, 0)
    assert [(use.attempted, use.applied, use.used_after) for use in reduced.caps] == [(1, 0, 0)]
    assert (barred.assessed_fen, barred.granted_fen, barred.booths, barred.caps) == (0, 0, 0, ())


def test_an_approval_of_what_is_pending_decides_what_still_waits() -> None:
    at = Desk()
    at.file(trademark("100"))

    assert at.carry_out(approval("C1", if_pending=True))
    assert at.carry_out(approval("C1", if_pending=True)) == ()
