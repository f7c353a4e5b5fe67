"""Exact numbers as people read them: with decimals, or where these do not end, with a fraction."""

from __future__ import annotations

from fractions import Fraction

from domain.money import FEN_PER_YUAN, yuan

_PLACES = 10**6

Number = int | str | Fraction


def money_text(hundredths: Number) -> str:
    """Return an exact amount: `19,999.99`, `19,999.994`, `6,666 2/3`."""
    exact = Fraction(hundredths)
    return yuan(exact.numerator) if exact.denominator == 1 else number_text(exact / FEN_PER_YUAN)


def number_text(number: Number) -> str:
    """Return an exact number: `2,345,678.9`, `1/3`, `6,666 2/3`."""
    exact = Fraction(number)
    whole, rest = divmod(exact.numerator, exact.denominator)
    if not rest:
        return f"{whole:,}"
    if _PLACES % exact.denominator == 0:
        decimals = f"{rest * _PLACES // exact.denominator:06d}".rstrip("0")
        return f"{whole:,}.{decimals}"
    part = f"{rest}/{exact.denominator}"
    return f"{whole:,} {part}" if whole else part
