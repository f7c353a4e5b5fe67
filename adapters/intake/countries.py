"""Countries and regions by ISO 3166-1 code, and the Chinese names that mean them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_NAMES = Path(__file__).with_name("country_names.csv")


def _rows() -> list[tuple[str, str]]:
    with _NAMES.open(encoding="utf-8", newline="") as file:
        return [(row["code"], row["name"]) for row in csv.DictReader(file)]


CODES = frozenset(code for code, _ in _rows())


@cache
def _codes_by_name() -> dict[str, str]:
    return {name: code for code, name in _rows()}


def code_of(name: str) -> str | None:
    """Return the code that a Chinese name or a code itself stands for, None if neither."""
    return name if name in CODES else _codes_by_name().get(name)


@cache
def _names_by_code() -> dict[str, str]:
    return dict(reversed(_rows()))


def name_of(code: str) -> str:
    """Return the Chinese name of a code, or the code where there is none."""
    return _names_by_code().get(code, code)
