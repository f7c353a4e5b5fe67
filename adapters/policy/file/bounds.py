"""Values of a policy file that have the right type, and that no policy can mean.

A version recorded before such a check stays readable, so it stands here and not in `compiled`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from adapters.policy.values import COUNT_MAX, parse_text
from domain.policy.compiling.faults import PolicyError

NAME_MAX = 60  # characters of a name or a code
YEARS = range(1900, 3000)
_DAYS = ("announced_on", "first_day", "last_day")
_NOTHING = ("0", "0.0", "0.00")
_LEAST_GRANTED = {"at_least": 1, "above": 0, "below": 1, "at_most": 0}  # of grants before a claim


def check_bounds(document: Mapping[str, Any]) -> None:
    """Raises PolicyError for a day, a name, a code or a count that is out of its range."""
    for name in _DAYS:
        if date.fromisoformat(str(document[name])).year not in YEARS:
            raise PolicyError(name, "out-of-range", document[name])
    for name, measure in document["measures"].items():
        for section in ("when", "needs", "pays"):
            for where, lines in _tables(f"measures.{name}.{section}", measure.get(section, ())):
                _check_table(where, lines)


def _tables(where: str, lines: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every table within a condition or a term, by its path."""
    if isinstance(lines, list | tuple):
        for number, each in enumerate(lines, start=1):
            yield from _tables(f"{where}.{number}", each)
    elif isinstance(lines, Mapping):
        yield where, lines
        for key, each in lines.items():
            yield from _tables(f"{where}.{key}", each)


def _check_table(where: str, lines: Mapping[str, Any]) -> None:
    for key in ("name", "code"):
        if key in lines and not (key == "name" and lines[key] == ""):
            _check_name(f"{where}.{key}", lines[key])
    if "granted" in lines:
        for key, least in _LEAST_GRANTED.items():
            _check_count(f"{where}.{key}", lines.get(key, 1), least=least)
    _check_count(f"{where}.filed_within_days", lines.get("filed_within_days", 0), least=0)
    _check_count(f"{where}.highest", lines.get("highest", 1), least=1)
    for key in ("up_to", "times"):
        if lines.get(key) in _NOTHING:
            raise PolicyError(f"{where}.{key}", "out-of-range", lines[key])


def _check_name(where: str, name: object) -> None:
    if not isinstance(name, str):
        raise PolicyError(where, "wrong-type", name)
    try:
        parse_text(name)
    except ValueError as problem:
        raise PolicyError(where, str(problem).partition(" ")[0], name) from problem
    if len(name) > NAME_MAX:
        raise PolicyError(where, "too-long", name)


def _check_count(where: str, count: int, *, least: int) -> None:
    if not least <= count <= COUNT_MAX:
        raise PolicyError(where, "out-of-range", count)
