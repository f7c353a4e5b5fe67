"""What auditors begin with: what each audit is for, long work, whether a paper is genuine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api import problems, table
from adapters.web.api.beside.checking import PAPER_MAX, count, is_genuine
from adapters.web.api.jobs import refusal_of, said_of
from adapters.web.desk.orders import order_of, shown_of
from adapters.web.guard import EVERYBODY
from adapters.web.pages.acts import act_path, acts, title_of
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import report_html
from adapters.web.pages.frame import STAFF, Crumb, render
from adapters.web.verbs.verb import Unreadable
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.calendar import clock
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server

BACKFILL = "backfill"
AUDITS = (  # the page of each question, its title, and what it is for
    (
        "/audit/duplicates",
        N_("Claimed twice"),
        N_("The same invoice, certificate, event or account in several claims; support above cost"),
    ),
    (
        "/audit/separation",
        N_("Separation of duties"),
        N_("Where one person submitted, approved or paid the same claim"),
    ),
    ("/audit/delays", N_("Delays"), N_("How long claims waited for a decision and for payment")),
    ("/audit/exceptions", N_("Exceptions"), N_("What was done outside the usual course, and why")),
    (
        "/audit/sample",
        N_("Sample"),
        N_("Claims drawn by chance, by a number that draws the same again"),
    ),
)
LONG = (  # the verb that an auditor begins, its title, and what it is for
    (
        "reperform",
        N_("Work every decision out again"),
        N_("Each decision is made again from its facts and its policy; what differs is listed"),
    ),
    (
        "audit-pack",
        N_("Audit pack"),
        N_("Everything an auditor needs in one signed file, to be checked without this server"),
    ),
)


def routes(server: Server) -> list[BaseRoute]:
    """Return the pages of audits, of jobs, and of the check of papers."""
    return [
        entry(server, "/audit", _roles("audit separation"), _audits),
        entry(server, "/jobs/{id}", STAFF, _job),
        entry(server, "/jobs/{id}/cancel", STAFF, _cancel, ("POST",)),
        entry(server, "/papers/check", EVERYBODY, _check, ("GET", "POST"), most=PAPER_MAX),
    ]


def _roles(verb: str) -> frozenset[str]:
    every = [each.roles for each in table.EVERY if each.verb == verb]
    return frozenset[str]().union(*every)


def job_title(verb: str) -> str:
    """Return what long work is called; empty for what no auditor begins here."""
    return next((_(title) for long, title, _purpose in LONG if long == verb), "")


def _audits(visit: Visit) -> Response:
    """Say what each audit is for."""
    server, roles = visit.server, visit.session.roles
    jobs = [
        (job, job_title(job.verb) or title_of(server.verbs[job.verb]), said_of(job), asked)
        for job in server.jobs.every(visit.session.account)
        if job.verb != BACKFILL
        for asked in [clock(job.asked_at)]
    ]
    with visit.look():
        pass  # for its foot
    crumbs = (Crumb(name=_("Overview"), path="/"), Crumb(name=_("Audit")))
    return render(
        "people/audit.html",
        visit.frame(_("Audit"), crumbs),
        audits=AUDITS,
        long=[
            (act_path(verb), verb, title, purpose)
            for verb, title, purpose in LONG
            if roles & acts()[verb]
        ],
        packs={"seal", "key"} <= server.places.keys(),
        jobs=jobs,
    )


def _job(visit: Visit) -> Response:
    """Show how far a job is, or what came of it."""
    server = visit.server
    server.jobs.tend()
    job = server.job(visit.path["id"], visit.session)
    if job.verb == BACKFILL and job.owner == visit.session.account:
        return visit.redirect(f"/imports/{job.id}")
    kept, refusal = shown_of(job), refusal_of(job)
    title = job_title(job.verb) or title_of(server.verbs[job.verb])
    above = [Crumb(name=_("Audit"), path="/audit")] if job_title(job.verb) else []
    crumbs = (Crumb(name=_("Overview"), path="/"), *above, Crumb(name=title))
    with visit.look():
        pass  # for its foot
    frame = visit.frame(title, crumbs)
    return render(
        "people/job.html",
        frame,
        job=job,
        own=job.id in {each.id for each in server.jobs.every(visit.session.account)},
        begun_at=clock(job.asked_at),
        said=said_of(job, rehearses=order_of(job).rehearses),
        problem="" if refusal is None else sentence(refusal),
        report="" if job.is_open else report_html(kept.report, frame),
        notes=kept.notes,
        files=[each.shown for each in kept.files],
    )


def _cancel(visit: Visit) -> Response:
    job = visit.server.jobs.of(visit.path["id"], visit.session.account)
    if visit.server.jobs.cancel(job.id, visit.session.account):
        return visit.redirect(f"/jobs/{job.id}")
    return visit.redirect("/audit" if job_title(job.verb) else "/")


def _check(visit: Visit) -> Response:
    """Ask for a paper or what its code says, and say whether the ledger printed it.

    Officers read what differs; anybody else reads yes or no.
    """
    session = visit.request.scope["session"]
    officer = session is not None and bool(session.roles & STAFF)
    error, status, answered, genuine = "", 200, None, None
    code, files = visit.word("code").strip(), visit.files.get("file", ())
    if visit.was_sent:
        values = {"file": files[-1]} if files else {"code": code}
        try:
            if bool(files) == bool(code):
                said = _("Choose a paper, or type what its code says: one of the two.")
                raise Unreadable((("", said),))
            if officer:
                answered = visit.carry_out("paper check", values)
                genuine = answered.code == 0
            else:
                count(visit.server, visit.request)
                genuine = is_genuine(visit.server, values)
        except Unreadable as problem:
            error, status = problem.problems[0][1], 422
        except Refusal as refusal:
            error, status = sentence(refusal), problems.refused(refusal).status_code
    if officer:
        with visit.look():
            pass  # for its foot
    first = (Crumb(name=_("Overview"), path="/"),) if session is not None else ()
    crumbs = (*first, Crumb(name=_("Is a paper genuine?")))
    frame = visit.frame(_("Is a paper genuine?"), crumbs)
    return render(
        "people/paper.html",
        frame,
        status=status,
        error=error,
        code=code,
        genuine=genuine,
        report="" if answered is None else report_html(answered.shown(), frame),
    )
