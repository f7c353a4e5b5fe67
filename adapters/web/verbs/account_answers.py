"""What commands about accounts answer, for programs and for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.wording.catalogue.beyond.roles import role_names
from adapters.wording.table import Column, Columns, Report, table_of
from adapters.wording.translation import N_, pgettext
from adapters.wording.translation import gettext as _
from domain.calendar import clock, clock_text

if TYPE_CHECKING:
    from adapters.web.people.account import Account
    from adapters.web.people.journal import JournalEntry
    from adapters.web.people.proving.links import PasswordLink
    from adapters.web.people.tokens import Token

ACTS = {
    "login": N_("logged in"),
    "login-failed": N_("login failed"),
    "logout": N_("logged out"),
    "export": N_("exported"),
    "account-made": N_("account made"),
    "shown-changed": N_("shown name changed"),
    "roles-changed": N_("roles changed"),
    "account-disabled": N_("account disabled"),
    "account-enabled": N_("account enabled"),
    "password-changed": N_("password changed by its owner"),
    "password-set": N_("password set by another"),
    "password-link-issued": N_("link for another password made"),
    "password-set-by-link": N_("password set by a link"),
    "settings-changed": N_("settings changed"),
    "token-made": N_("token made"),
    "token-revoked": N_("token revoked"),
    "second-factor-on": N_("second factor given"),
    "second-factor-off": N_("second factor removed"),
    "waits-ended": N_("waits after failed log-ins ended"),
    "recovery-code-used": N_("recovery code used"),
    "sessions-ended": N_("sessions ended"),
    "first-link-made": N_("link for the first administrator made"),
    "identity-linked": N_("identity linked"),
    "identity-removed": N_("identity removed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenAnswer:
    """A token in force, but for itself."""

    number: int
    roles: tuple[str, ...]
    expires_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken(TokenAnswer):
    """A token just made, with itself."""

    account: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAnswer:
    """An account as it is now."""

    account: str
    shown: str
    roles: tuple[str, ...]
    disabled: bool
    has_password: bool
    must_change_password: bool
    second_factor: bool
    made_at: str
    made_by: str
    changed_at: str
    changed_by: str
    tokens: tuple[TokenAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorAnswer:
    """A second factor just given: what the authenticator reads, and codes for without it."""

    account: str
    address: str
    recovery_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A link just made by which an account gets another password. path: on the server."""

    account: str
    number: int
    path: str
    expires_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """A line of the journal."""

    number: int
    at: str
    act: str
    account: str | None
    by: str
    address: str | None
    facts: Mapping[str, str | int]


def account_answer(account: Account, tokens: Sequence[Token]) -> AccountAnswer:
    """Return an account with its tokens that are in force by the clock of this computer."""
    from adapters.web.people.people import clock as now

    in_force = [each for each in tokens if each.revoked_at is None and each.expires_at > now()]
    return AccountAnswer(
        account=account.name,
        shown=account.shown,
        roles=tuple(sorted(account.roles)),
        disabled=account.disabled,
        has_password=account.has_password,
        must_change_password=account.must_change,
        second_factor=account.has_factor,
        made_at=clock_text(account.made_at),
        made_by=account.made_by,
        changed_at=clock_text(account.changed_at),
        changed_by=account.changed_by,
        tokens=tuple(
            TokenAnswer(
                number=each.id,
                roles=tuple(sorted(each.roles)),
                expires_at=clock_text(each.expires_at),
            )
            for each in in_force
        ),
    )


def new_token(secret: str, kept: Token) -> NewToken:
    return NewToken(
        number=kept.id,
        roles=tuple(sorted(kept.roles)),
        expires_at=clock_text(kept.expires_at),
        account=kept.account,
        token=secret,
    )


def new_link(token: str, link: PasswordLink) -> NewLink:
    return NewLink(
        account=link.account,
        number=link.number,
        path=f"/password-link/{token}",
        expires_at=clock_text(link.expires_at),
    )


def journal_line(entry: JournalEntry) -> JournalLine:
    return JournalLine(
        number=entry.id,
        at=clock_text(entry.at),
        act=entry.act,
        account=entry.account,
        by=entry.by,
        address=entry.address,
        facts=entry.facts,
    )


def accounts_report(accounts: Sequence[AccountAnswer]) -> Report:
    """Return accounts, a row each."""
    columns: Columns[AccountAnswer] = (
        (Column(pgettext("officer", "account")), lambda each: each.account),
        (Column(pgettext("officer", "name")), lambda each: each.shown),
        (Column(_("roles")), lambda each: role_names(each.roles)),
        (Column(pgettext("account", "state")), _state),
        (Column(_("second factor")), lambda each: _("yes") if each.second_factor else _("no")),
        (Column(_("tokens")), lambda each: ", ".join(str(token.number) for token in each.tokens)),
        (Column(_("made by")), lambda each: each.made_by),
    )
    if not accounts:
        return Report(title=_("Accounts"), parts=(_("There are no accounts"),))
    return Report(title=_("Accounts"), parts=(table_of(accounts, columns),))


def token_report(answer: NewToken) -> Report:
    """Return a token, and that it is not shown again."""
    said = _("Token {number} of {account}, {roles}, good until {day}").format(
        number=answer.number,
        account=answer.account,
        roles=role_names(answer.roles),
        day=answer.expires_at[:10],
    )
    once = _("It is shown this once: keep it where the program reads it")
    return Report(title="", parts=(said, once, answer.token))


def link_report(answer: NewLink) -> Report:
    """Return a link, and that it is not shown again."""
    said = _("Link {number}: {account} opens this path of the server, once, until {moment}").format(
        number=answer.number,
        account=answer.account,
        moment=clock(datetime.fromisoformat(answer.expires_at)),
    )
    return Report(title="", parts=(said, answer.path))


def factor_report(answer: FactorAnswer) -> Report:
    """Return what the authenticator reads, and the recovery codes."""
    return Report(
        title="",
        parts=(
            _("Read this into the authenticator of {account}; it is shown this once").format(
                account=answer.account
            ),
            answer.address,
            _("Recovery codes, each good for one login without the authenticator:"),
            *answer.recovery_codes,
        ),
    )


def journal_report(lines: Sequence[JournalLine]) -> Report:
    """Return lines of the journal, the latest first."""
    columns: Columns[JournalLine] = (
        (Column(_("time")), lambda line: clock(datetime.fromisoformat(line.at))),
        (Column(pgettext("journal", "act")), lambda line: _(ACTS.get(line.act, line.act))),
        (Column(pgettext("officer", "account")), lambda line: line.account),
        (Column(pgettext("journal", "by")), lambda line: line.by),
        (Column(pgettext("journal", "address")), lambda line: line.address),
        (Column(_("more")), lambda line: _facts(line.facts)),
    )
    if not lines:
        return Report(title=_("Journal"), parts=(_("The journal has no lines"),))
    return Report(title=_("Journal"), parts=(table_of(lines, columns),))


def _facts(facts: Mapping[str, str | int]) -> str:
    return ", ".join(f"{name}={said}" for name, said in facts.items())


def _state(account: AccountAnswer) -> str:
    if account.disabled:
        return _("disabled")
    if account.must_change_password:
        return _("password to be changed")
    return _("in use") if account.has_password else _("no password")
