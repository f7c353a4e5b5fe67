"""A policy tried out: its figures as numbers and sliders, what they would change, and recording.

Nothing is recorded until an approver sends the second form: by the document, with the year typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec
from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.policy.amendment import one_policy
from adapters.web.api import answers
from adapters.web.api.jobs import refusal_of, said_of
from adapters.web.api.requests import Asked, Scratch
from adapters.web.api.table import PREFIX as API
from adapters.web.desk.job_rows import DONE, Job
from adapters.web.desk.orders import kept_of, order_of
from adapters.web.pages.asking.pictures import changes_chart
from adapters.web.pages.asking.settable import (
    SHOWN,
    Figure,
    begins_with,
    figures_of,
    set_figures,
    settings_of,
    shown_by,
)
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import chart_html, report_html
from adapters.web.pages.frame import Crumb, Frame, render
from adapters.web.verbs.verb import Unreadable
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.policy.titles import policy_title
from adapters.wording.table import Report
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal
from projections.reassessment.differences import Rehearsal

if TYPE_CHECKING:
    from adapters.web.server import Server
    from domain.policy.book import PolicyBook

VERB = "rehearse"
PATH = "/policy/draft"
DAYS = ("first_day", "last_day")
ROLES = frozenset({"approver", "finance", "auditor"})
_TRY = "try"  # the step that a press of the button sends; moving a slider sends none


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is tried out: of which policy, with which figures, for which days, empty for all.

    version: the number of the one that is changed, whose figures these are.
    """

    policy: str
    version: int
    figures: Sequence[Figure]
    settings: Mapping[str, str]
    first_day: str
    last_day: str
    several: bool

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The words of a query that ask for the same."""
        pairs = [("policy", self.policy)]
        pairs += [("set", f"{path}={text}") for path, text in self.settings.items()]
        days = (("first_day", self.first_day), ("last_day", self.last_day))
        return pairs + [(name, day) for name, day in days if day]

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """What each setting is called, what that is now, and what it is set to."""
        return set_figures(self.figures, self.settings)

    @property
    def query(self) -> str:
        return urlencode(self.pairs)

    @property
    def values(self) -> dict[str, Any]:
        """The same as values of the verb."""
        values: dict[str, Any] = {"set": [f"{path}={text}" for path, text in self.settings.items()]}
        values |= {name: getattr(self, name) for name in DAYS if getattr(self, name)}
        if self.several or self.first_day:
            values["policy"] = self.policy
        return values


def routes(server: Server) -> list[BaseRoute]:
    """Return the pages of drafts."""
    return [
        entry(server, PATH, ROLES, _draft, ("GET", "POST")),
        entry(server, f"{PATH}/changes.{{suffix}}", ROLES, _export),
        entry(server, f"{PATH}/jobs/{{id}}", ROLES, _job),
    ]


def draft_of(visit: Visit, book: PolicyBook) -> Draft:
    """Return what a request tries out: by its form, or by its query. Raises Refusal."""
    query = visit.request.query_params
    chosen = visit.word("policy") or query.get("policy") or next(iter(book.policies), "")
    days = {name: (visit.word(name) or query.get(name, "")).strip() for name in DAYS}
    own = one_policy(book, chosen or None)
    version = begins_with(own, days["first_day"])
    if version is None:
        raise Refusal("no-policy")
    if "policy" in visit.sent:
        shown = shown_by(own, visit.word(SHOWN)) or version
        sent = settings_of(figures_of(shown.policy, {}), visit.sent)
        pairs = [each.partition("=") for each in visit.sent.get("set", ())]
        settings = {path: text for path, _equals, text in pairs} | sent
    else:
        given = [each.partition("=") for each in query.getlist("set")]
        settings = {path: text for path, _equals, text in given}
    return Draft(
        policy=chosen,
        version=version.number,
        figures=figures_of(version.policy, settings),
        settings=settings,
        several=book.has_several,
        **days,
    )


def crumbs(*within: tuple[str, str]) -> tuple[Crumb, ...]:
    """Return the way to a page of drafts."""
    above = (Crumb(name=_("Overview"), path="/"), Crumb(name=_("Policy"), path="/policy"))
    return (*above, *(Crumb(name=name, path=path) for name, path in within))


def _draft(visit: Visit) -> Response:
    """Ask for figures, and show what they would change."""
    with visit.look() as look:
        book = look.book
        draft = draft_of(visit, book)
    frame = visit.frame(_("Try a change"), crumbs((_("Try a change"), "")))
    frame = replace(frame, query=_query_of(visit, draft), was_sent=False)
    outcome, status = _outcome(visit, frame, draft, book)
    if visit.is_part:
        return render("asking/outcome.html", frame, status=status, **outcome)
    policies = [(each, policy_title(each, book)) for each in book.policies]
    groups = _grouped(draft.figures)
    return render(
        "asking/draft.html", frame, status=status, policies=policies, groups=groups, **outcome
    )


def _query_of(visit: Visit, draft: Draft) -> str:
    """Return the query that asks for a draft, and for its tables as they are asked for now.

    The address of a draft that a form sent has none of its figures.
    """
    of_draft = {"policy", "set", *DAYS}
    others = [pair for pair in visit.query.multi_items() if pair[0] not in of_draft]
    return urlencode([*draft.pairs, *others])


def _grouped(figures: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    """Return figures by article, in the order of the file; readings last."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        name = _("Readings") if figure.choices else figure.article
        groups.setdefault(name, []).append(figure)
    return list(groups.items())


def _outcome(
    visit: Visit, frame: Frame, draft: Draft, book: PolicyBook
) -> tuple[dict[str, Any], int]:
    """Return what a page says of a draft, and its status."""
    if not draft.settings:
        return _said(
            frame, draft, note=_("Move a figure: what it would change is shown here.")
        ), 200
    if visit.server.takes_long(VERB):
        return _by_job(visit, frame, draft), 200
    try:
        answered = visit.carry_out(VERB, draft.values)
    except Unreadable as problem:
        return _said(frame, draft, problem="; ".join(said for _name, said in problem.problems)), 422
    except Refusal as refusal:
        return _said(frame, draft, problem=sentence(refusal)), 409
    recorded = "approver" in visit.session.roles and visit.server.offers("policy amend")
    return _answered(
        frame, draft, book, answered.answer, answered.shown(), answered.notes, recorded=recorded
    ), 200


def _by_job(visit: Visit, frame: Frame, draft: Draft) -> dict[str, Any]:
    """Begin a job where the button was pressed; else say that it takes one."""
    if visit.word("step") != _TRY:
        note = _("There are many claims: press the button, and they are tried out meanwhile.")
        return _said(frame, draft, note=note)
    given = Asked(values=draft.values, position=None, known_at=None, language=visit.language)
    job = visit.server.begin_job(VERB, visit.session, given)
    return _said(frame, draft, note=_("Being tried out."), job=f"{PATH}/jobs/{job}")


def _said(frame: Frame, draft: Draft, **said: str) -> dict[str, Any]:
    """Return the values of a template without an answer."""
    values: dict[str, Any] = {"answer": None, "note": "", "problem": "", "job": "", "notes": ()}
    return values | {"draft": draft, "chart": "", "report": "", "recorded": False} | said


def _answered(
    frame: Frame,
    draft: Draft,
    book: PolicyBook,
    answer: Rehearsal,
    report: Report,
    notes: Sequence[str],
    *,
    recorded: bool,
) -> dict[str, Any]:
    """Return the values of a template with an answer: its figures, a chart, and its tables."""
    chart = changes_chart(answer, book)
    said = _said(frame, draft) | {"answer": answer, "notes": notes, "recorded": recorded}
    return said | {
        "chart": "" if chart is None else chart_html(chart, frame),
        "report": report_html(report, frame),
    }


def _export(visit: Visit) -> Response:
    """Return every claim that a draft would change, as a file."""
    suffix = visit.path["suffix"]
    if f".{suffix}" not in answers.TABLES:
        raise Unreadable((("", _("there is no {suffix} of this").format(suffix=suffix)),))
    with visit.look() as look:
        draft = draft_of(visit, look.book)
    answered = visit.carry_out(VERB, draft.values)
    with Scratch(visit.server.spool) as folder:
        response = answers.as_file(answered, f"rehearsal.{suffix}", None, folder.path)
    visit.server.journal(visit.request, VERB)
    return response


def _job(visit: Visit) -> Response:
    """Show how far a draft is tried out by its job, then what it would change."""
    job = visit.server.job(visit.path["id"], visit.session)
    if job.verb != VERB:
        raise Refusal("job-unknown", job=job.id, days=7)
    with visit.look() as look:
        book = look.book
    title = _("A change tried out")
    frame = visit.frame(title, crumbs((_("Try a change"), PATH), (title, "")))
    draft = _drafted(job, book)
    values = _said(frame, draft)
    if job.state == DONE and job.answer not in (None, "null"):
        answer = msgspec.json.decode(job.answer or "", type=Rehearsal)
        kept = kept_of(job)
        recorded = "approver" in visit.session.roles and visit.server.offers("policy amend")
        values = _answered(frame, draft, book, answer, kept.report, kept.notes, recorded=recorded)
    refusal = refusal_of(job)
    if refusal is not None:
        values["problem"] = sentence(refusal)
    events = f"{API}/jobs/{job.id}/events"
    return render(
        "asking/draft_job.html", frame, its=job, said=said_of(job), events=events, **values
    )


def _drafted(job: Job, book: PolicyBook) -> Draft:
    """Return what a job tries out."""
    values = order_of(job).values
    pairs = [str(each).partition("=") for each in values.get("set", ())]
    policy = values.get("policy") or next(iter(book.policies), "")
    first_day = values.get("first_day") or ""
    version = begins_with(one_policy(book, policy or None), first_day)
    assert version is not None, "a job of a draft was begun with a policy"
    return Draft(
        policy=policy,
        version=version.number,
        figures=figures_of(version.policy, {}),
        settings={path: text for path, _equals, text in pairs},
        first_day=first_day,
        last_day=values.get("last_day") or "",
        several=book.has_several,
    )
