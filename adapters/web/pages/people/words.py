"""Accounts, tokens and the journal as tables for people."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.web.people.account import Account
from adapters.web.people.journal import Act, JournalEntry
from adapters.web.people.tokens import Token
from adapters.wording.catalogue.beyond.roles import role_names
from adapters.wording.table import Column, Table, table_of
from adapters.wording.translation import N_, pgettext
from adapters.wording.translation import gettext as _
from domain.calendar import clock

ACTS: dict[str, str] = {
    Act.LOGIN: N_("logged in"),
    Act.LOGIN_FAILED: N_("log-in failed"),
    Act.LOGOUT: N_("logged out"),
    Act.EXPORT: N_("export"),
    Act.MADE: N_("account made"),
    Act.SHOWN: N_("shown name changed"),
    Act.ROLES: N_("roles changed"),
    Act.DISABLED: N_("account disabled"),
    Act.ENABLED: N_("account enabled"),
    Act.PASSWORD: N_("own password changed"),
    Act.PASSWORD_SET: N_("password set"),
    Act.LINK_ISSUED: N_("link for another password made"),
    Act.PASSWORD_LINK: N_("password set by a link"),
    Act.SETTINGS: N_("settings changed"),
    Act.TOKEN_MADE: N_("token made"),
    Act.TOKEN_REVOKED: N_("token revoked"),
    Act.FACTOR_ON: N_("second factor on"),
    Act.FACTOR_OFF: N_("second factor removed"),
    Act.UNLOCKED: N_("waits ended"),
    Act.RECOVERY_USED: N_("recovery code used"),
    Act.SESSIONS_ENDED: N_("sessions ended"),
    Act.LINK_MADE: N_("first link made"),
    Act.IDENTITY: N_("identity linked"),
    Act.IDENTITY_REMOVED: N_("identity removed"),
}


def accounts_table(accounts: Sequence[Account], *, by_password: bool) -> Table:
    """Return a row an account."""
    return table_of(
        accounts,
        (
            (Column(_("Account")), lambda each: each.name),
            (Column(_("Name")), lambda each: each.shown),
            (Column(_("Roles")), lambda each: role_names(each.roles)),
            (Column(_("State")), lambda each: state(each, by_password=by_password)),
            (
                Column(_("Second factor")),
                lambda each: _("yes") if each.has_factor else _("no"),
            ),
            (Column(_("Changed")), lambda each: clock(each.changed_at)),
            (Column(_("By")), lambda each: each.changed_by),
        ),
    )


TOKEN_KEYS = ("token", "roles", "made", "by", "until", "revoked")


def tokens_table(tokens: Sequence[Token]) -> Table:
    """Return a row a token."""
    return table_of(
        tokens,
        (
            (Column(_("Token"), "count"), lambda each: each.id),
            (Column(_("Roles")), lambda each: role_names(each.roles)),
            (Column(_("Made")), lambda each: clock(each.made_at)),
            (Column(_("By")), lambda each: each.made_by),
            (Column(_("Good until")), lambda each: clock(each.expires_at)),
            (
                Column(_("Revoked")),
                lambda each: "" if each.revoked_at is None else clock(each.revoked_at),
            ),
        ),
    )


def journal_table(entries: Sequence[JournalEntry]) -> Table:
    """Return a row a line of the journal."""
    return table_of(
        entries,
        (
            (Column(_("When")), lambda each: clock(each.at)),
            (Column(_("What")), lambda each: _(ACTS.get(each.act, each.act))),
            (Column(_("Account")), lambda each: each.account or ""),
            (Column(_("By")), lambda each: each.by),
            (Column(_("From")), lambda each: each.address or ""),
            (Column(_("Facts")), _facts),
        ),
    )


def state(account: Account, *, by_password: bool) -> str:
    """Return whether an account may be logged in by, on a server that asks for passwords or not."""
    if account.disabled:
        return _("disabled")
    if by_password and not account.has_password:
        return _("no password")
    return _("has to change the password") if account.must_change else _("in use")


def _facts(entry: JournalEntry) -> str:
    names = {
        "roles": _("roles"), "before": _("before"), "token": _("token"), "days": _("days"),
        "what": _("what"), "rows": _("rows"), "position": _("position"), "how": _("how"),
        "given": _("given"),
    }  # fmt: skip
    said = [
        f"{names.get(name, name)} {role_names(str(value).split(','))}"
        if name in ("roles", "before")
        else f"{names.get(name, name)} {value}"
        for name, value in entry.facts.items()
    ]
    return pgettext("between facts", "; ").join(said)
