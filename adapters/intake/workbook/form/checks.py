"""What the form allows in each column, and what it says about it: lists, limits and notes."""

from __future__ import annotations

from datetime import date
from typing import Any

from adapters.files.grid import letters_of
from adapters.intake.checks import CONFIRMED
from adapters.intake.names.currencies import CNY, currency_called, name_of
from adapters.intake.values import BOOTHS_MAX
from adapters.intake.workbook import cells, days
from adapters.intake.workbook.cells import SUSPECT_BELOW_FEN, CellReader
from adapters.intake.workbook.form.shapes import DAY, TEXT
from adapters.intake.workbook.sheets.columns import Column, Sheet
from adapters.intake.workbook.sheets.table import REMARK
from adapters.wording.translation import N_, listed
from adapters.wording.translation import gettext as _
from domain.identity import LENGTH
from domain.money import AMOUNT_MAX_FEN, FEN_PER_YUAN
from domain.policy.facts import TEXT_MAX
from domain.value import value

_YEARS = {"validate": "integer", "criteria": "between", "minimum": 1990, "maximum": 2099}
_DAYS = {
    "validate": "date",
    "criteria": "between",
    "minimum": date(1990, 1, 1),
    "maximum": date(2099, 12, 31),
}
_BOOTHS = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": BOOTHS_MAX}
_COUNTS = {"validate": "integer", "criteria": ">=", "value": 0}
_USCC = {"validate": "length", "criteria": "==", "value": LENGTH}
_TEXTS = {"validate": "length", "criteria": "between", "minimum": 1, "maximum": TEXT_MAX}
_LIMITS: dict[CellReader, dict[str, Any]] = {
    cells.uscc: _USCC,
    days.day: _DAYS,
    days.end_day: _DAYS,
    cells.year: _YEARS,
    cells.last_day_of_year: _YEARS,
    cells.booths: _BOOTHS,
    cells.count: _COUNTS,
}
_FORMATS: dict[CellReader, str] = {
    days.day: DAY,
    days.end_day: DAY,
    cells.year: "0",
    cells.last_day_of_year: "0",
    cells.booths: "0",
    cells.count: "0",
}
_MONEY_FORMAT = "#,##0.00"
_NOTES: dict[CellReader, str] = {
    cells.number: N_("Exactly as on the document. The cell is text: zeros in front stay."),
    cells.uscc: N_("18 characters, as on the business licence, letters in capitals."),
    cells.text: N_("The full name, as on the document."),
    cells.invoices: N_("Every invoice number in full, ； between several. Empty where none."),
    days.day: N_("A day, such as 2022-09-17."),
    days.end_day: N_("The day that it ended, such as 2022-09-17."),
    cells.year: N_("The calendar year, such as 2022."),
    cells.last_day_of_year: N_("The calendar year that the claim is for, such as 2022."),
    cells.booths: N_(
        "How many standard booths (9 m²) or other pieces the amount is for, not an area."
    ),
    cells.count: N_("A whole number."),
    cells.quantity: N_("A number, with at most six decimals."),
    cells.country: N_("Choose from the list (sheet 选项); the common Chinese name."),
    cells.fee: N_(
        "In {currency}, two decimals at most, as the invoices come to. Digits alone, no {unit} or "
        "万."
    ),
    cells.paid: N_("In {currency}, two decimals at most. Digits alone, no {unit} or 万."),
    cells.support: N_(
        "In {currency}: what another level granted for the same fee; 0 or empty for none."
    ),
    cells.foreign: N_("In {currency}, two decimals at most. Digits alone, no 万."),
}
_NOTES_BY_KEY = {
    "claim_no": N_(
        "This claim's own number, never used twice. The cell is text: zeros in front stay. A row "
        "whose number is 示例 is the example: it is not recorded."
    ),
    "filed_on": N_("The day the claim was filed, such as 2023-03-01."),
}
_CHOICE = N_("Choose from the list: {words}.")
_REQUIRED, _OPTIONAL = N_("Required. {note}"), N_("May be empty. {note}")
_OF_REMARK = N_("For your own use; it is not read. A row marked 作废 is sent back.")
_OF_CONFIRMED = N_(
    "Choose 是 where an amount below 100 {currency}, or larger than is usual, is as meant. Else "
    "empty."
)


@value
class FormColumn:
    """A column of the form: its format, what it allows, what is said of it."""

    header: str
    number_format: str
    limits: dict[str, Any]
    note: str


def form_columns(sheet: Sheet, first_row: int, countries: str) -> list[FormColumn]:
    """Return the columns of a sheet of the form.

    first_row: the row, from 1, that formulas are about. countries: the range that lists them.
    """
    has_money = any(column.is_money for column in sheet.columns)
    confirmed = [_confirmed(sheet.currency)] if has_money else []
    headers = [column.header for column in sheet.columns]
    cell_of = {
        header: f"{letters_of(place)}{first_row}"
        for place, header in enumerate((*headers, REMARK, CONFIRMED))
    }
    columns = [
        FormColumn(
            header=column.header,
            number_format=_MONEY_FORMAT if column.is_money else _FORMATS.get(column.read, TEXT),
            limits=_limits(column, sheet, cell_of, countries),
            note=_note(column),
        )
        for column in sheet.columns
    ]
    remark = FormColumn(header=REMARK, number_format=TEXT, limits={}, note=_(_OF_REMARK))
    return [*columns, remark, *confirmed]


def _confirmed(currency: str) -> FormColumn:
    limits = {"validate": "list", "source": ["是"]}
    note = _(_OF_CONFIRMED).format(currency=currency_called(currency))
    return FormColumn(header=CONFIRMED, number_format=TEXT, limits=limits, note=note)


def _limits(
    column: Column, sheet: Sheet, cell_of: dict[str, str], countries: str
) -> dict[str, Any]:
    if column.words:
        return {"validate": "list", "source": list(column.words)}
    if column.read is cells.country:
        return {"validate": "list", "source": countries}
    if column.is_money:
        return {"validate": "custom", "value": _amount(column, sheet, cell_of)}
    return _LIMITS.get(column.read, _TEXTS)


def _amount(column: Column, sheet: Sheet, cell_of: dict[str, str]) -> str:
    """Return a formula that holds for an amount that `backfill` takes."""
    cell, confirmed = cell_of[column.header], cell_of[CONFIRMED]
    least = ">" if column.read in (cells.fee, cells.paid) else ">="
    parts = [
        f"ISNUMBER({cell})",
        f"{cell}{least}0",
        f"{cell}<={AMOUNT_MAX_FEN // FEN_PER_YUAN}",
        f"ROUND({cell},2)={cell}",
    ]
    usual = [f"{cell}>={SUSPECT_BELOW_FEN // FEN_PER_YUAN}"]
    largest = sheet.plausible
    usual += [f"{cell}<={largest // FEN_PER_YUAN}"] if largest is not None else []
    zero = f"{cell}=0," if column.may_be_zero else ""
    parts.append(f'OR({confirmed}="是",{zero}AND({",".join(usual)}))')
    if column.read is cells.support and sheet.total is not None:
        parts.append(f"{cell}*10<={cell_of[sheet.total]}*11")
    return f"=AND({','.join(parts)})"


def _note(column: Column) -> str:
    about = _NOTES_BY_KEY.get(column.key) or _NOTES.get(column.read, "")
    note = (
        _(_CHOICE).format(words=listed(column.words))
        if column.words
        else _(about).format(
            currency=currency_called(column.currency), unit=name_of(column.currency or CNY)
        )
    )
    return _(_OPTIONAL if column.optional else _REQUIRED).format(note=note)
