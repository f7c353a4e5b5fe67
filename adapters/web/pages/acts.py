"""A page for every verb that does something: its form, its answers once more, and what came of it.

`/do/batch-pay?number=3` asks for what `subsidy batch pay` takes. What a query says is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api import answers, table
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import report_html
from adapters.web.pages.forms import Form
from adapters.web.pages.frame import Crumb, render
from adapters.web.verbs.verb import Parameter, Unreadable, Verb
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.translation import gettext as _
from domain.money import parse_typed_yuan
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server

PLAIN = ("text", "setting", "day", "decimal", "share")  # are sent as they are typed
_WRITTEN = {  # verbs that answer with a file, and of which kind it is
    "paper payments": ".xlsx",
    "paper payment-list": ".xlsx",
    "batch bank-file": ".txt",
    "enterprise hand-over": ".json",
}
_STEP, _NEXT = "step", "next"  # fields of the form itself


def routes(server: Server) -> list[BaseRoute]:
    """Return the page of every verb that an officer may carry out by a form."""
    return [
        entry(
            server, act_path(name), roles, partial(_act, server.verbs[name]), ("GET", "POST")
        )
        for name, roles in acts().items()
    ]  # fmt: skip


def acts() -> dict[str, frozenset[str]]:
    """Return every verb that has such a page, with who may: those that are not asked by a GET."""
    taken: dict[str, frozenset[str]] = {}
    for endpoint in table.EVERY:
        if endpoint.method != "GET" and not endpoint.job:
            taken[endpoint.verb] = taken.get(endpoint.verb, frozenset()) | endpoint.roles
    return taken


def title_of(verb: Verb) -> str:
    """Return what a verb is for, as a heading has it: its first sentence, without the stop."""
    first = re.split(r"。|\. ", _(verb.purpose), maxsplit=1)[0]
    return first.rstrip(".")


def act_path(verb: str) -> str:
    """Return the path of a verb's page."""
    return f"/do/{verb.replace(' ', '-')}"


def _act(verb: Verb, visit: Visit) -> Response:
    """Ask, show the answers again, or carry out."""
    asked = [each for each in verb.parameters if each.kind not in ("out", "place")]
    if visit.request.method == "GET":
        known = {each.name for each in asked}
        query = visit.request.query_params
        typed = {name: query.getlist(name) for name in query if name in known}
        return _form(verb, visit, asked, typed or None, {})
    typed = {name: list(words) for name, words in visit.sent.items()}
    step = visit.word(_STEP, "check")
    takes_files = any(each.kind == "file" for each in asked)
    if step == "change":
        return _form(verb, visit, asked, typed, {})
    try:
        values = typed_values(asked, visit.sent, visit.files)
        if step == "check" and not takes_files:
            return _check(verb, visit, asked, typed)
        if verb.name in _WRITTEN:
            return _written(verb, visit, values)
        answered = visit.carry_out(verb.name, values)
    except Unreadable as problem:
        return _form(verb, visit, asked, typed, dict(problem.problems), 422)
    except Refusal as refusal:
        return _form(verb, visit, asked, typed, {"": sentence(refusal)}, 409)
    report = answered.shown()
    frame = visit.frame(title_of(verb), _crumbs(verb))
    return render(
        "done.html",
        frame,
        report=report_html(report, frame),
        notes=answered.notes,
        whole=answered.code == 0,
        following=following(visit),
    )


def _written(verb: Verb, visit: Visit, values: dict[str, Any]) -> Response:
    """Return the file that a verb writes; that it was taken out is kept."""
    suffix, server = _WRITTEN[verb.name], visit.server
    server.journal(visit.request, verb.name, values)
    with TemporaryDirectory(dir=server.spool) as folder:
        path = Path(folder) / f"{verb.name.replace(' ', '-')}{suffix}"
        answered = visit.carry_out(verb.name, {**values, "out": path})
        return answers.as_file(answered, path.name, path, Path(folder))


def typed_values(
    asked: Sequence[Parameter],
    sent: Mapping[str, Sequence[str]],
    files: Mapping[str, Sequence[Path]],
) -> dict[str, Any]:
    """Return what was typed into a form as values of a verb. Raises Unreadable."""
    values: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for each in asked:
        if each.kind == "file":
            kept = list(files.get(each.name, ()))
            if kept:
                values[each.name] = kept if each.many else kept[-1]
            continue
        lines = [line.strip() for words in sent.get(each.name, ()) for line in _lines(each, words)]
        words = [line for line in lines if line]
        try:
            read = [_typed(each, word) for word in words]
        except ValueError as problem:
            problems.append((each.name, str(problem)))
            continue
        if each.kind == "flag":
            values[each.name] = bool(read)
        elif read:
            values[each.name] = read if each.many else read[-1]
    if problems:
        raise Unreadable(tuple(problems))
    return values


def _lines(parameter: Parameter, words: str) -> list[str]:
    return words.splitlines() if parameter.many else [words]


def _typed(parameter: Parameter, word: str) -> Any:
    """Return a word as JSON would have it. Raises ValueError with a sentence."""
    match parameter.kind:
        case "fen":
            try:
                return parse_typed_yuan(word)
            except ValueError:
                message = _("not an amount with at most two decimals: {given}")
                raise ValueError(message.format(given=word)) from None
        case "whole" | "year":
            if not (word.isascii() and word.isdigit() and len(word) <= 18):
                raise ValueError(_("must be a whole number"))
            return int(word)
        case "flag":
            return True
    return word


def _form(
    verb: Verb,
    visit: Visit,
    asked: Sequence[Parameter],
    typed: Mapping[str, Sequence[str]] | None,
    errors: Mapping[str, str],
    status: int = 200,
) -> Response:
    form = _asking(verb, visit, asked, typed, errors)
    return render("form.html", form.frame, status=status, form=form)


def _check(
    verb: Verb, visit: Visit, asked: Sequence[Parameter], typed: Mapping[str, Sequence[str]]
) -> Response:
    form = _asking(verb, visit, asked, typed, {})
    return render("check.html", form.frame, form=form)


def _asking(
    verb: Verb,
    visit: Visit,
    asked: Sequence[Parameter],
    typed: Mapping[str, Sequence[str]] | None,
    errors: Mapping[str, str],
) -> Form:
    after = visit.word(_NEXT) or visit.query.get(_NEXT, "")
    return Form(
        frame=visit.frame(title_of(verb), _crumbs(verb)),
        action=act_path(verb.name),
        title=title_of(verb),
        parameters=asked,
        typed=typed,
        errors=errors,
        kept=((_NEXT, after),) if after else (),
        checked=not any(each.kind == "file" for each in asked),
    )


def following(visit: Visit) -> str:
    """Return the path to go on at: of this server alone, whatever was sent."""
    path = visit.word(_NEXT)
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def _crumbs(verb: Verb) -> tuple[Crumb, ...]:
    return (Crumb(name=_("Overview"), path="/"), Crumb(name=title_of(verb)))
