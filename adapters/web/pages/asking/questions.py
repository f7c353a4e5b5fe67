"""Pages that ask one verb: what it is asked by as a form above, its answer, and what may be done.

`listed.PAGES` says which there are. The words of the query are the verb's own parameters, so that
an address can be sent to another officer, who sees the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api import table
from adapters.web.api.requests import Asked, asked_when
from adapters.web.api.table import PREFIX
from adapters.web.pages.acts import act_path, acts, title_of
from adapters.web.pages.asking.listed import MAY_SEE, PAGES, Question
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import chart_html, report_html
from adapters.web.pages.forms import Form, default_words, typed_values
from adapters.web.pages.frame import PLACES, STAFF, Crumb, render
from adapters.web.verbs.verb import Parameter, Unreadable, Verb
from adapters.wording.translation import gettext as _

if TYPE_CHECKING:
    from adapters.web.server import Server


def routes(server: Server) -> list[BaseRoute]:
    """Return the page of every question; the more exact path comes first."""
    return [
        entry(
            server,
            each.path,
            _roles(each),
            partial(_ask, server.verbs[each.verb], each),
            then=server.verbs[each.verb].looks,
        )
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
    typed = _words(page, visit, asked)
    errors: Mapping[str, str] = {}
    answered, status = None, 200
    if typed or not page.ask_first:
        try:
            values = typed_values(asked, typed, {})
            values |= typed_values(_named(verb, path), {each: [path[each]] for each in path}, {})
            if visit.server.takes_long(verb.name):
                return _by_job(verb, values, visit)
            answered = visit.carry_out(verb.name, values)
        except Unreadable as problem:
            errors, status = dict(problem.problems), 422
    chart = None
    with visit.look() as look:
        beside = [] if page.beside is None else page.beside(look, path)
        if page.picture is not None and answered is not None:
            chart = page.picture(answered.answer, look.book, visit.frame("").link)
    if answered is not None:
        visit.rests_on(answered.answer)
    frame = visit.frame(_(page.title).format(**path), _crumbs(page, path))
    form = Form(
        frame=frame,
        action=frame.path,
        title=frame.title,
        parameters=asked,
        typed=default_words(asked) | typed,
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
        else report_html(
            answered.shown(), frame, anchored=page.anchored, of=path.get("subject", "")
        ),
        papers=[
            (_(title), kind, f"{PREFIX}{each.format(**path)}.{kind}")
            for title, each, kinds in page.papers
            for kind in visit.server.files_of(*kinds)
        ],
        notes=() if answered is None else answered.notes,
        doings=_doings(page, visit, path),
        related=[*beside, *_related(page, visit, path)],
        exports=_exports(page, verb, path, typed, answered is not None),
    )


def _words(page: Question, visit: Visit, asked: Sequence[Parameter]) -> dict[str, list[str]]:
    """Return the words of the query that a question is asked by; the first where it has none.

    A field that was sent empty is empty: it is one of the query.
    """
    query = visit.request.query_params
    own = {each.name for each in asked}  # of several tables, words have a name before them
    typed = {name: query.getlist(name) for name in query if name in own}
    if page.first is None:
        return typed
    with visit.look() as look:
        return {name: [word] for name, word in page.first(look).items()} | typed


def _related(page: Question, visit: Visit, path: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (_(title), each.format(**path))
        for each, title in page.related
        if visit.session.roles & MAY_SEE.get(each, STAFF)
    ]


def questions_of(roles: frozenset[str]) -> list[tuple[str, str]]:
    """Return the pages under none other that these roles may see: what each is called, its path."""
    places = {path for path, *_place in PLACES}
    return [
        (_(page.title), page.path)
        for page in PAGES
        if page.of == "/" and "{" not in page.path and page.path not in places
        if roles & _roles(page)
    ]


def _by_job(verb: Verb, values: Mapping[str, Any], visit: Visit) -> Response:
    """Have a question answered by a process of its own, once for all who ask the same."""
    position, known_at = asked_when(visit.request)
    given = Asked(
        values=dict(values), position=position, known_at=known_at, language=visit.language
    )
    return visit.redirect(f"/jobs/{visit.server.begin_job(verb.name, visit.session, given)}")


def _named(verb: Verb, path: Mapping[str, str]) -> list[Parameter]:
    return [verb.parameter(name) for name in path]


def _doings(page: Question, visit: Visit, path: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Return what may be done from a page by who asks: what it is for, and its path."""
    if visit.is_past:
        return []
    allowed, session = acts(), visit.session
    filled_in = {**path, "next": page.path.format(**path)}
    return [
        (title_of(visit.server.verbs[name]), f"{act_path(name)}?{urlencode(filled_in)}")
        for name in page.acts
        if session.roles & allowed[name] and visit.server.offers(name)
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
