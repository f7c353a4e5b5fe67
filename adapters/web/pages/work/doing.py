"""What comes of an act that is sent: a page that says so, a file, or work that takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from adapters.web.api import answers, table
from adapters.web.api.requests import Asked, Scratch
from adapters.web.pages.entry import Visit
from adapters.web.pages.figures import report_html
from adapters.web.pages.frame import Frame, render
from adapters.web.verbs.verb import Answered, Verb

if TYPE_CHECKING:
    from adapters.web.api.table import Endpoint

NEXT = "next"  # a field of forms: where it goes on
WRITTEN = {  # verbs that answer with a file, and of which kind it is
    "paper payments": ".xlsx",
    "paper payment-list": ".xlsx",
    "batch bank-file": ".txt",
    "enterprise hand-over": ".json",
}


def carried_out(verb: Verb, visit: Visit, frame: Frame, values: dict[str, Any]) -> Response:
    """Carry out a verb, and return what came of it, or where to see that."""
    if verb.name in WRITTEN:
        return _written(verb, visit, values)
    if long_work(verb) is not None:
        return _begun(verb, visit, values)
    answered = visit.carry_out(verb.name, values)
    return done(frame, answered, following(visit), tried=bool(values.get("dry_run")))


def done(frame: Frame, answered: Answered, onward: str, *, tried: bool = False) -> Response:
    """Return the page that says what came of an act. onward: where it leads."""
    return render(
        "done.html",
        frame,
        report=report_html(answered.shown(), frame),
        notes=answered.notes,
        whole=answered.code == 0,
        tried=tried,
        following=onward,
    )


def long_work(verb: Verb) -> Endpoint | None:
    """Return where the API begins a verb that takes long; None for any other."""
    return next((each for each in table.EVERY if each.verb == verb.name and each.job), None)


def _begun(verb: Verb, visit: Visit, values: dict[str, Any]) -> Response:
    """Have long work begun by a process of its own, and show how far it is."""
    visit.server.journal(visit.request, verb.name)
    given = Asked(values=values, position=None, known_at=None, language=visit.language)
    return visit.redirect(f"/jobs/{visit.server.begin_job(verb.name, visit.session, given)}")


def _written(verb: Verb, visit: Visit, values: dict[str, Any]) -> Response:
    """Return the file that a verb writes; that it was taken out is kept."""
    suffix, server = WRITTEN[verb.name], visit.server
    with Scratch(server.spool) as folder:
        path = folder.path / f"{verb.name.replace(' ', '-')}{suffix}"
        answered = visit.carry_out(verb.name, {**values, "out": path})
        response = answers.as_file(answered, path.name, path, folder.path)
    server.journal(visit.request, verb.name)
    return response


def following(visit: Visit) -> str:
    """Return the path to go on at: of this server alone, whatever was sent."""
    return local(visit.word(NEXT))


def local(path: str) -> str:
    """Return a path where it is one of this server, else the first."""
    # A browser reads a backslash as a slash, and leaves out tabs and ends of lines.
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if own else "/"
