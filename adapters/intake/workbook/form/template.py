"""The empty workbook that claims are filled into, made of the sheets that `backfill` reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from adapters.files.grid import serial
from adapters.files.outputs import FORM, FORM_MARK, open_output
from adapters.intake.forms import forms
from adapters.intake.names.countries import CODES, name_of
from adapters.intake.workbook.form.checks import FormColumn, form_columns
from adapters.intake.workbook.form.examples import example
from adapters.intake.workbook.form.own import ABOUT, LISTS, TITLE
from adapters.intake.workbook.form.shapes import (
    CREATED,
    HEADER_COLOUR,
    TEXT,
    Shapes,
    set_pages,
    width,
)
from adapters.intake.workbook.headers import HEADER_ROW
from adapters.intake.workbook.policies import OF_POLICY
from adapters.intake.workbook.sheets.columns import Sheet
from adapters.intake.workbook.sheets.table import awards, sheets
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _

ROWS_CHECKED = 10_000
_REASON_MAX = 255  # characters of a message that a spreadsheet shows about a cell
_EXAMPLE_COLOUR = "#7F7F7F"
_COMMENT = {"width": 300, "height": 90, "font_size": 9}
_ABOUT_WIDTHS = (16, 26, 90)
_HOW = (
    N_("One sheet a kind of claim; one row a claim. Leave the sheets that you do not need."),
    N_("Keep the first three rows, and the names of sheets and columns, as they are."),
    N_(
        "Row 4 is an example: write over the whole of it, or leave it; as it is it is not recorded."
    ),
    N_("Columns of numbers are text: zeros in front stay. Amounts are in the unit of row 2."),
    N_("The note on each header says what belongs there; a value that cannot be taken is refused."),
    N_("Save as .xlsx; then: subsidy backfill FILE --rejects REJECTS.xlsx --by OFFICER"),
)


def sheet_called(kind: str) -> Sheet | None:
    """Return the sheet of a kind or a record, by its name or the sheet's own; None if none."""
    if kind in {award for award, _facts in awards().values()}:
        return sheets()[forms().sheets[kind]]
    every = sheets().values()
    return sheets().get(kind) or next(
        chain(
            (each for each in every if each.kind == kind),
            (each for each in every if each.record == kind),
        ),
        None,
    )


def write_template(path: Path, sheets: Sequence[Sheet], *, force: bool) -> None:
    """Write the empty workbook of some sheets. Raises as `open_output` does."""
    whole = BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as book:
        book.set_properties({"category": FORM_MARK, "created": CREATED})
        shapes = Shapes(book)
        names = sorted(map(name_of, CODES), key=lambda name: name.encode("gb18030"))
        countries = f"='{LISTS}'!$A$1:$A${len(names)}"
        columns = {sheet.name: form_columns(sheet, HEADER_ROW + 1, countries) for sheet in sheets}
        _fill_about(book.add_worksheet(ABOUT), shapes, columns)
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), shapes, sheet, columns[sheet.name])
        lists = book.add_worksheet(LISTS)
        lists.set_column(0, 0, width(names))
        for number, name in enumerate(names):
            lists.write_string(number, 0, name)
        book.get_worksheet_by_name(sheets[0].name).activate()
    with open_output(path, "output-unwritable", FORM, force=force) as file:
        file.write(whole.getvalue())


def _fill(made: Any, shapes: Shapes, sheet: Sheet, columns: Sequence[FormColumn]) -> None:
    made.write_string(0, 0, f"惠企政策补助申报表（{sheet.name}）", shapes(bold=True, font_size=14))
    if sheet.unit:
        made.write_string(1, 0, f"单位：{sheet.unit}", shapes())
    of = [sheet.policy] if sheet.policy is not None else _only_policy()
    for policy in of:
        made.write_string(1, 2, f"{OF_POLICY}{policy}", shapes())
    shown = example(sheet)
    header = shapes(num_format=TEXT, bold=True, text_wrap=True, bg_color=HEADER_COLOUR, border=1)
    last = HEADER_ROW + ROWS_CHECKED - 1
    for place, column in enumerate(columns):
        given = shown.get(column.header)
        made.set_column(
            place,
            place,
            width([column.header, str(given)]),
            shapes(num_format=column.number_format),
        )
        made.write_string(HEADER_ROW - 1, place, column.header, header)
        made.write_comment(HEADER_ROW - 1, place, column.note, _COMMENT)
        _put(made, place, given, shapes, column)
        if column.limits:
            alert = {
                "error_title": _("Check this cell"),
                "error_message": column.note[:_REASON_MAX],
            }
            made.data_validation(HEADER_ROW, place, last, place, column.limits | alert)
    set_pages(made, HEADER_ROW - 1)


def _only_policy() -> list[str]:
    """Return the policy in force, of a ledger that has others too; none of a ledger of one."""
    own = forms()
    return list(own.policies) if len(own.policies) == 1 < len(own.whole.policies) else []


def _put(made: Any, place: int, given: object, shapes: Shapes, column: FormColumn) -> None:
    """Write a cell of the example row."""
    shape = shapes(num_format=column.number_format, italic=True, font_color=_EXAMPLE_COLOUR)
    if isinstance(given, datetime):
        made.write_number(HEADER_ROW, place, serial(given), shape)
    elif isinstance(given, int):
        made.write_number(HEADER_ROW, place, given, shape)
    elif isinstance(given, str):
        made.write_string(HEADER_ROW, place, given, shape)


def _fill_about(made: Any, shapes: Shapes, columns: dict[str, list[FormColumn]]) -> None:
    """Fill the sheet that says how to fill in the others."""
    made.write_string(0, 0, _(TITLE), shapes(bold=True, font_size=14))
    for number, line in enumerate(_HOW, 1):
        made.write_string(number, 0, f"{number}. {_(line)}")
    header = shapes(bold=True, bg_color=HEADER_COLOUR, border=1)
    top = len(_HOW) + 2
    for place, text in enumerate((_("sheet"), _("column"), _("what belongs there"))):
        made.set_column(place, place, _ABOUT_WIDTHS[place])
        made.write_string(top, place, text, header)
    rows = [(name, each.header, each.note) for name, its in columns.items() for each in its]
    for number, row in enumerate(rows, top + 1):
        for place, text in enumerate(row):
            made.write_string(number, place, text, shapes(text_wrap=True))
    set_pages(made, top)
