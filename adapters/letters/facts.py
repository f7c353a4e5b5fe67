"""What a letter says, as nested values; their canonical form, and the texts that templates place.

A whole number is an amount in fen. What is `Said` is wording: it follows from the other values, and
the digest leaves it out, so that a better sentence does not disown letters printed before. What is
secret stands in the digest by its commitment, never by its value. What has a name in each language
stands there by its Chinese one, so that a letter has one digest in both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from adapters.papers.paper import Secret, text_of
from adapters.wording.rendering.text import harmless
from adapters.wording.translation import speaking
from domain.money import yuan

OFFICIAL = "zh"


class Said(str):
    """A sentence that other values of the letter lead to."""

    __slots__ = ()


class Both(NamedTuple):
    """What has a name in each language: the official one, and as the letter shows it."""

    official: str
    shown: str


Value = str | int | bool | Secret | Both | Sequence["Value"] | Mapping[str, "Value"] | None
Facts = Mapping[str, Value]


def in_both(say: Callable[[], str]) -> Both:
    """Return what something is called officially and in the current language."""
    with speaking(OFFICIAL):
        official = say()
    return Both(official, say())


def digest_of(kind: str, subject: str, position: int, facts: Facts) -> str:
    """Return the SHA-256 of a letter's values in canonical form.

    A JSON array `[kind, subject, position, values]` without white space, in UTF-8, keys in order.
    """
    bound = [kind, subject, position, _bound(facts)]
    text = json.dumps(bound, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def shown(value: Value) -> Any:
    """Return a value as templates take it: amounts with separators, nothing that is obeyed."""
    match value:
        case None:
            return ""
        case bool():
            return value
        case int():
            return yuan(value)
        case Secret():
            return harmless(text_of(value, None))
        case Both():
            return harmless(value.shown)
        case str():
            return harmless(value)
        case Mapping():
            return {key: shown(each) for key, each in value.items()}
        case _:
            return [shown(each) for each in value]


def hidden_in(value: Value) -> set[str]:
    """Return what stands for secrets whose value is not known here."""
    match value:
        case Secret():
            return {harmless(value.instead)} if value.shown is None else set()
        case None | str() | int() | Both():
            return set()
        case Mapping():
            return set().union(*map(hidden_in, value.values()))
        case _:
            return set().union(*map(hidden_in, value))


def _bound(value: Value) -> Any:
    match value:
        case Secret():
            return value.commitment
        case Both():
            return value.official
        case None | str() | int():
            return value
        case Mapping():
            items = value.items()
            return {key: _bound(each) for key, each in items if not isinstance(each, Said)}
        case _:
            return [_bound(each) for each in value if not isinstance(each, Said)]
