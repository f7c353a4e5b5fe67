"""A measure under several caps: each is met, each is used by what is granted in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.commands.enterprise import ChooseOrder, Reassess
from domain.events.claims import CapLifted, CapReached, ClaimReassessed
from domain.events.log import EnterpriseEvent
from tests.domain.given import (
    POLICY,
    USCC,
    Desk,
    book_of,
    executed,
    fair,
    online,
    result_of,
    trademark,
    withdraw,
)

BOTH = "trademarks-in-all", "outsourcing-per-year"


def desk_with_two_caps(trademarks: int, together: int) -> Desk:
    """A desk where trademarks stand under their own cap and under that of outsourcing, in fen."""
    own, shared = (POLICY.caps[cap] for cap in BOTH)
    caps = POLICY.caps | {
        own.id: replace(own, limit=trademarks),
        shared.id: replace(
            shared, limit=together, measures=(*shared.measures, "overseas-trademark")
        ),
    }
    return Desk(book_of(replace(POLICY, caps=caps)))


def used(desk: Desk, claim: str) -> dict[str, tuple[int, int]]:
    return {use.cap: (use.applied, use.used_after) for use in desk.outcome(claim).caps}


def test_a_claim_is_trimmed_by_the_narrower_of_two_caps_whichever_it_is() -> None:
    for limits in ((300_000, 2_000_000), (2_000_000, 300_000)):
        desk = desk_with_two_caps(*limits)

        claim = desk.grant(trademark("10000"))

        assert result_of(claim) == (500_000, 300_000, "cap-reached")


def test_both_caps_are_used_by_the_amount_granted_in_the_end() -> None:
    desk = desk_with_two_caps(2_000_000, 300_000)

    desk.grant(trademark("10000"))

    assert used(desk, "C1") == {BOTH[0]: (300_000, 300_000), BOTH[1]: (300_000, 300_000)}


def test_what_another_measure_used_of_the_shared_cap_is_gone() -> None:
    desk = desk_with_two_caps(3_000_000, 2_000_000)
    desk.grant(executed("500000"))

    second = desk.grant(trademark("20000"))

    assert result_of(second) == (1_000_000, 500_000, "cap-reached")
    assert used(desk, "C2") == {BOTH[0]: (500_000, 500_000), BOTH[1]: (500_000, 2_000_000)}


def test_a_cap_that_is_full_stops_the_claim_and_leaves_the_next_unused() -> None:
    desk = desk_with_two_caps(500_000, 2_000_000)
    desk.grant(trademark("10000"))

    second = desk.grant(trademark("10000"))

    assert result_of(second) == (500_000, 0, "cap-reached")
    assert [use.cap for use in second.caps] == [BOTH[0]]


def caps_said(events: Sequence[EnterpriseEvent], kind: type) -> list[tuple[str, int, int]]:
    return [(e.cap, e.limit, e.used) for e in events if isinstance(e, kind)]  # type: ignore[attr-defined]


def test_each_cap_that_a_grant_fills_is_said_and_lifted_with_it() -> None:
    desk = desk_with_two_caps(500_000, 500_000)
    full = [(cap, 500_000, 500_000) for cap in BOTH]
    empty = [(cap, 500_000, 0) for cap in BOTH]

    desk.grant(trademark("10000"))

    assert caps_said(desk.events, CapReached) == full
    assert caps_said(desk.carry_out(withdraw("C1")), CapLifted) == empty


def test_only_the_cap_that_was_full_is_lifted() -> None:
    desk = desk_with_two_caps(2_000_000, 500_000)
    desk.grant(trademark("10000"))

    lifted = caps_said(desk.carry_out(withdraw("C1")), CapLifted)

    assert lifted == [(BOTH[1], 500_000, 0)]


def test_both_caps_are_kept_in_step_by_a_reassessment() -> None:
    desk = desk_with_two_caps(500_000, 500_000)
    desk.grant(trademark("10000"))
    narrow = desk.book.versions[0].policy

    desk.book = book_of(narrow, desk_with_two_caps(2_000_000, 2_000_000).book.versions[0].policy)
    lifted = desk.carry_out(Reassess(uscc=USCC))
    desk.book = book_of(*(version.policy for version in desk.book.versions), narrow)
    reached = desk.carry_out(Reassess(uscc=USCC))

    assert caps_said(lifted, CapLifted) == [(cap, 2_000_000, 500_000) for cap in BOTH]
    assert caps_said(reached, CapReached) == [(cap, 500_000, 500_000) for cap in BOTH]


def test_an_order_may_be_chosen_under_either_cap() -> None:
    for cap, year in ((BOTH[0], None), (BOTH[1], 2023)):
        desk = desk_with_two_caps(500_000, 500_000)
        desk.grant(trademark("10000"), on="2023-05-01")
        desk.grant(trademark("6000"), on="2023-03-01")

        _, *events = desk.carry_out(
            ChooseOrder(uscc=USCC, cap=cap, year=year, order="matter", document="D")
        )

        changed = [event for event in events if isinstance(event, ClaimReassessed)]
        assert [(event.claim_no, event.cause, event.because_of) for event in changed] == [
            ("C2", "order", "D"),
            ("C1", "order", "D"),
        ]
        assert [desk.outcome(no).granted_fen for no in ("C1", "C2")] == [200_000, 300_000]


def test_orders_chosen_under_both_caps_stand_in_every_reassessment() -> None:
    desk = desk_with_two_caps(500_000, 2_000_000)
    desk.grant(trademark("10000"), on="2023-05-01")
    desk.grant(trademark("6000"), on="2023-03-01")
    for cap, year, order in ((BOTH[1], 2023, "decided"), (BOTH[0], None, "matter")):
        desk.carry_out(ChooseOrder(uscc=USCC, cap=cap, year=year, order=order, document=cap))

    assert desk.carry_out(Reassess(uscc=USCC)) == ()
    assert desk.outcome("C2").granted_fen == 300_000


def test_an_online_grant_taken_back_uses_neither_of_its_caps() -> None:
    online_cap, shared = (POLICY.caps[cap] for cap in ("online-exhibitions-per-year", BOTH[0]))
    measures = (*shared.measures, *online_cap.measures)
    caps = POLICY.caps | {shared.id: replace(shared, measures=measures)}
    desk = Desk(book_of(replace(POLICY, caps=caps)))
    desk.grant(trademark("10000"))
    desk.grant(online("5000"))

    desk.grant(fair("1000"))

    assert used(desk, "C2") == {online_cap.id: (0, 0), shared.id: (0, 500_000)}
    assert (desk.outcome("C2").granted_fen, desk.outcome("C2").booths) == (0, 0)
