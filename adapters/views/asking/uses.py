"""What enterprises were granted under the measures of a cap, now or at an earlier position."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.views import views
from adapters.views.backend import Reader
from adapters.views.where import Where, marks
from projections import remaining_allowances
from projections.claims.figures.fullness import UsedRow
from projections.views import known, postings


def under(
    reader: Reader,
    measures: Sequence[str],
    year: int | None,
    at: int | None,
    *,
    rows: bool,
    least: int,
    unit: str,
) -> list[UsedRow]:
    """Return what was granted under these measures, of a year or of all.

    rows: by measure, year and place; else what each enterprise has in all, and only where it comes
    to `least`, in the unit of a cap. at: as of a position; None for now.
    """
    where = Where({} if year is None else {"year": year})
    where.add(f"measure IN ({marks(measures)})", *measures)
    source = remaining_allowances.NAME
    if at is not None and at < views.position(reader):
        source = postings.NAME
        where.add("position <= ?", at)
    by = "uscc, measure, year, place" if rows else "uscc"
    having, values = "SUM(claims) > 0", []
    if not rows:
        having += f" AND SUM({'granted_fen' if unit == 'fen' else 'claims'}) >= ?"
        values.append(least)
    statement = (
        f"SELECT {by}, SUM(claims), SUM(granted_fen) FROM {source}{where}"
        f" GROUP BY {by} HAVING {having} ORDER BY {by}"
    )
    named = (
        each if rows else (each[0], measures[0], year or 0, "", *each[1:])
        for each in reader.rows(statement, [*where.values, *values])
    )
    return [
        UsedRow(uscc, measure, of_year, place, int(claims), int(fen))
        for uscc, measure, of_year, place, claims, fen in named
    ]


def came_in(reader: Reader, at: int) -> set[str]:
    """Return the enterprises that came from another county with grants, by a log position."""
    statement = f"SELECT uscc FROM {known.CAME_IN} WHERE position <= ?"
    return {uscc for (uscc,) in reader.rows(statement, (at,))}
