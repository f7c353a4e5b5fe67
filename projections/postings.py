"""What each event changed in what is granted (核定分录): the amounts totals and allowances add up.

Added up to any position, they are the totals and allowances as the ledger told them there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from projections.claim_register import ClaimRow

NAME = "postings"


class Posting(NamedTuple):
    """A change of granted claims and fen under one measure, year of the matter and place."""

    uscc: str
    measure: str
    year: int
    place: str
    claims: int
    granted_fen: int


PostingRow = tuple[int, int, str, str, int, str, int, int]  # position, line, the posting's fields
Standing = tuple[str | None, str, int]  # measure, place, granted fen


def standing(row: ClaimRow) -> Standing:
    """Return what of a row the totals depend on."""
    return row.measure, row.place, row.granted_fen


def posted(row: ClaimRow, before: Standing) -> Iterator[Posting]:
    """Yield the changes from an earlier standing to the row's present one."""
    now = standing(row)
    if now == before:
        return
    for (measure, place, granted_fen), sign in ((before, -1), (now, 1)):
        if measure is not None and granted_fen > 0:
            yield Posting(row.uscc, measure, row.year, place, sign, sign * granted_fen)


def row_of(position: int, line: int, posting: Posting) -> PostingRow:
    """Return the row of a posting: `line` tells apart those of one event."""
    return position, line, *posting
