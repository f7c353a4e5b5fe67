"""What auditors begin with: what each audit is for, long work, whether a paper is genuine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api import problems, table
from adapters.web.api.jobs import refusal_of, said_of
from adapters.web.api.requests import Asked
from adapters.web.desk.orders import kept_of, order_of
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
LONG = (  # the path that begins it, its verb, title, and what it is for
    (
        "/audit/reperformance",
        "reperform",
        N_("Work every decision out again"),
        N_("Each decision is made again from its facts and its policy; what differs is listed"),
    ),
    (
        "/audit/pack",
        "audit-pack",
        N_("Audit pack"),
        N_("Everything an auditor needs in one signed file, to be checked without this server"),
    ),
)


def routes(server: Server) -> list[BaseRoute]:
    """Return the pages of audits, of jobs, and of the check of papers."""
    begin = [
        entry(server, path, _roles(verb), partial(_begin, verb), ("POST",))
        for path, verb, _title, _purpose in LONG
    ]
    return [
        entry(server, "/audit", _roles("audit separation"), _audits),
        *begin,
        entry(server, "/jobs/{id}", STAFF, _job),
        entry(server, "/jobs/{id}/cancel", STAFF, _cancel, ("POST",)),
        entry(server, "/papers/check", STAFF, _check, ("GET", "POST")),
    ]


def _roles(verb: str) -> frozenset[str]:
    every = [each.roles for each in table.EVERY if each.verb == verb]
    return frozenset[str]().union(*every)


def job_title(verb: str) -> str:
    """Return what long work is called; empty for what no auditor begins here."""
    return next((_(title) for _path, long, title, _purpose in LONG if long == verb), "")


def _audits(visit: Visit, refusal: Refusal | None = None) -> Response:
    """Say what each audit is for."""
    server, roles = visit.server, visit.session.roles
    mine = [each for each in LONG if roles & _roles(each[1])]
    jobs = [
        (job, job_title(job.verb), said_of(job), clock(job.asked_at))
        for job in server.jobs.every(visit.session.account)
        if job_title(job.verb)
    ]
    with visit.look():
        pass  # for its foot
    crumbs = (Crumb(name=_("Overview"), path="/"), Crumb(name=_("Audit")))
    return render(
        "people/audit.html",
        visit.frame(_("Audit"), crumbs),
        status=200 if refusal is None else problems.refused(refusal).status_code,
        error="" if refusal is None else sentence(refusal),
        audits=AUDITS,
        long=mine,
        packs={"seal", "key"} <= server.places.keys(),
        jobs=jobs,
    )


def _begin(verb: str, visit: Visit) -> Response:
    """Have long work begun by a process of its own, and show how far it is."""
    server = visit.server
    try:
        for endpoint in table.EVERY:
            if endpoint.verb == verb:
                for name in endpoint.settings:
                    server.setting(name)
        given = Asked(values={}, position=None, known_at=None, language=visit.language)
        job = server.begin_job(verb, visit.session, given)
    except Refusal as refusal:
        return _audits(visit, refusal)
    return visit.redirect(f"/jobs/{job}")


def _job(visit: Visit) -> Response:
    """Show how far a job is, or what came of it."""
    server = visit.server
    server.jobs.tend()
    job = server.job(visit.path["id"], visit.session)
    if job.verb == BACKFILL and job.owner == visit.session.account:
        return visit.redirect(f"/imports/{job.id}")
    kept, refusal = kept_of(job), refusal_of(job)
    title = job_title(job.verb) or _(server.verbs[job.verb].purpose)
    above = [Crumb(name=_("Audit"), path="/audit")] if job_title(job.verb) else []
    crumbs = (Crumb(name=_("Overview"), path="/"), *above, Crumb(name=title))
    with visit.look():
        pass  # for its foot
    frame = visit.frame(title, crumbs)
    return render(
        "people/job.html",
        frame,
        job=job,
        own=job.owner == visit.session.account,
        begun_at=clock(job.asked_at),
        said=said_of(job, rehearses=order_of(job).rehearses),
        problem="" if refusal is None else sentence(refusal),
        report="" if job.is_open else report_html(kept.report, frame),
        notes=kept.notes,
        files=[each.shown for each in kept.files],
    )


def _cancel(visit: Visit) -> Response:
    job = visit.server.jobs.of(visit.path["id"], visit.session.account)
    visit.server.jobs.cancel(job.id)
    return visit.redirect(f"/jobs/{job.id}")


def _check(visit: Visit) -> Response:
    """Ask for a paper or what its code says, and say whether the ledger printed it."""
    error, status, answered = "", 200, None
    code, files = visit.word("code").strip(), visit.files.get("file", ())
    if visit.request.method == "POST":
        values = {"file": files[-1]} if files else {"code": code}
        try:
            if bool(files) == bool(code):
                said = _("Choose a paper, or type what its code says: one of the two.")
                raise Unreadable((("", said),))
            answered = visit.carry_out("paper check", values)
        except Unreadable as problem:
            error, status = problem.problems[0][1], 422
        except Refusal as refusal:
            error, status = sentence(refusal), problems.refused(refusal).status_code
    with visit.look():
        pass  # for its foot
    crumbs = (Crumb(name=_("Overview"), path="/"), Crumb(name=_("Is a paper genuine?")))
    frame = visit.frame(_("Is a paper genuine?"), crumbs)
    return render(
        "people/paper.html",
        frame,
        status=status,
        error=error,
        code=code,
        genuine=None if answered is None else answered.code == 0,
        report="" if answered is None else report_html(answered.shown(), frame),
    )
