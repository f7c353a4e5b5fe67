"""The command that writes the empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from adapters.intake.forms import forms_of
from adapters.intake.workbook.form.template import sheet_called, write_template
from adapters.intake.workbook.sheets.table import sheets
from adapters.ledger.backfill import forms_of_ledger, must_be_files
from adapters.wording.translation import N_, listed
from adapters.wording.translation import gettext as _
from scripts.cli.misuse import Misuse
from scripts.cli.options import COMMON, FORCE, Common
from scripts.cli.values import MANY, names_a_file, text, value, workbook


def template(
    *,
    out: Annotated[Path, value(workbook, "FILE.xlsx", N_("the workbook to write"))],
    kind: Annotated[tuple[str, ...], value(text, "KIND", N_("of these kinds only")), MANY] = (),
    policy: Annotated[
        str | None,
        value(text, "FILE|POLICY", N_("of a policy file, or of one policy of the ledger")),
    ] = None,
    force: Annotated[bool, FORCE] = False,
    at: Common = COMMON,
) -> None:
    if policy is not None and names_a_file(policy):
        must_be_files([Path(policy)])
        from adapters.policy.file.files import read_policy_file  # takes long to import

        with forms_of([read_policy_file(Path(policy))]):
            names = _write(out, kind, force=force)
    else:
        with forms_of_ledger(at.store, policy):
            names = _write(out, kind, force=force)
    message = _("Wrote {file}: {sheets}").format(file=out, sheets=listed(names))
    at.tell({"file": str(out), "sheets": names}, lambda: message)


def _write(out: Path, kinds: tuple[str, ...], *, force: bool) -> list[str]:
    """Write the workbook of these kinds, of all where none is named; return its sheets."""
    wanted = {_sheet(kind) for kind in kinds}
    chosen = [sheet for sheet in sheets().values() if sheet.name in wanted or not wanted]
    write_template(out, chosen, force=force)
    return [sheet.name for sheet in chosen]


def _sheet(given: str) -> str:
    """Return the name of the sheet of a kind of claim. Raises Misuse."""
    sheet = sheet_called(given)
    if sheet is None:
        known = listed(sheets())
        raise Misuse(_("not a kind: {given}; one of {known}").format(given=given, known=known))
    return sheet.name
