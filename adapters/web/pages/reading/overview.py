"""The overview (总览): what one has to do next, then the figures of a year as charts and tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.charts.bars import Bars, bars
from adapters.web.charts.columns import Columns, columns
from adapters.web.charts.drawing import Chart
from adapters.web.charts.meters import Meter, meters
from adapters.web.pages.acts import act_path
from adapters.web.pages.asking.pictures import caps_chart, waiting_chart
from adapters.web.pages.asking.questions import questions_of
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import chart_html
from adapters.web.pages.frame import STAFF, Frame, render
from adapters.web.pages.reading.tasks import Desk, needs_batches, tasks
from adapters.web.pages.tables import Listing, Row
from adapters.wording.claims.figures import fullness_report
from adapters.wording.policy.titles import line_title, measure_title
from adapters.wording.table import Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from projections.claims.figures.fullness import Fullness
from projections.claims.figures.overview import Overview
from projections.claims.register import Totals

if TYPE_CHECKING:
    from adapters.ledger.look import Look
    from adapters.web.server import Server
    from domain.policy.book import PolicyBook

MEASURES_MAX = 8  # that are drawn
YEARS_MAX = 3  # that are drawn beside each other
KEYS = ("policy", "article", "cap", "limit", "full", "near")


class Known(NamedTuple):
    """What the page is made of, as of one position and day. years: those that can be chosen."""

    overview: Overview
    years: tuple[int, ...]
    granted: dict[int, Totals]
    book: PolicyBook


def routes(server: Server) -> list[BaseRoute]:
    return [entry(server, "/", STAFF | {"admin"}, _show, then=True)]


def _show(visit: Visit) -> Response:
    roles = visit.session.roles
    if not roles & STAFF:  # who keeps accounts sees no claims, and no sums of them
        return render("reading/accounts_only.html", visit.frame(_("Overview")))
    does = not (visit.is_past or visit.server.settings.read_only)  # else nothing is done from it
    with visit.look() as look:
        day = look.day
        asked = _year(visit.query.get("year", ""))
        known = look.kept(("years", asked, day), lambda: _known(look, asked, day))
        has_batches = does and needs_batches(roles)
        batches = look.kept(("batches", day), look.batches) if has_batches else ()
        has_proposals = does and "approver" in roles
        proposals = look.kept(("proposals",), look.proposed_versions) if has_proposals else ()
        has_budget = does and "finance" in roles and known.overview.lines
        budget = look.budget(known.overview.year) if has_budget else None
    frame = visit.frame(_("Overview"))
    desk = Desk(visit.server, known.overview, budget, batches, day, proposals, visit.session)
    caps = next(fullness_report(_fullness(known.overview), known.book).tables)
    return render(
        "reading/overview.html",
        frame,
        tasks=tasks(roles, desk) if does else None,
        overview=known.overview,
        years=known.years,
        charts=[chart_html(chart, frame) for chart in _charts(known, frame)],
        fullness=chart_html(
            caps_chart(known.overview.caps, known.overview.year, known.book, frame.link), frame
        ),
        caps=_caps(caps, frame, known.overview) if known.overview.caps else None,
        summaries=_summaries(known.overview, visit, frame),
        others=[
            (_("Enterprises"), "/enterprises"),
            *questions_of(roles),
            (_("Is a paper genuine?"), "/papers/check"),
            (_("Does a receipt hold?"), act_path("proof check")),
        ],
    )


def _summaries(overview: Overview, visit: Visit, frame: Frame) -> list[tuple[str, str]]:
    """Return the summary of each month with a grant or a payment: what it is called, its path."""
    words = urlencode({"lang": frame.language})
    return [
        (
            f"{each.month} ({kind})",
            frame.link(f"/api/v1/papers/summary/{each.month}.{kind}?{words}"),
        )
        for each in overview.months
        if each.granted_fen or each.paid_fen
        for kind in visit.server.files_of("docx", "pdf")
    ]


def _known(look: Look, asked: int | None, day: date) -> Known:
    """Read a year: the one asked for, or the last that has figures."""
    years = tuple(sorted(int(year) for year in look.totals(None, "year").groups))
    year = asked or look.last_year()
    beside = [each for each in years if each <= year][-YEARS_MAX:] or [year]
    granted = {each: look.totals(each, "measure") for each in beside}
    overview = look.overview(year)
    every = tuple(sorted({*years, *look.years(), year, day.year}))
    return Known(overview, every, granted, look.book)


def _year(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) == 4 else None


def _charts(known: Known, frame: Frame) -> Iterator[Chart]:
    yield waiting_chart(known.overview.waiting, known.book, frame.link)
    yield _budget(known.overview, frame)
    yield _months(known.overview)
    yield _measures(known)


def _budget(overview: Overview, frame: Frame) -> Chart:
    where = frame.link(f"/budget/{overview.year}")
    return meters(
        title=_("Budget of {year}: how much is paid").format(year=overview.year),
        description=_("Paid less what came back, of each line's budget."),
        headers=(
            pgettext("column", "line"),
            pgettext("column", "paid"),
            pgettext("budget", "budget"),
        ),
        rows=[
            Meter(line_title(line.title), line.paid_fen, line.budget_fen, "fen", where)
            for line in overview.lines
        ],
    )


def _measures(known: Known) -> Chart:
    sums: dict[str, int] = {}
    for totals in known.granted.values():
        for name, group in totals.groups.items():
            sums[name] = sums.get(name, 0) + group.granted_fen
    names = sorted(sums, key=lambda name: -sums[name])
    said = _("By the year of the matter.")
    if len(names) > MEASURES_MAX:
        said = _(
            "By the year of the matter. The {count} measures with the most are drawn; the table "
            "has all."
        ).format(count=MEASURES_MAX)
    return bars(
        title=_("Granted by measure and year"),
        description=said,
        header=pgettext("column", "measure"),
        series=[str(year) for year in known.granted],
        rows=[
            Bars(
                measure_title(name or None, known.book),
                [
                    totals.groups[name].granted_fen if name in totals.groups else 0
                    for totals in known.granted.values()
                ],
            )
            for name in names
        ],
        unit="fen",
        most=MEASURES_MAX,
    )


def _months(overview: Overview) -> Chart:
    months = [each for each in overview.months if each.granted_fen or each.paid_fen]
    return columns(
        title=_("Decided and paid in the months of {year}").format(year=overview.year),
        description=_("By the day it was recorded; a payment by the day it names.")
        if months
        else _(
            "Nothing was decided or paid in {year}. Claims with matters of {year} may have been "
            "decided in another year: choose that."
        ).format(year=overview.year),
        header=pgettext("column", "month"),
        series=(pgettext("column", "granted"), pgettext("column", "paid")),
        places=[
            Columns(each.month[-2:], (each.granted_fen, each.paid_fen))
            for each in (overview.months if months else ())
        ],
        unit="fen",
    )


def _fullness(overview: Overview) -> Fullness:
    return Fullness(year=overview.year, position=overview.position, caps=overview.caps)


def _caps(table: Table, frame: Frame, overview: Overview) -> Listing:
    """Return how full caps are, each with a link to those who have reached it or nearly so."""
    named = {row: cap.cap for row, cap in zip(table.rows, overview.caps, strict=True)}

    def who(row: Row) -> str:
        return f"/caps?{urlencode({'year': overview.year, 'cap': named[row]})}"

    keys = KEYS if len(table.columns) == len(KEYS) else KEYS[1:]
    rows = max(1, len(table.rows))
    return Listing(
        table=table,
        frame=frame,
        name="caps",
        keys=keys,
        rows_a_page=rows,
        links={"cap": who},
        saves=True,
    )
