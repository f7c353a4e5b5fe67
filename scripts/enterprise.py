"""Commands about an enterprise: its names, and the account it is paid on."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from adapters.accounts.accounts import read_value
from adapters.ledger import store
from adapters.ledger.handling.units import Request
from adapters.ledger.parties.commitments import WRONG, check_commitments
from adapters.ledger.parties.commitments import answer as commitments_answer
from adapters.ledger.parties.describing import answer
from adapters.ledger.parties.keeping import erase_accounts, name_account
from adapters.ledger.snapshot import open_snapshot
from adapters.wording.parties import show_commitments, show_enterprise
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.enterprise import RegisterEnterprise, RegistrationCommand, RenameEnterprise
from domain.events.log import EnterpriseEvent
from domain.refusals import Refusal
from scripts.cli.misuse import Misuse
from scripts.cli.noun import noun
from scripts.cli.options import READING, WRITING, Common, Reading, Writing
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
    author, named = at.author(), read_value(number, bank)
    with store.writing(at.store, author) as opened:
        events = name_account(opened, uscc, named, author)
    _tell(uscc, events, at)


@enterprise.command(help=N_("Remove the account's number, bank and salt for good."))
def erase(uscc: Code, /, *, at: Writing = WRITING) -> None:
    author = at.author()
    with store.existing(at.store) as opened:
        erased = erase_accounts(opened, uscc, author)
        opened.catch_up()
    message = _("Removed before; nothing recorded")
    if erased.values or erased.events:
        message = _(
            "Removed value and salt of {accounts} accounts; the log keeps their commitments"
        )
    at.tell(
        {"uscc": uscc, "values_removed": erased.values, "events_appended": len(erased.events)},
        lambda: print(message.format(accounts=erased.values)),
    )


@enterprise.command(help=N_("Show its names over time, and its account, masked."))
def show(uscc: Code, /, *, at: Reading = READING) -> None:
    with at.snapshot() as look:
        found = answer(look, uscc)
    at.tell(found, lambda: show_enterprise(found, at.lang))


@enterprise.command(help=N_("Check accounts against their commitments; of all, or of one."))
def check(uscc: Annotated[str | None, USCC] = None, /, *, at: Reading = READING) -> int:
    with at.snapshot() as look:
        accounts = check_commitments(look, uscc)
        found = commitments_answer(look, accounts)
    at.tell(found, lambda: show_commitments(found, at.lang))
    return 1 if any(account.state in WRONG for account in accounts) else 0


def _carry_out(command: RegistrationCommand, at: Writing) -> None:
    """Carry out a command about one enterprise and print the enterprise."""
    author = at.author()
    with store.writing(at.store, author) as opened:
        events = opened.handler.carry_out(Request(uscc=command.uscc, commands=(command,)), author)
    _tell(command.uscc, events, at)


def _tell(uscc: str, events: tuple[EnterpriseEvent, ...], at: Common) -> None:
    """Print the enterprise as it stands now, and whether anything was recorded."""
    with open_snapshot(at.store, None, None) as look:
        found = answer(look, uscc)
    if not (events or at.json):
        print(_("Recorded before; nothing recorded now"))
    at.tell(found | {"events_appended": len(events)}, lambda: show_enterprise(found, at.lang))


def _account_in(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as problem:
        raise Refusal("account-file-unreadable", file=file) from problem
