"""A late claim: who would gain and who would give back, under each order."""

from __future__ import annotations

import pytest

from domain.refusals import Refusal
from projections.reassessment.late import Late, late
from tests.domain.assessment.test_orders import shows
from tests.domain.given import Desk, approval, fair, insurance, online, reject, trademark, withdraw


def totals(answer: Late) -> dict[str, int]:
    return {rule: order.total_fen for rule, order in answer.orders.items()}


def test_the_worked_case_of_a_february_show_that_came_when_the_places_were_taken() -> None:
    desk = Desk()
    shows(desk)

    answer = late(desk.enterprise, desk.book, "C4")

    assert (answer.cap, answer.year) == ("key-exhibitions-per-year", 2022)
    assert totals(answer) == {"decided": 13_500_000, "matter": 15_500_000, "best": 18_500_000}
    by_day = {
        turn.claim_no: (turn.before_fen, turn.after_fen) for turn in answer.orders["matter"].claims
    }
    assert by_day["C3"] == (6_000_000, 0)
    assert [turn.claim_no for turn in answer.orders["best"].claims] == ["C1", "C2", "C3", "C4"]


def test_a_pending_claim_is_tried_as_the_last_decided_and_stays_pending() -> None:
    desk = Desk()
    shows(desk)
    desk.file(fair("28571.43", name="January"), on="2022-01-10")

    answer = late(desk.enterprise, desk.book, "C5")

    last = [order.claims[-1] for order in answer.orders.values()]
    assert [(turn.claim_no, turn.before_fen, turn.after_fen) for turn in last] == [
        ("C5", 0, 0),
        ("C5", 0, 2_000_000),
        ("C5", 0, 0),
    ]
    desk.carry_out(approval("C5"))
    assert desk.outcome("C5").granted_fen == 0


def test_a_cap_over_the_whole_policy_has_no_year() -> None:
    desk = Desk()
    desk.grant(trademark("80000"), on="2023-01-01")
    desk.grant(trademark("80000"), on="2022-01-01")

    answer = late(desk.enterprise, desk.book, "C2")

    assert (answer.cap, answer.year) == ("trademarks-in-all", None)
    assert totals(answer) == {"decided": 3_000_000, "matter": 3_000_000, "best": 3_000_000}
    assert answer.orders["matter"].claims[-1].after_fen == 3_000_000


def test_a_claim_under_no_cap_has_nobody_to_lose() -> None:
    desk = Desk()
    desk.file(insurance("1000", pool=True))

    with pytest.raises(Refusal, match="no-cap"):
        late(desk.enterprise, desk.book, "C1")


def test_a_claim_on_a_day_that_no_version_governs_is_under_no_cap() -> None:
    desk = Desk()
    desk.file(fair("1000"), on="2025-01-01")

    with pytest.raises(Refusal, match="no-cap"):
        late(desk.enterprise, desk.book, "C1")


@pytest.mark.parametrize("end", [reject, withdraw])
def test_a_claim_that_people_ended_is_out_of_every_order(end: object) -> None:
    desk = Desk()
    claim_no = desk.file(online("1000"))
    desk.carry_out(end(claim_no))  # type: ignore[operator]

    with pytest.raises(Refusal, match="claim-ended"):
        late(desk.enterprise, desk.book, claim_no)
