"""What verbs answer, by their types: the shapes of answers in the description of the API.

A key that some answers have besides, where an enterprise is carried on say, is in none of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import GenericAlias
from typing import Any

import msgspec

from adapters.web.state.receipts import Receipt
from adapters.web.verbs.account_answers import AccountAnswer, NewLink
from adapters.web.verbs.decoding import UNSAID
from adapters.web.verbs.hints import let_be_read
from adapters.web.verbs.typed import EVERY, Typed

# What is answered by no verb.
BESIDE = {"account": (AccountAnswer, NewLink), "receipt": (Receipt,)}
TEMPLATE = "#/components/schemas/{name}"


def shapes_of() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of each verb's answer, and the schemas that these refer to."""
    named = {verb: _types(each) for verb, each in EVERY.items()} | BESIDE
    types = [*dict.fromkeys(each for types in named.values() for each in types)]
    for each in types:
        let_be_read(each)
    schemas, components = msgspec.json.schema_components(
        types, ref_template=TEMPLATE, schema_hook=_anything
    )
    for each in components.values():
        if "required" in each:
            each["required"] = [key for key in each["required"] if key not in UNSAID]
    of_type = dict(zip(types, schemas, strict=True))
    of_verb = {verb: _any([of_type[each] for each in types]) for verb, types in named.items()}
    return of_verb, components


def _types(verb: Typed[Any]) -> tuple[Any, ...]:
    return tuple(GenericAlias(list, each) for each in verb.types) if verb.many else verb.types


def _any(schemas: list[Mapping[str, Any]]) -> dict[str, Any]:
    return dict(schemas[0]) if len(schemas) == 1 else {"anyOf": schemas}


def _anything(_unknown: type) -> dict[str, Any]:
    """Return the schema of a type that the library has none for."""
    return {"description": "any value"}
