"""Rates as offices print them: 万分之二, 2/3, two thirds, 1:1, 五折, 七成, 减半; in per cent."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from adapters.policy.text import ordinary
from adapters.policy.text.numerals import DIGIT, MYRIAD, NUMERAL, chinese
from adapters.policy.text.units import COUNTER, RATE

TIME = "时刻"

Value = tuple[Fraction, str]


def _half(match: re.Match[str]) -> Value:
    return Fraction(50), RATE


def _share(match: re.Match[str]) -> Value:
    return _percent(match["share_part"], match["share_whole"]), RATE


def _fraction(match: re.Match[str]) -> Value:
    return Fraction(100 * int(match["upper"]), int(match["lower"])), RATE


def _named_fraction(match: re.Match[str]) -> Value:
    of, part = re.split("[ -]", match["named"].casefold())
    return Fraction(100 * ordinary.COUNTED[of], ordinary.part_of(part)), RATE


def _ratio(match: re.Match[str]) -> Value:
    left, right = match["left"] or match["left_2"], match["right"] or match["right_2"]
    if right in ("15", "30", "45") or (len(right) == 2 and right.startswith("0")):
        return Fraction(int(left) * 100 + int(right)), TIME
    return _percent(left, right), RATE


def _discount(match: re.Match[str]) -> Value:
    return _tenths(match["tenths"]), RATE


def _tenth(match: re.Match[str]) -> Value:
    return _tenths(match["tenths_2"]), RATE


def _tenths(text: str) -> Fraction:
    """Return percent: `五` is 50, `八五` and `8.5` are 85, `三成五` is 35."""
    value = _amount(re.sub("[成割](?=.)", "点", re.sub("[成割]半", "成五", text)).rstrip("成割"))
    return value * 10 if value <= 10 else value


def _percent(part: str, whole: str) -> Fraction:
    return 100 * _amount(part) / (_amount(whole) or 1)


def _amount(text: str) -> Fraction:
    return Fraction(text) if text.isascii() else chinese(text)


_PLAIN_NUMBER = r"\d{1,20}(?:\.\d{1,20})?"
_SPELT = f"[{DIGIT}]"
WAYS: tuple[tuple[str, str, Callable[[re.Match[str]], Value]], ...] = (
    ("half", ordinary.HALF, _half),
    (
        "share",
        rf"(?P<share_whole>{NUMERAL}|{MYRIAD[0]}|{MYRIAD[1]}|{_PLAIN_NUMBER})(?:分之|分の)"
        rf"(?P<share_part>{NUMERAL}|{_PLAIN_NUMBER})",
        _share,
    ),
    (
        "fraction",
        r"(?<![\d/.,-])(?P<upper>[1-9]\d{0,2})/(?P<lower>[1-9]\d{0,2})(?![\d/]|[年月])",
        _fraction,
    ),
    ("named_fraction", ordinary.NAMED_FRACTION, _named_fraction),
    (
        "ratio",
        rf"(?<![\d:])(?:(?P<left>{_PLAIN_NUMBER}):(?P<right>{_PLAIN_NUMBER})(?![\d:])"
        rf"|(?P<left_2>[{DIGIT}])比(?P<right_2>[{DIGIT}]))(?:配套)?",
        _ratio,
    ),
    (
        "discount",
        rf"(?P<tenths>{_SPELT}{{1,2}}(?:点{_SPELT})?|{_PLAIN_NUMBER})折(?![合算旧叠扣价半线射腾返])",
        _discount,
    ),
    (
        "tenth",
        rf"(?P<tenths_2>(?:{_SPELT}|十|{_PLAIN_NUMBER})[成割](?:半|{_SPELT}(?![{DIGIT}]|{COUNTER}))?)"
        r"(?![员立为功果本效分套品人年熟交长绩不引合])",
        _tenth,
    ),
)
