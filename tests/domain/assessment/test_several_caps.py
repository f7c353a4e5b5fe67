"""A measure under several caps: each is met, each is used by what is granted in the end."""

from __future__ import annotations

from dataclasses import replace

from tests.domain.given import POLICY, Desk, book_of, executed, told, trademark

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

        assert told(claim) == (500_000, 300_000, "cap-reached")


def test_both_caps_are_used_by_the_amount_granted_in_the_end() -> None:
    desk = desk_with_two_caps(2_000_000, 300_000)

    desk.grant(trademark("10000"))

    assert used(desk, "C1") == {BOTH[0]: (300_000, 300_000), BOTH[1]: (300_000, 300_000)}


def test_what_another_measure_used_of_the_shared_cap_is_gone() -> None:
    desk = desk_with_two_caps(3_000_000, 2_000_000)
    desk.grant(executed("500000"))

    second = desk.grant(trademark("20000"))

    assert told(second) == (1_000_000, 500_000, "cap-reached")
    assert used(desk, "C2") == {BOTH[0]: (500_000, 500_000), BOTH[1]: (500_000, 2_000_000)}


def test_a_cap_that_is_full_stops_the_claim_and_leaves_the_next_unused() -> None:
    desk = desk_with_two_caps(500_000, 2_000_000)
    desk.grant(trademark("10000"))

    second = desk.grant(trademark("10000"))

    assert told(second) == (500_000, 0, "cap-reached")
    assert [use.cap for use in second.caps] == [BOTH[0]]
