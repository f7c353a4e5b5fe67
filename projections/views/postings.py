"""What each event changed in what is granted (核定分录): the amounts totals and allowances add up.

Added up to any position, they are the totals and allowances as the ledger stated them there.
"""

from __future__ import annotations

from collections.abc import Iterator

from projections.views.claim_register import ClaimRow

NAME = "postings"
MONTH = len("2022-10")  # of a day, how it begins

# What was granted in all (年度合计): postings alike in these are added up to one row.
YEARLY_TOTALS, YEARLY_KEY = "yearly_totals", ("year", "measure", "month")

# position, line, uscc, measure, year of the matter, place, month it was recorded, claims, granted
# fen. Line 0 of an event takes back what its claim was granted before (amounts below 0), line 1 is
# what it is granted now. A succession has two such lines for each measure, year and place: from one
# code to the other.
Posting = tuple[int, int, str, str, int, str, str, int, int]
PostedState = tuple[str | None, int, str, int]  # measure, year, place, granted fen


def posted_state(row: ClaimRow) -> PostedState:
    """Return what of a row the totals depend on."""
    return row.measure, row.year, row.place, row.granted_fen


def posted(row: ClaimRow, at: tuple[int, str], before: PostedState) -> Iterator[Posting]:
    """Yield the changes from an earlier standing to the row's present one. at: position and day."""
    now = posted_state(row)
    if now == before:
        return
    position, on = at
    for line, sign, (measure, year, place, fen) in ((0, -1, before), (1, 1, now)):
        if measure is not None and fen > 0:
            yield (
                *(position, line, row.uscc, measure, year, place, on[:MONTH]), sign, sign * fen
            )  # fmt: skip
