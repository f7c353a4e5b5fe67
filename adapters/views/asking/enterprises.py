"""Enterprises by their names and codes, and how many claims each has."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.log.numbers import chunked
from adapters.views.asking.claims import part_of
from adapters.views.backend import Reader
from adapters.views.where import Where, marks
from projections.views import claim_register, known


def named(reader: Reader, part: str, names: Sequence[str], position: int) -> list[tuple[str, str]]:
    """Return the codes, each with a name, that have a part in the name, or begin so; by code.

    names: those committed to that match, as they are recorded. position: known until then.
    """
    where = Where({})
    where.add("position <= ?", position)
    if part:
        condition, values = part_of("name", part, names)
        where.add(f"({condition} OR SUBSTR(uscc, 1, ?) = ?)", *values, len(part), part.upper())
    statement = f"SELECT uscc, name FROM {known.NAMES}{where} ORDER BY uscc, position, name"
    return [(uscc, name) for uscc, name in reader.rows(statement, where.values)]


def counts(reader: Reader, codes: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """Return how many claims these codes have, what they were granted, and how many wait."""
    counted: dict[str, tuple[int, int, int]] = {}
    for few in chunked(codes):
        statement = (
            "SELECT uscc, COUNT(*), SUM(granted_fen),"
            " SUM(CASE WHEN status = 'submitted' THEN 1 ELSE 0 END)"
            f" FROM {claim_register.NAME} WHERE uscc IN ({marks(few)}) GROUP BY uscc"
        )
        for uscc, *sums in reader.rows(statement, few):
            claims, granted_fen, pending = map(int, sums)
            counted[uscc] = claims, granted_fen, pending
    return counted
