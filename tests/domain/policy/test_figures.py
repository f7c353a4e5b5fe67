"""Figures as a policy writes them: read exactly, and written in one form that reads back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy.figures import (
    parse_amount,
    parse_number,
    parse_price,
    parse_rate,
    written_amount,
    written_number,
    written_rate,
)

MILLIONTHS = st.integers(1, 10**11)


@given(MILLIONTHS)
def test_a_rate_in_percent_is_written_with_as_many_decimals_as_it_has(millionths: int) -> None:
    percent = Fraction(millionths, 10**6) % 1_000 or Fraction(1)

    assert parse_rate(written_rate(percent * 100)) == percent * 100
    assert written_rate(percent * 100).endswith("%")


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_a_rate_that_no_decimals_say_is_written_as_a_fraction(part: int, whole: int) -> None:
    rate_bp = Fraction(min(part, 10 * whole), whole) * 10_000

    assert parse_rate(written_rate(rate_bp)) == rate_bp


@given(st.integers(1, 10**15 - 1))
def test_an_amount_is_written_without_decimals_that_say_nothing(hundredths: int) -> None:
    written = written_amount(hundredths)

    assert parse_amount(written) == hundredths
    assert ("." in written) == (hundredths % 100 > 0)


@given(MILLIONTHS)
def test_a_number_is_written_with_as_many_decimals_as_it_has(millionths: int) -> None:
    number = Fraction(millionths, 10**6)
    written = written_number(number)

    assert parse_number(written) == number
    assert not ("." in written and written.endswith("0"))


def test_figures_are_written_as_people_do() -> None:
    rates = [7_000, Fraction(20_000, 3), Fraction(3, 2), 100_000]

    assert [*map(written_rate, rates)] == ["70%", "2/3", "0.015%", "1000%"]
    assert [*map(written_amount, (150_050, 2_000_000, 1))] == ["1500.50", "20000", "0.01"]
    assert [*map(written_number, (Fraction(25, 2), 3))] == ["12.5", "3"]


@pytest.mark.parametrize(
    ("parse", "text", "problem"),
    [
        (parse_rate, "1000.01%", "out-of-range"),
        (parse_rate, "0%", "out-of-range"),
        (parse_rate, "11/1", "out-of-range"),
        (parse_rate, "0/3", "not-a-rate"),
        (parse_rate, "70", "not-a-rate"),
        (parse_amount, "10000000000000.01", "not-an-amount"),
        (parse_amount, "0.00", "out-of-range"),
        (parse_price, "0", "out-of-range"),
        (parse_price, "1/0", "out-of-range"),
        (parse_price, "1/x", "not-a-price"),
        (parse_number, "1.0000001", "not-a-number"),
        (parse_number, "-1", "not-a-number"),
    ],
)
def test_what_is_not_such_a_figure_says_so_in_one_word(
    parse: object, text: str, problem: str
) -> None:
    assert callable(parse)
    with pytest.raises(ValueError, match=f"^{problem}$"):
        parse(text)


def test_the_largest_of_each_is_taken() -> None:
    assert (parse_rate("1000%"), parse_rate("10/1")) == (100_000, 100_000)
    assert parse_amount("9999999999999.99") == 10**15 - 1
    assert parse_number("999999999999.999999") == Fraction(10**18 - 1, 10**6)
    assert parse_price("1500/10000") == 15
    assert all(isinstance(each, int) for each in (parse_rate("70%"), parse_price("1/4")))
