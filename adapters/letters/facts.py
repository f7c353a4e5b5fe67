"""What a letter says, as nested values; their canonical form, and the texts that templates place.

A whole number is an amount in fen. What is `Said` is wording: it follows from the other values, and
the digest leaves it out, so that a better sentence does not disown letters printed before. What is
secret stands in the digest by its commitment, never by its value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from adapters.papers.paper import Secret, text_of
from adapters.wording.rendering.text import harmless
from domain.money import yuan


class Said(str):
    """A sentence that other values of the letter lead to."""

    __slots__ = ()


Value = str | int | bool | Secret | Sequence["Value"] | Mapping[str, "Value"] | None
Facts = Mapping[str, Value]


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
        case None | str() | int():
            return set()
        case Mapping():
            return set().union(*map(hidden_in, value.values()))
        case _:
            return set().union(*map(hidden_in, value))


def _bound(value: Value) -> Any:
    match value:
        case Secret():
            return value.commitment
        case None | str() | int():
            return value
        case Mapping():
            items = value.items()
            return {key: _bound(each) for key, each in items if not isinstance(each, Said)}
        case _:
            return [_bound(each) for each in value if not isinstance(each, Said)]
