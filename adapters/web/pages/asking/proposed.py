"""A version that an officer proposed: what it changes, and another's word that it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api.requests import Asked
from adapters.web.pages.asking.draft import ROLES, crumbs
from adapters.web.pages.asking.pictures import changes_chart
from adapters.web.pages.asking.recording import YEAR, must_be_year, recorded_page
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import chart_html, report_html
from adapters.web.pages.forms import Form, typed_values
from adapters.web.pages.frame import STAFF, render
from adapters.web.pages.reading.links import act, allowed, may
from adapters.web.verbs.verb import Unreadable
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.translation import gettext as _
from domain.identity import Actor, is_one_person
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.people.sessions import Session
    from adapters.web.server import Server
    from projections.policy_versions import ProposedChanges, ProposedVersion

PATH = "/policy/proposals"
SHOW, CONFIRM, DECLINE, TRY = "policy proposal", "policy confirm", "policy decline", "rehearse"


def routes(server: Server) -> list[BaseRoute]:
    """Return the pages of a proposed version; a list of all is a page of one verb."""
    one = f"{PATH}/{{proposal}}"
    return [
        entry(server, one, STAFF, _show, then=True),
        entry(server, f"{one}/changes", ROLES, _changes),
        entry(server, f"{one}/confirm", frozenset({"approver"}), _confirm, ("POST",)),
    ]


def is_own(proposal: ProposedVersion, session: Session) -> bool:
    """Say whether who asks is who proposed a version."""
    hand, other = Actor(proposal.by, proposal.login), Actor(session.account, session.login)
    return is_one_person(hand, other, separate_logins=True)


def _show(visit: Visit) -> Response:
    return _page(visit, {}, 200)


def _page(visit: Visit, errors: Mapping[str, str], status: int) -> Response:
    """Return the page of a proposal, with the form that confirms it for another approver."""
    values = _values(visit)
    answered = visit.carry_out(SHOW, values)
    said: ProposedChanges = answered.answer
    with visit.look():
        pass  # its foot
    visit.rests_on(said)
    own_path = f"{PATH}/{said.proposal}"
    title = _("Proposed version {proposal}").format(proposal=said.proposal)
    frame = visit.frame(title, crumbs((_("Proposed versions"), PATH), (title, "")))
    waits = said.state == "waiting" and may(CONFIRM, visit)
    own = is_own(said, visit.session) and visit.server.rooms.hands_are_separated()
    form = Form(
        frame=frame,
        action=f"{own_path}/confirm",
        title=_("Record as a version"),
        parameters=[YEAR],
        send=_("Confirm and record"),
        typed=visit.sent or None,
        errors=errors,
        warning=_("A version that is recorded stays: another amends it, nothing takes it back."),
        checked=False,
    )
    name = _("Withdraw it") if own else _("Decline it")
    button = act(DECLINE, name, {"proposal": str(said.proposal)}, own_path)
    is_open = said.state in ("waiting", "stale")
    return render(
        "asking/proposal.html",
        frame,
        status=status,
        report=report_html(answered.shown(), frame),
        form=form if waits and not own else None,
        own=own and waits,
        acts=allowed([(DECLINE, button)], visit) if is_open else [],
        changes=f"{own_path}/changes" if is_open and visit.session.roles & ROLES else "",
        problems=form.summary if errors else [],
    )


def _confirm(visit: Visit) -> Response:
    """Record the version where the year is typed; show the page with what is wrong otherwise."""
    values = _values(visit)
    try:
        with visit.look() as look:
            first_day = look.proposed_changes(values["proposal"]).first_day
        typed = typed_values([YEAR], visit.sent, {})
        must_be_year(typed.get("year"), first_day.isoformat())
        answered = visit.carry_out(CONFIRM, values)
    except Unreadable as problem:
        return _page(visit, dict(problem.problems), 422)
    except Refusal as refusal:
        if refusal.code == "proposal-unknown":
            raise
        return _page(visit, {"": sentence(refusal)}, 409)
    return recorded_page(visit, answered)


def _changes(visit: Visit) -> Response:
    """Show what a proposal would change for every claim; where there are many, by a job."""
    values = _values(visit)
    number = values["proposal"]
    if visit.server.takes_long(TRY):
        given = Asked(values=values, position=None, known_at=None, language=visit.language)
        return visit.redirect(f"/jobs/{visit.server.begin_job(TRY, visit.session, given)}")
    answered = visit.carry_out(TRY, values)
    with visit.look() as look:
        chart = changes_chart(answered.answer, look.book)
    title = _("What proposal {proposal} would change").format(proposal=number)
    above = (_("Proposed version {proposal}").format(proposal=number), f"{PATH}/{number}")
    frame = visit.frame(title, crumbs((_("Proposed versions"), PATH), above, (title, "")))
    return render(
        "asking/proposal_changes.html",
        frame,
        report=report_html(answered.shown(), frame),
        chart="" if chart is None else chart_html(chart, frame),
        notes=answered.notes,
    )


def _values(visit: Visit) -> dict[str, Any]:
    """Return the proposal that the path names. Raises Unreadable."""
    parameter = visit.server.verbs[SHOW].parameter("proposal")
    return typed_values([parameter], {"proposal": [visit.path["proposal"]]}, {})
