"""Why a claim is reassessed, and what a grant taken back or given up leaves behind."""

from __future__ import annotations

from datetime import date

import pytest

from domain.assessment.consequences import lowered
from domain.assessment.ordering import takes_part
from domain.assessment.walk import walk_by
from domain.enterprise.state import evolve
from domain.events.claims import CapLifted, CapReached, ClaimReassessed
from domain.events.payment import ClaimRevoked
from tests.domain.assessment.test_orders import changes
from tests.domain.facts import Brand, ServicePlatform
from tests.domain.given import (
    POLICY,
    Desk,
    amended,
    approval,
    book_of,
    certificate,
    desk,
    exports,
    fair,
    insurance,
    online,
    reject,
    submission,
    trademark,
    withdraw,
)


def revise(at: Desk, settings: dict[str, str], **days: date) -> None:
    """Record one more version."""
    policies = [version.policy for version in at.book.versions]
    at.book = book_of(*policies, amended(settings, **days))


def test_a_claim_still_excluded_under_another_rate_differs_by_its_version() -> None:
    at = Desk()
    at.grant(online("5000"))
    at.grant(fair("1000"))
    revise(at, {"measures.other-online-exhibition.rate": "50%"})

    assert changes(at) == [("C1", 0, 0, "version", "2", None)]


def test_room_is_the_cause_where_the_former_version_would_say_the_same() -> None:
    at = Desk()
    at.grant(trademark("20000"))
    at.grant(trademark("60000"), reduced_to="25000")
    at.carry_out(withdraw("C1"))
    revise(at, {"readings.offline_online": "offline-first"})

    assert changes(at) == [("C2", 2_000_000, 2_500_000, "room", "C1", None)]


def test_insurance_that_gets_room_at_the_same_rate_is_not_about_exports() -> None:
    at = Desk()
    at.grant(insurance("700000"))
    at.grant(insurance("700000"))
    at.carry_out(withdraw("C1"))

    assert changes(at) == [("C2", 15_000_000, 35_000_000, "room", "C1", None)]


def test_a_claim_is_moved_through_one_that_shares_its_cap_not_through_the_last_that_moved() -> None:
    at = Desk()
    at.grant(trademark("20000"), on="2022-05-01")
    at.grant(fair("1000"), on="2022-05-01")
    at.grant(trademark("50000"), on="2023-05-01")
    settings = {
        "measures.overseas-trademark.rate": "60%",
        "measures.key-exhibition.rate": "80%",
    }
    revise(at, settings, last_day=date(2022, 12, 31))

    assert changes(at) == [
        ("C1", 1_000_000, 1_200_000, "version", "2", None),
        ("C2", 70_000, 80_000, "version", "2", None),
        ("C3", 2_000_000, 1_800_000, "version", "2", "C1"),
    ]


def test_the_cause_names_the_last_claim_that_left_room_under_the_same_cap() -> None:
    at = Desk()
    for fee in ("20000", "20000", "60000"):
        at.grant(trademark(fee))
    at.grant(fair("1000"))
    for claim in ("C1", "C2", "C4"):
        at.carry_out(withdraw(claim))

    assert changes(at) == [("C3", 1_000_000, 3_000_000, "room", "C2", None)]


def test_a_claim_revoked_takes_part_no_longer_and_leaves_its_room() -> None:
    at = Desk()
    at.grant(trademark("20000"))
    at.grant(trademark("60000"))
    revoked = ClaimRevoked(claim_no="C1", previous_fen=1_000_000, words="x", document="F")
    evolve(at.enterprise, revoked, "officer")

    assert not takes_part(at.enterprise.claims["C1"])
    assert changes(at) == [("C2", 2_000_000, 3_000_000, "room", "C1", None)]


@pytest.mark.parametrize("granted", [None, "0.01"])
def test_an_exclusion_names_the_offline_claim_that_was_granted(granted: str | None) -> None:
    at = Desk()
    at.grant(online("100", name="D", organiser="city"))
    at.grant(fair("20000", name="D"), reduced_to="0")
    for name in "ABC":
        at.grant(fair("20000", name=name))
    at.grant(online("5000", name="D"))
    at.grant(fair("20000", name="D"), reduced_to=granted)
    at.carry_out(withdraw("C3"))

    assert changes(at)[0] == ("C6", 400_000, 0, "exclusion", "C7", None)


def test_a_brand_that_the_other_title_leaves_more_is_moved_through_it() -> None:
    at = desk(brand_stack="higher")
    at.grant(Brand(title="wenzhou"), on="2022-05-01")
    at.grant(Brand(title="zhejiang"), on="2023-05-01")
    settings = {"measures.wenzhou-export-brand.award": "30000", "readings.brand_stack": "higher"}
    revise(at, settings, last_day=date(2022, 12, 31))

    assert changes(at) == [
        ("C1", 5_000_000, 3_000_000, "version", "2", None),
        ("C2", 5_000_000, 7_000_000, "version", "2", "C1"),
    ]


def test_brands_granted_before_count_together_and_bear_on_no_other_award() -> None:
    at = desk(brand_stack="higher")
    at.grant(Brand(title="wenzhou"))
    at.grant(Brand(title="zhejiang"))

    assert at.grant(Brand(title="zhejiang")).reason == "item-used"
    assert at.grant(ServicePlatform()).granted_fen == 50_000_000
    assert at.grant(trademark("100")).booths == 0


def test_a_grant_taken_back_is_decided_by_its_own_version_and_keeps_its_approval() -> None:
    at = Desk(book_of(POLICY, amended({"measures.other-online-exhibition.rate": "50%"},
                                      first_day=date(2024, 1, 1))))  # fmt: skip
    at.grant(online("5000"), reduced_to="3000")
    at.file(fair("1000"))
    at.carry_out(approval("C2"), by="officer")

    taken = at.events[-1]
    assert isinstance(taken, ClaimReassessed)
    assert (taken.previous_fen, taken.decision.outcome.granted_fen) == (300_000, 0)
    assert taken.decision.digest == at.book.versions[0].digest
    assert (taken.decision.reduced_to_fen, taken.decision.words) == (300_000, "too much")
    assert [(step.code, step.fen, step.bound) for step in taken.decision.steps] == [
        ("excluded", "0", True)
    ]


@pytest.mark.parametrize(("officer", "alone"), [("clerk", True), ("officer", False)])
def test_who_decided_it_first_decides_it_in_a_reassessment(officer: str, alone: bool) -> None:
    at = Desk()
    at.file(online("5000"))
    at.carry_out(approval("C1", by=officer), by=officer)
    at.grant(fair("1000"))
    taken = at.events[-1]
    assert isinstance(taken, ClaimReassessed)
    at.carry_out(withdraw("C2"))

    changes(at)

    back = at.events[-1]
    assert isinstance(back, ClaimReassessed)
    assert (taken.decision.self_approved, back.decision.self_approved) == (alone, alone)


def test_a_claim_of_an_item_that_has_its_place_meets_no_cap_again() -> None:
    at = Desk(book_of(POLICY, amended({"caps.key-exhibitions-per-year.limit": "2"},
                                      first_day=date(2023, 7, 1))))  # fmt: skip
    for name in "ABC":
        at.grant(fair("1000", name=name))

    at.grant(fair("1000", name="A"), on="2023-08-01")

    assert [event.claim_no for event in at.events if isinstance(event, CapReached)] == ["C3"]


def test_a_claim_that_was_granted_nothing_lifts_nothing_when_it_goes() -> None:
    at = Desk()
    at.grant(trademark("60000"))
    at.grant(trademark("100"))
    at.file(trademark("100"))
    at.carry_out(reject("C3"))
    at.grant(trademark("100"), on="2030-01-01")

    for claim in ("C2", "C3", "C4"):
        (withdrawn,) = at.carry_out(withdraw(claim))
        assert withdrawn.TOPIC == "claim-withdrawn"


def test_a_full_cap_that_a_reading_dissolves_is_lifted_at_its_last_limit() -> None:
    at = Desk()
    for name in "ABCD":
        at.grant(fair("1000", name=name, key=False))
    revise(at, {"readings.exhibition_counter": "one"})

    assert [change[:3] for change in changes(at)] == [
        (claim, 50_000, 50_000) for claim in ("C1", "C2", "C3")
    ]

    lifted, reached = at.events[-2:]
    assert isinstance(lifted, CapLifted)
    assert isinstance(reached, CapReached)
    assert (lifted.cap, lifted.limit, lifted.used) == ("other-exhibitions-per-year", 3, 3)
    assert (reached.cap, reached.limit, reached.used) == ("key-exhibitions-per-year", 3, 3)


def test_the_last_of_several_claims_that_shrank_lifts_the_cap() -> None:
    at = Desk()
    for day in ("2022-05-01", "2022-05-02"):
        at.grant(trademark("30000"), on=day)
    revise(at, {"measures.overseas-trademark.rate": "40%"})

    changes(at)

    lifted = at.events[-1]
    assert isinstance(lifted, CapLifted)
    assert (lifted.claim_no, lifted.limit, lifted.used) == ("C2", 3_000_000, 2_400_000)


def test_what_waits_is_walked_last_under_the_version_of_its_day() -> None:
    at = Desk()
    at.grant(certificate("10000"))
    at.carry_out(submission("P", trademark("10000")))
    revise(at, {"measures.overseas-trademark.rate": "60%"})

    walked = walk_by(at.enterprise, at.book, {}, ["P"])

    assert list(walked.decisions) == ["C1", "P"]
    assert walked.decisions["P"].outcome.granted_fen == 600_000
    assert walked.decisions["P"].self_approved
    assert walked.by_version == {}


def test_a_claim_that_no_batch_took_in_has_no_allotment_to_lower() -> None:
    at = Desk()
    at.grant(trademark("100"))

    assert list(lowered(at.enterprise.claims["C1"], 0)) == []


def test_the_exports_of_the_year_before_settle_a_rate_where_the_reading_says_so() -> None:
    at = desk(insurance_export_year="previous")
    at.carry_out(exports(2022, "10000000", "0"))

    assert at.grant(insurance("100"), on="2023-05-01").granted_fen == 8_000
    assert at.grant(insurance("100"), on="2022-05-01").granted_fen == 5_000


def test_a_cap_is_lifted_as_the_version_of_the_grant_has_it() -> None:
    at = Desk(book_of(POLICY, amended({"readings.exhibition_counter": "one"},
                                      first_day=date(2024, 1, 1))))  # fmt: skip
    for name in "ABC":
        at.grant(fair("1000", name=name, key=False))

    _, lifted = at.carry_out(withdraw("C1"))

    assert isinstance(lifted, CapLifted)
    assert (lifted.cap, lifted.used) == ("other-exhibitions-per-year", 2)
