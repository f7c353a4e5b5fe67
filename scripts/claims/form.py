"""The command that writes the empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from adapters.intake.workbook.form.template import sheet_called, write_template
from adapters.intake.workbook.sheets import SHEETS
from adapters.wording.translation import N_, listed
from adapters.wording.translation import gettext as _
from scripts.cli.options import COMMON, FORCE, Common
from scripts.cli.values import MANY, value, workbook


def _sheet(given: str) -> str:
    """Read a kind of claim as the name of its sheet."""
    sheet = sheet_called(given)
    if sheet is None:
        known = listed(SHEETS)
        raise ValueError(_("not a kind: {given}; one of {known}").format(given=given, known=known))
    return sheet.name


def template(
    *,
    out: Annotated[Path, value(workbook, "FILE.xlsx", N_("the workbook to write"))],
    kind: Annotated[tuple[str, ...], value(_sheet, "KIND", N_("of these kinds only")), MANY] = (),
    force: Annotated[bool, FORCE] = False,
    at: Common = COMMON,
) -> None:
    sheets = [sheet for sheet in SHEETS.values() if sheet.name in kind or not kind]
    write_template(out, sheets, force=force)
    names = [sheet.name for sheet in sheets]
    message = _("Wrote {file}: {sheets}").format(file=out, sheets=listed(names))
    at.tell({"file": str(out), "sheets": names}, lambda: print(message))
