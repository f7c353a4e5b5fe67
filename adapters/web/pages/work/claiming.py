"""One claim by a form: what it would be granted is shown while it is typed, before it is recorded.

It is read as a line of a file is, decided ahead as it will be decided, and recorded by the docket.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.ledger.handling.clock import now
from adapters.web.api.table import C, part
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.forms import Form
from adapters.web.pages.frame import Crumb, render
from adapters.web.pages.work.foreseeing import Foreseen, foreseen_of
from adapters.web.pages.work.stating import Stating
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.claims.words import kinds
from adapters.wording.translation import gettext as _
from domain.calendar import day_of
from domain.commands.enterprise import SubmitClaim
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.intake.forms import Forms
    from adapters.web.server import Server


def routes(server: Server) -> list[BaseRoute]:
    """Return the pages of one claim by a form."""
    return [
        entry(server, "/claims/new", C, _new, ("GET", "POST")),
        entry(server, "/claims/new/foreseen", C, _foreseen, ("POST",)),
    ]


def _new(visit: Visit) -> Response:
    """Ask for the kind, then for the claim; record it. Raises Refusal `server-read-only`."""
    visit.server.to_call("backfill")
    with visit.look() as look:
        forms, names = look.forms(), kinds(look.book)
    kind = visit.word("kind") or visit.query.get("kind", "")
    if kind not in forms.kinds:
        frame = visit.frame(_("One claim"), _crumbs())
        offered = [(each, names[each]) for each in forms.kinds]
        return render("claim-kind.html", frame, offered=offered)
    if not visit.was_sent:
        typed = {"filed_on": [day_of(now()).isoformat()]}
        return _form(visit, forms, kind, names[kind], typed, {}, None)
    typed = {name: list(words) for name, words in visit.sent.items()}
    read = Stating(kind, forms).read(visit.sent)
    if isinstance(read, dict):
        return _form(visit, forms, kind, names[kind], typed, read, None, 422)
    try:
        if visit.word("step") == "look":
            foreseen = foreseen_of(visit, read)
            return _form(visit, forms, kind, names[kind], typed, {}, foreseen)
        session = visit.session
        with visit.server.ledger(session) as ledger:
            ledger.carry_out(read, ledger.author(None, clock_is_right=False))
    except Refusal as refusal:
        return _form(visit, forms, kind, names[kind], typed, {"": sentence(refusal)}, None, 409)
    return visit.redirect(f"/claims/{part(read.claim_no)}")


def _form(
    visit: Visit,
    forms: Forms,
    kind: str,
    name: str,
    typed: dict[str, list[str]],
    errors: dict[str, str],
    foreseen: Foreseen | None,
    status: int = 200,
) -> Response:
    stating = Stating(kind, forms)
    frame = visit.frame(name, (*_crumbs()[:-1], Crumb(name=_("One claim"), path="/claims/new")))
    form = Form(
        frame=frame,
        action="/claims/new",
        title=name,
        parameters=stating.fields,
        labels=stating.labels,
        hints=stating.hints,
        choice_names=stating.choice_names,
        kept=(("kind", kind),),
        typed=typed,
        errors=errors,
        send=_("Record the claim"),
        checked=False,
    )
    return render("claim-new.html", frame, status=status, form=form, foreseen=foreseen, problem="")


def _foreseen(visit: Visit) -> Response:
    """Return the part of the page that says what the claim would be granted, as far as typed."""
    with visit.look() as look:
        forms = look.forms()
    kind = visit.word("kind")
    foreseen, problem = None, ""
    if kind in forms.kinds:
        stating = Stating(kind, forms)
        read = stating.read(visit.sent)
        if isinstance(read, SubmitClaim):
            try:
                foreseen = foreseen_of(visit, read)
            except Refusal as refusal:
                problem = sentence(refusal)
        else:
            problem = _missing(visit, stating, read)
    frame = visit.frame(_("One claim"))
    return render("_foreseen.html", frame, foreseen=foreseen, problem=problem)


def _missing(visit: Visit, stating: Stating, wrong: dict[str, str]) -> str:
    """Return what is wrong of what is typed; what is empty is named alone."""
    said = [text for name, text in wrong.items() if not name or visit.word(name).strip()]
    empty = [stating.labels[name] for name in wrong if name and not visit.word(name).strip()]
    if empty:
        said.append(_("Still to be filled in: {fields}").format(fields=", ".join(empty)))
    return " ".join(said)


def _crumbs() -> tuple[Crumb, ...]:
    return (
        Crumb(name=_("Overview"), path="/"),
        Crumb(name=_("Import"), path="/imports"),
        Crumb(name=_("One claim")),
    )
