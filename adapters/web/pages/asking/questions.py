"""Pages that ask one verb: what it is asked by as a form above, its answer, and what may be done.

`PAGES` says which there are. The words of the query are the verb's own parameters, so that an
address can be sent to another officer, who sees the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api import table
from adapters.web.api.routes import PREFIX
from adapters.web.pages.acts import act_path, acts, title_of, typed_values
from adapters.web.pages.asking import pictures
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import chart_html, report_html
from adapters.web.pages.forms import Form
from adapters.web.pages.frame import STAFF, Crumb, render
from adapters.web.verbs.verb import Parameter, Unreadable, Verb
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _

if TYPE_CHECKING:
    from adapters.web.charts.drawing import Chart
    from adapters.web.server import Server
    from domain.policy.book import PolicyBook

# Pages among the related that not every officer may see.
MAY_SEE = {"/policy/draft": frozenset({"approver", "finance", "auditor"})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page of one verb. title: in English, `{name}` is a part of the path.

    of: the path of the page above it. acts: verbs that are carried out from here, filled in with
    what the path names. ask_first: the form is shown alone until it is sent, for what costs much or
    needs an answer. related: other pages, each with its title. picture: a chart of the answer.
    anchored: articles can be linked to. papers: the answer as a paper, a path a kind of file.
    """

    path: str
    verb: str
    title: str
    of: str = "/"
    acts: tuple[str, ...] = ()
    ask_first: bool = False
    related: tuple[tuple[str, str], ...] = ()
    picture: Callable[[Any, PolicyBook, pictures.Link], Chart] | None = None
    anchored: bool = False
    papers: tuple[tuple[str, str], ...] = ()


PAGES = (
    Question(path="/budget", verb="budget list", title=N_("Budget"), acts=("budget line",)),
    Question(
        path="/budget/{year}",
        verb="budget show",
        title=N_("Budget of {year}"),
        of="/budget",
        acts=(
            "budget appropriate", "budget supplement", "budget return", "budget transfer",
            "budget line", "budget rename", "budget regroup", "budget carry-over",
            "budget reopen", "budget correct",
        ),
        related=(("/budget/{year}/sources", N_("Who gave the money")),),
        picture=pictures.budget_chart,
        papers=tuple(
            (kind, f"/papers/budget/{{year}}.{kind}")
            for kind in ("docx", "pdf", "xlsx")
        ),
    ),
    Question(
        path="/budget/{year}/sources",
        verb="budget sources",
        title=N_("Who gave the money of {year}"),
        of="/budget/{year}",
    ),
    Question(path="/batches", verb="batch list", title=N_("Payment"), acts=("batch compute",)),
    Question(path="/caps", verb="caps", title=N_("Caps by fullness"), ask_first=True),
    Question(
        path="/policy",
        verb="policy list",
        title=N_("Policy"),
        acts=(
            "policy publish", "policy amend", "policy repeal", "policy try", "policy check",
        ),
        related=(
            ("/policy/draft", N_("Try a change")),
            ("/policy/readings", N_("Readings where the text is silent")),
            ("/policy/words", N_("What a policy file may say")),
        ),
        picture=pictures.versions_chart,
    ),
    Question(
        path="/policy/readings", verb="policy readings", title=N_("Readings"), of="/policy"
    ),
    Question(
        path="/policy/words",
        verb="policy words",
        title=N_("What a policy file may say"),
        of="/policy",
    ),
    Question(
        path="/policy/{version}",
        verb="policy show",
        title=N_("Policy version {version}"),
        of="/policy",
        anchored=True,
    ),
    Question(
        path="/policy/{a}/diff/{b}",
        verb="policy diff",
        title=N_("Versions {a} and {b}"),
        of="/policy",
    ),
    Question(
        path="/audit/duplicates",
        verb="audit duplicates",
        title=N_("Claimed twice"),
        of="/audit",
    ),
    Question(path="/audit/delays", verb="audit delays", title=N_("Delays"), of="/audit"),
    Question(
        path="/audit/sample",
        verb="audit sample",
        title=N_("Sample"),
        of="/audit",
        ask_first=True,
    ),
    Question(
        path="/audit/separation",
        verb="audit separation",
        title=N_("Separation of duties"),
        of="/audit",
    ),
    Question(
        path="/audit/exceptions", verb="audit exceptions", title=N_("Exceptions"), of="/audit"
    ),
    Question(path="/rules", verb="store rules", title=N_("Rules of the office")),
    Question(
        path="/history/{subject}", verb="history", title=N_("History of {subject}")
    ),
    Question(path="/totals", verb="totals", title=N_("Totals")),
)  # fmt: skip


def routes(server: Server) -> list[BaseRoute]:
    """Return the page of every question; the more exact path comes first."""
    return [
        entry(server, each.path, _roles(each), partial(_ask, server.verbs[each.verb], each))
        for each in PAGES
    ]


def _roles(page: Question) -> frozenset[str]:
    """Return who may see a page: who may ask its verb by a GET."""
    every = [each.roles for each in table.EVERY if each.verb == page.verb and each.method == "GET"]
    return frozenset[str]().union(*every)


def _ask(verb: Verb, page: Question, visit: Visit) -> Response:
    """Answer a question as a page, with the form that it is asked by."""
    path = dict(visit.path)
    asked = [
        each
        for each in verb.parameters
        if each.kind not in ("out", "place", "file") and each.name not in path
    ]
    query = visit.request.query_params
    own = {each.name for each in asked}  # of several tables, words have a name before them
    typed = {name: query.getlist(name) for name in query if name in own}
    errors: Mapping[str, str] = {}
    answered, status = None, 200
    if typed or not page.ask_first:
        try:
            values = typed_values(asked, typed, {})
            values |= typed_values(_named(verb, path), {each: [path[each]] for each in path}, {})
            answered = visit.carry_out(verb.name, values)
        except Unreadable as problem:
            errors, status = dict(problem.problems), 422
    chart = None
    with visit.look() as look:
        if page.picture is not None and answered is not None:
            chart = page.picture(answered.answer, look.book, visit.frame("").link)
    frame = visit.frame(_(page.title).format(**path), _crumbs(page, path))
    form = Form(
        frame=frame,
        action=frame.path,
        title=frame.title,
        parameters=asked,
        typed=typed or None,
        errors=errors,
        checked=False,
    )
    return render(
        "question.html",
        frame,
        status=status,
        form=form,
        chart="" if chart is None else chart_html(chart, frame),
        report=""
        if answered is None
        else report_html(answered.shown(), frame, anchored=page.anchored),
        papers=[(title, f"{PREFIX}{each.format(**path)}") for title, each in page.papers],
        notes=() if answered is None else answered.notes,
        doings=_doings(page, visit, path),
        related=[
            (_(title), each.format(**path))
            for each, title in page.related
            if visit.session.roles & MAY_SEE.get(each, STAFF)
        ],
        exports=_exports(page, verb, path, typed, answered is not None),
    )


def _named(verb: Verb, path: Mapping[str, str]) -> list[Parameter]:
    return [verb.parameter(name) for name in path]


def _doings(page: Question, visit: Visit, path: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Return what may be done from a page by who asks: what it is for, and its path."""
    if visit.is_past or visit.server.settings.read_only:
        return []
    allowed, session = acts(), visit.session
    filled_in = {**path, "next": page.path.format(**path)}
    return [
        (title_of(visit.server.verbs[name]), f"{act_path(name)}?{urlencode(filled_in)}")
        for name in page.acts
        if session.roles & allowed[name]
    ]


def _exports(
    page: Question, verb: Verb, path: Mapping[str, str], typed: Mapping[str, Any], there: bool
) -> list[tuple[str, str]]:
    """Return where the answer can be had as a file: by the API, with the values it reads."""
    endpoints = [each for each in table.EVERY if each.verb == verb.name and each.method == "GET"]
    fitting = [each for each in endpoints if all(f"{{{name}}}" in each.path for name in path)]
    if not (there and fitting):
        return []
    values = typed_values([each for each in verb.parameters if each.name in typed], typed, {})
    words = [
        (name, "true" if value is True else value)
        for name, given in values.items()
        if given is not False
        for value in (given if isinstance(given, list) else [given])
    ]
    where = fitting[0].path.format(**path)
    return [
        (suffix, f"{PREFIX}{where}.{suffix}" + (f"?{urlencode(words)}" if words else ""))
        for suffix in ("csv", "xlsx")
    ]


def _crumbs(page: Question, path: Mapping[str, str]) -> tuple[Crumb, ...]:
    """Return the way to a page, from the overview."""
    titles = {each.path: each for each in PAGES}
    way: list[Crumb] = [Crumb(name=_(page.title).format(**path))]
    of = page.of
    while of != "/":
        above = titles.get(of)
        name = _("Audit") if above is None else _(above.title)
        way.append(Crumb(name=name.format(**path), path=of.format(**path)))
        of = "/" if above is None else above.of
    return (Crumb(name=_("Overview"), path="/"), *reversed(way))
