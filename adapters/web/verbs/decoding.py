"""An answer read back from JSON: `adapters.wording.as_json` the other way round.

Which of several types an object is of, its keys say: a key that is there only sometimes belongs to
a type of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Sequence as Listed
from dataclasses import is_dataclass
from functools import cache
from itertools import chain
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import msgspec

from adapters.web.verbs.hints import hints_of
from adapters.web.verbs.typed import Answer, Typed

UNSAID = ("policy", "policies", "by_policy")  # keys that a ledger of one policy leaves out
Read = Callable[[Any], Any]


def answer_in(content: bytes, verb: Typed[Answer]) -> Answer:
    """Return the answer of a verb that JSON holds. A key that no type here has is left out.

    Raises msgspec.ValidationError for JSON of another shape, as another version may answer.
    """
    read = _of_keys(verb.types)
    said = json.loads(content)
    answer: Answer = list(map(read, said)) if verb.many else read(said)  # type: ignore[assignment]
    return answer


@cache
def _reader(hint: Any) -> Read:
    """Return what reads a value of this type."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _either([part for part in parts if part is not NoneType])
    if is_dataclass(hint):
        return _of_keys((hint,))
    if origin in (list, Listed):
        return _each(list if origin is list else tuple, parts[0])
    if origin is tuple and parts[-1] is Ellipsis:
        return _each(tuple, parts[0])
    if origin in (dict, Mapping):
        return _mapping(*parts)
    return _plain(hint)


def _plain(hint: Any) -> Read:
    return lambda said: msgspec.convert(said, hint)


def _either(parts: list[Any]) -> Read:
    """Return what reads a value of one of these types, or null."""
    objects = tuple(part for part in parts if is_dataclass(part))
    others = [part for part in parts if part not in objects]
    of_keys = _of_keys(objects)
    other = _reader(others[0]) if len(others) == 1 else _plain(Union[tuple(others or parts)])  # noqa: UP007

    def read(said: Any) -> Any:
        if said is None:
            return None
        return of_keys(said) if objects and isinstance(said, dict) else other(said)

    return read


def _each(made: Callable[[Iterable[Any]], Any], of: Any) -> Read:
    read = _reader(of)
    return lambda said: made(map(read, said))


def _mapping(key: Any, value: Any) -> Read:
    read = _reader(value)

    def reading(said: Mapping[str, Any]) -> dict[Any, Any]:
        return {
            name if key is str else msgspec.convert(name, key, strict=False): read(each)
            for name, each in said.items()
        }

    return reading


def _of_keys(types: tuple[Any, ...]) -> Read:
    """Return what reads an object of one of these types, or of one made of them."""
    if not all(is_dataclass(each) for each in types):
        return lambda said: said  # a command writes it as it goes
    chosen = cache(lambda keys: _fitting(types, keys))

    def read(said: Any) -> Any:
        if not isinstance(said, dict):
            raise msgspec.ValidationError(f"Expected `object`, got `{type(said).__name__}`")
        of, fields = chosen(frozenset(said))
        return of(**{name: read(said.get(name)) for name, read in fields.items()})

    return read


def _fitting(types: tuple[Any, ...], keys: frozenset[str]) -> tuple[type, dict[str, Read]]:
    """Return the type whose fields an object has, and what reads each; the one with the most."""
    every = chain.from_iterable(map(_made_of, types))
    fit = [each for each in every if hints_of(each).keys() - UNSAID <= keys]
    if not fit:
        named = " or ".join(of.__name__ for of in types)
        raise msgspec.ValidationError(f"No {named} has the keys {', '.join(sorted(keys))}")
    fullest = max(fit, key=lambda each: len(hints_of(each)))
    return fullest, {name: _reader(hint) for name, hint in hints_of(fullest).items()}


def _made_of(of: type) -> Iterator[type]:
    """Yield a type and those that have more fields than it."""
    yield of
    made: list[type] = of.__subclasses__()
    for each in made:
        yield from _made_of(each)
