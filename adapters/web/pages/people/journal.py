"""The journal of log-ins, exports and changes of accounts, for the administrator of accounts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.frame import Crumb, render
from adapters.web.pages.people.accounts import ADMIN, account_path
from adapters.web.pages.people.words import ACTS, journal_table
from adapters.web.pages.tables import ROWS_A_PAGE, Listing
from adapters.wording.translation import gettext as _

if TYPE_CHECKING:
    from adapters.web.people.journal import JournalEntry
    from adapters.web.server import Server
    from adapters.wording.table import Table

KEYS = ("at", "act", "account", "by", "address", "facts")


def routes(server: Server) -> list[BaseRoute]:
    """Return the page of the journal."""
    return [entry(server, "/journal", ADMIN, _show)]


def _show(visit: Visit) -> Response:
    """Show lines, the latest first, by account and by what was done; older ones by a link."""
    query = visit.query
    before, account, act = query.get("before", ""), query.get("account", ""), query.get("act", "")
    entries = visit.server.people.journal.entries(
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
        account=account.strip() or None,
        act=act or None,
        most=ROWS_A_PAGE + 1,
    )
    shown = entries[:ROWS_A_PAGE]
    crumbs = (
        Crumb(name=_("Overview"), path="/"),
        Crumb(name=_("Accounts"), path="/accounts"),
        Crumb(name=_("Journal")),
    )
    frame = visit.frame(_("Journal"), crumbs)
    listing = Listing(
        table=journal_table(shown),
        frame=frame,
        keys=KEYS,
        total=len(shown),
        sortable=False,
        links={"account": lambda row: account_path(str(row[2])) if row[2] else None},
        whole=partial(_whole, visit, account.strip() or None, act or None),
        saves=True,
    )
    return render(
        "people/journal.html",
        frame,
        listing=listing,
        account=account,
        act=act,
        acts=ACTS,
        older=frame.here({"before": str(shown[-1].id)}) if len(entries) > len(shown) else "",
        latest=frame.here({"before": None}) if before else "",
    )


def _whole(visit: Visit, account: str | None, act: str | None) -> Table:
    """Return every line of an account and an act, the latest first."""
    lines: list[JournalEntry] = []
    while True:
        before = lines[-1].id if lines else None
        more = visit.server.people.journal.entries(before=before, account=account, act=act)
        if not more:
            return journal_table(lines)
        lines += more
