"""What people put into cells: dates, amounts and words in their many spellings.

Each reader takes a cell's value and what its column means, and returns the value as a JSON line
would state it, None for an empty cell, or a Fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from adapters.files.formula import unquoted
from adapters.files.grid import (
    DIGITS_KEPT_BELOW,
    Broken,
    Formatted,
)
from adapters.intake.amounts import (
    Means,
    fault_code,
    folded,
    has_compatible_digits,
    in_fen,
    shown,
    words_after,
)
from adapters.intake.items import shortened
from adapters.intake.names.countries import code_of
from adapters.intake.values import BOOTHS_MAX, YEARS, Fault, fault
from domain.money import AMOUNT_MAX_FEN, FEN_PER_YUAN, yuan

CellReader = Callable[[object, Means], object]

CSV = Means()  # what a cell means where no sheet says
EXAMPLE = "示例"  # in place of a number: the row is an example of how rows are filled in
SUSPECT_BELOW_FEN = 100 * FEN_PER_YUAN
NONE = frozenset(("无", "没有", "/", "-", "—", "——", "\\"))  # no number, no amount
_NO_NUMBER = NONE | {"暂无", "暂缺", "待补", "待编", "待定", "N/A", "NA", "NULL", "?", "--"}
_DITTO = frozenset(("同上", "同前", "同左", "〃", "′′", '"', "”", "DITTO"))
_NO_INVOICE = NONE | {"见附件", "暂无", "N/A", "NA", "NULL", "NONE"}
_BETWEEN_INVOICES = re.compile(r"[;；、,，/\s]+")
# Of a sign, not of a word: No.123, No 123, 1234。No.123, but NOV2022 and NO123 are numbers whole.
_SIGN = re.compile(
    r"[.。]?(?:(?<![a-z_-])N[oº°]\s*[.:]\s*(?=[0-9a-z])|(?<![a-z0-9_-])N[oº°]\s+(?=\d)|№\s*[.:]?\s*)",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"发票号?码?:?")
_RANGE_OF_INVOICES = re.compile(
    r"(?<![\w-])(?:No[.:]?|№)?\s*\d{6,}\s*(?:[-‐‑‒–—―−~～]+|至|到)\s*(?:No[.:]?|№)?\s*\d+(?![\w-])"
    r"|[等共]\s*\d+\s*[张份]",
    re.IGNORECASE,
)
_INVOICE = re.compile(r"(?=.*[1-9A-Z])[0-9A-Z][0-9A-Z_#-]*", re.ASCII | re.IGNORECASE)
_ENDING_MAX = 4  # digits of a number that stand for its ending: 84870087、88
# What office programs leave of a formula that failed, or of a column too narrow, in CSV and text.
_ERROR = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|##+|Err:\d{3}")
_ROUNDED = re.compile(r"\d+(?:\.\d+)?e\+\d+", re.ASCII | re.IGNORECASE)  # 1.23457E+11


def plain(value: str) -> str:
    """Return a text as it is compared: NFKC, no white space at all."""
    return "".join(unicodedata.normalize("NFKC", value).split())


def text(cell: object, means: Means) -> object:
    """Return a text; a number typed into the cell is its digits, where it still has them all."""
    if isinstance(cell, str) and plain(cell[:99]).upper() in _DITTO:
        return Fault("bad-value", shortened(cell), "ditto")
    if isinstance(cell, str) and (_ERROR.fullmatch(cell.strip()) or _says_nothing(cell)):
        return fault("bad-value", cell)
    if cell is None or isinstance(cell, str):
        return cell
    rounded = isinstance(cell, float) and abs(cell) >= DIGITS_KEPT_BELOW
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and not rounded:
        return str(cell)
    return fault("bad-value", shown(cell))


def _says_nothing(text: str) -> bool:
    """Say whether a text has marks alone: ***, ……."""
    return bool(text.strip()) and not any(map(str.isalnum, text))


def number(cell: object, means: Means) -> object:
    """Return what identifies: a claim's number, a certificate's. A word for none is none."""
    blank = isinstance(cell, str) and plain(cell[:99]).upper() in _NO_NUMBER
    return None if blank else _number(cell, means)


def _number(cell: object, means: Means) -> object:
    """Return a number as it is typed.

    If its format shows it otherwise, it is not the number that its reader sees; nor is `①` a 1.
    """
    content = text(cell, means)
    if not isinstance(content, str):
        return content
    if isinstance(cell, float):  # 2022.10 that became 2022.1
        return fault("bad-value", shown(cell))
    content = unquoted(content, identifies=True)
    spelt = content.strip()
    bad = has_compatible_digits(content) or spelt.startswith(EXAMPLE) or _ROUNDED.fullmatch(spelt)
    return fault("bad-value", content) if bad else content


def uscc(cell: object, means: Means) -> object:
    """Return a credit code, however wide, small or spaced it was typed: its last character checks.

    Characters that nobody sees, and the apostrophe that marks a text, are none of it.
    """
    if isinstance(cell, str):
        seen = "".join(each for each in cell[:99] if unicodedata.category(each) != "Cf")
        return plain(seen).removeprefix("'").upper()
    if isinstance(cell, Broken):
        return fault(fault_code(cell, "bad-uscc"), cell.shown)
    return None if cell is None else fault("bad-uscc", shown(cell))


def year(cell: object, means: Means) -> object:
    """Return a calendar year."""
    return _whole(cell, "年度", YEARS)


def last_day_of_year(cell: object, means: Means) -> object:
    """Return the 31 December of a year: the matter of a whole year's execution."""
    number = year(cell, means)
    return f"{number}-12-31" if isinstance(number, int) else number


def decimal(cell: object, means: Means) -> Decimal | None:
    """Return an amount in fen, exactly as printed, fractions of a fen and all; None if unreadable.

    A number is its shortest form, at the fifteen digits that a spreadsheet keeps.
    """
    fen = in_fen(cell, means)
    return fen if isinstance(fen, Decimal) else None


def money(cell: object, means: Means) -> object:
    """Return an amount of yuan (or dollars) that comes out in whole fen (or cents).

    Below 100 yuan (dollars) it was probably typed in 万元, above what is plausible in 元.
    """
    fen = in_fen(cell, means)
    if fen is None or isinstance(fen, Fault):
        return fen
    most = means.largest_fen or AMOUNT_MAX_FEN
    if not means.confirmed and 0 < fen < SUSPECT_BELOW_FEN:
        return _suspect(cell, "small", fen, SUSPECT_BELOW_FEN)
    if not means.confirmed and most < fen <= AMOUNT_MAX_FEN:
        return _suspect(cell, "large", fen, most)
    if fen < 0 or fen != fen.to_integral_value():
        return fault("bad-amount", shown(cell))
    return yuan_text(int(fen))


def _suspect(cell: object, check: str, fen: Decimal, limit_fen: int) -> Fault:
    limit = f"{yuan(int(fen))}/{yuan(limit_fen)}"
    return Fault("suspect-unit", shortened(shown(cell)), check, limit)


def yuan_text(fen: int) -> str:
    """Return an amount as a JSON line states it."""
    whole, rest = divmod(fen, FEN_PER_YUAN)
    return f"{whole}.{rest:02d}"


def paid(cell: object, means: Means) -> object:
    """Return an amount above 0."""
    amount = money(cell, means)
    return fault("bad-amount", shown(cell)) if amount == "0.00" else amount


def fee(cell: object, means: Means) -> object:
    """Return a fee, which the sheet's 合计 adds up."""
    return paid(cell, means)


def support(cell: object, means: Means) -> object:
    """Return what was granted elsewhere; people write that there was none in words."""
    if isinstance(cell, str) and plain(cell[:99]) in NONE:
        return "0.00"
    return money(cell, means)


def foreign(cell: object, means: Means) -> object:
    """Return an amount in another currency than the policy's."""
    return money(cell, means)


def booths(cell: object, means: Means) -> object:
    """Return a number of standard booths."""
    return _whole(cell, "", range(1, BOOTHS_MAX + 1))


def count(cell: object, means: Means) -> object:
    """Return a whole number that is not negative."""
    return _whole(cell, "", range(10**9))


def quantity(cell: object, means: Means) -> object:
    """Return a number that is not money, as it is written."""
    if isinstance(cell, Formatted) and words_after(cell.code) is None:
        return fault("bad-value", shown(cell))
    number = cell.number if isinstance(cell, Formatted) else cell
    if isinstance(number, float):
        return format(Decimal(repr(number)), "f")
    return folded(cell).strip() if isinstance(cell, str) else text(cell, means)


def country(cell: object, means: Means) -> object:
    """Return the code of a country named in Chinese, or by its code."""
    if not isinstance(cell, str):
        return None if cell is None else fault(fault_code(cell, "unknown-country"), shown(cell))
    return code_of(plain(cell[:99]).upper()) or fault("unknown-country", cell)


def invoices(cell: object, means: Means) -> object:
    """Return the invoice numbers of one cell, however wide they were typed.

    A range is a fault: it says neither how many invoices there are, nor which. So is an ending that
    stands for a number, and what is not a number alone: 3张, 待补, 84870107.0.
    """
    numbers: list[str] = []
    if isinstance(cell, str) and folded(cell[:99]).strip().upper() in _NO_INVOICE:
        return numbers
    content = _number(cell, means)
    if not isinstance(content, str):
        return content
    spelt = folded(content).strip()
    if _RANGE_OF_INVOICES.search(spelt):
        return fault("bad-value", spelt)
    for part in _BETWEEN_INVOICES.split(_SIGN.sub(" ", spelt)):
        named = _WORD_BEFORE.sub("", part)
        if not named or named.upper() in _NO_INVOICE:
            continue
        before = numbers[-1] if numbers else ""
        ending = named.isdigit() and before.isdigit() and len(named) <= _ENDING_MAX < len(before)
        seen = "".join(each for each in named if unicodedata.category(each) != "Cf")
        spans = _RANGE_OF_INVOICES.search(named) is not None
        bad = ending or spans or named.upper() == "NO"
        if bad or _INVOICE.fullmatch(seen) is None:  # what is not seen has a fault of its own
            return fault("bad-value", spelt)
        numbers.append(named)
    return numbers


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A reader of the words allowed; of several that mean the same, the first is the usual one."""

    meanings: Mapping[str, object]

    def __call__(self, cell: object, means: Means) -> object:
        """Return what a word means."""
        if cell is None:
            return None
        meaning = self.meanings.get(plain(cell[:99])) if isinstance(cell, str) else None
        return fault("bad-value", shown(cell)) if meaning is None else meaning

    @property
    def usual(self) -> tuple[str, ...]:
        """The words to choose from, one for each meaning."""
        first: dict[object, str] = {}
        for word, meaning in self.meanings.items():
            first.setdefault(meaning, word)
        return tuple(first.values())


yes_or_no = Words({"是": True, "否": False})
has_or_not = Words({"有": True, "无": False, "是": True, "否": False})


def _whole(cell: object, endings: str, allowed: range) -> object:
    """Return a whole number. endings: letters that may follow it; 个 may follow in a format."""
    number = cell
    if isinstance(cell, Formatted):
        words = words_after(cell.code)
        number = None if words is None or words.strip(endings or "个") else cell.number
    if isinstance(cell, str):
        digits = folded(cell[:99]).strip().rstrip(f"{endings} ")
        number = int(digits) if digits.isascii() and digits.isdigit() else None
    known = isinstance(number, int) and not isinstance(number, bool) and number in allowed
    return number if known or cell is None else fault("bad-value", shown(cell))
