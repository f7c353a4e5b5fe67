"""Commands about who may come in where the ledger is served: for who owns the ledger's file.

What they do is journalled under the system's login.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

from adapters.web.verbs import account_answers as answers
from adapters.wording.rendering.text import show
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal
from scripts.cli.doors import note
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import COMMON, Common
from scripts.cli.values import any_text, flag, text, value, whole

if TYPE_CHECKING:
    from adapters.web.people.people import People

DAYS = 90
LINES = 50
LINE_MAX = 2_000  # characters; a password has fewer

account = noun("account")
Name = Annotated[str, value(any_text, "NAME", N_("the account"))]
Roles = Annotated[
    tuple[str, ...],
    value(
        text,
        "ROLE",
        N_("a role: clerk, approver, finance, cashier, auditor, or admin alone; more with another"),
    ),
]
FromStdin = Annotated[bool, flag(N_("read the password from standard input, as one line"))]


@contextmanager
def _people(at: Common) -> Iterator[tuple[People, str]]:
    """Open what the web keeps for a ledger; give it, and under which name acts are journalled."""
    from adapters.stores.opening import existing_place
    from adapters.web.people.people import People
    from adapters.web.state.database import WebDatabase

    place = existing_place(at.store)
    database = WebDatabase(at.store)
    try:
        yield People(database), f"os:{place.login()}"
    finally:
        database.close()


@account.command(help=N_("Make an account; its password is asked for twice, and not shown."))
def add(
    name: Name,
    /,
    *,
    shown: Annotated[str, value(any_text, "NAME", N_("the person's name, as pages show it"))],
    role: Roles,
    password_stdin: FromStdin = False,
    no_password: Annotated[
        bool, flag(N_("none: a proxy or an identity provider lets the person in"))
    ] = False,
    at: Common = COMMON,
) -> None:
    if password_stdin and no_password:
        raise Misuse(_("--password-stdin and --no-password exclude each other"))
    with _people(at) as (people, by):
        people.accounts.ready(name, shown, role, None)  # refused before a password is asked for
        password = None if no_password else _password(password_stdin)
        _tell(people, people.accounts.add(name, shown, role, password, by).name, at)


@account.command(name="list", help=N_("List the accounts, their roles and tokens."))
def list_accounts(*, at: Common = COMMON) -> None:
    with _people(at) as (people, _by):
        answer = [
            answers.account_answer(each, people.tokens.of_account(each.name))
            for each in people.accounts.all()
        ]
    at.tell(answer, lambda: answers.accounts_report(answer))


@account.command(
    help=N_("Make a link by which an account gets another password: once, within a day.")
)
def password(name: Name, /, *, at: Common = COMMON) -> None:
    with _people(at) as (people, by):
        answer = answers.new_link(*people.links.make(name, by))
    at.tell(answer, lambda: answers.link_report(answer))


@account.command(help=N_("Let nobody log in by an account any more; its sessions end at once."))
def disable(name: Name, /, *, at: Common = COMMON) -> None:
    with _people(at) as (people, by):
        _tell(people, people.accounts.disable(name, by).name, at)


@account.command(help=N_("Let an account be logged in by again."))
def enable(name: Name, /, *, at: Common = COMMON) -> None:
    with _people(at) as (people, by):
        _tell(people, people.accounts.enable(name, by).name, at)


@account.command(help=N_("Give an account these roles instead of those it has."))
def roles(name: Name, /, *, role: Roles, at: Common = COMMON) -> None:
    with _people(at) as (people, by):
        _tell(people, people.accounts.set_roles(name, role, by).name, at)


@account.command(help=N_("Make a token by which a program acts for an account; it is shown once."))
def token(
    name: Name,
    /,
    *,
    role: Roles,
    days: Annotated[int, value(whole, "N", N_("good for so many days, 90 if left out"))] = DAYS,
    at: Common = COMMON,
) -> None:
    with _people(at) as (people, by):
        secret, kept = people.tokens.make(name, role, days, by)
    answer = answers.new_token(secret, kept)
    at.tell(answer, lambda: answers.token_report(answer))


@account.command(help=N_("End a token, by its number."))
def revoke_token(
    number: Annotated[int, value(whole, "N", N_("the token's number"))],
    /,
    *,
    at: Common = COMMON,
) -> None:
    with _people(at) as (people, by):
        _tell(people, people.tokens.revoke(number, by).account, at)


@account.command(
    help=N_("Give an account a second factor: an address for the authenticator, recovery codes.")
)
def totp(
    name: Name,
    /,
    *,
    off: Annotated[bool, flag(N_("remove it instead"))] = False,
    at: Common = COMMON,
) -> None:
    with _people(at) as (people, by):
        if off:
            _tell(people, people.accounts.remove_factor(name, by).name, at)
            return
        address, codes = people.accounts.give_factor(name, by)
        known = people.accounts.get(name).name
    answer = answers.FactorAnswer(account=known, address=address, recovery_codes=tuple(codes))
    at.tell(answer, lambda: _show_factor(answer))


@account.command(help=N_("Let a person of an identity provider in as an account."))
def link(
    name: Name,
    /,
    *,
    issuer: Annotated[str, value(any_text, "URL", N_("the identity provider, by its address"))],
    subject: Annotated[str, value(any_text, "ID", N_("the person, by the provider's number"))],
    at: Common = COMMON,
) -> None:
    with _people(at) as (people, by):
        _tell(people, people.identities.link(name, issuer, subject, by).name, at)


@account.command(help=N_("Let nobody of an identity provider in as an account any more."))
def unlink(name: Name, /, *, at: Common = COMMON) -> None:
    with _people(at) as (people, by):
        people.identities.unlink(name, by)
        _tell(people, name, at)


@account.command(help=N_("Show who came in, what was exported, and what changed of accounts."))
def journal(
    *,
    name: Annotated[
        str | None, value(any_text, "NAME", N_("only what is by or about this account"))
    ] = None,
    last: Annotated[int, value(whole, "N", N_("so many lines, 50 if left out"))] = LINES,
    at: Common = COMMON,
) -> None:
    with _people(at) as (people, _by):
        of = None if name is None else people.accounts.get(name).name
        entries: list[answers.JournalLine] = []
        before = None
        while len(entries) < last:
            page = people.journal.entries(before=before, account=of, most=last - len(entries))
            if not page:
                break
            entries += map(answers.journal_line, page)
            before = page[-1].id
    at.tell(entries, lambda: answers.journal_report(entries))


def _tell(people: People, name: str, at: Common) -> None:
    """Print an account as it is now."""
    now = people.accounts.get(name)
    answer = answers.account_answer(now, people.tokens.of_account(now.name))
    at.tell(answer, lambda: answers.accounts_report([answer]))


def _show_factor(answer: answers.FactorAnswer) -> None:
    from adapters.web.people.proving.picture import picture_of

    if sys.stdout.isatty() and (picture := picture_of(answer.address)) is not None:
        print(picture)
    show(answers.factor_report(answer))


def _password(from_stdin: bool) -> str:
    """Return a password typed twice, or a line of standard input.

    Raises Refusal `password-missing`.
    """
    if from_stdin:
        given = sys.stdin.readline(LINE_MAX).rstrip("\r\n")
    elif not sys.stdin.isatty():
        raise Refusal("password-missing")
    else:
        from getpass import getpass

        note(_("A password has at least 12 characters; several words are a good one."))
        given = getpass(_("Password: "))
        if getpass(_("Once more: ")) != given:
            raise Refusal("password-missing")
    if not given:
        raise Refusal("password-missing")
    return given
