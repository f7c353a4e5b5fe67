"""Money: read strictly, written plainly, rounded in one place."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import (
    AMOUNT_MAX_FEN,
    parse_typed_yuan,
    parse_yuan,
    rounded,
    share,
    signed_yuan,
    yuan,
)


@pytest.mark.parametrize(
    ("text", "fen"),
    [("0", 0), ("0.01", 1), ("12.3", 1_230), ("12.30", 1_230), ("9999999999999.99", 10**15 - 1)],
)
def test_plain_yuan_are_read_as_fen(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        *("", " 1", "1 ", "-1", "+1", "1.", ".5", "1.234", "1,000", "1e3", "１", "٣"),
        *("nan", "1_0", "1\n", "12345678901234"),
    ],
)
def test_anything_else_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_yuan(text)


@given(st.integers(0, 10**15 - 1))
def test_what_is_written_is_read_back(fen: int) -> None:
    assert parse_yuan(yuan(fen).replace(",", "")) == fen


def test_negative_amounts_keep_their_fen() -> None:
    assert (yuan(-5), yuan(-123_405)) == ("-0.05", "-1,234.05")


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("fen-down", 1_999_999),
        ("fen-half-up", 2_000_000),
        ("yuan-down", 1_999_900),
        ("wan-down", 1_000_000),
    ],
)
def test_an_exact_amount_is_settled_as_the_reading_says(rounding: str, expected: int) -> None:
    exact = share(3_999_999, 5_000)

    assert exact == Fraction(3_999_999, 2)
    assert rounded(exact, rounding) == expected


def test_half_a_fen_goes_up_and_less_goes_down() -> None:
    assert rounded(Fraction(1, 2), "fen-half-up") == 1
    assert rounded(Fraction(49, 100), "fen-half-up") == 0


@given(st.fractions(0, 10**9), st.sampled_from(["fen-down", "yuan-down", "wan-down"]))
def test_rounding_down_never_adds(exact: Fraction, rounding: str) -> None:
    assert 0 <= exact - rounded(exact, rounding) < 1_000_000


def test_whole_fen_are_settled_in_a_coarser_unit_too() -> None:
    assert rounded(1_999_999, "yuan-down") == 1_999_900
    assert rounded(1_999_999, "wan-down") == 1_000_000
    assert rounded(1_999_999, "fen-half-up") == rounded(1_999_999, "fen-down") == 1_999_999


def test_only_a_difference_above_nothing_has_a_plus() -> None:
    assert [signed_yuan(fen) for fen in (1, 0, -1)] == ["+0.01", "0.00", "-0.01"]


def test_the_greatest_amount_is_ten_trillion_yuan() -> None:
    assert yuan(AMOUNT_MAX_FEN) == "10,000,000,000,000.00"


WAN = 10_000 * 100


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("30,000,000", 3_000 * WAN),
        ("30，000，000.00", 3_000 * WAN),
        ("3000万", 3_000 * WAN),
        ("３０００万元", 3_000 * WAN),
        ("3000 万 元", 3_000 * WAN),
        ("1.2345万", 1_234_500),
        ("0.3亿", 3_000 * WAN),
        ("３０００", 3_000 * 100),
        ("3,000元整", 3_000 * 100),
        ("１，０００．５０", 100_050),
    ],
)
def test_an_amount_may_be_typed_as_offices_write_it(typed: str, fen: int) -> None:
    assert parse_typed_yuan(typed) == fen


@pytest.mark.parametrize(
    "typed",
    [
        "", "元", "-5", "5-", "(5)", "五万", "1e5", "50%", "3000分", "0.005", "1.23456789万",
        "250.000",  # 250 or 250,000
        "1,23", "1 000", "3 000万", "12,3456", "3000万万", "万3000", "3000w", "10k", "¥3000",
        "3000 USD", "3000美元",
        "②", "100000000000000", "99999999999万",
    ],
)  # fmt: skip
def test_what_may_be_read_otherwise_is_not_an_amount(typed: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_typed_yuan(typed)


@given(st.integers(0, AMOUNT_MAX_FEN - 1))
def test_what_the_ledger_prints_can_be_typed(fen: int) -> None:
    assert parse_typed_yuan(yuan(fen)) == fen
