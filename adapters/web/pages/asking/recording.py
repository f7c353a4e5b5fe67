"""A draft recorded as a version: by an approver, by its document, with the year typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.pages.asking.draft import PATH, Draft, crumbs, draft_of
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import report_html
from adapters.web.pages.forms import Form, typed_values
from adapters.web.pages.frame import render
from adapters.web.verbs.verb import Parameter, Unreadable
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server

VERB = "policy amend"
_ASKED = ("document", "announced_on", "first_day", "last_day")
_YEAR = Parameter(
    name="year",
    kind="text",
    many=False,
    required=True,
    choices=(),
    option="",
    metavar="",
    help=N_("the year of the first day once more, typed"),
    default=None,
)


def routes(server: Server) -> list[BaseRoute]:
    """Return the page that records a draft."""
    return [entry(server, f"{PATH}/record", frozenset({"approver"}), _record, ("GET", "POST"))]


def _record(visit: Visit) -> Response:
    """Ask for the document and the days, show them with the figures, and record.

    Raises Refusal `server-read-only`.
    """
    visit.server.to_call(VERB)
    with visit.look() as look:
        draft = draft_of(visit, look.book)
    if not draft.settings:
        return visit.redirect(PATH)
    if visit.request.method == "GET" or visit.word("step") == "change":
        return _asking(visit, draft)
    try:
        values = _values(visit, draft)
        if visit.word("step") != "send":
            form = _form(visit, draft, {})
            return render("asking/record.html", form.frame, form=form, draft=draft)
        answered = visit.carry_out(VERB, values)
    except Unreadable as problem:
        return _asking(visit, draft, dict(problem.problems), 422)
    except Refusal as refusal:
        return _asking(visit, draft, {"": sentence(refusal)}, 409)
    frame = visit.frame(_("Version recorded"), crumbs((_("Version recorded"), "")))
    return render(
        "done.html",
        frame,
        report=report_html(answered.shown(), frame),
        notes=answered.notes,
        whole=answered.code == 0,
        tried=False,
        following="/policy",
    )


def _values(visit: Visit, draft: Draft) -> dict[str, Any]:
    """Return the values that the verb is called with. Raises Unreadable."""
    values = typed_values(_parameters(visit), visit.sent, {})
    problems = [(name, _("is missing")) for name in (*_ASKED, "year") if name not in values]
    year = values.pop("year", None)
    first = str(values.get("first_day", ""))
    if year is not None and year != first[:4]:
        problems.append(("year", _("type the four digits of the year of the first day")))
    if problems:
        raise Unreadable(tuple(problems))
    settings = [f"{path}={text}" for path, text in draft.settings.items()]
    return {**values, "set": settings, "policy": draft.policy}


def _asking(
    visit: Visit, draft: Draft, errors: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    form = _form(visit, draft, errors or {})
    return render("asking/record_form.html", form.frame, status=status, form=form, draft=draft)


def _form(visit: Visit, draft: Draft, errors: Mapping[str, str]) -> Form:
    title = _("Record as a version")
    typed: Mapping[str, Sequence[str]] = visit.sent
    if not typed:
        days = {"first_day": draft.first_day, "last_day": draft.last_day}
        typed = {name: [day] for name, day in days.items() if day}
    return Form(
        frame=visit.frame(title, crumbs((_("Try a change"), PATH), (title, ""))),
        action=f"{PATH}/record",
        title=title,
        parameters=_parameters(visit),
        send=_("Record"),
        kept=[pair for pair in draft.pairs if pair[0] in ("policy", "set")],
        typed=typed or None,
        errors=errors,
        warning=_("A version that is recorded stays: another amends it, nothing takes it back."),
    )


def _parameters(visit: Visit) -> list[Parameter]:
    verb = visit.server.verbs[VERB]
    return [*(verb.parameter(name) for name in _ASKED), _YEAR]
