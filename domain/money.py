"""Renminbi in whole fen, exact fractions of them, and the only place where an amount is rounded.

100 fen (分) make 1 yuan (元). Names end in `_fen`, `_bp` (basis points) or `_cents` (US cents).
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

BASIS_POINTS = 10_000
FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000  # 万元
AMOUNT_MAX_FEN = 10**15  # ten trillion yuan; far inside a signed 64-bit column

Exact = int | Fraction  # an exact amount in fen; whole amounts are ints, which are faster

_YUAN = re.compile(r"(\d{1,13})(?:\.(\d{1,2}))?", re.ASCII)

_TYPED = re.compile(
    r"(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d{1,12}))? ?(万|百万|千万|亿)? ?[元圆]?整?", re.ASCII
)
_TYPED_SCALES = {None: 1, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}

UNITS_FEN = {
    "fen-down": 1,
    "fen-half-up": 1,
    "yuan-down": FEN_PER_YUAN,
    "ten-down": 10 * FEN_PER_YUAN,
    "hundred-down": 100 * FEN_PER_YUAN,
    "thousand-down": 1_000 * FEN_PER_YUAN,
    "wan-down": FEN_PER_WAN,
}


def parse_yuan(text: str) -> int:
    """Return the fen that a plain decimal number of yuan is worth.

    At most two decimals, no sign, no separators. Raises ValueError when `text` is anything else.
    """
    match = _YUAN.fullmatch(text)
    if match is None:
        raise ValueError(f"not an amount in yuan with at most two decimals: {text!r}")
    whole, decimals = match.groups()
    fen = int(whole) * FEN_PER_YUAN
    return fen + int(decimals.ljust(2, "0")) if decimals else fen


def parse_typed_yuan(text: str) -> int:
    """Return the fen of an amount as a person types it: `30,000,000`, `3000万元`, `３０００`.

    Raises ValueError for what is not one of at most two decimals, or may be read otherwise.
    """
    match = _TYPED.fullmatch(text.translate(_FULL_WIDTH).strip())
    if match is None:
        raise ValueError(f"not an amount in yuan: {text!r}")
    whole, decimals, scale = match[1].replace(",", ""), match[2] or "", _TYPED_SCALES[match[3]]
    fen = Fraction(f"{whole}.{decimals or 0}") * scale * FEN_PER_YUAN
    grouped_by_points = scale == 1 and len(decimals) > 2  # 250.000 is 250 or 250,000
    if grouped_by_points or fen.denominator != 1 or fen >= AMOUNT_MAX_FEN:
        raise ValueError(f"not an amount in yuan with at most two decimals: {text!r}")
    return int(fen)


def yuan(fen: int) -> str:
    """Return fen as a person writes yuan: `-1,234.05`."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{whole:,}.{rest:02d}"


def signed_yuan(fen: int) -> str:
    """Return a difference as a person writes it: `+1,234.05` where it is more."""
    return f"+{yuan(fen)}" if fen > 0 else yuan(fen)


def share(fen: Exact, rate_bp: Exact) -> Exact:
    """Return `rate_bp` basis points of an amount, exactly, in fen."""
    return exact(fen * rate_bp, BASIS_POINTS)


def exact(numerator: Exact, denominator: Exact) -> Exact:
    """Return a quotient exactly: whole fen as an int, anything else as a fraction."""
    whole, rest = divmod(numerator, denominator)
    return Fraction(numerator, denominator) if rest else whole


def rounded(fen: Exact, rounding: str) -> int:
    """Return an exact amount as whole fen, settled once as the reading `rounding` says."""
    if isinstance(fen, int) and rounding.startswith("fen"):
        return fen
    if rounding == "fen-half-up":
        fen += Fraction(1, 2)
    return down_to(fen, UNITS_FEN[rounding])


def down_to(fen: Exact, unit: int) -> int:
    """Return the largest multiple of a unit that an exact amount reaches."""
    return floor(fen) // unit * unit
