"""What one event changed in what is granted, as the amounts that totals and allowances add up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from projections.claim_register import ClaimRow


class Posting(NamedTuple):
    """A change of granted claims and fen under one measure, year of the matter and place."""

    uscc: str
    measure: str
    year: int
    place: str
    claims: int
    granted_fen: int


Standing = tuple[str | None, str, int]  # measure, place, granted fen


def standing(row: ClaimRow) -> Standing:
    """Return what of a row the totals depend on."""
    return row.measure, row.place, row.granted_fen


def postings(row: ClaimRow, before: Standing) -> Iterator[Posting]:
    """Yield the changes from an earlier standing to the row's present one."""
    now = standing(row)
    if now == before:
        return
    for (measure, place, granted_fen), sign in ((before, -1), (now, 1)):
        if measure is not None and granted_fen > 0:
            yield Posting(row.uscc, measure, row.year, place, sign, sign * granted_fen)
