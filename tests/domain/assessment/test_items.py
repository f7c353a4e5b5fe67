"""One exhibition or certificate over several claims: places, booths, and what is granted once."""

from __future__ import annotations

import pytest

from domain.assessment.walk import walk
from domain.events.claims import CapLifted, ClaimApproved, ClaimReassessed
from tests.domain.given import Desk, approval, certificate, fair, online, result_of, withdraw


def test_booths_counted_earlier_leave_fewer_for_the_same_exhibition() -> None:
    desk = Desk()
    desk.grant(fair("20000", "20000", "20000"))

    outcome = desk.grant(fair("10000", "30000"))

    assert result_of(outcome) == (2_000_000, 2_000_000, "item-used")  # one booth left, the dearest


def test_booths_under_any_offline_measure_count_against_the_measure_being_decided() -> None:
    desk = Desk()
    desk.grant(fair("20000", "20000", key=False, country="US"))
    desk.grant(fair("20000", key=False, country="PL"))

    ordinary = desk.grant(fair("20000", key=False, country="US"))
    key = desk.grant(fair("20000", "20000"))

    assert result_of(ordinary) == (0, 0, "item-used")
    assert result_of(key) == (1_400_000, 1_400_000, "item-used")


def test_booths_of_a_reduced_claim_are_used_whatever_was_paid() -> None:
    desk = Desk()
    desk.grant(fair(*["20000"] * 4), reduced_to="0.01")

    outcome = desk.grant(fair("20000"))

    assert result_of(outcome) == (0, 0, "item-used")


def test_booths_of_a_claim_granted_nothing_are_not_used() -> None:
    desk = Desk()
    nothing = desk.grant(fair(*["20000"] * 4), reduced_to="0")

    outcome = desk.grant(fair(*["20000"] * 4))

    assert (nothing.booths, outcome.booths) == (0, 4)
    assert result_of(outcome) == (5_600_000, 5_600_000, None)


def test_booths_beyond_the_own_limit_alone_are_no_reason() -> None:
    desk = Desk()

    outcome = desk.grant(fair(*["20000"] * 9))

    assert result_of(outcome) == (5_600_000, 5_600_000, None)


@pytest.mark.parametrize("other", ["fair", "ＦＡＩＲ", "  Fair　", "FAIR"])
def test_a_name_is_the_same_however_it_is_written(other: str) -> None:
    desk = Desk()
    desk.grant(fair(*["20000"] * 4))

    outcome = desk.grant(fair("20000", name=other))

    assert outcome.reason == "item-used"


def test_the_same_name_in_another_year_is_another_item() -> None:
    desk = Desk()
    desk.grant(fair(*["20000"] * 4), on="2022-12-31")

    outcome = desk.grant(fair("20000"), on="2023-01-01")

    assert outcome.reason is None


def test_a_further_claim_for_an_item_with_a_place_needs_none() -> None:
    desk = Desk()
    for name in "ABC":
        desk.grant(fair("20000", name=name))

    again = desk.grant(fair("20000", name="A"))
    new = desk.grant(fair("20000", name="D"))

    assert again.reason is None
    assert [(use.attempted, use.applied) for use in again.caps] == [(0, 0)]
    assert result_of(new) == (1_400_000, 0, "cap-reached")


def test_an_item_holds_one_place_for_ordinary_and_belt_and_road_together() -> None:
    desk = Desk()
    desk.grant(fair("10000", country="US", key=False, name="A"))
    desk.grant(fair("10000", country="PL", key=False, name="A"))

    outcomes = [desk.grant(fair("10000", country="US", key=False, name=name)) for name in "BC"]

    assert all(outcome.reason is None for outcome in outcomes)


def test_a_place_under_one_cap_is_no_place_under_another() -> None:
    desk = Desk()
    for name in "ABC":
        desk.grant(fair("9", name=name, key=False, country="US"))

    key = desk.grant(fair("9", name="A"))
    belt = desk.grant(fair("9", name="D", key=False, country="PL"))

    assert (key.reason, belt.reason) == (None, "cap-reached")


def test_the_most_for_a_certificate_is_granted_once_over_both_measures() -> None:
    desk = Desk()
    product = desk.grant(certificate("100000"))

    rcep = desk.grant(certificate("90000", country="JP"))
    more = desk.grant(certificate("100", country="JP"))
    other = desk.grant(certificate("100", no="C-2"))

    assert result_of(product) == (5_000_000, 5_000_000, None)
    assert result_of(rcep) == (1_000_000, 1_000_000, "item-used")  # 54,000, of 60,000 − 50,000
    assert result_of(more) == (0, 0, "item-used")
    assert result_of(other) == (5_000, 5_000, None)


def test_grants_above_the_most_of_the_measure_leave_nothing() -> None:
    desk = Desk()
    desk.grant(certificate("100000", country="JP"))

    outcome = desk.grant(certificate("100000"))

    assert result_of(outcome) == (0, 0, "item-used")


def test_what_the_item_leaves_is_no_reason_when_it_is_enough() -> None:
    desk = Desk()
    desk.grant(certificate("20000"))

    outcome = desk.grant(certificate("80000"))

    assert result_of(outcome) == (4_000_000, 4_000_000, None)


def test_the_most_for_an_online_exhibition_is_granted_once() -> None:
    desk = Desk()
    desk.grant(online("10000"))

    outcome = desk.grant(online("10000"))

    assert result_of(outcome) == (200_000, 200_000, "item-used")


def test_an_online_claim_after_a_granted_offline_one_gets_nothing() -> None:
    desk = Desk()
    desk.grant(fair("20000", key=False, country="US"))

    outcome = desk.grant(online("5000"))

    assert outcome.measure == "other-online-exhibition"
    assert result_of(outcome) == (0, 0, "already-subsidised-offline")


def test_an_offline_claim_granted_nothing_bars_no_online_claim() -> None:
    desk = Desk()
    desk.grant(fair("20000"), support="20000")

    outcome = desk.grant(online("5000"))

    assert result_of(outcome) == (400_000, 400_000, None)


def test_the_citys_own_fair_stands_outside_the_exclusion_both_ways() -> None:
    desk = Desk()
    before = desk.grant(online("5000", organiser="city"))
    desk.grant(fair("20000"))

    after = desk.grant(online("5000", organiser="city"))

    assert result_of(after) == result_of(before) == (500_000, 500_000, None)
    assert result_of(desk.outcome("C1")) == (500_000, 500_000, None)


def test_granting_offline_takes_every_online_grant_of_the_item_back_and_frees_its_place() -> None:
    desk = Desk()
    for name in ("Fair", "fair ", "B", "C"):
        desk.grant(online("5000", name=name))
    claim_no = desk.file(fair("20000"))
    before = len(desk.events)

    desk.grant(fair("9", name="Z"))  # another exhibition takes nothing back
    assert len(desk.events) == before + 2
    approved, *others = desk.carry_out(approval(claim_no))

    first, second, lifted = others
    assert isinstance(approved, ClaimApproved)
    assert isinstance(first, ClaimReassessed)
    assert isinstance(second, ClaimReassessed)
    assert (first.claim_no, first.previous_fen, first.because_of) == ("C1", 400_000, claim_no)
    assert result_of(first.decision.outcome) == (400_000, 0, "already-subsidised-offline")
    assert result_of(second.decision.outcome) == (400_000, 0, "already-subsidised-offline")
    assert lifted == CapLifted(
        claim_no=claim_no, cap="online-exhibitions-per-year", year=2023, place=None, limit=3, used=2
    )
    assert result_of(desk.grant(online("5000", name="D")))[2] is None


def test_the_online_grant_taken_back_does_not_return_by_itself() -> None:
    desk = Desk()
    desk.grant(online("5000"))
    desk.grant(fair("20000"))

    desk.carry_out(withdraw("C2"))
    again = desk.grant(online("5000"))

    assert result_of(desk.outcome("C1")) == (400_000, 0, "already-subsidised-offline")
    assert result_of(again) == (400_000, 400_000, None)


def test_a_walk_keeps_the_working_of_an_online_grant_and_adds_what_took_it_back() -> None:
    desk = Desk()
    online_claim = desk.file(online("5000"))
    desk.carry_out(approval(online_claim))
    desk.grant(fair("20000"))

    walked = walk(desk.enterprise, desk.book, [online_claim, "C2"])

    steps = [step.code for step in walked.decisions[online_claim].steps]
    assert (steps[0], steps[-1]) == ("measure", "excluded")
    assert len(steps) > 2
