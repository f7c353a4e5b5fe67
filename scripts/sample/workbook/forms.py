"""The ways a clerk writes a day or an amount into a cell."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from random import Random

from domain.money import FEN_PER_WAN

_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and the value last computed for it."""

    text: str
    value: Decimal


Cell = str | int | Decimal | date | Formula | None


def exact(fen: int, fen_per_unit: int) -> Decimal:
    """Return the amount in the sheet's unit, no digit lost, no needless zero."""
    amount = Decimal(fen) / fen_per_unit
    return amount.quantize(Decimal(1)) if amount == amount.to_integral() else amount.normalize()


def day_form(rng: Random, day: date) -> Cell:
    """Return a date cell in half of the cases, else one of four text forms."""
    if rng.random() < 0.5:
        return day
    forms = (
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y/%m/%d}",
        f"{day:%Y-%m-%d}",
    )
    return rng.choice(forms)


def amount_form(rng: Random, fen: int, fen_per_unit: int) -> Cell:
    """Return a number in most cases; else text, with separators or full-width digits or neither.

    In a sheet in 万元 most amounts are text, with up to six decimals.
    """
    amount = exact(fen, fen_per_unit)
    plain = _decimals(amount, fen_per_unit)
    if fen_per_unit == FEN_PER_WAN:
        return rng.choices((plain, amount, plain.translate(_FULL_WIDTH)), (80, 12, 8))[0]
    separated = f"{Decimal(plain):,}"
    written: tuple[Cell, ...] = (amount, separated, plain, plain.translate(_FULL_WIDTH))
    return rng.choices(written, (80, 8, 6, 6))[0]


def support_form(rng: Random, fen: int, fen_per_unit: int) -> Cell:
    """Return what other levels of government granted: mostly nothing, written in three ways."""
    if fen:
        return amount_form(rng, fen, fen_per_unit)
    return rng.choices((0, "0.00", "０．００", None), (70, 15, 10, 5))[0]


def formula(fen: int, fen_per_unit: int) -> Formula:
    """Return the amount as the sum of two parts, its value beside it."""
    part = fen * 2 // 5
    first, second = exact(part, fen_per_unit), exact(fen - part, fen_per_unit)
    return Formula(f"={first}+{second}", exact(fen, fen_per_unit))


def shown_amount(cell: Cell) -> Decimal:
    """Return the number a reader sees in the cell; nothing where there is none."""
    match cell:
        case Formula():
            return cell.value
        case int() | Decimal():
            return Decimal(cell)
        case str():
            try:
                return Decimal(unicodedata.normalize("NFKC", cell).replace(",", ""))
            except InvalidOperation:
                return Decimal(0)
        case _:
            return Decimal(0)


def _decimals(amount: Decimal, fen_per_unit: int) -> str:
    """Return the digits as typed: whole, or with both decimals; 万元 as many as needed."""
    if fen_per_unit == FEN_PER_WAN or amount == amount.to_integral():
        return f"{amount:f}"
    return f"{amount:.2f}"
