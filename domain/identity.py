"""The unified social credit code (统一社会信用代码) and its check character, GB 32100-2015."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
LENGTH = 18

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


def check_character(first_seventeen: str) -> str:
    """Return the eighteenth character. Raises KeyError on a character outside the alphabet."""
    total = sum(
        _VALUE[character] * weight
        for character, weight in zip(first_seventeen, _WEIGHTS, strict=True)
    )
    return ALPHABET[-total % 31]


def is_uscc(text: str) -> bool:
    """Say whether `text` is a code whose check character is right. Any prefix is allowed."""
    if len(text) != LENGTH or not all(character in _VALUE for character in text):
        return False
    return check_character(text[:-1]) == text[-1]


@lru_cache(maxsize=65_536)
def same_name(name: str) -> str:
    """Return the form in which names are compared: NFKC, case folded, white space collapsed."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
