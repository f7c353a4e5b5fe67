"""What the upkeep of a ledger says to people."""

from __future__ import annotations

from dataclasses import asdict

from adapters.wording.table import Report
from adapters.wording.translation import gettext as _
from projections.upkeep import StorePrepared


def prepared_report(answer: StorePrepared) -> Report:
    """Return that a ledger is ready, and who may do what with it."""
    lines = [_("The store is ready")]
    if answer.separate_logins:
        lines.append(_("Logins that approve may not pay"))
    if answer.roles is not None:
        lines.append(
            _(
                "Make each login a member of the roles it works in: {submitter} submits, "
                "{approver} decides, {cashier} pays and sees accounts, {auditor} reads. {writer} "
                "does the first three where there are few people"
            ).format(**asdict(answer.roles))
        )
    return Report(title="", parts=tuple(lines))
