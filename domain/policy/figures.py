"""How a policy writes its figures: `70%`, `2/3`, `20000` (an amount), `3` (a number).

Each parser raises ValueError whose message is one stable word: what is wrong.
"""

from __future__ import annotations

import re
from fractions import Fraction

from domain.money import AMOUNT_MAX_FEN, BASIS_POINTS, Exact, parse_yuan

_RATE_MAX_BP = 1_000 * 100  # ten times an amount
_PERCENT = re.compile(r"(\d{1,4}(?:\.\d{1,6})?)%", re.ASCII)
_FRACTION = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?", re.ASCII)


def parse_rate(text: str) -> Exact:
    """Return a rate above 0 in basis points: `70%`, `0.015%`, `120%`, `2/3`."""
    percent, fraction = _PERCENT.fullmatch(text), _FRACTION.fullmatch(text)
    if percent is not None:
        rate_bp = Fraction(percent[1]) * 100
    elif fraction is not None:
        rate_bp = Fraction(int(fraction[1]), int(fraction[2])) * BASIS_POINTS
    else:
        raise ValueError("not-a-rate")
    if not 0 < rate_bp <= _RATE_MAX_BP:
        raise ValueError("out-of-range")
    return plain(rate_bp)


def parse_amount(text: str) -> int:
    """Return an amount above 0 in hundredths of its currency."""
    try:
        hundredths = parse_yuan(text)
    except ValueError:
        raise ValueError("not-an-amount") from None
    if not 0 < hundredths <= AMOUNT_MAX_FEN:
        raise ValueError("out-of-range")
    return hundredths


def parse_price(text: str) -> Exact:
    """Return a price of a unit above 0, in hundredths of a currency: `0.05`, `1500/10000`."""
    amount, _, units = text.partition("/")
    if _NUMBER.fullmatch(amount) is None or (units and _NUMBER.fullmatch(units) is None):
        raise ValueError("not-a-price")
    if Fraction(amount) <= 0 or (units and Fraction(units) <= 0):
        raise ValueError("out-of-range")
    return plain(Fraction(amount) * 100 / Fraction(units or "1"))


def parse_number(text: str) -> Exact:
    """Return a number that is not an amount, such as a quantity: `12.5`."""
    if _NUMBER.fullmatch(text) is None:
        raise ValueError("not-a-number")
    return plain(Fraction(text))


def written_rate(rate_bp: Exact) -> str:
    """Return the text that `parse_rate` reads back, in its one form."""
    percent = Fraction(rate_bp) / 100
    if 10**6 % percent.denominator:
        rate = Fraction(rate_bp) / BASIS_POINTS
        return f"{rate.numerator}/{rate.denominator}"
    return f"{written_number(percent)}%"


def written_amount(hundredths: int) -> str:
    """Return the text that `parse_amount` reads back, in its one form."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}" if rest else f"{whole}"


def written_number(number: Exact) -> str:
    """Return a number with at most six decimals, in its one form."""
    whole, rest = divmod(int(number * 10**6), 10**6)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".") if rest else f"{whole}"


def plain(number: Exact) -> Exact:
    """Return a whole number as an int, which is faster."""
    return number.numerator if number.denominator == 1 else number
