"""A claim as a row of its sheet, as different clerks type it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from random import Random

from domain.money import FEN_PER_WAN, parse_yuan
from scripts.sample.county.claims import Claim
from scripts.sample.county.facts import CHINESE
from scripts.sample.workbook.sheets import CLAIM_NO, FILED_ON, INVOICE, OTHER_SUPPORT, Sheet

CATEGORIES = {  # by kind, by title or by grade
    "aeo": "AEO高级认证",
    "service-platform": "外贸综合服务企业",
    "monitoring-point": "监测点",
    "zhejiang": "浙江出口名牌",
    "wenzhou": "温州出口名牌",
    "province-excellent": "预警点-省级优秀",
    "province-qualified": "预警点-省级合格",
    "wenzhou-excellent": "预警点-温州优秀",
    "wenzhou-qualified": "预警点-温州合格",
}
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(slots=True, kw_only=True)
class Row:
    """A claim as written, and what went wrong with it: column and code, or None.

    `steady` rows are left as they are by whatever is spoilt later.
    """

    claim: Claim
    enterprise: str | None
    uscc: str | None
    cells: dict[str, Cell]
    fault: tuple[str, str] | None = None
    steady: bool = False
    hidden: bool = False
    repeats: bool = False

    @property
    def sound(self) -> bool:
        """Whether the row may still be spoilt."""
        return self.fault is None and not self.steady

    def spoil(self, column: str, cell: Cell, code: str) -> None:
        """Write a cell that is at fault."""
        self.cells[column] = cell
        self.fault = (column, code)


@dataclass(slots=True, kw_only=True)
class Page:
    """A sheet with its rows, in order."""

    sheet: Sheet
    rows: list[Row] = field(default_factory=list)

    def total(self) -> Decimal:
        """Return 合计 in the sheet's unit: every row as it stands, rejected or not."""
        return sum((shown_amount(row.cells[self.sheet.fee]) for row in self.rows), Decimal(0))


def row_of(rng: Random, sheet: Sheet, claim: Claim) -> Row:
    """Return the claim as a row, each day and amount in one of its written forms."""
    values = _OWN[sheet.title](rng, sheet, claim)
    cells = dict(zip(sheet.own, values, strict=True))
    cells[CLAIM_NO] = claim.claim_no
    if sheet.papers:
        cells[INVOICE] = claim.invoices[0]
        cells[OTHER_SUPPORT] = support_form(rng, claim.other_support_fen, sheet.fen_per_unit)
    cells[FILED_ON] = claim.filed_on
    return Row(
        claim=claim, enterprise=claim.enterprise.name, uscc=claim.enterprise.uscc, cells=cells
    )


def _exhibition(rng: Random, sheet: Sheet, claim: Claim) -> tuple[Cell, ...]:
    booths = claim.facts["booth_fees"]
    assert isinstance(booths, list), "an exhibition claim states its booths"
    return (
        _text(claim, "exhibition"),
        _country(claim),
        _yes_no(claim, "key"),
        _day(rng, claim),
        len(booths),
        _fee(rng, sheet, claim),
    )


def _online_exhibition(rng: Random, sheet: Sheet, claim: Claim) -> tuple[Cell, ...]:
    organiser = "市政府统一组团" if claim.facts["organiser"] == "city" else "其他"
    fee = _fee(rng, sheet, claim)
    return _text(claim, "exhibition"), organiser, _day(rng, claim), fee


def _registered_abroad(rng: Random, sheet: Sheet, claim: Claim) -> tuple[Cell, ...]:
    number = "certificate_no" if claim.kind == "certification" else "registration_no"
    fee, exports = _fee(rng, sheet, claim), "有" if claim.facts["self_export"] else "无"
    return _text(claim, number), _country(claim), _day(rng, claim), fee, exports


def _credit_insurance(rng: Random, sheet: Sheet, claim: Claim) -> tuple[Cell, ...]:
    number = _text(claim, "insurance_policy_no")
    return number, _day(rng, claim), _fee(rng, sheet, claim), _yes_no(claim, "pool")


def _award(rng: Random, _: Sheet, claim: Claim) -> tuple[Cell, ...]:
    named = {"brand": "title", "warning-point": "grade"}.get(claim.kind)
    return CATEGORIES[_text(claim, named) if named else claim.kind], _day(rng, claim)


def _outsourcing(_: Random, __: Sheet, claim: Claim) -> tuple[Cell, ...]:
    return claim.occurred_on.year, int(_text(claim, "executed_usd"))


def _fx_guarantee(rng: Random, sheet: Sheet, claim: Claim) -> tuple[Cell, ...]:
    guaranteed = amount_form(rng, parse_yuan(_text(claim, "guaranteed_amount")), sheet.fen_per_unit)
    return _day(rng, claim), guaranteed, _fee(rng, sheet, claim)


def _overseas_warehouse(rng: Random, _: Sheet, claim: Claim) -> tuple[Cell, ...]:
    return _text(claim, "warehouse"), _country(claim), _day(rng, claim)


def _trade_remedy(rng: Random, sheet: Sheet, claim: Claim) -> tuple[Cell, ...]:
    return _text(claim, "case_no"), _day(rng, claim), _fee(rng, sheet, claim)


def _case_by_case(rng: Random, sheet: Sheet, claim: Claim) -> tuple[Cell, ...]:
    amount = amount_form(rng, parse_yuan(_text(claim, "amount")), sheet.fen_per_unit)
    return _text(claim, "article"), _text(claim, "decision_no"), _day(rng, claim), amount


def _text(claim: Claim, fact: str) -> str:
    value = claim.facts[fact]
    assert isinstance(value, str), f"{fact} is text"
    return value


def _country(claim: Claim) -> str:
    return CHINESE[_text(claim, "country")]


def _day(rng: Random, claim: Claim) -> Cell:
    return day_form(rng, claim.occurred_on)


def _fee(rng: Random, sheet: Sheet, claim: Claim) -> Cell:
    assert claim.fee_fen is not None, f"a claim of kind {claim.kind} has a cost"
    return amount_form(rng, claim.fee_fen, sheet.fen_per_unit)


def _yes_no(claim: Claim, fact: str) -> str:
    return "是" if claim.facts[fact] else "否"


_OWN: dict[str, Callable[[Random, Sheet, Claim], tuple[Cell, ...]]] = {
    "境外展会": _exhibition,
    "线上展会": _online_exhibition,
    "产品认证": _registered_abroad,
    "出口信用保险": _credit_insurance,
    "境外商标": _registered_abroad,
    "一次性奖励": _award,
    "服务外包": _outsourcing,
    "汇率避险担保": _fx_guarantee,
    "公共海外仓": _overseas_warehouse,
    "贸易救济": _trade_remedy,
    "一事一议": _case_by_case,
}


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
