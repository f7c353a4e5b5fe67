"""What is left of a cap counted for each item, over days that are not a calendar year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.enterprise.pooling.uses import Use
from domain.policy.book import PolicyBook
from projections.remaining_allowances import ItemAllowance, allowances
from tests.domain.enterprise.capped import book_with, cap, file, lived

FAIR = "Canton Fair"


def left(book: PolicyBook, claims: list[tuple[date, int, str]], year: int) -> dict[str, int]:
    """Return what is used of each item's limit in a year."""
    enterprise = lived(book, [])
    for number, (on, fee, name) in enumerate(claims):
        file(enterprise, book, f"C{number}", on, fee, name)
    rows = [("first", on.year, name, Use(claims=1, amount_fen=fee)) for on, fee, name in claims]
    every = allowances(rows, book, year, enterprise)
    return {each.item: each.used for each in every if isinstance(each, ItemAllowance)}


@pytest.mark.parametrize(
    ("period", "more", "used"),
    [
        ("rolling", {"months": 12}, {FAIR: 3_000, "b": 4_000}),
        ("fiscal", {"starts": "04-06"}, {FAIR: 3_000, "b": 4_000}),
        ("year", {}, {FAIR: 3_000, "b": 4_000}),
    ],
)
def test_each_item_has_its_own_days(period: str, more: dict[str, Any], used: Any) -> None:
    book = book_with(cap("100", period, per="item", **more))
    claims = [
        (date(2022, 5, 1), 2_000, FAIR),
        (date(2023, 11, 1), 3_000, FAIR),
        (date(2023, 6, 1), 4_000, "b"),
    ]

    assert left(book, claims, 2023) == used


def test_the_months_of_each_item_that_use_most_are_its_own() -> None:
    book = book_with(cap("100", "rolling", per="item", months=3))
    claims = [
        (date(2023, 1, 10), 2_000, FAIR),
        (date(2023, 3, 1), 1_000, FAIR),
        (date(2023, 8, 1), 500, FAIR),
        (date(2023, 7, 1), 3_000, "b"),
        (date(2023, 12, 1), 4_000, "b"),
        (date(2021, 12, 1), 4_000, "c"),
    ]

    assert left(book, claims, 2023) == {FAIR: 3_000, "b": 4_000}
