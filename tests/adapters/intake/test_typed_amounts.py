"""Amounts as a person types them on the command line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.intake.amounts import typed_fen
from domain.money import AMOUNT_MAX_FEN, yuan

WAN = 10_000 * 100


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("30,000,000", 3_000 * WAN),
        ("30，000，000.00", 3_000 * WAN),
        ("3000万", 3_000 * WAN),
        ("３０００万元", 3_000 * WAN),
        ("3 000万 元", 3_000 * WAN),
        ("1.2345万", 1_234_500),
        ("0.3亿", 3_000 * WAN),
        ("３０００", 3_000 * 100),
        ("3,000元整", 3_000 * 100),
        ("１，０００．５０", 100_050),
    ],
)
def test_an_amount_may_be_typed_as_offices_write_it(typed: str, fen: int) -> None:
    assert typed_fen(typed) == fen


@pytest.mark.parametrize(
    "typed",
    [
        "", "元", "-5", "5-", "(5)", "五万", "1e5", "50%", "3000分", "0.005", "1.23456789万",
        "250.000",  # 250 or 250,000
        "1,23", "12,3456", "3000万万", "万3000", "3000w", "10k", "¥3000", "3000 USD", "3000美元",
        "②", "100000000000000", "99999999999万",
    ],
)  # fmt: skip
def test_what_may_be_read_otherwise_is_not_an_amount(typed: str) -> None:
    assert typed_fen(typed) is None


@given(st.integers(0, AMOUNT_MAX_FEN - 1))
def test_what_the_ledger_prints_can_be_typed(fen: int) -> None:
    assert typed_fen(yuan(fen)) == fen
