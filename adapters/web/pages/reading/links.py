"""Paths of pages about claims, enterprises and articles, and the buttons that lead to acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote, urlencode

from adapters.web.api.table import part
from adapters.web.pages.acts import act_path, acts
from adapters.web.pages.entry import Visit
from adapters.web.pages.frame import Crumb
from adapters.wording.table import Table
from adapters.wording.translation import gettext as _


class Act(NamedTuple):
    """A button that leads to the page of a verb. first: what is done most where it stands."""

    path: str
    name: str
    first: bool = False


def claim_path(claim_no: str, page: str = "") -> str:
    """Return the path of a claim's page; page: of one beside it, `history`, `late` or `proof`."""
    return f"/claims/{part(claim_no)}" + (f"/{page}" if page else "")


def enterprise_path(uscc: str) -> str:
    return f"/enterprises/{quote(uscc, safe='')}"


def article_path(article: str) -> str:
    """Return the path of an article's text."""
    return f"/policy/article/{quote(article, safe='')}"


def ending(table: Table, title: str, header: str) -> Table:
    """Return a table with a title, and a header on the last column that a terminal shows bare."""
    *columns, last = table.columns
    return replace(table, title=title, columns=(*columns, last._replace(header=header)))


def act(verb: str, name: str, values: Mapping[str, str], following: str) -> Act:
    """Return the button of a verb with what is known filled in. following: where it goes on."""
    words = urlencode({**values, "next": following})
    return Act(f"{act_path(verb)}?{words}", name, verb == "approve")


def may(verb: str, visit: Visit) -> bool:
    """Say whether who asks may carry out a verb: not from a page as it stood earlier."""
    if visit.is_past or not visit.server.offers(verb):
        return False
    return bool(acts().get(verb, frozenset()) & visit.session.roles)


def allowed(verbs: Iterable[tuple[str, Act]], visit: Visit) -> list[Act]:
    """Return the buttons of the verbs that who asks may carry out from a page of now."""
    return [button for verb, button in verbs if may(verb, visit)]


def crumbs(*way: tuple[str, str]) -> tuple[Crumb, ...]:
    """Return the way to a page from the overview: names with their paths, the last without."""
    return (
        Crumb(name=_("Overview"), path="/"),
        *(Crumb(name=name, path=path) for name, path in way),
    )


def way(claim_no: str, *more: str) -> tuple[Crumb, ...]:
    """Return the way to a claim's page, or to one beside it."""
    last = (claim_no, claim_path(claim_no) if more else "")
    return crumbs((_("Register"), "/claims"), last, *((name, "") for name in more))
