"""Countries and regions by ISO 3166-1 code, and the Chinese names that mean them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


def _rows(name: str) -> list[tuple[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return [(row["code"], row["name"]) for row in csv.DictReader(file)]


_ROWS = _rows("country_names.csv")
_CODES_BY_NAME = {name: code for code, name in _ROWS}
_NAMES_BY_CODE: dict[str, str] = dict(reversed(_ROWS))  # of several names of a country the first
CODES = frozenset(_NAMES_BY_CODE)


def code_of(name: str) -> str | None:
    """Return the code that a Chinese name or a code itself stands for, None if neither."""
    return name if name in CODES else _CODES_BY_NAME.get(name)


def name_of(code: str) -> str:
    """Return the Chinese name of a code, or the code where there is none."""
    return _NAMES_BY_CODE.get(code, code)


@cache
def in_english() -> dict[str, str]:
    """Return the English name of each code (Unicode CLDR, territories)."""
    return dict(_rows("countries_in_english.csv"))
