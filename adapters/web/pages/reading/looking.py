"""What is looked for: enterprises by name or code, and anything from the field in the header."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.ledger.asking.claims import ALL
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import article_id
from adapters.web.pages.frame import STAFF, render
from adapters.web.pages.reading.links import act, allowed, claim_path, crumbs, enterprise_path
from adapters.web.pages.tables import ROWS_A_PAGE, Listing, Row
from adapters.wording.claims.figures import found_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.identity import is_uscc
from domain.refusals import Refusal
from projections.claims.figures.pages import Turn
from projections.claims.listing import Wanted

if TYPE_CHECKING:
    from adapters.ledger.look import Look
    from adapters.web.server import Server
    from adapters.wording.table import Table
    from domain.policy.measures import Policy

KEYS = ("uscc", "name", "also", "claims", "granted", "pending")
ACTS = (  # of enterprises that are not one of those listed, or are many
    ("enterprise register", N_("Register an enterprise")),
    ("enterprise accounts", N_("Name accounts by a sheet")),
    ("hold-list", N_("Hold all on a list")),
    ("transfer-in", N_("Read in one that moved here")),
)
MOST = 100  # characters that are looked for


def routes(server: Server) -> list[BaseRoute]:
    return [
        entry(server, "/enterprises", STAFF, _enterprises, then=True),
        entry(server, "/search", STAFF, _search, then=True),
        entry(server, "/policy/article/{article:path}", STAFF, _article, then=True),
    ]


def _article(visit: Visit) -> Response:
    """Go to an article on the page of the last version that has it, else of the last one."""
    article = visit.path["article"]
    with visit.look() as look:
        every = list(enumerate(look.book.versions, start=1))
    having = [number for number, version in every if _has(version.policy, article)]
    if not every:
        raise Refusal("version-unknown", version=1, versions=0)
    number = (having or [len(every)])[-1]
    return visit.redirect(f"/policy/{number}#{article_id(article)}")


def _has(policy: Policy, article: str) -> bool:
    return any(each.get("id") == article for each in policy.source.get("article", ()))


def _search(visit: Visit) -> Response:
    """Go to the claim of that number, to the only enterprise, or to the claims that have the part.

    Several enterprises are listed.
    """
    asked = visit.query.get("q", "").strip()[:MOST]
    if not asked:
        return visit.redirect("/enterprises")
    with visit.look() as look:
        if _is_claim(look, asked):
            return visit.redirect(claim_path(asked))
        if is_uscc(asked.upper()):
            return visit.redirect(enterprise_path(asked.upper()))
        matching = look.enterprises(asked, 2).enterprises
        in_numbers = not matching and look.claims_page(Wanted(search=asked), Turn(limit=1)).total
    if len(matching) == 1:
        return visit.redirect(enterprise_path(matching[0].uscc))
    if in_numbers:
        return visit.redirect(f"/claims?{urlencode({'number': asked})}")
    return _listed(visit, asked, "q")


def _is_claim(look: Look, asked: str) -> bool:
    try:
        look.claim(asked)
    except Refusal:
        return False
    return True


def _enterprises(visit: Visit) -> Response:
    return _listed(visit, visit.query.get("name", "").strip()[:MOST], "name")


def _listed(visit: Visit, asked: str, field: str) -> Response:
    """List the enterprises that match, a page at a time. field: what the query calls the part."""
    after = visit.query.get("after", "") or None
    with visit.look() as look:
        answer = look.enterprises(asked, ROWS_A_PAGE, after)
    frame = visit.frame(_("Enterprises"), crumbs((_("Enterprises"), "")))
    table = next(found_report(answer).tables, None)
    listing = table and Listing(
        table=table,
        frame=frame,
        keys=KEYS,
        total=answer.total,
        rows_a_page=max(1, answer.total),  # the page leads on by the code of its last row
        sortable=False,
        links={"name": _to_enterprise},
        whole=partial(_whole, visit, asked, table),
        saves=True,
    )
    return render(
        "reading/enterprises.html",
        frame,
        answer=answer,
        asked=asked,
        field=field,
        listing=listing,
        more=frame.here({"after": answer.next}) if answer.next else None,
        start=frame.here({"after": None}) if after else None,
        acts=allowed(
            [(verb, act(verb, _(name), {}, "/enterprises")) for verb, name in ACTS], visit
        ),
    )


def _whole(visit: Visit, asked: str, table: Table) -> Table:
    """Return every enterprise that matches, in the columns of a table of some."""
    with visit.look() as look:
        answer = look.enterprises(asked, ALL)
    return replace(table, rows=[row for each in found_report(answer).tables for row in each.rows])


def _to_enterprise(row: Row) -> str:
    return enterprise_path(str(row[0]))
