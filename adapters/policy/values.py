"""How an officer writes a policy's values: `70%`, `20000` (an amount), `3`, a text of a line."""

from __future__ import annotations

from typing import assert_never

from domain.identity import character_name, unfit_at
from domain.policy.compiling.paths import Kind
from domain.policy.figures import (
    parse_amount,
    parse_number,
    parse_price,
    parse_rate,
    written_amount,
    written_number,
    written_rate,
)

COUNT_MAX = 10_000
TEXT_MAX = 500  # characters in any text of a policy


def parse_count(text: str) -> int:
    """Return a whole number from 1 to COUNT_MAX."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 5):
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


def in_document(kind: Kind, text: str) -> str | int:
    """Return a value as a document has it, in its one form.

    Raises ValueError whose message is one stable word: what is wrong.
    """
    match kind:
        case "rate":
            return written_rate(parse_rate(text))
        case "amount":
            return written_amount(parse_amount(text))
        case "price":
            parse_price(text)
            return text
        case "number":
            return written_number(parse_number(text))
        case "count":
            return parse_count(text)
        case "reading":
            return text
        case _:
            assert_never(kind)
