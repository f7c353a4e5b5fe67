"""A page for every verb that does something: its form, its answers once more, and what came of it.

`/do/batch-pay?number=3` asks for what `subsidy batch pay` takes. What a query says is filled in.
What takes long is begun by its page, and followed on the page of its job.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.papers.bank.template import shipped
from adapters.web.api import answers, table
from adapters.web.api.requests import Asked, Scratch
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import report_html
from adapters.web.pages.forms import Form, default_words, typed_values
from adapters.web.pages.frame import Crumb, Frame, render
from adapters.web.verbs.handed_in import Files, as_handed_in, files_of, gone_of, laid_out
from adapters.web.verbs.readable import Looked, look_over
from adapters.web.verbs.verb import Answered, Call, Parameter, Unreadable, Verb
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.rendering.titles import TITLES
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.api.table import Endpoint
    from adapters.web.server import Server

PLAIN = ("text", "setting", "day", "decimal", "share")  # are sent as they are typed
_WRITTEN = {  # verbs that answer with a file, and of which kind it is
    "paper payments": ".xlsx",
    "paper payment-list": ".xlsx",
    "batch bank-file": ".txt",
    "enterprise hand-over": ".json",
}
OF_THEIR_OWN = frozenset({"backfill"})  # long work whose page is another
_CHOICES = {"template": shipped}  # of what is a name or a file where it is typed
_NEEDED = {"attach": ("files",), "enterprise account": ("account",)}
_STEP, _NEXT = "step", "next"  # fields of the form itself


def routes(server: Server) -> list[BaseRoute]:
    """Return the page of every verb that an officer may carry out by a form."""
    return [
        entry(
            server,
            act_path(name),
            roles,
            partial(_act, server.verbs[name]),
            ("GET", "POST"),
            then=any(each.name == "position" for each in server.verbs[name].parameters),
        )
        for name, roles in acts().items()
    ]


def acts() -> dict[str, frozenset[str]]:
    """Return every verb that has such a page, with who may: those that are not asked by a GET."""
    taken: dict[str, frozenset[str]] = {}
    for endpoint in table.EVERY:
        if endpoint.method != "GET" and endpoint.verb not in OF_THEIR_OWN:
            taken[endpoint.verb] = taken.get(endpoint.verb, frozenset()) | endpoint.roles
    return taken


def title_of(verb: Verb) -> str:
    """Return what pages call a verb: in a few words, else by what it is for."""
    return _(TITLES[verb.name]) if verb.name in TITLES else _purpose(verb)


def _purpose(verb: Verb) -> str:
    """Return what a verb is for: its first sentence, without the stop."""
    first = re.split(r"。|\. ", _(verb.purpose), maxsplit=1)[0].rstrip(".")
    return first[:1].upper() + first[1:]


def act_path(verb: str) -> str:
    """Return the path of a verb's page."""
    return f"/do/{verb.replace(' ', '-')}"


def _act(verb: Verb, visit: Visit) -> Response:
    """Ask, show the answers again, or carry out. Raises Refusal `server-read-only`."""
    visit.server.to_call(verb.name)
    asked = asked_of(verb)
    if not visit.was_sent:
        known = {each.name for each in asked}
        query = visit.request.query_params
        filled = {name: query.getlist(name) for name in query if name in known}
        return _form(verb, visit, asked, default_words(asked) | filled, {})
    spool, account = visit.server.jobs.spool, visit.session.account
    names = [each.name for each in asked if each.kind == "file"]
    held, gone = files_of(spool, account, names, visit.sent, visit.files)
    typed = {name: list(words) for name, words in visit.sent.items()}
    step = visit.word(_STEP, "check")
    if step == "change":
        return _form(verb, visit, asked, typed, {}, held=held)
    try:
        if gone:
            raise gone_of(*gone)
        with Scratch(visit.server.spool) as folder:
            values = typed_values(asked, visit.sent, laid_out(held, folder))
            _must_be_whole(verb, visit, asked, values)
            if step == "check" and verb.records:
                looked = _looked_over(verb, visit, values, folder)
                if looked.is_refused:
                    return _form(verb, visit, asked, typed, {}, 409, held, looked.answered)
                return _check(verb, visit, asked, typed, held, looked.answered)
            answer = _carried_out(verb, visit, values)
    except Unreadable as problem:
        return _form(verb, visit, asked, typed, dict(problem.problems), 422, held)
    except Refusal as refusal:
        return _form(verb, visit, asked, typed, {"": sentence(refusal)}, 409, held)
    if not verb.records:
        spool.let_go(chain(*held.values()))
    return answer


def _looked_over(verb: Verb, visit: Visit, values: dict[str, Any], folder: Scratch) -> Looked:
    """Try an act. What it would write to a file goes with the folder, if it is written at all."""
    out = folder.path / f"tried{_WRITTEN.get(verb.name, '')}"
    outs = {each.name: out for each in verb.parameters if each.kind == "out" and each.required}
    name, call, try_out = verb.name, visit.carry_out, visit.try_out
    with as_handed_in(visit.server.spool):
        return look_over(verb, {**values, **outs}, partial(call, name), partial(try_out, name))


def _carried_out(verb: Verb, visit: Visit, values: dict[str, Any]) -> Response:
    """Carry out a verb, and return what came of it, or where to see that."""
    if verb.name in _WRITTEN:
        return _written(verb, visit, values)
    if _long(verb) is not None:
        return _begun(verb, visit, values)
    answered = visit.carry_out(verb.name, values)
    frame = visit.frame(title_of(verb), _crumbs(verb))
    return render(
        "done.html",
        frame,
        report=report_html(answered.shown(), frame),
        notes=answered.notes,
        whole=answered.code == 0,
        tried=bool(values.get("dry_run")),
        following=following(visit),
    )


def _long(verb: Verb) -> Endpoint | None:
    """Return where the API begins a verb that takes long; None for any other."""
    return next((each for each in table.EVERY if each.verb == verb.name and each.job), None)


def _begun(verb: Verb, visit: Visit, values: dict[str, Any]) -> Response:
    """Have long work begun by a process of its own, and show how far it is."""
    visit.server.journal(visit.request, verb.name)
    given = Asked(values=values, position=None, known_at=None, language=visit.language)
    return visit.redirect(f"/jobs/{visit.server.begin_job(verb.name, visit.session, given)}")


def asked_of(verb: Verb) -> list[Parameter]:
    """Return what a form asks of a verb: without what is of the machine, and what it needs marked.

    A command line that may say the same in another way calls each of its ways optional.
    """
    asked = (each for each in verb.parameters if each.kind not in ("out", "place"))
    needed = _NEEDED.get(verb.name, ())
    return [replace(_chosen(each), required=each.required or each.name in needed) for each in asked]


def _chosen(parameter: Parameter) -> Parameter:
    """Return a parameter as a choice where the server has its own of what is typed."""
    if parameter.name not in _CHOICES:
        return parameter
    return replace(parameter, kind="choice", choices=tuple(_CHOICES[parameter.name]()))


def _must_be_whole(
    verb: Verb, visit: Visit, asked: Sequence[Parameter], values: Mapping[str, Any]
) -> None:
    """Raise Unreadable for what is missing or cannot be read, before it is shown once more."""
    missing = [
        (each.name, _("is missing"))
        for each in asked
        if each.required and each.kind != "flag" and values.get(each.name) in (None, "", [])
    ]
    if missing:
        raise Unreadable(tuple(missing))
    server, job = visit.server, _long(verb)
    for name in job.settings if job is not None else ():
        server.setting(name)
    written = {each.name: Path(verb.name) for each in verb.parameters if each.kind == "out"}
    server.to_call(verb.name).check(
        Call(
            values={**values, **written},
            ledger=partial(server.ledger, visit.session),
            language=visit.language,
            places=server.places,
        )
    )


def _written(verb: Verb, visit: Visit, values: dict[str, Any]) -> Response:
    """Return the file that a verb writes; that it was taken out is kept."""
    suffix, server = _WRITTEN[verb.name], visit.server
    with Scratch(server.spool) as folder:
        path = folder.path / f"{verb.name.replace(' ', '-')}{suffix}"
        answered = visit.carry_out(verb.name, {**values, "out": path})
        response = answers.as_file(answered, path.name, path, folder.path)
    server.journal(visit.request, verb.name)
    return response


def _form(
    verb: Verb,
    visit: Visit,
    asked: Sequence[Parameter],
    typed: Mapping[str, Sequence[str]] | None,
    errors: Mapping[str, str],
    status: int = 200,
    held: Files | None = None,
    refused: Answered | None = None,
) -> Response:
    """Ask. refused: what a try-out said, of which nothing would be recorded."""
    form = _asking(verb, visit, asked, typed, errors, held or {})
    return render(
        "form.html", form.frame, status=status, form=form, **_said_by(refused, form.frame)
    )


def _check(
    verb: Verb,
    visit: Visit,
    asked: Sequence[Parameter],
    typed: Mapping[str, Sequence[str]],
    held: Files,
    tried: Answered | None,
) -> Response:
    """Show the answers once more. tried: of a dry run; what it refuses is shown above them."""
    form = _asking(verb, visit, asked, typed, {}, held)
    said = tried if tried is not None and tried.code != 0 else None
    return render("check.html", form.frame, form=form, **_said_by(said, form.frame))


def _said_by(refused: Answered | None, frame: Frame) -> dict[str, Any]:
    """Return what stands above a form of a try-out that refused something."""
    if refused is None:
        return {"refused": "", "notes": ()}
    return {"refused": report_html(refused.shown(), frame), "notes": refused.notes}


def _asking(
    verb: Verb,
    visit: Visit,
    asked: Sequence[Parameter],
    typed: Mapping[str, Sequence[str]] | None,
    errors: Mapping[str, str],
    held: Files,
) -> Form:
    after = visit.word(_NEXT) or visit.query.get(_NEXT, "")
    return Form(
        frame=visit.frame(title_of(verb), _crumbs(verb)),
        action=act_path(verb.name),
        title=title_of(verb),
        purpose=_purpose(verb),
        parameters=asked,
        typed=typed,
        errors=errors,
        kept=((_NEXT, after),) if after else (),
        checked=verb.records,
        held=held,
    )


def following(visit: Visit) -> str:
    """Return the path to go on at: of this server alone, whatever was sent."""
    return local(visit.word(_NEXT))


def local(path: str) -> str:
    """Return a path where it is one of this server, else the first."""
    # A browser reads a backslash as a slash, and leaves out tabs and ends of lines.
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if own else "/"


def _crumbs(verb: Verb) -> tuple[Crumb, ...]:
    return (Crumb(name=_("Overview"), path="/"), Crumb(name=title_of(verb)))
