"""An enterprise (企业): its figures, the slider over its own events, what is left, and its tabs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import keys_beside, report_html
from adapters.web.pages.frame import STAFF, Frame, render
from adapters.web.pages.reading.links import (
    Act,
    act,
    allowed,
    article_path,
    crumbs,
    ending,
    enterprise_path,
)
from adapters.web.pages.reading.steps import (
    CHANGED,
    Standing,
    Walked,
    stairs_chart,
    standing,
    walked,
)
from adapters.web.pages.tables import Listing
from adapters.wording.claims.answers import claims_report
from adapters.wording.enterprises.money import statement_report
from adapters.wording.enterprises.parties import enterprise_report
from adapters.wording.history.history import history_report
from adapters.wording.table import Report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal
from projections.claims.listing import Wanted

if TYPE_CHECKING:
    from adapters.ledger.look import Look
    from adapters.web.server import Server

TABS = {  # what stands below the figures, by the word of the query
    "claims": N_("Claims"),
    "statement": N_("Statement"),
    "account": N_("Names and account"),
    "history": N_("History"),
}
ALLOWANCE_KEYS = ("article", "cap", "limit", "used", "left", "step", "reached")


class Under(NamedTuple):
    """What stands under the figures: of which tab, and as of which position; None for the page's.

    A figure of now beside figures of then would mislead.
    """

    tab: str
    report: Report
    then: int | None


def routes(server: Server) -> list[BaseRoute]:
    return [
        entry(server, "/enterprises/{uscc}/step", STAFF, _step, then=True),
        entry(server, "/enterprises/{uscc}", STAFF, _show, then=True),
    ]


def _show(visit: Visit) -> Response:
    uscc = visit.path["uscc"]
    with visit.look() as look:
        profile = look.enterprise(uscc)
        way = walked(look, uscc)
        of_last = _under_last(visit, look, way)
        heir = look.successor(uscc)
    stood = _standing(visit, way)
    under = of_last or _under_then(visit, uscc, stood)
    name = profile.name or uscc
    frame = visit.frame(name, crumbs((_("Enterprises"), "/enterprises"), (name, "")))
    return render(
        "reading/enterprise.html",
        frame,
        profile=profile,
        path=enterprise_path(uscc),
        heir=heir if heir != uscc else None,
        heir_path=enterprise_path(heir),
        way=way,
        steps=json.dumps(
            [(step.position, said) for step, said in zip(way.course.steps, way.said, strict=True)],
            ensure_ascii=False,
        ),
        stood=stood,
        used=_allowances(stood, frame) if stood else None,
        picture=stairs_chart(way, stood).svg if stood else "",
        stairs=_stairs(way, stood, frame) if stood else None,
        year=visit.query.get("year", ""),
        years=sorted({step.year for step in way.course.steps}),
        acts=allowed(_acts(uscc), visit),
        **_tabbed(visit, uscc, under, frame, name),
    )


def _step(visit: Visit) -> Response:
    """Answer the parts of the page that a step changes."""
    uscc = visit.path["uscc"]
    with visit.look() as look:
        way = walked(look, uscc)
        of_last = _under_last(visit, look, way)
        name = look.name(uscc) or uscc
    frame = replace(visit.frame(""), path=enterprise_path(uscc))  # the page that it is a part of
    stood = _standing(visit, way)
    if stood is None:
        raise Refusal("enterprise-unknown", uscc=uscc)
    under = of_last or _under_then(visit, uscc, stood)
    return render(
        "reading/_step.html",
        frame,
        path=enterprise_path(uscc),
        way=way,
        stood=stood,
        used=_allowances(stood, frame),
        picture=stairs_chart(way, stood).svg,
        **_tabbed(visit, uscc, under, frame, name, is_part=True),
    )


def _under_last(visit: Visit, look: Look, way: Walked) -> Under | None:
    """Read what the tab shows as of the page, where the last step is stood on, or none is."""
    if _asked(visit, way) + 1 != len(way.course.steps):
        return None
    tab = _tab(visit)
    return Under(tab, _report(look, way.course.uscc, tab), None)


def _under_then(visit: Visit, uscc: str, stood: Standing | None) -> Under:
    """Read what the tab shows as of a step; after the page's look: a second is a second store."""
    assert stood is not None, "where there is no step, the page's look has read it"
    tab, position = _tab(visit), stood.step.position
    with visit.server.rooms.look(position) as then:
        return Under(tab, _report(then, uscc, tab).at(position), position)


def _tabbed(
    visit: Visit, uscc: str, under: Under, frame: Frame, name: str, *, is_part: bool = False
) -> dict[str, Any]:
    """Return what a template shows under the figures. is_part: beside what a step changes."""
    tab, report, then = under
    letters = _letters(uscc, tab, report, visit, frame) if then is None else ()
    below = _below(report, tab, frame, name)
    return {
        "tab": tab, "tabs": TABS, "then": then, "below": below, "letters": letters,
        "is_part": is_part,
    }  # fmt: skip


def _standing(visit: Visit, way: Walked) -> Standing | None:
    """Return the step that is asked for, the last for none; None of one without events.

    Each step of it is looked at by itself: after the page's look, which has a store already.
    """
    at = _asked(visit, way)
    return standing(visit.server, way, at, _whole(visit.query.get("year", ""))) if at >= 0 else None


def _asked(visit: Visit, way: Walked) -> int:
    """Return which step is asked for, from 0; -1 of one without events."""
    if not way.course.steps:
        return -1
    return max(0, way.course.at(_whole(visit.query.get("step", ""))))


def _tab(visit: Visit) -> str:
    tab = visit.query.get("tab", "")
    return tab if tab in TABS else next(iter(TABS))


def _whole(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 18 else None


def _allowances(stood: Standing, frame: Frame) -> Listing:
    table = stood.used
    title = _("What was left, year of {year}").format(year=stood.year)
    return Listing(
        table=ending(table, title, _("Reached")),
        frame=frame,
        name="used",
        keys=ALLOWANCE_KEYS,
        sortable=False,
        rows_a_page=max(1, len(table.rows)),
        links={"article": lambda row: article_path(str(row[0])) if row[0] else None},
        tags={"reached": lambda row: "rejected" if row[-1] else ""},
        row_class=lambda row: "here" if row[CHANGED] else "",
    )


def _stairs(way: Walked, stood: Standing, frame: Frame) -> Listing:
    """Return the figures of the chart as a table."""
    table = stairs_chart(way, stood).table
    rows = max(1, len(table.rows))
    return Listing(table=table, frame=frame, name="stairs", sortable=False, rows_a_page=rows)


def _report(look: Look, uscc: str, tab: str) -> Report:
    match tab:
        case "statement":
            return statement_report(look.statement(uscc), look.name(uscc), look.book)
        case "account":
            return enterprise_report(look.enterprise(uscc))
        case "history":
            return history_report(look.history(uscc), look.book)
    return claims_report(look.claims(Wanted(uscc=look.successor(uscc))), look.book)


def _below(report: Report, tab: str, frame: Frame, name: str) -> object:
    """Return what a tab shows: one table that is sorted and exported, or the whole report.

    name: of the enterprise, which rows need not repeat.
    """
    tables = list(report.tables)
    if tab not in ("claims", "history") or not tables:
        return report_html(report, frame, saves=True)
    table = replace(tables[0], title=_(TABS[tab]))
    first = keys_beside(name, table)
    return Listing(table=table, frame=frame, name=tab, first=first, saves=True)


def _letters(
    uscc: str, tab: str, report: Report, visit: Visit, frame: Frame
) -> list[tuple[str, str]]:
    """Return the papers of a statement: what each is called, and its path."""
    if tab != "statement" or not report.parts:
        return []
    code, words = quote(uscc, safe=""), urlencode({"lang": frame.language})
    papers = (
        ("statement", _("Statement"), ("docx", "pdf", "xlsx")),
        ("recovery", _("Letter of recovery"), ("docx", "pdf")),
    )
    return [
        (f"{name} ({kind})", frame.link(f"/api/v1/papers/{paper}/{code}.{kind}?{words}"))
        for paper, name, kinds in papers
        for kind in visit.server.files_of(*kinds)
    ]


def _acts(uscc: str) -> Iterator[tuple[str, Act]]:
    """Yield what officers record of an enterprise."""
    here, of = enterprise_path(uscc), {"uscc": uscc}
    for verb, name in (
        ("record", N_("Record figures of a year")),
        ("exports", N_("Record its exports of a year")),
        ("enterprise account", N_("Name its account")),
        ("enterprise confirm-account", N_("Confirm its account")),
        ("enterprise rename", N_("Record a new name")),
        ("hold", N_("Hold its money")),
        ("release", N_("End a hold")),
        ("enterprise erase", N_("Remove its account and names for good")),
        ("recovery correct", N_("Put money repaid right")),
        ("transfer-out", N_("It moved to another county")),
        ("enterprise hand-over", N_("Write its pack again")),
        ("enterprise annul-transfer", N_("Annul a transfer")),
    ):
        yield verb, act(verb, _(name), of, here)
    yield "succeed", act("succeed", _("Others carry it on"), {"old": uscc}, here)
