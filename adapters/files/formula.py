"""Texts that a spreadsheet would not keep as they are: an apostrophe before them quotes them.

A spreadsheet takes `=1+1` for a formula, `00123` for 123, 16 digits for a rounded number and
`2022-1` for a day as soon as it opens a CSV file; a text with an apostrophe before it stays.
"""

from __future__ import annotations

import re

NEVER_CALCULATED = "="  # what is shown of a formula without a value
_QUOTE = "'"
_SIGNS = frozenset("=+-@")
_RETYPED = re.compile(
    r"0\d+|\d{12,}|\d{1,3}(?:,\d{3})+|\d+\.\d*|\d+(?:\.\d*)?e[+-]?\d+"
    r"|\d{1,4}[-/.:]\d{1,4}(?:[-/.:]\d{1,4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[- ]?\d{1,4}",
    re.ASCII | re.IGNORECASE,
)
_WRITTEN = re.compile(r'="([^"]*)"')


def starts_a_formula(text: str) -> bool:
    """Say whether a spreadsheet takes a text for a formula."""
    return text[:1] in _SIGNS


def quoted(text: str, *, identifies: bool) -> str:
    """Return a text as a spreadsheet keeps it. identifies: every digit of it has to stay."""
    retyped = identifies and _RETYPED.fullmatch(text) is not None
    return _QUOTE + text if retyped or starts_a_formula(text) else text


def unquoted(text: str, *, identifies: bool) -> str:
    """Return a text that `quoted` may have quoted, or that is written `="00123"` in a CSV file."""
    if identifies and (written := _WRITTEN.fullmatch(text)):
        return written[1]
    rest = text.removeprefix(_QUOTE)
    return rest if identifies or starts_a_formula(rest) else text
