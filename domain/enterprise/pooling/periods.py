"""Over which days a cap counts: a year, a fiscal year, the whole policy, or so many months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from domain.policy.measures import Cap

_DAY = timedelta(days=1)


def cap_scope(cap: Cap, day: date, place: str) -> tuple[int | None, str | None]:
    """Return the (year, place) a cap counts in for a claim; None where it spans all of them.

    A fiscal year goes by the year it begins in.
    """
    year = None
    if cap.period == "year":
        year = day.year
    elif cap.period == "fiscal":
        year = day.year if (day.month, day.day) >= cap.starts else day.year - 1
    return year, None if cap.item is None else place


def fiscal_year(cap: Cap, year: int) -> tuple[date, date]:
    """Return the first and the last day of the fiscal year that begins in a year."""
    return date(year, *cap.starts), date(year + 1, *cap.starts) - _DAY


def windows(
    cap: Cap, day: date, others: Iterable[date], last: date | None = None
) -> Iterable[tuple[date, date]]:
    """Yield the first and last day of each run of months that a day lies in.

    last: or any day from it to this one. Of those that end between two of the others, the first
    alone: none counts more.
    """
    for end in sorted({day, *(other for other in others if day <= other)}):
        before = months_later(end, -cap.months)
        if before < (last or day):
            yield before + _DAY, end


def months_later(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
