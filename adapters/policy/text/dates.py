"""The days and months a text names, as several languages write them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from fractions import Fraction

from adapters.policy.text.numerals import DIGIT, chinese

DAY = "日期"
MONTH = "年月"

_MONTHS = (
    "january jan januar jänner janvier|february feb februar février|march mar märz mars"
    "|april apr avril|may mai|june jun juni juin|july jul juli juillet|august aug août"
    "|september sept sep septembre|october oct oktober octobre|november nov novembre"
    "|december dec dezember décembre"
)
_MONTH_OF = {
    name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()
}
_ERAS = {"令和": 2018, "平成": 1988}
_NAME = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_SMALL = "[〇一二三四五六七八九十]{1,3}"
_ALONE = "(?<![A-Za-z])"

# Each way has a letter: its year, month and day are the groups y, m and d with that letter.
PATTERN = (
    rf"(?P<era>令和|平成)(?P<ye>\d{{1,2}}|元)年(?P<me>\d{{1,2}})月(?P<de>\d{{1,2}})日"
    rf"|(?P<ya>\d{{4}}|[{DIGIT}]{{4}})[年년](?P<ma>\d{{1,2}}|{_SMALL})[月월份]"
    rf"(?:(?P<da>\d{{1,2}}|{_SMALL})[日号일])?"
    r"|(?<![\d.,/-])(?P<yb>\d{4})(?P<sb>[-/.])(?P<mb>\d{1,2})(?P=sb)(?P<db>\d{1,2})(?!\d)"
    r"|(?<![\d.,/-])(?P<dc>\d{1,2})(?P<sc>[/.]) ?(?P<mc>\d{1,2})(?P=sc) ?(?P<yc>\d{4})(?!\d)"
    rf"|(?<!\d)(?P<dd>\d{{1,2}})(?:st|nd|rd|th|er|\.)? ?(?:of )?"
    rf"(?P<md>(?i:{_NAME}))\.?,? ?(?P<yd>\d{{4}})(?!\d)"
    rf"|{_ALONE}(?P<mf>(?i:{_NAME}))\.? ?(?P<df>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<yf>\d{{4}})(?!\d)"
    rf"|{_ALONE}(?P<mg>(?i:{_NAME}))\.? (?P<yg>\d{{4}})(?!\d)"
)


def read_date(match: re.Match[str]) -> tuple[Fraction | date, str]:
    """Return a day, or a month as its digits (202201).

    A date that no calendar has (31 February) stays a figure of its digits.
    """
    parts = {"d": 0} | {
        name[0]: _part(text)
        for name, text in match.groupdict().items()
        if text is not None and re.fullmatch("[ymd][a-g]", name)
    }
    year, month, day = parts["y"], parts["m"], parts["d"]
    if match["era"]:
        year = _ERAS[match["era"]] + (1 if match["ye"] == "元" else year)
    if match["sc"] == "/" and month > 12:
        month, day = day, month
    if not day and 1 <= month <= 12:
        return Fraction(year * 100 + month), MONTH
    try:
        return date(year, month, day), DAY
    except ValueError:
        return Fraction(year * 10_000 + month * 100 + day), DAY


def bounds(value: Fraction, unit: str) -> tuple[str, str]:
    """Return the first and the last day of a month or a year, as ISO dates."""
    if unit == MONTH:
        year, month = divmod(int(value), 100)
        start = f"{year:04}-{month:02}"
        return f"{start}-01", f"{start}-{monthrange(year, month)[1]}"
    return f"{int(value):04}-01-01", f"{int(value):04}-12-31"


def _part(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    month = _MONTH_OF.get(text.casefold())
    return month or (0 if text == "元" else int(chinese(text)))
