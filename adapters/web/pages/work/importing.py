"""Files of claims: tried out first, then recorded by who tried them, the same bytes.

Both are jobs, so that they go on when a page is closed. What a file was tried out with comes from
its job, and from nothing that a page sends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api.jobs import refusal_of, said_of
from adapters.web.api.requests import Asked
from adapters.web.api.table import PREFIX, C
from adapters.web.desk.job_rows import DONE, Job
from adapters.web.desk.orders import kept_of, order_of, shown_of
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.forms import Form, typed_values
from adapters.web.pages.frame import Crumb, Frame, render
from adapters.web.pages.tables import Listing, Row
from adapters.web.verbs.verb import Unreadable
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.claims.backfill import rejects_table
from adapters.wording.policy.currency import currency
from adapters.wording.table import Column, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.calendar import clock
from domain.money import yuan
from domain.refusals import Refusal
from projections.claims.backfill import Backfilled

if TYPE_CHECKING:
    from adapters.web.server import Server

VERB = "backfill"
ASKED = ("files", "accept_large", "strict", "policy")  # of the verb's parameters


def routes(server: Server) -> list[BaseRoute]:
    """Return the pages of imports."""
    return [
        entry(server, "/imports", C, _imports, ("GET", "POST")),
        entry(server, "/imports/{id}", C, _import),
        entry(server, "/imports/{id}/record", C, _record, ("POST",)),
        entry(server, "/imports/{id}/cancel", C, _cancel, ("POST",)),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import, as pages show it. said: how far it is. answer: None before it has one."""

    job: Job
    said: str
    rehearses: bool
    answer: Backfilled | None
    begun_at: str

    @property
    def path(self) -> str:
        return f"/imports/{self.job.id}"

    @property
    def files(self) -> str:
        return pgettext("between names", ", ").join(file.shown for file in self.job.files)

    @property
    def events(self) -> str:
        """The path of its progress."""
        return f"{PREFIX}/jobs/{self.job.id}/events"

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Name and path of each file to be had."""
        where = f"{PREFIX}/jobs/{self.job.id}/files"
        return [(file.shown, f"{where}/{file.shown}") for file in kept_of(self.job).files]

    @property
    def may_be_recorded(self) -> bool:
        """Whether it was tried out, and holds new claims, or figures of a year that may be new."""
        answer = self.answer
        return self.rehearses and answer is not None and answer.accepted + answer.exports > 0

    @property
    def recordable(self) -> int:
        """How many claims were tried out and can be recorded."""
        return self.answer.accepted if self.answer is not None and self.may_be_recorded else 0

    @property
    def rows_said(self) -> list[str]:
        """What of a file was not a claim, and that it states no sum, where that is so."""
        answer = self.answer
        if answer is None:
            return []
        said = []
        if answer.exports:
            text = _("{rows} rows: {claims} of claims, {records} of an enterprise's year.")
            rows = {"rows": answer.lines + answer.exports, "claims": answer.lines}
            counts = rows | {"records": answer.exports}
            said.append(text.format(**{name: f"{count:,}" for name, count in counts.items()}))
        if answer.declared_fen is None:
            said.append(_("The file states no sum of what is declared, to be compared with."))
        return said

    @property
    def figures(self) -> list[tuple[str, str, str]]:
        """Name, figure and unit of what a file holds."""
        answer = self.answer
        if answer is None:
            return []
        claims, money = pgettext("counted", "claims"), currency()
        can = _("Can be recorded") if self.rehearses else _("Recorded")
        foreseen = _("Foreseen grants") if self.rehearses else _("Granted")
        counts = (
            (_("Read"), answer.lines),
            (can, answer.accepted),
            (_("Recorded before"), answer.already_recorded),
            (_("Sent back"), answer.rejected),
        )
        figures = [(name, f"{count:,}", claims) for name, count in counts]
        if answer.declared_fen is not None:
            figures.append((_("Declared by the sheets"), yuan(answer.declared_fen), money))
        if self.rehearses and order_of(self.job).values.get("approve"):
            figures.append((foreseen, yuan(answer.granted_fen), money))
        if answer.exports:
            figures.append((_("Records of a year"), f"{answer.exports:,}", _("rows")))
        return figures


def import_of(job: Job) -> Import:
    """Return a job as an import."""
    order = order_of(job)
    answer = None
    if job.state == DONE and job.answer not in (None, "null"):
        answer = msgspec.json.decode(job.answer or "", type=Backfilled)
    return Import(
        job=job,
        said=said_of(job, rehearses=order.rehearses),
        rehearses=order.rehearses,
        answer=answer,
        begun_at=clock(job.asked_at),
    )


def _imports(visit: Visit) -> Response:
    """Ask for files and list what was imported; or begin to try files out."""
    if not visit.was_sent:
        return _asked(visit, {}, 200)
    verb = visit.server.verbs[VERB]
    try:
        asked = [verb.parameter(name) for name in ASKED]
        values = typed_values(asked, visit.sent, visit.files)
        if not values.get("files"):
            raise Unreadable((("files", _("Choose a file, or drop one on the box.")),))
        with visit.look() as look:
            apart = look.hands_are_separated()
        values |= {"dry_run": True} | ({} if apart else {"approve": True})
        given = Asked(values=values, position=None, known_at=None, language=visit.language)
        job_id = visit.server.begin_job(VERB, visit.session, given)
    except Unreadable as problem:
        return _asked(visit, dict(problem.problems), 422)
    except Refusal as refusal:
        return _asked(visit, {"": sentence(refusal)}, 409)
    return visit.redirect(f"/imports/{job_id}")


def _asked(visit: Visit, errors: dict[str, str], status: int) -> Response:
    visit.server.jobs.tend()
    jobs = visit.server.jobs.every(visit.session.account, VERB)
    with visit.look() as look:
        titles = {title: kind for kind, title in look.forms().sheets.items()}  # some share a sheet
        several = len({version.policy.id for version in look.book.versions}) > 1
    verb = visit.server.verbs[VERB]
    names = [name for name in ASKED if several or name != "policy"]
    frame = visit.frame(_("Import"), (Crumb(name=_("Overview"), path="/"), Crumb(name=_("Import"))))
    form = Form(
        frame=frame,
        action="/imports",
        title=_("Import"),
        parameters=[verb.parameter(name) for name in names],
        labels={"files": _("Workbooks, CSV or JSON Lines of claims")},
        hints={"files": ""},
        send=_("Try out"),
        errors=errors,
        typed={name: list(words) for name, words in visit.sent.items()} or None,
        checked=False,
    )
    earlier = list(map(import_of, jobs))
    return render(
        "imports.html",
        frame,
        status=status,
        form=form,
        earlier=_earlier(earlier, frame) if earlier else None,
        kinds=[(kind, title) for title, kind in titles.items()],
        templates=f"{PREFIX}/templates/claims.xlsx",
    )


def _earlier(imports: Sequence[Import], frame: Frame) -> Listing:
    """Return imports, a row each, that lead to their pages."""
    columns = (
        Column(_("File")),
        Column(_("Begun")),
        Column(_("What")),
        Column(_("How far")),
        Column(_("Read"), "count"),
        Column(_("Sent back"), "count"),
    )
    paths: dict[Row, str] = {}
    for each in imports:
        what = _("tried out") if each.rehearses else _("recorded")
        counts = (each.answer.lines, each.answer.rejected) if each.answer else (None, None)
        paths.setdefault((each.files, each.begun_at, what, each.said, *counts), each.path)
    table = Table(title=_("Your imports of the last week"), columns=columns, rows=list(paths))
    keys = ("file", "begun", "what", "far", "read", "rejected")
    return Listing(table=table, frame=frame, keys=keys, links={"file": paths.get})


def _import(visit: Visit) -> Response:
    """Show how far an import is, or what came of it."""
    visit.server.jobs.tend()
    job = _mine(visit)
    refusal = refusal_of(job)
    with visit.look():  # the ledger's currency, and what the page rests on
        its = import_of(job)
    frame = visit.frame(its.files or _("Import"), _crumbs(its))
    return render(
        "import.html",
        frame,
        its=its,
        rejects=_rejects(its, frame),
        problem="" if refusal is None else sentence(refusal),
        kept=shown_of(job),
    )


def _rejects(its: Import, frame: Frame) -> Listing | None:
    """Return the rows that are sent back; None where there is none."""
    if its.answer is None or not its.answer.rejects:
        return None
    keys = ("sheet", "row", "column", "code", "claim", "why")
    table = rejects_table(its.answer.rejects)
    links: dict[str, Any] = {"claim": lambda _row: None}  # it is not recorded
    return Listing(table=table, frame=frame, keys=keys, links=links, sortable=False)


def _record(visit: Visit) -> Response:
    """Begin to record what was tried out: the same files, by the same account."""
    its = import_of(_mine(visit))
    if not its.may_be_recorded or its.answer is None:
        return visit.redirect(its.path)
    order = order_of(its.job)
    values = {name: value for name, value in order.values.items() if name not in _OF_TRIAL}
    login = visit.session.login
    total = its.answer.lines + its.answer.exports
    again = msgspec.structs.replace(order, values=values, login=login, total=total)
    return visit.redirect(f"/imports/{visit.server.again(its.job, visit.session, again)}")


_OF_TRIAL = ("dry_run", "approve")


def _cancel(visit: Visit) -> Response:
    job = _mine(visit)
    visit.server.jobs.cancel(job.id, visit.session.account)
    return visit.redirect(f"/imports/{job.id}")


def _mine(visit: Visit) -> Job:
    """Return the import that a path names. Raises Refusal `job-unknown` where it is another's."""
    job = visit.server.jobs.of(visit.path["id"], visit.session.account)
    if job.verb != VERB:
        raise Refusal("job-unknown", job=job.id, days=7)
    return job


def _crumbs(its: Import) -> tuple[Crumb, ...]:
    return (
        Crumb(name=_("Overview"), path="/"),
        Crumb(name=_("Import"), path="/imports"),
        Crumb(name=_("Tried out") if its.rehearses else _("Recorded")),
    )
