"""How a policy's values are written: `70%`, `20000` (yuan or US dollars), `3`.

Each `parse_…` raises ValueError whose message is one stable word: what is wrong.
"""

from __future__ import annotations

import re
from typing import Literal, assert_never

from domain.identity import character_name, unfit_at
from domain.money import AMOUNT_MAX_FEN, BASIS_POINTS, parse_yuan

Kind = Literal["rate", "yuan", "usd", "count"]

COUNT_MAX = 10_000
TEXT_MAX = 500  # characters in any text of a policy

_RATE = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?%", re.ASCII)
_COUNT = re.compile(r"\d{1,5}", re.ASCII)


def parse_rate(text: str) -> int:
    """Return a rate above 0 and up to 100 %, with at most two decimals, in basis points."""
    match = _RATE.fullmatch(text)
    if match is None:
        raise ValueError("not-a-rate")
    whole, decimals = match.groups(default="")
    rate_bp = int(whole) * 100 + int(decimals.ljust(2, "0"))
    if not 0 < rate_bp <= BASIS_POINTS:
        raise ValueError("out-of-range")
    return rate_bp


def parse_amount(text: str) -> int:
    """Return an amount above 0 in hundredths: fen of yuan, cents of dollars."""
    try:
        hundredths = parse_yuan(text)
    except ValueError:
        raise ValueError("not-an-amount") from None
    if not 0 < hundredths <= AMOUNT_MAX_FEN:
        raise ValueError("out-of-range")
    return hundredths


def parse_count(text: str) -> int:
    """Return a whole number from 1 to COUNT_MAX."""
    if _COUNT.fullmatch(text) is None:
        raise ValueError("not-a-count")
    if not 1 <= int(text) <= COUNT_MAX:
        raise ValueError("out-of-range")
    return int(text)


def parse_text(text: str) -> str:
    """Return a text of one line, as it stands: no blanks around it, nothing that is not seen."""
    if not text.strip():
        raise ValueError("empty")
    if len(text) > TEXT_MAX:
        raise ValueError("too-long")
    if text != text.strip() or len(text.splitlines()) != 1:
        raise ValueError("malformed")
    if (at := unfit_at(text)) is not None:
        raise ValueError(f"bad-character {character_name(text[at])}")
    return text


def parse(kind: Kind, text: str) -> int:
    """Return the value that `text` writes for a parameter of this kind."""
    match kind:
        case "rate":
            return parse_rate(text)
        case "yuan" | "usd":
            return parse_amount(text)
        case "count":
            return parse_count(text)
        case _:
            assert_never(kind)


def written(kind: Kind, value: int) -> str:
    """Return the text that `parse` reads back as `value`."""
    match kind:
        case "rate":
            whole, rest = divmod(value, 100)
            return (f"{whole}.{rest:02d}".rstrip("0") if rest else f"{whole}") + "%"
        case "yuan" | "usd":
            whole, rest = divmod(value, 100)
            return f"{whole}.{rest:02d}" if rest else f"{whole}"
        case "count":
            return str(value)
        case _:
            assert_never(kind)
