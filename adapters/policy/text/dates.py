"""The days, months and periods a text names, as several languages write them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from fractions import Fraction

from adapters.policy.text.numerals import DIGIT, chinese

DAY = "日期"
MONTH = "年月"
OF_EVERY_YEAR = "月日"
YEARS = ("年", "年度", "个年度", "个自然年度", "个会计年度")
MONTHS = ("个月", "月")

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
# Without a year beside it `may` is a verb, and `mar` part of other words: capitals tell a month.
_CAPITAL = "|".join(sorted((name.title() for name in _MONTH_OF), key=len, reverse=True))
_FRENCH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"

_NUMBERS = (
    "two zwei deux|three drei trois|four vier quatre|five fünf cinq|six sechs|seven sieben sept"
    "|eight acht huit|nine neun neuf|ten zehn dix|eleven elf onze|twelve zwölf douze"
)
_SPELT = {
    word: number for number, words in enumerate(_NUMBERS.split("|"), 2) for word in words.split()
} | {"eighteen": 18, "twenty-four": 24, "thirty-six": 36, "forty-eight": 48, "sixty": 60}
_SPELT_NUMBER = "|".join(sorted(_SPELT, key=len, reverse=True))
_OF_YEARS = (
    r"(?:(?:consecutive|successive|calendar|tax|fiscal|financial|assessment|full|whole) ){0,3}"
    r"years?|(?:Kalender|Steuer|Wirtschafts|Haushalts|Geschäfts)?[Jj]ahre?n?|ans|années|exercices"
)
_OF_MONTHS = "(?:(?:consecutive|successive|calendar|full|whole) ){0,2}months?|Monate?n?|mois"

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
    rf"|(?<!\d)(?P<mh>\d{{1,2}}|{_SMALL})[月월](?P<dh>\d{{1,2}}|{_SMALL})[日号일]"
    rf"|(?<![\d.,])(?P<di>\d{{1,2}})(?:st|nd|rd|th|er|\.)? ?(?:of )?"
    rf"(?P<mi>{_CAPITAL}|{_FRENCH})(?![A-Za-zÀ-ɏ])"
    rf"|{_ALONE}(?P<mj>{_CAPITAL})\.? (?P<dj>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%A-Za-z]|[.,]\d)"
    rf"|(?:(?<![\d.,A-Za-z])(?P<span>\d{{1,3}})|{_ALONE}(?P<spelt_span>(?i:{_SPELT_NUMBER})))[ -]"
    rf"(?:(?P<of_years>{_OF_YEARS})|(?P<of_months>{_OF_MONTHS}))(?![A-Za-zÀ-ɏ])"
)


def read_date(match: re.Match[str]) -> tuple[Fraction | date, str]:
    """Return a day; a month or a day of every year as its digits (202201, 401); or a period.

    A date that no calendar has (31 February) stays a figure of its digits.
    """
    if match["of_years"] or match["of_months"]:
        span = int(match["span"] or _SPELT[match["spelt_span"].casefold()])
        return Fraction(span), YEARS[0] if match["of_years"] else MONTHS[0]
    parts = {"d": 0} | {
        name[0]: _part(text)
        for name, text in match.groupdict().items()
        if text is not None and re.fullmatch("[ymd][a-j]", name)
    }
    if "y" not in parts:
        return Fraction(parts["m"] * 100 + parts["d"]), OF_EVERY_YEAR
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
