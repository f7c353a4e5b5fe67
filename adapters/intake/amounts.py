"""An amount as offices write it: a number, a scale and a currency.

A cell's text, its number format, its header and its sheet's unit line may each name a scale and a
currency. They must agree: a figure that two of them read differently is not an amount.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Context, Decimal
from functools import lru_cache

from adapters.files.book import sections_shown, shows_others
from adapters.files.formula import NEVER_CALCULATED
from adapters.files.grid import Broken, Formatted
from adapters.intake.names.currencies import CNY, NAMED
from adapters.intake.values import Fault, fault
from domain.money import FEN_PER_YUAN
from domain.value import value

_SHOWN_OTHERWISE = 0  # the scale of a number that its format shows at another size
_EXCEL_DIGITS = Context(prec=15)  # what a spreadsheet keeps; further digits are noise
_TEXT_MAX = 99

# Full-width forms alone are folded: an input method types them. ① and ² are not digits of a number.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: "¥", 0x3000: " "}

_SCALES = {
    "百": 100, "千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000,
    "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000,
    "十": 10, "十万": 100_000,
    "thousand": 1_000, "thousands": 1_000, "million": 1_000_000, "millions": 1_000_000,
}  # fmt: skip
_BLANK = "[ \u00a0\u2000-\u200a\u202f]"


def _any_of(words: dict[str, object]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_WORD = re.compile(f"(?:{_any_of({**_SCALES, **NAMED})})", re.IGNORECASE)
_AMOUNT = re.compile(
    rf"(?P<before>[^\d\s.,+()-]*){_BLANK}*"
    rf"(?P<whole>\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:{_BLANK}\d{{3}})+|\d{{1,15}})"
    rf"(?P<decimals>\.\d{{1,15}})?{_BLANK}*(?P<after>(?:{_BLANK}|[^\d\s.,+()-])*)",
    re.ASCII | re.IGNORECASE,
)
_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?!\d)", re.ASCII)
_QUOTED = re.compile(r'"([^"]*)"|[\\!](.)|\[\$([^\]-]*)(?:-([^\]]+))?\]')
_MARKS = str.maketrans("-()", "   ")
_UNSEEN = re.compile(r"\[[^\]]*\]|_.|\*.")  # colours, conditions, padding
_PADDING = re.compile(r"_.|\*.|\[[^\]]*\]")
_PARTED = re.compile(r"[0#?](?:[^0#?,. ]+| (?![0#?]{3}(?:[^0#?]|$)))[0#?]")  # 00"-"00, 0 00
_COUNTED = re.compile(r"(?:#,##)?[0#?]*0(?:\.[0#?]+)?[^0#?,.]*|general[^0#?,.]*", re.IGNORECASE)
_NEGATIVE = re.compile(r"[-−(（]\W*[0#?]|[0#?]\W*[-−]")
_JAPANESE = re.compile(r"ja|[0-9a-f]*0?411", re.IGNORECASE)


@value
class Means:
    """What a column's numbers count. scale: yuan (or dollars) that 1 stands for.

    from_1904: the workbook counts its days from 1904. largest_fen: the largest plausible amount;
    None where any is taken. confirmed: the row says that its amounts are as meant.
    """

    scale: int = 1
    currency: str = CNY
    from_1904: bool = False
    largest_fen: int | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, and what is said beside it of its scale and its currencies."""

    number: Decimal
    scales: frozenset[int]
    currencies: frozenset[str]


def folded(text: str) -> str:
    """Return a text with its full-width forms as plain ones."""
    return text.translate(_FULL_WIDTH)


def has_compatible_digits(text: str) -> bool:
    """Say whether a text has digits that are not plain: `①`, `²`; full-width ones are."""
    return any(
        not each.isascii() and each.isnumeric() and unicodedata.normalize("NFKC", each) != each
        for each in folded(text)
    )


def in_fen(cell: object, means: Means) -> Decimal | Fault | None:
    """Return an amount in fen (or cents), exactly; None for an empty cell.

    The Fault: `bad-amount`, `bad-currency`, `bad-unit`. A number is its shortest form, at the
    fifteen digits that a spreadsheet keeps.
    """
    if cell is None:
        return None
    amount = _read(cell)
    if amount is None or (means.scale == 1 and _is_grouped_by_points(cell, means)):
        return fault("bad-amount", shown(cell))
    if amount.currencies - {means.currency}:
        return fault("bad-currency", shown(cell))
    if amount.scales - {means.scale}:
        return fault("bad-unit", shown(cell))
    fen = amount.number * means.scale * FEN_PER_YUAN
    if isinstance(cell, str) or fen == fen.to_integral_value():
        return fen
    return _EXCEL_DIGITS.plus(amount.number) * means.scale * FEN_PER_YUAN


def _is_grouped_by_points(cell: object, means: Means) -> bool:
    """Say whether a text may count thousands with points: 250.000 is 250 or 250,000.

    A smaller amount (25.000) is suspected for being small, where any is.
    """
    match = _THOUSANDS.search(folded(cell)) if isinstance(cell, str) else None
    return match is not None and (means.confirmed or match[0][3] == ".")


def shown(cell: object) -> object:
    """Return a cell as a message repeats it."""
    match cell:
        case Broken():
            return cell.shown
        case Formatted():
            return cell.number
        case datetime() if cell.time() == time.min:
            return cell.date()
        case _:
            return cell


def fault_code(cell: object, code: str) -> str:
    """Return the code of a cell that cannot be read; a formula without a value has its own."""
    return "bad-value" if cell == Broken(NEVER_CALCULATED) else code


def _read(cell: object) -> Amount | None:
    if isinstance(cell, str):
        return _of_text(folded(cell).strip()) if len(cell) <= _TEXT_MAX else None
    scales, currencies = frozenset[int](), frozenset[str]()
    if isinstance(cell, Formatted):
        scales, currencies = of_format(cell.code)
        cell = cell.number
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    return Amount(Decimal(repr(cell)), scales, currencies)


def _of_text(text: str) -> Amount | None:
    if _PLAIN.fullmatch(text):
        return Amount(Decimal(text), frozenset(), frozenset())
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return None
    said = said_of(match["before"] + " " + match["after"].removesuffix("整"))
    if said is None:
        return None
    whole = "".join(filter(str.isdigit, match["whole"]))
    return Amount(Decimal(whole + (match["decimals"] or "")), *said)


def said_of(text: str) -> tuple[frozenset[int], frozenset[str]] | None:
    """Return the scales and currencies that words name; None where one of them is neither.

    `元` without a scale before it counts single yuan. Other codes and signs are currencies too.
    """
    scales, currencies = set[int](), set[str]()
    left = text.lower()
    for word in _WORD.findall(left):
        if word in _SCALES:
            scales.add(_SCALES[word])
        else:
            currencies.add(NAMED[word])
    rest = re.sub(r"\s+", " ", _WORD.sub("", left)).strip()
    for word in rest.split():
        sign = len(word) == 1 and unicodedata.category(word) == "Sc"
        code = len(word) == 3 and word.isascii() and word.isalpha() and set(word) - set("oil")
        if not (sign or code):  # 15OOO is not a currency
            return None
        currencies.add(word.upper())
    if not scales and ("元" in left or "圆" in left):
        scales.add(1)
    return frozenset(scales), frozenset(currencies)


@lru_cache(maxsize=1_000)
def of_format(code: str) -> tuple[frozenset[int], frozenset[str]]:
    """Return the scales and currencies that a number format shows beside a number.

    A format that moves the decimal point, shows what is not negative as if it were, or shows words
    that name neither, has a scale of 0, which no column has.
    """
    sections = list(map(_of_section, sections_shown(code)))
    first = code.partition(";")[0]
    negative = "[<" not in first and _NEGATIVE.search(_PADDING.sub("", first))
    return (
        frozenset({_SHOWN_OTHERWISE} if negative or shows_others(code) else ()).union(
            *(scales for scales, _ in sections)
        ),
        frozenset[str]().union(*(currencies for _, currencies in sections)),
    )


@lru_cache(maxsize=1_000)
def words_after(code: str) -> str | None:
    """Return what a number format shows after all of a number's digits: 个 of `0"个"`.

    None where it shows the digits otherwise, or something before them.
    """
    (first, *_) = sections_shown(code)
    bare = _UNSEEN.sub("", _QUOTED.sub("\0", first))
    if _COUNTED.fullmatch(bare.strip()) is None or "%" in bare or shows_others(code):
        return None
    literals = "".join(map("".join, _QUOTED.findall(first)))
    return folded(literals + re.sub(r"[0#?,.\0]|general", "", bare, flags=re.I)).strip()


def _of_section(code: str) -> tuple[frozenset[int], frozenset[str]]:
    literals: list[str] = []
    currencies = set[str]()
    for quoted, escaped, sign, locale in _QUOTED.findall(code):
        if sign in ("¥", "￥") and _JAPANESE.match(locale):
            currencies.add("JPY")
        else:
            literals.append(quoted or escaped or sign)
    bare = _UNSEEN.sub("", _QUOTED.sub("\0", code))
    hidden = not any(each in bare for each in "0#?@") and "general" not in bare.lower()
    moved = bare.rstrip("\0 )_").endswith(",") or "%" in bare or "," in bare.partition(".")[2]
    signs = [each for each in bare if unicodedata.category(each) in ("Sc", "Lo")]
    words = folded(" ".join(literals) + " " + "".join(signs)).strip(" -()/.")
    said = said_of(words.translate(_MARKS).removesuffix("整"))
    moved = moved or _PARTED.search(bare) is not None
    if moved or hidden or said is None or any(each in (".", "'") for each in literals):
        return frozenset({_SHOWN_OTHERWISE}), frozenset(currencies)
    return said[0], said[1] | currencies
