"""A policy that rounds to more than the fen grants whole units, where its limits are of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assessment.assessment import assess
from domain.assessment.elsewhere import Elsewhere
from domain.enterprise.account import Account
from domain.events.claims import Outcome
from domain.money import UNITS_FEN
from domain.policy.book import PolicyVersion
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy
from tests.domain.policy.small import claim, document

TITLES = {"article": "一", "title_zh": "限", "title_en": "Cap"}
PAID = {("trade", 2022): {"total_fen": 4_000_100}}


def policy_with(rounding: str, limit: Any, **sections: Any) -> Policy:
    cap = {"limit": limit, "unit": "money", "period": "year", "per": "enterprise"}
    caps = {"c": TITLES | cap | {"measures": ["first"]}}
    return compiled(
        document([{"of": "fee"}], caps=caps, settings={"rounding": rounding}, **sections)
    )


def decided(
    policy: Policy,
    fee_fen: int,
    account: Account | None = None,
    reduced_to_fen: int | None = None,
    elsewhere: tuple[Elsewhere, ...] = (),
) -> Outcome:
    version = PolicyVersion(number=1, digest="", policy=policy)
    outcome, _ = assess(
        claim(fee_fen=fee_fen), version, account or Account(), PAID, reduced_to_fen, elsewhere
    )
    return outcome


def test_half_of_the_taxes_paid_is_granted_in_whole_yuan() -> None:
    half = {"of": "trade.total:1", "rate": "50%"}

    outcome = decided(policy_with("yuan-down", half), 10_000_000)

    assert (outcome.granted_fen, outcome.reason) == (2_000_000, "cap-reached")
    assert [use.limit for use in outcome.caps] == [2_000_000]


def test_what_a_printed_limit_leaves_is_granted_as_it_stands() -> None:
    outcome = decided(policy_with("yuan-down", "20000.50"), 10_000_000)

    assert (outcome.granted_fen, outcome.reason) == (2_000_050, "cap-reached")
    assert outcome.assessed_fen == 10_000_000


def test_an_officers_figure_stands_as_stated() -> None:
    outcome = decided(policy_with("yuan-down", "20000"), 10_000_000, reduced_to_fen=99_999)

    assert (outcome.granted_fen, outcome.reason) == (99_999, "reduced")


def test_what_is_above_a_grant_of_another_policy_is_granted_in_whole_yuan() -> None:
    other = Elsewhere("higher", "invoice", ("B1",), 50_050)

    outcome = decided(policy_with("yuan-down", "20000"), 100_000, elsewhere=(other,))

    assert (outcome.granted_fen, outcome.reason) == (49_900, "covered-by-other-policy")


@pytest.mark.parametrize(
    ("rounding", "fen"),
    [("ten-down", 1_234_000), ("hundred-down", 1_230_000), ("thousand-down", 1_200_000)],
)
def test_an_amount_may_be_rounded_down_to_a_multiple(rounding: str, fen: int) -> None:
    assert decided(policy_with(rounding, "20000"), 1_234_567).granted_fen == fen


@given(
    rounding=st.sampled_from(sorted(UNITS_FEN)),
    units=st.integers(1, 100),
    fees=st.lists(st.integers(1, 10**8), min_size=1, max_size=6),
    others=st.lists(st.integers(1, 10**6), max_size=1),
)
def test_every_grant_is_a_whole_multiple_of_the_unit(
    rounding: str, units: int, fees: list[int], others: list[int]
) -> None:
    limit = units * UNITS_FEN[rounding]
    policy = policy_with(rounding, f"{limit // 100}.{limit % 100:02d}")
    elsewhere = tuple(Elsewhere("higher", "invoice", ("B1",), fen) for fen in others)
    account, total = Account(), 0

    for fee in fees:
        outcome = decided(policy, fee, account, elsewhere=elsewhere)
        account.post(outcome, date(2023, 5, 1), 1)
        total += outcome.granted_fen

        assert outcome.granted_fen % UNITS_FEN[rounding] == 0
        assert outcome.granted_fen > 0 or outcome.reason is not None
    assert total <= limit
