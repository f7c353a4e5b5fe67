"""A page for every verb that does something: its form, its answers once more, and what came of it.

`/do/batch-pay?number=3` asks for what `subsidy batch pay` takes. What a query says is filled in.
What takes long is begun by its page, and followed on the page of its job.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.papers.bank.template import shipped
from adapters.web.api import table
from adapters.web.api.requests import Scratch
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import report_html
from adapters.web.pages.forms import Form, default_words, typed_values
from adapters.web.pages.frame import Crumb, Frame, render
from adapters.web.pages.work.doing import NEXT, WRITTEN, carried_out, long_work
from adapters.web.pages.work.setting import PREFIX, SET, Sheet
from adapters.web.pages.work.sheets import SUBJECTS, asked_first, sheet_of
from adapters.web.verbs.handed_in import Files, as_handed_in, files_of, gone_of, laid_out
from adapters.web.verbs.readable import Looked, look_over
from adapters.web.verbs.verb import Answered, Call, Parameter, Unreadable, Verb
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.rendering.titles import TITLES
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server

PLAIN = ("text", "setting", "day", "decimal", "share")  # are sent as they are typed
OF_THEIR_OWN = frozenset({"backfill"})  # long work whose page is another
_CHOICES = {"template": shipped}  # of what is a name or a file where it is typed
_NEEDED = {"attach": ("files",), "enterprise account": ("account",)}
_STEP = "step"  # a field of the form itself


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """An act that is asked for: with which parameters, and what it sets by fields, if any."""

    verb: Verb
    visit: Visit
    asked: Sequence[Parameter]
    sheet: Sheet | None


def _act(verb: Verb, visit: Visit) -> Response:
    """Ask, show the answers again, or carry out. Raises Refusal `server-read-only`."""
    visit.server.to_call(verb.name)
    asked = asked_of(verb)
    if not visit.was_sent:
        known = {each.name for each in asked}
        query = visit.request.query_params
        filled = {name: query.getlist(name) for name in query if name in known}
        act = _Asked(verb=verb, visit=visit, asked=asked, sheet=sheet_of(verb.name, visit, filled))
        return _form(act, default_words(asked) | filled, {})
    sheet = sheet_of(verb.name, visit, visit.sent)
    act = _Asked(verb=verb, visit=visit, asked=asked, sheet=sheet)
    typed = {name: list(words) for name, words in visit.sent.items()}
    if sheet is not None:
        if verb.name in SUBJECTS and not sheet.was_shown(visit.sent):
            return _form(act, default_words(asked) | typed, {})
        typed = {name: words for name, words in typed.items() if not name.startswith(PREFIX)}
        typed[SET] = sheet.lines(visit.sent)
        if sheet.moved:
            return _form(act, typed, sheet.moved, 422)
    return _sent(act, typed)


def _sent(act: _Asked, typed: dict[str, list[str]]) -> Response:
    """Show what was sent again, or carry it out; ask again for what is wrong."""
    verb, visit, asked = act.verb, act.visit, act.asked
    spool, account = visit.server.jobs.spool, visit.session.account
    names = [each.name for each in asked if each.kind == "file"]
    held, gone = files_of(spool, account, names, visit.sent, visit.files)
    step = visit.word(_STEP, "check")
    if step == "change":
        return _form(act, typed, {}, held=held)
    try:
        if gone:
            raise gone_of(*gone)
        with Scratch(visit.server.spool) as folder:
            values = typed_values(asked, typed, laid_out(held, folder))
            _must_be_whole(act, values)
            if step == "check" and verb.records:
                looked = _looked_over(verb, visit, values, folder)
                if looked.is_refused:
                    return _form(act, typed, {}, 409, held, looked.answered)
                return _check(act, typed, held, looked.answered)
            frame = visit.frame(title_of(verb), _crumbs(verb))
            answer = carried_out(verb, visit, frame, values)
    except Unreadable as problem:
        return _form(act, typed, dict(problem.problems), 422, held)
    except Refusal as refusal:
        errors = {"": sentence(refusal)}
        if act.sheet is not None:
            errors = {
                act.sheet.place_of(each): sentence(each) for each in (refusal, *refusal.others)
            }
        return _form(act, typed, errors, 409, held)
    if not verb.records:
        spool.let_go(chain(*held.values()))
    return answer


def _looked_over(verb: Verb, visit: Visit, values: dict[str, Any], folder: Scratch) -> Looked:
    """Try an act. What it would write to a file goes with the folder, if it is written at all."""
    out = folder.path / f"tried{WRITTEN.get(verb.name, '')}"
    outs = {each.name: out for each in verb.parameters if each.kind == "out" and each.required}
    name, call, try_out = verb.name, visit.carry_out, visit.try_out
    with as_handed_in(visit.server.spool):
        return look_over(verb, {**values, **outs}, partial(call, name), partial(try_out, name))


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


def _must_be_whole(act: _Asked, values: Mapping[str, Any]) -> None:
    """Raise Unreadable for what is missing or cannot be read, before it is shown once more."""
    verb, visit = act.verb, act.visit
    unchanged = _("Nothing is changed: change what is to be otherwise.")
    missing = [
        ("", unchanged) if act.sheet and each.name == SET else (each.name, _("is missing"))
        for each in act.asked
        if each.required and each.kind != "flag" and values.get(each.name) in (None, "", [])
    ]
    if missing:
        raise Unreadable(tuple(missing))
    server, job = visit.server, long_work(verb)
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


def _form(
    act: _Asked,
    typed: Mapping[str, Sequence[str]],
    errors: Mapping[str, str],
    status: int = 200,
    held: Files | None = None,
    refused: Answered | None = None,
) -> Response:
    """Ask. refused: what a try-out said, of which nothing would be recorded."""
    of_act: dict[str, Any] = {"parameters": act.asked, "typed": typed}
    if act.sheet is not None:
        of_act = act.sheet.form(act.asked, typed)
    elif act.verb.name in SUBJECTS:
        first, names = asked_first(act.verb.name, act.visit, act.asked)
        of_act |= {"parameters": first, "choice_names": {each.name: names for each in first}}
    form = _asking(act, errors, held or {}, of_act)
    said = _said_by(refused, form.frame)
    return render("form.html", form.frame, status=status, form=form, **said)


def _check(
    act: _Asked, typed: Mapping[str, Sequence[str]], held: Files, tried: Answered | None
) -> Response:
    """Show the answers once more. tried: of a dry run; what it refuses is shown above them."""
    of_act: dict[str, Any] = {"parameters": act.asked, "typed": typed}
    if act.sheet is not None:
        lines = typed.get(SET, ())
        of_act["parameters"] = act.sheet.asked(act.asked, lines)
        of_act["labels"] = {SET: _("What is changed")}
        of_act["choice_names"] = {SET: act.sheet.said(lines), **act.sheet.choices}
    form = _asking(act, {}, held, of_act)
    said = tried if tried is not None and tried.code != 0 else None
    return render("check.html", form.frame, form=form, **_said_by(said, form.frame))


def _said_by(refused: Answered | None, frame: Frame) -> dict[str, Any]:
    """Return what stands above a form of a try-out that refused something."""
    if refused is None:
        return {"refused": "", "notes": ()}
    return {"refused": report_html(refused.shown(), frame), "notes": refused.notes}


def _asking(act: _Asked, errors: Mapping[str, str], held: Files, of_act: dict[str, Any]) -> Form:
    verb, visit, sheet = act.verb, act.visit, act.sheet
    after = visit.word(NEXT) or visit.query.get(NEXT, "")
    kept = [(NEXT, after)] if after else []
    named = {each.name for each in of_act["parameters"]}
    if sheet is not None and sheet.subject is not None and sheet.subject[0] not in named:
        kept.append(sheet.subject)
    kept += [] if sheet is None else sheet.kept
    title = title_of(verb)
    if sheet is not None and sheet.called:
        title = _("{act}: {subject}").format(act=title, subject=sheet.called)
    return Form(
        frame=visit.frame(title_of(verb), _crumbs(verb)),
        action=act_path(verb.name),
        title=title,
        purpose=_purpose(verb),
        errors=errors,
        kept=kept,
        checked=verb.records,
        held=held,
        **of_act,
    )


def _crumbs(verb: Verb) -> tuple[Crumb, ...]:
    return (Crumb(name=_("Overview"), path="/"), Crumb(name=title_of(verb)))
