"""Shares of an enterprise that was split: whole units, nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from domain.enterprise.account import Account
from domain.enterprise.kin.shares import PartShare, divided
from domain.enterprise.pooling.uses import Scoped
from domain.policy.measures import Cap
from tests.domain.enterprise.test_account import outcome
from tests.domain.given import POLICY

MEASURES = sorted(POLICY.measures)
PLACES = ("", "fair", "show")
STATED = list(POLICY.caps.values())
CAPS = [
    replace(cap, period=period, months=months, pooled=False, limit_of=None)
    for cap in STATED
    for period, months in ((cap.period, 0), ("fiscal", 0), ("rolling", 12))
]
weights = st.lists(st.integers(1, 50), min_size=2, max_size=5)
grants = st.lists(
    st.tuples(
        st.sampled_from(MEASURES),
        st.integers(1, 10_000_000),
        st.sampled_from(PLACES),
        st.integers(0, 5),
        st.dates(date(2022, 1, 1), date(2024, 12, 31)),
    ),
    max_size=12,
)


def shares_of(stated: list[int]) -> tuple[Fraction, ...]:
    return tuple(Fraction(each, sum(stated)) for each in stated)


def scopes(cap: Cap) -> list[tuple[int | None, str | None]]:
    years = [None] if cap.period == "policy" else [2022, 2023, 2024]
    places = [None] if cap.item is None else list(PLACES)
    return [(year, place) for year in years for place in places]


@given(st.integers(0, 10**12), weights)
def test_whole_units_add_up_and_none_is_a_unit_from_its_share(
    units: int, stated: list[int]
) -> None:
    shares = shares_of(stated)

    parts = divided(units, shares)

    assert sum(parts) == units
    assert all(abs(part - units * share) < 1 for part, share in zip(parts, shares, strict=True))


def test_of_equal_remainders_the_part_that_stands_first_gets_the_unit() -> None:
    half = Fraction(1, 2)

    assert divided(1, [half, half]) == [1, 0]
    assert divided(1, [Fraction(2, 5), Fraction(3, 5)]) == [0, 1]
    assert divided(10, [Fraction(3, 5), Fraction(2, 5)]) == [6, 4]


def split(account: Account, stated: list[int]) -> list[Account]:
    shares, parts = shares_of(stated), []
    for place in range(len(shares)):
        parts.append(Account())
        parts[-1].divide("OLD", account, PartShare(shares, place), ["C"] if place == 0 else [])
    return parts


def between(cap: Cap, first: date, last: date, account: Account) -> Iterator[Scoped]:
    return account.between(cap.counted, first, last, None)


def same(whole: Account, parts: list[Account]) -> None:
    for cap in CAPS:
        if cap.period == "rolling":
            days = whole.fullest(cap, date(2023, 12, 31), "fair")
            fullest = partial(between, cap, *days)
            together = sum(each.total(cap, fullest) for each in parts)
            assert together == whole.total(cap, fullest)
            continue
        for year, place in scopes(cap):
            assert sum(each.used(cap, year, place) for each in parts) == whole.used(
                cap, year, place
            )
    for place in PLACES:
        for year in (2022, 2023, 2024):
            at = MEASURES, year, place
            assert sum(each.item_booths(*at) for each in parts) == whole.item_booths(*at)
            assert sum(each.item_granted_fen(*at) for each in parts) == (
                whole.item_granted_fen(*at)
            )


@given(grants, grants, weights, weights)
def test_the_parts_together_have_used_what_the_whole_had(
    before: list[tuple[str, int, str, int, date]],
    later: list[tuple[str, int, str, int, date]],
    stated: list[int],
    again: list[int],
) -> None:
    whole = Account()
    for measure, fen, place, booths, day in before:
        whole.post(outcome(measure, fen, place, booths), day, 1)

    parts = split(whole, stated)

    same(whole, parts)
    for measure, fen, place, booths, day in later:  # decided again: the first part has the claim
        parts[0].post(outcome(measure, fen, place, booths), day, 1, "C")
        same(whole, parts)
    copied = [each.copy() for each in parts]
    for measure, fen, place, booths, day in before:
        parts[0].post(outcome(measure, fen, place, booths), day, -1, "C")
    same(whole, parts)
    same(parts[-1], split(parts[-1], again))  # a part is split in turn
    together = Account()
    for each in copied:
        together.take_over(each)
    before_it = copied[0].divided[0].account
    for cap in CAPS:  # all parts become one again
        for year, place in scopes(cap) if cap.period != "rolling" else ():
            assert together.used(cap, year, place) == before_it.used(cap, year, place)
