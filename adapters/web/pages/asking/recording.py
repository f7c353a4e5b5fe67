"""A draft recorded as a version, or proposed: by an approver, by its document, the year typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.pages.asking.draft import PATH, Draft, crumbs, draft_of
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.forms import Form, typed_values
from adapters.web.pages.frame import render
from adapters.web.pages.work.doing import done
from adapters.web.verbs.verb import Answered, Parameter, Unreadable
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server

VERB = "policy amend"
_ASKED = ("document", "announced_on", "first_day", "last_day")
YEAR = Parameter(
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
    if not visit.was_sent or visit.word("step") == "change":
        return _asking(visit, draft)
    try:
        values = _values(visit, draft)
        if visit.word("step") != "send":
            visit.try_out(VERB, values)
            form = _form(visit, draft, {})
            return render("asking/record.html", form.frame, form=form, draft=draft)
        answered = visit.carry_out(VERB, values)
    except Unreadable as problem:
        return _asking(visit, draft, dict(problem.problems), 422)
    except Refusal as refusal:
        return _asking(visit, draft, {"": sentence(refusal)}, 409)
    return recorded_page(visit, answered)


def recorded_page(visit: Visit, answered: Answered) -> Response:
    """Return the page that says what came of it: a version, or one that another is to confirm."""
    number = answered.answer.get("proposal")
    title = _("Version recorded") if number is None else _("Version proposed")
    frame = visit.frame(title, crumbs((title, "")))
    return done(frame, answered, "/policy" if number is None else f"/policy/proposals/{number}")


def _values(visit: Visit, draft: Draft) -> dict[str, Any]:
    """Return the values that the verb is called with. Raises Unreadable."""
    values = typed_values(_parameters(visit), visit.sent, {})
    problems = [(name, _("is missing")) for name in _ASKED if name not in values]
    problems += _wrong_year(values.pop("year", None), str(values.get("first_day", "")))
    if problems:
        raise Unreadable(tuple(problems))
    settings = [f"{path}={text}" for path, text in draft.settings.items()]
    return {**values, "set": settings, "policy": draft.policy}


def must_be_year(year: str | None, first_day: str) -> None:
    """Raise Unreadable where what is typed is not the year of a version's first day."""
    problems = _wrong_year(year, first_day)
    if problems:
        raise Unreadable(tuple(problems))


def _wrong_year(year: str | None, first_day: str) -> list[tuple[str, str]]:
    if year is None:
        return [(YEAR.name, _("is missing"))]
    if year != first_day[:4]:
        return [(YEAR.name, _("type the four digits of the year of the first day"))]
    return []


def _asking(
    visit: Visit, draft: Draft, errors: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    form = _form(visit, draft, errors or {})
    return render("asking/record_form.html", form.frame, status=status, form=form, draft=draft)


def _form(visit: Visit, draft: Draft, errors: Mapping[str, str]) -> Form:
    separated = visit.server.rooms.hands_are_separated()
    title = _("Propose as a version") if separated else _("Record as a version")
    warning = _("A version that is recorded stays: another amends it, nothing takes it back.")
    if separated:
        warning = _("Another approver confirms it; until then it is of no effect.")
    typed: Mapping[str, Sequence[str]] = visit.sent
    if not typed:
        days = {"first_day": draft.first_day, "last_day": draft.last_day}
        typed = {name: [day] for name, day in days.items() if day}
    return Form(
        frame=visit.frame(title, crumbs((_("Try a change"), PATH), (title, ""))),
        action=f"{PATH}/record",
        title=title,
        parameters=_parameters(visit),
        send=_("Propose") if separated else _("Record"),
        kept=[pair for pair in draft.pairs if pair[0] in ("policy", "set")],
        typed=typed or None,
        errors=errors,
        warning=warning,
    )


def _parameters(visit: Visit) -> list[Parameter]:
    verb = visit.server.verbs[VERB]
    return [*(verb.parameter(name) for name in _ASKED), YEAR]
