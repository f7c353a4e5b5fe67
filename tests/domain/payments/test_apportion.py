"""Not enough money: the queue and the shares."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.payments.until_paid.computing import Candidate, acting_terms, pro_rata, queue
from tests.domain.payments.office import batch_terms
from tests.support.extent import tried

AMOUNTS = st.lists(st.integers(1, 10**12), min_size=1, max_size=30)
MONEY = st.integers(0, 10**13)


def owed(*amounts: int) -> list[Candidate]:
    return [
        Candidate(claim_no=f"C{at:05d}", uscc="", owed_fen=fen) for at, fen in enumerate(amounts)
    ]


def test_random_splits_add_up_to_the_money_exactly() -> None:
    random = Random(2022)
    for _ in range(tried(1_000, long=10_000)):
        amounts = [
            random.randint(1, 10 ** random.randint(1, 12)) for _ in range(random.randint(1, 40))
        ]
        money = random.randint(0, sum(amounts))

        shares = pro_rata(owed(*amounts), money)

        assert sum(shares) == money
        for share, fen in zip(shares, amounts, strict=True):
            assert abs(share - Fraction(fen * money, sum(amounts))) < 1
            assert 0 <= share <= fen


def test_no_order_of_the_claims_changes_a_share() -> None:
    claims = owed(100, 100, 100, 250, 7)

    forwards, backwards = pro_rata(claims, 333), pro_rata(claims[::-1], 333)

    assert forwards == backwards[::-1]


def test_ties_go_to_the_lower_claim_number() -> None:
    assert pro_rata(owed(10_000, 10_000, 10_000), 10_000) == [3_334, 3_333, 3_333]


@pytest.mark.parametrize(
    ("unit", "least", "shares"),
    [
        (None, 0, [5_000_000, 2_500_001]),
        ("yuan", 0, [5_000_000, 2_500_000]),
        ("wan", 0, [5_000_000, 2_000_000]),
        ("wan", 2_000_001, [5_000_000, 0]),
        (None, 2_500_001, [5_000_000, 2_500_001]),
        (None, 2_500_002, [5_000_000, 0]),
    ],
)
def test_shares_are_cut_to_units_and_small_ones_to_nothing(
    unit: str | None, least: int, shares: list[int]
) -> None:
    assert pro_rata(owed(10_000_000, 5_000_001), 7_500_001, unit, least) == shares


@given(AMOUNTS, MONEY, st.sampled_from([None, "yuan", "wan"]), st.integers(0, 10**6))
def test_shares_never_pass_the_money_nor_what_is_owed(
    amounts: list[int], money: int, unit: str | None, least: int
) -> None:
    shares = pro_rata(owed(*amounts), money, unit, least)

    assert sum(shares) <= money
    assert all(0 <= share <= fen for share, fen in zip(shares, amounts, strict=True))
    if sum(amounts) > money:
        assert all(share == 0 or share >= least for share in shares)


@given(AMOUNTS, MONEY)
def test_the_queue_pays_whole_lines_until_the_first_that_does_not_fit(
    amounts: list[int], money: int
) -> None:
    shares = queue(owed(*amounts), money)

    paid = [share for share in shares if share]
    assert shares == amounts[: len(paid)] + [0] * (len(amounts) - len(paid))
    assert sum(shares) <= money
    if len(paid) < len(amounts):
        assert sum(amounts[: len(paid) + 1]) > money


@pytest.mark.parametrize("unit", [None, "yuan"])
def test_a_line_that_has_less_than_nothing_gives_nothing(unit: str | None) -> None:
    assert pro_rata(owed(150, 250), -1, unit) == [0, 0]
    assert queue(owed(150, 250), -1) == [0, 0]


def test_money_that_is_exactly_enough_pays_all_of_it_uncut() -> None:
    assert pro_rata(owed(150, 250), 400, "yuan") == [150, 250]


@pytest.mark.parametrize(
    ("money", "shortage", "unit", "least", "recorded"),
    [
        (20_000, "pro-rata", "yuan", 201, ("yuan", 201)),
        (20_000, "pro-rata", "yuan", 200, ("yuan", 0)),
        (22_775, "pro-rata", "yuan", 0, ("yuan", 0)),  # half each, 75.25 yuan: not whole
        (45_550, "pro-rata", "yuan", 201, (None, 0)),  # enough for all of it
        (20_000, "queue", "yuan", 201, (None, 0)),
    ],
)
def test_a_term_that_changed_no_share_is_not_recorded(
    money: int, shortage: str, unit: str, least: int, recorded: tuple[str | None, int]
) -> None:
    command = batch_terms(shortage=shortage, round_down_to=unit, at_least_fen=least)

    acting = acting_terms(command, money, owed(30_000, 15_050, 500))

    assert (acting.round_down_to, acting.at_least_fen) == recorded
