"""What each month granted, took into batches and paid: from sums, or postings until a position."""

from __future__ import annotations

from adapters.views import views
from adapters.views.backend import Reader
from adapters.views.where import Where
from projections.claims.figures.overview import GRANTED, Moved
from projections.views import dues, postings

_OF_GRANTS = (postings.YEARLY_TOTALS, postings.NAME, f"'{GRANTED}'", "granted_fen")
_OF_DUES = (dues.SUMS, dues.POSTINGS, "state", "fen")


def years(reader: Reader, at: int | None) -> set[int]:
    """Return the calendar years in which anything moved. at: None for now."""
    past = at is not None and at < views.position(reader)
    seen: set[int] = set()
    for sums, posted, _state, _fen in (_OF_GRANTS, _OF_DUES):
        where = Where({})
        if past:
            where.add("position <= ?", at)
        statement = f"SELECT DISTINCT SUBSTR(month, 1, 4) FROM {posted if past else sums}{where}"
        seen.update(int(year) for (year,) in reader.rows(statement, where.values))
    return seen


def moved(reader: Reader, year: int, at: int | None, prefix: str | None) -> list[Moved]:
    """Return what the months of a year moved, by measure and state. at: None for now."""
    past = at is not None and at < views.position(reader)
    every: list[Moved] = []
    for sums, posted, state, fen in (_OF_GRANTS, _OF_DUES):
        where = Where({})
        where.add("month BETWEEN ? AND ?", f"{year}-01", f"{year}-12")
        where.of_policy("measure", prefix)
        if past:
            where.add("position <= ?", at)
        statement = (
            f"SELECT month, measure, {state}, SUM({fen}) FROM {posted if past else sums}{where}"
            f" GROUP BY month, measure{', state' if state == 'state' else ''}"
        )
        rows = reader.rows(statement, where.values)
        every += [Moved(month, measure, known, int(sum_)) for month, measure, known, sum_ in rows]
    return every
