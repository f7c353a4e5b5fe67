"""What a number is worth, in Chinese numerals or in digits as several languages group them."""

from __future__ import annotations

import re
from fractions import Fraction

_PLAIN = str.maketrans(
    "0123456789○〇壹贰貳弐叁參肆伍陆陸柒捌玖两兩拾佰仟萬億십백천만억",
    "零一二三四五六七八九零零一二二二三三四五六六七八九二二十百千万亿十百千万亿",
)
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_POINT = re.compile("(.*)点(.+?)([十百千万亿]*)")

DIGIT = "零〇○一二两三四五六七八九壹贰貳弐叁參肆伍陆陸柒捌玖兩"
TEN = "十百千拾佰仟"
MYRIAD = "万亿萬億"
NUMERAL = (  # no longer than numbers are: a text may be of nothing but numerals
    f"[{DIGIT}{TEN}][{DIGIT}{TEN}{MYRIAD}]{{0,20}}(?:点[{DIGIT}]{{1,9}}[{TEN}]?[{MYRIAD}]{{0,2}})?"
)

# In digits, as Chinese and English write them; and as German, French and Swiss do too.
NUMBER = (
    r"(?>\d{1,3}(?:,\d{3}){1,9}(?!\d)(?:\.\d{1,40})?|\d{1,3}(?:\.\d{3}){2,9}(?!\d)"
    r"|\d{1,40}(?:\.\d{1,40})?)"
)
ANY_NUMBER = (
    r"(?<!\d,)(?<!\d\.)"
    r"(?>\d{1,3}(?:,\d{3}){1,9}(?!\d)(?:\.\d{1,40})?"
    r"|\d{1,2}(?:,\d{2}){1,9},\d{3}(?!\d)(?:\.\d{1,40})?"
    r"|\d{1,3}(?:\.\d{3}){1,9}(?!\d)(?:,\d{1,40})?"
    r"|\d{1,3}(?:[ '’]\d{3}){1,9}(?!\d)(?:[.,]\d{1,40})?"
    r"|\d{1,40}(?:[.,]\d{1,40})?)"
)


def chinese(text: str) -> Fraction:
    """Return what a Chinese numeral is worth: `十二万`, `壹佰`, `三点五亿`, `二〇二四`, `八五`."""
    text = text.translate(_PLAIN)
    point = _POINT.fullmatch(text)
    if point is not None:
        decimals = "".join(str(_DIGITS[digit]) for digit in point[2])
        return (chinese(point[1]) + Fraction(f"0.{decimals}")) * scale(point[3])
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = digit * 10 + _DIGITS[char]
        elif char in _TENS:
            section, digit = section + (digit or 1) * _TENS[char], 0
        elif char == "亿":
            total, section, digit = (total + section + digit or 1) * _MYRIADS[char], 0, 0
        else:
            total, section, digit = total + (section + digit or 1) * _MYRIADS[char], 0, 0
    return Fraction(total + section + digit)


def scale(text: str) -> int:
    """Return what a number before `百万` is multiplied by; 1 without such a word."""
    factor = 1
    for char in text.translate(_PLAIN):
        factor *= _TENS.get(char) or _MYRIADS[char]
    return factor


def western(text: str, *, decimal_comma: bool, decimal_point: bool) -> Fraction:
    """Return what digits are worth. Three digits after a lone comma or point are thousands.

    decimal_comma, decimal_point: whether what stands around says that they are decimals.
    """
    text = re.sub("[ '’]", "", text)
    marks = [char for char in text if char in ".,"]
    if not marks:
        return Fraction(text)
    whole, mark, decimals = text.rpartition(marks[-1])
    if len(set(marks)) == 1 and (
        len(marks) > 1
        or not _decimals(whole, decimals, always=decimal_comma if mark == "," else decimal_point)
    ):
        return Fraction(text.replace(mark, ""))
    return Fraction(f"{re.sub('[.,]', '', whole)}.{decimals}")


def _decimals(whole: str, decimals: str, *, always: bool) -> bool:
    return always or len(decimals) != 3 or whole.startswith("0") or len(whole) > 3
