"""Working days (工作日) by the official calendars: nothing is counted of a year without one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from domain.policy.office.rules import WORKING, CalendarYear
from domain.refusals import Refusal

_SATURDAY = 5
_NEXT_YEARS = (12, 29)  # from this day on the next year's calendar may say otherwise


class WorkingDays:
    """The days that are worked, by the calendars given. A day that they do not cover raises Refusal
    `calendar-missing`.
    """

    def __init__(self, years: Mapping[int, CalendarYear]) -> None:
        self._years = years
        self._days = list(_worked(years))

    def last_of(self, first: date, days: int, counts: str) -> date:
        """Return the last of so many days from `first` on, which is one of them if it counts."""
        if counts != WORKING:
            return first + timedelta(days=days - 1)
        self._must_be_known(first)
        at = bisect_right(self._days, first - timedelta(days=1)) + days - 1
        if at >= len(self._days):
            raise _missing(max(self._years) + 1)
        self._must_be_known_between(first, self._days[at])
        return self._days[at]

    def between(self, start: date, end: date, counts: str) -> int:
        """Return how many days there are after `start`, up to `end`."""
        if counts != WORKING:
            return (end - start).days
        self._must_be_known_between(start, end)
        return bisect_right(self._days, end) - bisect_right(self._days, start)

    def documents(self, first: date, last: date) -> tuple[str, ...]:
        """Return the documents of the calendars that the days between are counted by."""
        said = self._years.items()
        return tuple(each.source for year, each in said if first.year <= year <= last.year)

    def _must_be_known_between(self, first: date, last: date) -> None:
        for year in range(first.year, last.year):
            self._must_be_known(date(year, 12, 31))
        self._must_be_known(first)
        self._must_be_known(last)

    def _must_be_known(self, day: date) -> None:
        if day.year not in self._years:
            raise _missing(day.year)
        if (day.month, day.day) >= _NEXT_YEARS and day.year + 1 not in self._years:
            raise _missing(day.year + 1)


def _missing(year: int) -> Refusal:
    return Refusal("calendar-missing", year=year)


def _worked(years: Mapping[int, CalendarYear]) -> Iterator[date]:
    """Yield the days worked, in order."""
    holidays = {day for each in years.values() for day in each.holidays}
    workdays = {day for each in years.values() for day in each.workdays}
    for year in sorted(years):
        for at in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
            day = date(year, 1, 1) + timedelta(days=at)
            if day in workdays or (day.weekday() < _SATURDAY and day not in holidays):
                yield day
