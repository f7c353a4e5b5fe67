"""Amounts that meet a ceiling to the fen, and limits met at another height."""

from __future__ import annotations

from datetime import date

import pytest

from domain.events.claims import CapReached, ClaimApproved
from domain.policy.facts import Facts
from tests.domain.given import Desk, amended, book_of, certificate, guarantee, trademark


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
