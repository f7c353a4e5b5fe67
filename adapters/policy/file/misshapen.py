"""What is wrong in the shape of a policy file: the key, the problem, the words that may stand."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from adapters.policy.file.vocabulary import keys_at
from domain.policy.compiling.faults import PolicyError, not_among


def fault_of(errors: ValidationError, document: Mapping[str, Any]) -> PolicyError:
    """Return the first fault of a document that has not the shape of a policy."""
    return _wrong(_first(errors.errors(include_url=False)), document)


def _first(errors: list[ErrorDetails]) -> ErrorDetails:
    """Return the first error; instead of a key that is missing, the one it was misspelt as."""
    first = errors[0]
    *table, key = first["loc"]
    if first["type"] == "missing":
        for error in errors:
            *same, other = error["loc"]
            misspelt = error["type"] == "extra_forbidden" and same == table
            if misspelt and get_close_matches(str(other), [str(key)]):
                return error
    return first


def _wrong(error: ErrorDetails, document: Mapping[str, object]) -> PolicyError:
    """Return an error of shape as what is wrong, with the words that may stand there."""
    where = _where(error, document)
    problem, _, character = _problem(error).partition(" ")  # of the one that says which
    match problem:
        case "missing":
            return PolicyError(where, problem)
        case "unknown":
            return not_among(where, error["loc"][-1], keys_at(error["loc"]), problem)
        case "not-allowed" if "ctx" in error and "words" in error["ctx"]:
            words = error["ctx"]["words"].split(", ")
            return not_among(where, error["input"], words, problem)
    wanted = _WANTED.get(error["type"])
    more = {} if wanted is None else {"wanted": wanted}
    return PolicyError(where, problem, character or error["input"], **more)


_WANTED = {  # by the type that is wanted, how one is written
    "date_type": "2024-12-31",
    "date_from_datetime_inexact": "2024-12-31",
    "string_type": '"…"',
    "wrong-type": '"…"',
    "int_type": "12",
    "bool_type": "true, false",
    "list_type": "[ … ]",
    "dict_type": "{ … }",
    "model_type": "{ … }",
}
_PROBLEMS = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "literal_error": "not-allowed",
    "not-allowed": "not-allowed",
    "too_short": "empty",
    "string_pattern_mismatch": "malformed",
    "string_too_long": "too-long",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
}


def _problem(error: ErrorDetails) -> str:
    """Return the stable word for an error of shape; the value readers bring their own."""
    if error["type"] == "not-a-value":
        return error["msg"]
    return _PROBLEMS.get(error["type"], "wrong-type")


def _where(error: ErrorDetails, document: Mapping[str, object]) -> str:
    """Return a key path as an officer reads it: entries of lists by their article or number."""
    location = [key for key in error["loc"] if key != "[key]"]
    parts: list[str] = []
    at: Any = document
    for key in location:
        if isinstance(at, list) and isinstance(key, int):
            at = at[key]
            name = at.get("id") or at.get("article") if isinstance(at, Mapping) else None
            parts.append(name if isinstance(name, str) else str(key + 1))
        elif isinstance(at, Mapping):
            at = at.get(str(key))
            parts.append(str(key))
    return ".".join(parts)
