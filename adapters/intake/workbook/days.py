"""The day that a cell says, in the many spellings of people and programs."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from adapters.files.grid import YEARS_OF_1904, Formatted, moment
from adapters.intake.amounts import Means, fault_code, folded, shown
from adapters.intake.values import Fault, fault

_SERIALS = range(32_874, 73_051)  # 1990 to 2099: numbers in cells that are not formatted as dates
_SERIAL = re.compile(r"\s*[3-7]\d{4}\s*", re.ASCII)  # such a number, typed as a text or in CSV
_DATE = re.compile(r"(\d{4})(?:([./-])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)", re.ASCII)
_DIGITS_ZH = "〇一二三四五六七八九"
_ZEROS_ZH = "○零"  # as people write 〇 too
_NUMBERS_ZH = {
    word: number
    for number in range(1, 32)
    for word in {
        ("" if number < 20 else "一二三"[number // 10 - 1])
        + ("十" if number > 9 else "")
        + ("" if number % 10 == 0 else "一二三四五六七八九"[number % 10 - 1])
    }
}
_OF_31 = "|".join(sorted(_NUMBERS_ZH, key=len, reverse=True))
_DATE_ZH = re.compile(f"([{_DIGITS_ZH}{_ZEROS_ZH}]{{4}})年({_OF_31})月({_OF_31})日?")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－~～至到", "-"))
_RANGE = re.compile(
    r"(?P<first>\d{4}(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月\d{1,2}日?))-+"
    r"(?P<last>(?:\d{4}[-./年])?(?:\d{1,2}[-./月])?\d{1,2}日?)",
    re.ASCII,
)
_TIMED = re.compile(r"(.{8,11}?)[ T]\s*(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?Z?", re.ASCII)


def day(cell: object, means: Means) -> object:
    """Return an ISO date."""
    if isinstance(cell, Formatted):  # by no format of a day: 2022 as `0"年"`
        return fault("bad-date", shown(cell))
    if isinstance(cell, str) and not means.from_1904 and _SERIAL.fullmatch(folded(cell[:99])):
        cell = int(folded(cell))
    if isinstance(cell, int) and not isinstance(cell, bool):
        serial = cell + YEARS_OF_1904 * means.from_1904
        cell = moment(serial) if serial in _SERIALS else cell
    if isinstance(cell, datetime):
        return _day_of(cell)
    if not isinstance(cell, str):
        return None if cell is None else fault(fault_code(cell, "bad-date"), shown(cell))
    return day_text(cell)


def _day_of(cell: datetime) -> object:
    """Return the day within a minute of whose start a cell is.

    Programs write a day as the evening before (23:59:17) and as its last millisecond; only at the
    end of a year is the latter another year's money.
    """
    if (cell.month, cell.day) == (12, 31) and cell.time() >= time(23, 59, 59):
        return cell.date().isoformat()
    nearest = (cell + timedelta(hours=12)).date()
    if abs(cell - datetime.combine(nearest, time())) > timedelta(minutes=1):
        return fault("suspect-date", cell.isoformat(sep=" ", timespec="seconds"))
    return nearest.isoformat()


@lru_cache(maxsize=50_000)
def day_text(text: str) -> object:
    """Return the ISO date of a day as people write it, or a Fault."""
    if match := _TIMED.fullmatch(folded(text[:99]).strip()):
        return _day_and_time(text, *match.groups())
    spelt = "".join(folded(text[:99]).split())
    if match := _DATE.fullmatch(spelt):
        year, _, month, number, month_zh, number_zh = match.groups()
        parts = year, month or month_zh, number or number_zh
    elif match := _DATE_ZH.fullmatch(spelt):
        parts = _digits(match[1]), str(_NUMBERS_ZH[match[2]]), str(_NUMBERS_ZH[match[3]])
    else:
        return fault("bad-date", text)
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return fault("bad-date", text)


def _day_and_time(text: str, day: str, hour: str, minute: str, second: str | None) -> object:
    """Return the day of a text that states a time too, as a cell that holds both is read."""
    known = day_text(day)
    if isinstance(known, Fault):
        return fault(known.code, text)
    try:
        at = time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return fault("bad-date", text)
    end_of_year = str(known).endswith("-12-31") and time(23, 59) <= at < time(23, 59, 59)
    if end_of_year:  # who writes so may mean the next day, and another year's money
        return fault("suspect-date", text)
    return _day_of(datetime.combine(date.fromisoformat(str(known)), at))


def end_day(cell: object, means: Means) -> object:
    """Return the last day of a range (2022.9.17-9.20), or the day named."""
    if isinstance(cell, str):
        spelt = "".join(folded(cell[:99]).split()).translate(DASHES)
        if match := _RANGE.fullmatch(spelt):
            first = day_text(match["first"])
            last = day_text(_completed(match["first"], match["last"]))
            known = isinstance(first, str) and isinstance(last, str) and first <= last
            return last if known else fault("bad-date", cell)
    return day(cell, means)


def _completed(first: str, last: str) -> str:
    """Return the last day of a range with what it shares with the first: `9-20`, `20日`."""
    numbers = re.findall(r"\d+", last)
    return "-".join(re.findall(r"\d+", first)[: 3 - len(numbers)] + numbers)


def _digits(text: str) -> str:
    return "".join("0" if each in _ZEROS_ZH else str(_DIGITS_ZH.index(each)) for each in text)
