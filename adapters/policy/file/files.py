"""Reads a policy file: TOML to a policy, refusing by name whatever does not hold."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from adapters.files.durable import read_regular
from adapters.policy.codec import to_json
from adapters.policy.file.consistency import check_consistency
from adapters.policy.file.currencies import check_currencies
from adapters.policy.file.shape import PolicyLines
from adapters.policy.file.sheets import check_sheets
from adapters.policy.file.vocabulary import keys_at
from adapters.policy.paths import SHIPPED
from adapters.policy.text.agreement import check_agreement
from domain.policy.compiling.faults import PolicyError, not_among
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy
from domain.refusals import Refusal

SIZE_MAX = 56_000  # bytes of the canonical form, less than the codec's own limit
FOUND_MAX = 80  # characters of a wrong value that a refusal repeats


def read_policy_file(path: Path) -> Policy:
    """Return the policy a file states.

    Raises Refusal `policy-file-invalid`, which names the key, when any of it does not hold.
    """
    return _read(path.name, path)


@cache
def shipped_policy() -> Policy:
    """Return the policy the program ships with."""
    return _read(SHIPPED.name, SHIPPED)


def _read(name: str, source: Path | Traversable) -> Policy:
    try:
        document = _validated(_parsed(source)).as_document()
        check_currencies(document)
        policy = compiled(document)
        check_consistency(document)
        check_sheets(document)
        check_agreement(document)
        _check_size(policy)
        return policy
    except PolicyError as wrong:
        facts = {"where": wrong.where, "problem": wrong.problem, "found": wrong.found[:FOUND_MAX]}
        raise Refusal("policy-file-invalid", file=name, **facts, **wrong.more) from wrong


def _check_size(policy: Policy) -> None:
    """A published policy is recorded whole, and an amended policy may say a little more."""
    size = len(to_json(policy))
    if size > SIZE_MAX:
        raise PolicyError("", "too-long", f"{size} bytes")


def _parsed(source: Path | Traversable) -> dict[str, object]:
    try:
        content = read_regular(source) if isinstance(source, Path) else source.read_bytes()
        return tomllib.loads(content.decode("utf-8-sig"))
    except OSError as problem:
        raise PolicyError("", "unreadable", problem.strerror or problem) from problem
    except UnicodeDecodeError as problem:
        raise PolicyError("", "not-utf8", problem.start) from problem
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise PolicyError("", "not-toml", problem) from problem


def _validated(document: dict[str, object]) -> PolicyLines:
    try:
        return PolicyLines.model_validate(document)
    except ValidationError as errors:
        raise _wrong(_first(errors.errors(include_url=False)), document) from errors


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
