"""What is wrong in a policy's document: the path, one stable word for the problem, what stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

Parsed = TypeVar("Parsed")
PROBLEMS = (
    "unreadable", "not-utf8", "not-toml",
    "missing", "unknown", "repeated", "empty", "too-long", "malformed", "bad-character",
    "wrong-type", "not-a-text", "not-a-rate", "not-an-amount", "not-a-price", "not-a-number",
    "not-a-count", "not-a-day", "out-of-range", "not-allowed",
    "unknown-fact", "unknown-record", "unknown-list", "unknown-kind", "unknown-measure",
    "unknown-word", "wrong-type-of-fact", "unit-differs", "currencies-mixed", "pays-no-money",
    "not-one-verb", "not-a-condition", "not-rising",
    "unknown-source", "not-the-whole", "without-a-source",
    "without-a-measure", "takes-all-before", "leaves-claims-over",
    "without-a-cost", "never-counts", "kind-without-item", "items-differ",
    "not-of-a-record", "limit-of-one-enterprise", "not-of-another-policy",
    "members-or-since", "waits-for-its-list", "days-out-of-order", "announced-years-later",
    "not-a-currency", "alone",
    "sheet-too-long", "sheet-malformed", "sheet-shared", "header-repeated", "category-repeated",
    "taken-by-the-program",
    "unknown-article", "unaccounted-for", "not-a-figure", "needs-a-note", "note-in-one-language",
    "unknown-path", "other-article", "figure-differs", "not-printed", "both-printed-and-inferred",
)  # fmt: skip


class PolicyError(Exception):
    """A key of a policy that does not hold."""

    def __init__(self, where: str, problem: str, value: object = "", **more: str) -> None:
        super().__init__(f"{where}: {problem}: {value}")
        assert problem in PROBLEMS, f"a problem without an entry: {problem}"
        self.where = where
        self.problem = problem
        self.found = str(value)
        self.more = more


def parsed(where: str, parser: Callable[[str], Parsed], text: object) -> Parsed:
    """Return a figure as written. Raises PolicyError with the parser's word."""
    if not isinstance(text, str):
        raise PolicyError(where, "not-a-text", text)
    try:
        return parser(text)
    except ValueError as problem:
        raise PolicyError(where, str(problem), text) from problem


def known(where: str, name: object, names: Iterable[str], problem: str) -> str:
    """Return a name that is one of these. Raises PolicyError, with the nearest that is."""
    every = tuple(names)
    if isinstance(name, str) and name in every:
        return name
    raise not_among(where, name, every, problem)


def not_among(where: str, name: object, names: Iterable[str], problem: str) -> PolicyError:
    """Return that a name is none of these, with the nearest that is, or all of them."""
    every = tuple(names)
    nearest = get_close_matches(str(name), every, n=1)
    more = {"nearest": nearest[0]} if nearest else {"known": ", ".join(every)}
    return PolicyError(where, problem, name, **more)


def only(where: str, table: Mapping[str, Any], keys: Iterable[str]) -> None:
    """Raise PolicyError `unknown` for a key that has no meaning there."""
    every = tuple(keys)
    for key in table:
        if key not in every:
            known(f"{where}.{key}", key, every, "unknown")
