"""What people put into cells: dates, amounts and words in their many spellings.

Each reader takes a cell's value and the fen its sheet's unit is worth, and returns the value as a
JSON line would state it, None for an empty cell, or a Fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Context, Decimal

from adapters.files.grid import DIGITS_KEPT_BELOW, NEVER_CALCULATED, Broken, moment
from adapters.intake.countries import code_of
from adapters.intake.values import BOOTHS_MAX, YEARS, fault
from domain.money import FEN_PER_YUAN

CellReader = Callable[[object, int], object]

SUSPECT_BELOW_FEN = 100 * FEN_PER_YUAN
_SERIALS = range(32_874, 73_051)  # 1990 to 2099: numbers in cells that are not formatted as dates
_EXCEL_DIGITS = Context(prec=15)  # what Excel itself keeps; further digits are noise
_DATE = re.compile(r"(\d{4})(?:([./-])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)", re.ASCII)
_AMOUNT = re.compile(r"[¥$]?(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d{1,15})?(?:元|美元)?", re.ASCII)
_BETWEEN_INVOICES = re.compile(r"[;；、,，\n]")


def plain(value: str) -> str:
    """Return a text as it is compared: NFKC, no white space at all."""
    return "".join(unicodedata.normalize("NFKC", value).split())


def text(cell: object, unit: int) -> object:
    """Return a text; a number typed into the cell is its digits, where it still has them all."""
    if cell is None or isinstance(cell, str):
        return cell
    rounded = isinstance(cell, float) and abs(cell) >= DIGITS_KEPT_BELOW
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and not rounded:
        return str(cell)
    return fault("bad-value", shown(cell))


def uscc(cell: object, unit: int) -> object:
    """Return a credit code, however wide or small it was typed."""
    if isinstance(cell, str):
        return unicodedata.normalize("NFKC", cell).strip().upper()
    if isinstance(cell, Broken):
        return fault(_code(cell, "bad-uscc"), cell.shown)
    return None if cell is None else fault("bad-uscc", shown(cell))


def day(cell: object, unit: int) -> object:
    """Return an ISO date."""
    if isinstance(cell, int) and not isinstance(cell, bool) and cell in _SERIALS:
        cell = moment(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if not isinstance(cell, str):
        return None if cell is None else fault(_code(cell, "bad-date"), shown(cell))
    match = _DATE.fullmatch(plain(cell[:99]))
    if match is None:
        return fault("bad-date", cell)
    year, _, month, number, month_zh, number_zh = match.groups()
    try:
        return date(int(year), int(month or month_zh), int(number or number_zh)).isoformat()
    except ValueError:
        return fault("bad-date", cell)


def year(cell: object, unit: int) -> object:
    """Return a calendar year."""
    return _whole(cell, "度年", YEARS)


def last_day_of_year(cell: object, unit: int) -> object:
    """Return the 31 December of a year: the matter of a whole year's execution."""
    number = year(cell, unit)
    return f"{number}-12-31" if isinstance(number, int) else number


def decimal(cell: object, unit: int) -> Decimal | None:
    """Return an amount in fen, exactly as printed, fractions of a fen and all; None if unreadable.

    A number is its shortest form, at the fifteen digits that a spreadsheet keeps.
    """
    if isinstance(cell, str):
        match = _AMOUNT.fullmatch(plain(cell[:99]))
        if match is None or len(cell) > 99:
            return None
        whole, decimals = match.groups()
        return Decimal(whole.replace(",", "") + (decimals or "")) * unit
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    yuan = Decimal(repr(cell))
    fen = yuan * unit
    return fen if fen == fen.to_integral_value() else _EXCEL_DIGITS.plus(yuan) * unit


def money(cell: object, unit: int) -> object:
    """Return an amount of yuan (or dollars) that comes out in whole fen (or cents)."""
    if cell is None:
        return None
    fen = decimal(cell, unit)
    if fen is None or fen < 0 or fen != fen.to_integral_value():
        return fault("bad-amount", shown(cell))
    return yuan_text(int(fen))


def yuan_text(fen: int) -> str:
    """Return an amount as a JSON line states it."""
    whole, rest = divmod(fen, FEN_PER_YUAN)
    return f"{whole}.{rest:02d}"


def paid(cell: object, unit: int) -> object:
    """Return an amount above 0."""
    amount = money(cell, unit)
    return fault("bad-amount", shown(cell)) if amount == "0.00" else amount


def fee(cell: object, unit: int) -> object:
    """Return a fee; below 100 yuan it was probably typed in 万元."""
    fen = decimal(cell, unit)
    if fen is not None and 0 < fen < SUSPECT_BELOW_FEN:
        return fault("suspect-unit", shown(cell))
    return paid(cell, unit)


def usd(cell: object, unit: int) -> object:
    """Return dollars; the sheet's unit does not govern them."""
    return money(cell, FEN_PER_YUAN)


def booths(cell: object, unit: int) -> object:
    """Return a number of standard booths."""
    return _whole(cell, "", range(1, BOOTHS_MAX + 1))


def country(cell: object, unit: int) -> object:
    """Return the code of a country named in Chinese, or by its code."""
    if not isinstance(cell, str):
        return None if cell is None else fault(_code(cell, "unknown-country"), shown(cell))
    return code_of(plain(cell[:99]).upper()) or fault("unknown-country", cell)


def invoices(cell: object, unit: int) -> object:
    """Return the invoice numbers of one cell, however wide they were typed."""
    content = text(cell, unit)
    if not isinstance(content, str):
        return content
    parts = _BETWEEN_INVOICES.split(unicodedata.normalize("NFKC", content))
    return [number for part in parts if (number := part.strip())]


def word(meanings: Mapping[str, object]) -> CellReader:
    """Return a reader of the words allowed."""

    def read(cell: object, unit: int) -> object:
        if cell is None:
            return None
        meaning = meanings.get(plain(cell[:99])) if isinstance(cell, str) else None
        return fault("bad-value", shown(cell)) if meaning is None else meaning

    return read


yes_or_no = word({"是": True, "否": False})
has_or_not = word({"有": True, "无": False, "是": True, "否": False})


def shown(cell: object) -> object:
    """Return a cell as a message repeats it."""
    if isinstance(cell, Broken):
        return cell.shown
    return cell.date() if isinstance(cell, datetime) and cell.time() == time.min else cell


def _whole(cell: object, endings: str, allowed: range) -> object:
    number = cell
    if isinstance(cell, str):
        digits = plain(cell[:99])
        for ending in endings:
            digits = digits.removesuffix(ending)
        number = int(digits) if digits.isascii() and digits.isdigit() else None
    known = isinstance(number, int) and not isinstance(number, bool) and number in allowed
    return number if known or cell is None else fault("bad-value", shown(cell))


def _code(cell: object, code: str) -> str:
    return "bad-value" if cell == Broken(NEVER_CALCULATED) else code
