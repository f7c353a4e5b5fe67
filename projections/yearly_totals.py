"""What was granted in all (年度合计), one row a year of the matter and measure."""

from __future__ import annotations

from projections.postings import Posting

NAME = "yearly_totals"

Key = tuple[int, str]  # year, measure
Row = tuple[int, int]  # granted claims, granted fen


def key_of(posting: Posting) -> Key:
    return posting.year, posting.measure


def evolve(row: Row, posting: Posting) -> Row:
    """Return the row after one posting."""
    return row[0] + posting.claims, row[1] + posting.granted_fen
