"""What the upkeep of a ledger says to people."""

from __future__ import annotations

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
                "Role {writer} may append only, {reader} may read only; make each login "
                "a member of one"
            ).format(writer=answer.roles.writer, reader=answer.roles.reader)
        )
    return Report(title="", parts=tuple(lines))
