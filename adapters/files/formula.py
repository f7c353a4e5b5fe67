"""Texts in a CSV file that a spreadsheet would take for formulas: an apostrophe quotes them."""

from __future__ import annotations

_SIGNS = frozenset("=+-@")


def starts_a_formula(text: str) -> bool:
    """Say whether a spreadsheet takes a text for a formula."""
    return text[:1] in _SIGNS
