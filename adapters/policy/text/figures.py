"""The figures a policy prints: numbers with their unit, 全额, 一次性 and full dates.

Two ways of printing one figure are one figure: `1.8 万元`, `18000元`, `１．８万元`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

WHOLE = "全额"
ONCE = "一次性"
DAY = "日期"

_MULTIPLES = {"亿": 100_000_000, "万": 10_000}
_MONEY = "亿美元|万美元|美元|亿元|万元|元"
_UNITS = f"%|‰|{_MONEY}|平方米|m2|个标准展位|个线上展会|个展会|个工作日"
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = f"[{''.join(_DIGITS)}{''.join(_TENS)}]+"
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"

# A number with a unit of no table takes the next Chinese character for one: better a figure too
# many, which is reported, than one that is passed over.
_FIGURE = re.compile(
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    f"|(?P<word>{WHOLE}|{ONCE})"
    f"|百分之(?:(?P<percent>{_NUMBER})|(?P<percent_numeral>{_NUMERAL}))"
    rf"|(?<![A-Za-z\d.])(?P<number>{_NUMBER})(?P<unit>{_UNITS}|[\u4e00-\u9fff]?)"
    f"|(?P<numeral>{_NUMERAL})(?P<money>{_MONEY})",
    re.ASCII,
)
_SPACE_BETWEEN_WORDS = re.compile(r"(?<=[A-Za-z\d])\s+(?=[A-Za-z\d])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A printed figure: money in 元 or 美元, rates in %, counts and words by their own unit."""

    printed: str
    value: Fraction | date
    unit: str

    @property
    def key(self) -> tuple[Fraction | date, str]:
        """What makes two printed figures the same."""
        return self.value, self.unit


def plain(text: str) -> str:
    """Return text in NFKC without invisible marks (BOM, zero-width), line by line as it stood."""
    plain_text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in plain_text if unicodedata.category(char) != "Cf")


def closed_up(text: str) -> str:
    """Return plain text without white space, save one blank between Latin words or numbers."""
    return re.sub(r"\s+", "", _SPACE_BETWEEN_WORDS.sub("\0", plain(text))).replace("\0", " ")


def figures_in(text: str) -> list[Figure]:
    """Return the figures of a text in the order they are printed."""
    return list(_found(closed_up(text)))


def read_figure(printed: str) -> Figure:
    """Return the one figure that `printed` is. Raises ValueError when it is anything else."""
    figures = figures_in(printed)
    if len(figures) != 1 or figures[0].printed != closed_up(printed):
        raise ValueError("not-a-figure")
    return figures[0]


def _found(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        value, unit = _value(match)
        yield Figure(printed=match.group(), value=value, unit=unit)


def _value(match: re.Match[str]) -> tuple[Fraction | date, str]:
    """Return what a match is worth and its unit, money in whole 元 or 美元."""
    if match["year"]:
        return _day(match), DAY
    if match["word"]:
        return Fraction(1), match["word"]
    if match["percent"]:
        return _number(match["percent"]), "%"
    if match["percent_numeral"]:
        return Fraction(_numeral(match["percent_numeral"])), "%"
    if match["numeral"]:
        return _in_full(Fraction(_numeral(match["numeral"])), match["money"])
    return _in_full(_number(match["number"]), match["unit"])


def _day(match: re.Match[str]) -> Fraction | date:
    """Return the day; a date no calendar has (31 February) stays a figure of its digits."""
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    try:
        return date(year, month, day)
    except ValueError:
        return Fraction(year * 10_000 + month * 100 + day)


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _numeral(text: str) -> int:
    """Return what a Chinese numeral below ten thousand is worth."""
    total = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += (digit or 1) * _TENS[char]
            digit = 0
    return total + digit


def _in_full(value: Fraction, unit: str) -> tuple[Fraction, str]:
    if unit == "m2":
        return value, "平方米"
    if unit[-1:] == "元" and unit[:1] in _MULTIPLES:
        return value * _MULTIPLES[unit[0]], unit[1:]
    return value, unit
