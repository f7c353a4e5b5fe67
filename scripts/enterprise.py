"""Commands about an enterprise: its names, and the account it is paid on."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from adapters.files.durable import read_regular
from adapters.ledger.handling.units import ErasureOutcome
from adapters.wording.enterprises.parties import (
    checks_report,
    enterprise_report,
    erased_text,
)
from adapters.wording.rendering import text as rendering
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.enterprise import EraseAccounts, PayInto, RegisterEnterprise, RenameEnterprise
from domain.refusals import Refusal
from projections.parties import ErasedAccounts, recorded
from scripts.claims.transfer import annul_transfer, hand_over_again
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import READING, WRITING, Reading, Writing
from scripts.cli.values import DOCUMENT, USCC, day, text, value

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
    at: Writing = WRITING,
) -> None:
    if (account is None) == (account_file is None):
        raise Misuse(_("one of --account and --account-file is needed"))
    number = account if account is not None else _account_in(str(account_file))
    _carry_out(PayInto(uscc=uscc, number=number, bank=bank), at)


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
    at.tell(answer, lambda: print(erased_text(answer)))


@enterprise.command(help=N_("Show its names over time, and its account, masked."))
def show(uscc: Code, /, *, at: Reading = READING) -> None:
    with at.look() as look:
        answer = look.enterprise(uscc)
    at.tell(answer, lambda: rendering.show(enterprise_report(answer)))


enterprise.command(
    hand_over_again, name="hand-over", help=N_("Write the pack of an enterprise that moved again.")
)
enterprise.command(
    annul_transfer, help=N_("Annul a transfer that was recorded by mistake, by a document.")
)


@enterprise.command(help=N_("Check accounts against their commitments; of all, or of one."))
def check(uscc: Annotated[str | None, USCC] = None, /, *, at: Reading = READING) -> int:
    with at.look() as look:
        checks = look.account_checks(uscc)
    at.tell(checks, lambda: rendering.show(checks_report(checks)))
    return 1 if checks.wrong else 0


def _carry_out(command: RegisterEnterprise | RenameEnterprise | PayInto, at: Writing) -> None:
    """Carry out a command about one enterprise, and print the enterprise as it is now."""
    with at.carry_out(command) as (outcome, look):
        answer, appended = look.enterprise(command.uscc), len(outcome.events)
    if not (appended or at.json):
        print(_("Recorded before; nothing recorded now"))
    at.tell(recorded(answer, appended), lambda: rendering.show(enterprise_report(answer)))


def _account_in(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else read_regular(Path(file)).decode("utf-8-sig")
    except (OSError, UnicodeError) as problem:
        raise Refusal("account-file-unreadable", file=file) from problem
