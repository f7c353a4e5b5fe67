"""The command that reads an edition of a list of enterprises in: who is on it is held."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from adapters.intake.flat.lists import read_list
from adapters.intake.flat.registers import REGISTER
from adapters.ledger.treasury.hold_lists import Edition, read_edition
from adapters.wording.enterprises.hold_lists import hold_list_answer, hold_list_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from scripts.cli.doors import note
from scripts.cli.misuse import Misuse
from scripts.cli.options import WRITING, Writing
from scripts.cli.values import DOCUMENT, day, flag, text, value
from scripts.money.holds import Why


def hold_list(
    file: Annotated[Path, value(Path, "FILE", N_("the list: .xlsx or .csv"))],
    /,
    *,
    list_: Annotated[
        str,
        value(text, "NAME", N_("what the list is called in every edition")),
        Parameter(name="--list"),
    ],
    document: Annotated[str, DOCUMENT],
    reason: Why,
    release_missing: Annotated[
        bool, flag(N_("release whom an earlier edition held and this one does not have"))
    ] = False,
    on: Annotated[
        date | None, value(day, "DATE", N_("from which day, with --release-missing"))
    ] = None,
    dry_run: Annotated[bool, flag(N_("show what would be recorded and record nothing"))] = False,
    at: Writing = WRITING,
) -> int:
    if release_missing != (on is not None):
        raise Misuse(_("--release-missing and --on go together"))
    edition = Edition(of_list=list_, document=document, reason=reason, missing_on=on)
    read = read_list(file, REGISTER)
    with at.ledger() as (ledger, author):
        result = read_edition(ledger, read, edition, author, dry_run=dry_run)
    answer = hold_list_answer(result)
    for notice in answer.notices:
        note(f"{notice.code}: {notice.message}")
    at.tell(answer, lambda: hold_list_report(answer, dry_run=dry_run))
    return 1 if answer.rejects or answer.unread else 0
