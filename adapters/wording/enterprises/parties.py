"""Enterprises and their accounts for people; no account is shown whole."""

from __future__ import annotations

from adapters.wording.enterprises.holds import holds_parts
from adapters.wording.enterprises.transfers import kin_lines, transfer_lines
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import N_, listed, pgettext
from adapters.wording.translation import gettext as _
from projections.parties import (
    AccountChecks,
    AccountState,
    Contact,
    EnterpriseName,
    EnterpriseProfile,
    ErasedAccounts,
    MaskedAccount,
    MovedEnterprise,
)

STATES: dict[AccountState, str] = {
    "matches": N_("matches its commitment"),
    "differs": N_("differs from its commitment"),
    "erased": N_("erased"),
    "missing": N_("not kept here"),
    "not-erased": N_("recorded as erased, still there"),
    "locked": N_("kept here, its key is not"),
}


def enterprise_report(enterprise: EnterpriseProfile) -> Report:
    """Return an enterprise: its name, the names it had, its account, its contacts."""
    place = _("log position {position}").format(position=enterprise.position)
    heading = f"{enterprise.name or ''} {enterprise.uscc}  ({place})".strip()
    parts: list[str | Table] = [heading]
    if len(enterprise.names) > 1:
        columns: Columns[EnterpriseName] = (
            (Column(_("name")), lambda name: name.name),
            (Column(pgettext("name", "from")), _day_text),
            (Column(_("document")), lambda name: name.document),
        )
        parts.append(table_of(enterprise.names, columns))
    parts += kin_lines(enterprise.succeeds, enterprise.succeeded_by)
    parts.append(_account(enterprise.account))
    parts += holds_parts(enterprise.holds)
    if enterprise.contacts:
        of_claims: Columns[Contact] = (
            (Column(pgettext("column", "claim")), lambda contact: contact.claim_no),
            (Column(pgettext("column", "contact")), lambda contact: contact.name),
            (Column(pgettext("column", "phone")), lambda contact: contact.phone),
        )
        parts.append(table_of(enterprise.contacts, of_claims))
    if isinstance(enterprise, MovedEnterprise):
        parts += transfer_lines(enterprise.transfers)
    return Report(title=_("Enterprise"), parts=tuple(parts))


def checks_report(checks: AccountChecks) -> Report:
    """Return how many accounts are in each state, and each that is not as it should be."""
    title = _("Account check")
    if not checks.accounts:
        return Report(title=title, parts=(_("No account named"),))
    counts = {
        "matches": checks.matches,
        "differs": checks.differs,
        "erased": checks.erased,
        "missing": checks.missing,
        "not-erased": checks.not_erased,
        "locked": checks.locked,
    }
    table = Table(
        title="",
        columns=(Column(_("account")), Column(pgettext("accounts", "count"), "count")),
        rows=[(_(words), counts[state]) for state, words in STATES.items() if counts[state]],
    )
    wrong = [f"{check.uscc} {check.account_id}: {_(STATES[check.state])}" for check in checks.wrong]
    return Report(title=title, parts=(table, *wrong))


def erased_text(answer: ErasedAccounts) -> str:
    """Return what an erasure removed."""
    if not (answer.values_removed or answer.names_removed or answer.events_appended):
        return _("Removed before; nothing recorded")
    return _(
        "Removed {accounts} accounts and {names} names with their salts; the log keeps their "
        "commitments"
    ).format(accounts=answer.values_removed, names=answer.names_removed)


def _account(account: MaskedAccount | None) -> str:
    if account is None:
        return _("No account named")
    known = filter(None, (account.holder, account.bank, account.bank_no, account.masked))
    shown = " ".join(known) if account.masked else _(STATES[account.state])
    confirmed = _(" (confirmed: {documents})").format(documents=listed(account.confirmed))
    said = _("Account: {account}").format(account=shown)
    return said + (confirmed if account.confirmed else "")


def _day_text(name: EnterpriseName) -> str | None:
    return None if name.first_day is None else name.first_day.isoformat()
