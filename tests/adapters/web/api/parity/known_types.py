"""The types that answers are made of, as far as a program that imports the client knows them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, get_args

from adapters.web.verbs import typed
from adapters.web.verbs.hints import hints_of


def known_types() -> list[str]:
    """Return the names of every type that an answer may have in it, or be."""
    seen = set[Any]()
    for verb in typed.EVERY.values():
        for each in verb.types:
            _see(each, seen)
    return sorted(f"{each.__module__}:{each.__name__}" for each in seen)


def _see(hint: Any, seen: set[Any]) -> None:
    for part in get_args(hint):
        _see(part, seen)
    if is_dataclass(hint) and isinstance(hint, type) and hint not in seen:
        seen.add(hint)
        for each in (*hints_of(hint).values(), *_made_of(hint)):
            _see(each, seen)


def _made_of(of: type) -> Iterator[type]:
    """Yield the types made of another that a module has: others are made of a policy's words."""
    for each in of.__subclasses__():
        if getattr(sys.modules[each.__module__], each.__name__, None) is each:
            yield each
