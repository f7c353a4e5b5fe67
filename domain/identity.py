"""Who is who: the unified social credit code (统一社会信用代码, GB 32100-2015), names, officers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
LENGTH = 18

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
# Characters drawn as nothing or as a space: joiners, fillers, variation selectors, tags.
_UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]+"
)


class Actor(NamedTuple):
    """Who did something: the account named, and the login it was done under."""

    by: str | None
    login: str | None


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


@lru_cache(maxsize=65_536)
def same_officer(name: str) -> str:
    """Return the form in which officers are compared: as `same_name`, less what is not seen."""
    return _UNSEEN.sub("", same_name(name))


def in_common(one: Actor, other: Actor) -> str | None:
    """Return what two hands have in common: `name`, `login`, `both`; None for two officers."""
    login = one.login is not None and one.login == other.login
    if (
        one.by is not None
        and other.by is not None
        and same_officer(one.by) == same_officer(other.by)
    ):
        return "both" if login else "name"
    return "login" if login else None
