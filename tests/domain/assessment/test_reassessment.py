"""Reassessment: what is recorded later changes what was decided, and says why."""

from __future__ import annotations

from datetime import date

from domain.commands.enterprise import Reassess
from domain.events.claims import CapLifted, CapReached, ClaimReassessed
from domain.events.log import EnterpriseEvent
from tests.domain.given import (
    USCC,
    Desk,
    amended,
    approval,
    book_of,
    exports,
    fair,
    insurance,
    online,
    reject,
    result_of,
    trademark,
    withdraw,
)

AGAIN = Reassess(uscc=USCC)


def after(desk: Desk, settings: dict[str, str], **days: date) -> tuple[EnterpriseEvent, ...]:
    """Record a version with these settings, then reassess."""
    policies = [version.policy for version in desk.book.versions]
    desk.book = book_of(*policies, amended(settings, **days))
    return desk.carry_out(AGAIN)


def why(event: EnterpriseEvent) -> tuple[str, int, int, str, str, str | None]:
    assert isinstance(event, ClaimReassessed), event
    granted = event.decision.outcome.granted_fen
    return (event.claim_no, event.previous_fen, granted, event.cause, event.because_of,
            event.through)  # fmt: skip


def test_nothing_differs_while_nothing_was_recorded_since() -> None:
    desk = Desk()
    desk.grant(fair("50000"))
    desk.grant(trademark("80000"))

    assert desk.carry_out(AGAIN) == ()


def test_a_raised_rate_tops_up_what_was_decided_under_the_lower_one() -> None:
    desk = Desk()
    desk.grant(trademark("20000"))

    events = after(desk, {"measures.overseas-trademark.rate": "60%"})

    assert [why(event) for event in events] == [("C1", 1_000_000, 1_200_000, "version", "2", None)]
    assert desk.outcome("C1").version == 2


def test_another_version_that_changes_no_figure_of_a_claim_is_no_difference() -> None:
    desk = Desk()
    desk.grant(fair("50000"))

    assert after(desk, {"measures.overseas-trademark.rate": "60%"}) == ()
    assert desk.outcome("C1").version == 1


def test_a_version_reaches_only_the_days_it_governs() -> None:
    desk = Desk()
    desk.grant(trademark("10000"), on="2022-06-30")
    desk.grant(trademark("10000"), on="2022-07-01")

    events = after(desk, {"measures.overseas-trademark.rate": "60%"}, first_day=date(2022, 7, 1))

    assert [why(event)[:3] for event in events] == [("C2", 500_000, 600_000)]


def test_a_raised_limit_lifts_the_cap_and_grants_whom_it_had_turned_away() -> None:
    desk = Desk()
    for name in "ABCD":
        desk.grant(fair("20000", name=name))
    assert result_of(desk.outcome("C4")) == (1_400_000, 0, "cap-reached")

    first, second = after(desk, {"caps.key-exhibitions-per-year.limit": "4"})

    assert why(first) == ("C4", 0, 1_400_000, "version", "2", None)
    assert isinstance(second, CapReached)
    assert (second.claim_no, second.limit, second.used) == ("C4", 4, 4)


def test_a_raised_limit_that_nobody_waited_for_only_lifts_the_cap() -> None:
    desk = Desk()
    for name in "ABC":
        desk.grant(fair("20000", name=name))

    (lifted,) = after(desk, {"caps.key-exhibitions-per-year.limit": "5"})

    assert isinstance(lifted, CapLifted)
    assert (lifted.claim_no, lifted.limit, lifted.used) == ("C3", 5, 3)
    assert desk.carry_out(AGAIN) == ()


def test_a_lost_place_names_the_claim_that_took_it() -> None:
    desk = Desk()
    desk.carry_out(exports(2023, "0", "0"))
    desk.grant(insurance("700000"))
    desk.grant(insurance("300000"))
    assert result_of(desk.outcome("C2")) == (15_000_000, 15_000_000, None)
    desk.carry_out(exports(2023, "10000000", "0"))

    events = desk.carry_out(AGAIN)

    reassessed = [event for event in events if isinstance(event, ClaimReassessed)]
    assert [why(event) for event in reassessed] == [
        ("C1", 35_000_000, 50_000_000, "exports", "2023", None),
        ("C2", 15_000_000, 0, "exports", "2023", None),
    ]
    assert result_of(desk.outcome("C2")) == (24_000_000, 0, "cap-reached")


def test_a_premium_of_mid_year_is_topped_up_when_the_years_exports_reach_the_threshold() -> None:
    desk = Desk()
    desk.grant(insurance("100000"), on="2022-06-30")
    desk.carry_out(exports(2022, "0", "10000000"))

    (event,) = desk.carry_out(AGAIN)

    assert why(event) == ("C1", 5_000_000, 8_000_000, "exports", "2022", None)
    assert isinstance(event, ClaimReassessed)
    assert event.previous_measure == "export-credit-insurance"
    assert desk.outcome("C1").measure == "key-export-credit-insurance"


def test_room_that_a_withdrawal_left_goes_to_the_first_turned_away() -> None:
    desk = Desk()
    for name in "ABCDE":
        desk.grant(fair("20000", name=name))
    desk.carry_out(withdraw("C2"))
    assert result_of(desk.outcome("C4")) == (1_400_000, 0, "cap-reached")

    first, reached = desk.carry_out(AGAIN)

    assert why(first) == ("C4", 0, 1_400_000, "room", "C2", None)
    assert isinstance(reached, CapReached)
    assert result_of(desk.outcome("C5")) == (1_400_000, 0, "cap-reached")
    assert result_of(desk.outcome("C2")) == (1_400_000, 1_400_000, None)


def test_a_reduction_stays_a_ceiling_and_a_persons_no_stays_a_no() -> None:
    desk = Desk()
    desk.grant(trademark("20000"), reduced_to="8000")
    desk.carry_out(reject(desk.file(trademark("20000"))))

    events = after(desk, {"measures.overseas-trademark.rate": "60%"})

    assert [why(event)[:3] for event in events] == [("C1", 800_000, 800_000)]
    assert result_of(desk.outcome("C1")) == (1_200_000, 800_000, "reduced")


def test_a_rule_that_said_no_is_asked_again() -> None:
    desk = Desk()
    desk.grant(trademark("20000"), on="2025-01-01")
    assert result_of(desk.outcome("C1")) == (0, 0, "no-policy-in-force")

    events = after(desk, {}, last_day=date(2025, 12, 31))

    assert [why(event) for event in events] == [("C1", 0, 1_000_000, "version", "2", None)]


def test_an_online_grant_comes_back_when_the_offline_claim_is_withdrawn() -> None:
    desk = Desk()
    desk.grant(online("5000"))
    desk.grant(fair("20000"))
    assert result_of(desk.outcome("C1")) == (400_000, 0, "already-subsidised-offline")
    desk.carry_out(withdraw("C2"))

    (event,) = desk.carry_out(AGAIN)

    assert why(event) == ("C1", 0, 400_000, "room", "C2", None)


def test_an_exclusion_that_a_reassessment_brings_about_is_called_one() -> None:
    desk = Desk()
    for name in "ABC":
        desk.grant(fair("20000", name=name))
    desk.grant(online("5000", name="D"))
    desk.grant(fair("20000", name="D"))
    desk.carry_out(withdraw("C1"))

    reassessed = [each for each in desk.carry_out(AGAIN) if isinstance(each, ClaimReassessed)]

    assert [why(event) for event in reassessed] == [
        ("C4", 400_000, 0, "exclusion", "C5", None),
        ("C5", 0, 1_400_000, "room", "C1", None),
    ]


def test_reading_the_exclusion_one_way_gives_the_earlier_online_grant_back() -> None:
    desk = Desk()
    desk.grant(online("5000"))
    desk.grant(fair("20000"))

    events = after(desk, {"readings.offline_online": "offline-first"})

    assert [why(event)[:4] for event in events] == [("C1", 0, 400_000, "version")]


def test_a_place_counted_elsewhere_at_the_same_amount_is_a_difference() -> None:
    desk = Desk()
    desk.grant(fair("20000", key=False))

    events = after(desk, {"readings.exhibition_counter": "one"})

    assert [why(event)[:4] for event in events] == [("C1", 1_000_000, 1_000_000, "version")]
    assert [use.cap for use in desk.outcome("C1").caps] == ["key-exhibitions-per-year"]


def test_a_reassessment_leaves_pending_claims_alone() -> None:
    desk = Desk()
    desk.file(trademark("20000"))

    assert after(desk, {"measures.overseas-trademark.rate": "60%"}) == ()
    desk.carry_out(approval("C1"))
    assert desk.outcome("C1").granted_fen == 1_200_000


def test_of_several_claims_that_moved_the_latest_is_named() -> None:
    desk = Desk(book_of(amended({"caps.trademarks-in-all.limit": "20000"})))
    for on in ("2022-05-01", "2022-05-02"):
        desk.grant(trademark("10000"), on=on)
    desk.grant(trademark("30000"), on="2023-05-01")
    cap = {"caps.trademarks-in-all.limit": "20000"}

    events = after(
        desk,
        cap | {"measures.overseas-trademark.rate": "60%"},
        last_day=date(2022, 12, 31),
    )

    assert [why(event) for event in events if isinstance(event, ClaimReassessed)] == [
        ("C1", 500_000, 600_000, "version", "2", None),
        ("C2", 500_000, 600_000, "version", "2", None),
        ("C3", 1_000_000, 800_000, "version", "2", "C2"),
    ]


def test_a_reading_of_the_order_is_the_cause_where_it_is_new() -> None:
    desk = Desk()
    desk.grant(trademark("60000"), on="2023-05-01")
    desk.grant(trademark("60000"), on="2023-03-01")

    first, second, *_ = after(desk, {"readings.late_claim_order": "matter"})

    assert [why(event)[:5] for event in (first, second)] == [
        ("C2", 0, 3_000_000, "version", "2"),
        ("C1", 3_000_000, 0, "version", "2"),
    ]


def test_the_claim_that_shrank_lifts_the_cap_not_another_that_changed() -> None:
    desk = Desk()
    desk.grant(trademark("30000"), on="2022-05-01")
    desk.grant(trademark("30000"), on="2023-05-01")
    desk.grant(fair("1000"), on="2022-06-01")

    *_, lifted = after(
        desk,
        {"measures.overseas-trademark.rate": "40%", "measures.key-exhibition.rate": "80%"},
        last_day=date(2022, 12, 31),
    )

    assert isinstance(lifted, CapLifted)
    assert (lifted.claim_no, lifted.limit, lifted.used) == ("C1", 3_000_000, 2_700_000)


def test_a_cap_is_lifted_at_the_limit_that_the_last_claim_met() -> None:
    wide = amended({"caps.trademarks-in-all.limit": "50000"}, first_day=date(2023, 1, 1))
    desk = Desk(book_of(amended(), wide))
    desk.grant(trademark("60000"), on="2022-05-01")
    desk.grant(trademark("20000"), on="2023-05-01")
    desk.grant(fair("1000"), on="2023-06-01")

    *_, lifted = after(
        desk, {"measures.overseas-trademark.rate": "40%"}, last_day=date(2022, 12, 31)
    )

    assert isinstance(lifted, CapLifted)
    assert (lifted.limit, lifted.used) == (5_000_000, 3_400_000)
