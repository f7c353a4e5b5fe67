"""Commands about an enterprise: its names, and the account it is paid on."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from adapters.accounts.sheet import read, write_rejects
from adapters.files.durable import read_regular
from adapters.ledger.handling.units import ErasureOutcome
from adapters.ledger.treasury.accounts_read import name_accounts
from adapters.wording.enterprises.accounts_read import accounts_read, accounts_report, why_back
from adapters.wording.enterprises.parties import (
    checks_report,
    enterprise_report,
    erased_text,
)
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.enterprise import (
    ConfirmAccount,
    EraseAccounts,
    PayInto,
    RegisterEnterprise,
    RenameEnterprise,
)
from domain.refusals import Refusal
from projections.parties import ErasedAccounts, recorded
from scripts.claims.figures import enterprises
from scripts.claims.transfer import annul_transfer, hand_over_again
from scripts.cli.doors import note
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import FORCE, READING, WRITING, Reading, Writing
from scripts.cli.values import DOCUMENT, USCC, day, flag, text, value

enterprise = noun("enterprise")
Code = Annotated[str, USCC]


@enterprise.command(help=N_("Register an enterprise under its name."))
def register(
    uscc: Code,
    /,
    *,
    name: Annotated[str, value(text, "NAME", N_("its name"))],
    at: Writing = WRITING,
) -> None:
    _carry_out(RegisterEnterprise(uscc=uscc, name=name), at)


@enterprise.command(help=N_("Record that an enterprise bears another name from a day on."))
def rename(
    uscc: Code,
    /,
    *,
    name: Annotated[str, value(text, "NAME", N_("its new name"))],
    on: Annotated[date, value(day, "DATE", N_("the first day of the new name"))],
    document: Annotated[str | None, DOCUMENT] = None,
    at: Writing = WRITING,
) -> None:
    _carry_out(RenameEnterprise(uscc=uscc, name=name, on=on, document=document), at)


@enterprise.command(help=N_("Name the account to pay an enterprise on."))
def account(
    uscc: Code,
    /,
    *,
    account: Annotated[
        str | None, Parameter(metavar="NO", help=N_("its number; the shell's history keeps it"))
    ] = None,
    account_file: Annotated[
        str | None,
        Parameter(
            metavar="FILE",
            help=N_("the file of its number; - for stdin"),
            allow_leading_hyphen=True,
        ),
    ] = None,
    bank: Annotated[str, value(text, "NAME", N_("the bank"))],
    bank_no: Annotated[
        str | None, value(text, "NO", N_("number of the bank's branch, of 12 digits"))
    ] = None,
    holder: Annotated[
        str | None, value(text, "NAME", N_("name it is in; the enterprise's if left out"))
    ] = None,
    document: Annotated[
        str | None, value(text, "NO", N_("number of the document; needed to change an account"))
    ] = None,
    at: Writing = WRITING,
) -> None:
    if (account is None) == (account_file is None):
        raise Misuse(_("one of --account and --account-file is needed"))
    number = account if account is not None else _account_in(str(account_file))
    command = PayInto(
        uscc=uscc, number=number, bank=bank, bank_no=bank_no, holder=holder, document=document
    )
    _carry_out(command, at)


@enterprise.command(help=N_("Name the accounts that a sheet lists, a row an enterprise."))
def accounts(
    file: Annotated[Path, value(Path, "FILE", N_("the sheet: .xlsx or .csv"))],
    /,
    *,
    document: Annotated[
        str | None, value(text, "NO", N_("number of the document; needed to change an account"))
    ] = None,
    dry_run: Annotated[bool, flag(N_("record nothing"))] = False,
    rejects: Annotated[
        Path | None, value(Path, "FILE", N_("where rejected rows are written; they show accounts"))
    ] = None,
    force: Annotated[bool, FORCE] = False,
    at: Writing = WRITING,
) -> int:
    rows = read(file)
    with at.ledger() as (ledger, author):
        named = name_accounts(ledger, rows, author, document, dry_run=dry_run)
    back = [row for row in named if row.refusal is not None]
    if rejects is not None:
        reasons = zip((row.row for row in back), why_back(back), strict=True)
        write_rejects(rejects, list(reasons), force=force)
    answer = accounts_read(named, file.name, dry_run=dry_run)
    at.tell(answer, lambda: accounts_report(answer, named))
    if dry_run:
        note(_("Rehearsal: nothing was recorded"))
    return 1 if back else 0


@enterprise.command(help=N_("Confirm its account, as another person than who named it."))
def confirm_account(
    uscc: Code, /, *, document: Annotated[str, DOCUMENT], at: Writing = WRITING
) -> None:
    _carry_out(ConfirmAccount(uscc=uscc, document=document), at)


@enterprise.command(help=N_("Remove accounts, a sole trader's names, and their salts for good."))
def erase(uscc: Code, /, *, at: Writing = WRITING) -> None:
    with at.ledger() as (ledger, author):
        outcome = ledger.carry_out(EraseAccounts(uscc=uscc), author)
    assert isinstance(outcome, ErasureOutcome), "what an erasure leads to"
    answer = ErasedAccounts(
        uscc=uscc,
        values_removed=outcome.values_removed,
        names_removed=outcome.names_removed,
        events_appended=len(outcome.events),
    )
    at.tell(answer, lambda: erased_text(answer))


@enterprise.command(help=N_("Show its names over time, and its account, masked."))
def show(uscc: Code, /, *, at: Reading = READING) -> None:
    with at.look() as look:
        answer = look.enterprise(uscc)
    at.tell(answer, lambda: enterprise_report(answer))


enterprise.command(
    hand_over_again, name="hand-over", help=N_("Write the pack of an enterprise that moved again.")
)
enterprise.command(
    annul_transfer, help=N_("Annul a transfer that was recorded by mistake, by a document.")
)


enterprise.command(
    enterprises, name="list", help=N_("Find enterprises by a part of a name, or how a code begins.")
)


@enterprise.command(help=N_("Check accounts against their commitments; of all, or of one."))
def check(uscc: Annotated[str | None, USCC] = None, /, *, at: Reading = READING) -> int:
    with at.look() as look:
        checks = look.account_checks(uscc)
    at.tell(checks, lambda: checks_report(checks))
    return 1 if checks.wrong else 0


def _carry_out(
    command: RegisterEnterprise | RenameEnterprise | PayInto | ConfirmAccount, at: Writing
) -> None:
    """Carry out a command about one enterprise, and print the enterprise as it is now."""
    with at.carry_out(command) as (outcome, look):
        answer, appended = look.enterprise(command.uscc), len(outcome.events)
    before = () if appended else (_("Recorded before; nothing recorded now"),)
    at.tell(recorded(answer, appended), lambda: enterprise_report(answer).after(*before))


def _account_in(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else read_regular(Path(file)).decode("utf-8-sig")
    except (OSError, UnicodeError) as problem:
        raise Refusal("account-file-unreadable", file=file) from problem
