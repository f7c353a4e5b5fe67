"""Days and moments (日期与时刻): Beijing time, how moments are spelled, months between days."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
LAST_YEAR = 2999  # that can be asked about, and that a budget can be of


def clock_text(moment: datetime) -> str:
    """Return a moment as the log and programs spell it: UTC, microseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def clock(moment: datetime) -> str:
    """Return a moment as people read it: in Beijing time, to the second."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def day_of(moment: datetime) -> date:
    """Return the day it was in Beijing."""
    return moment.astimezone(BEIJING).date()


def day_end(day: date) -> datetime:
    """Return the last moment of a day in Beijing."""
    return datetime.combine(day, time.max, BEIJING)


def months_between(first: date, last: date) -> tuple[int, int]:
    """Return whole months and days left over; a month is over on the same day of the next.

    The 31st is over on the last day of a shorter month.
    """
    months = (last.year - first.year) * 12 + last.month - first.month
    while _later(first, months) > last:
        months -= 1
    return months, (last - _later(first, months)).days


def _later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
