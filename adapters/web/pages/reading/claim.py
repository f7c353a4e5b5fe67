"""A claim (申报): what became of it and why, how it was worked out, and who filled its caps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.attached.kinds import SUFFIXES
from adapters.web.charts.filling import filling
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import keys_beside
from adapters.web.pages.frame import STAFF, Frame, render
from adapters.web.pages.reading import late, papers
from adapters.web.pages.reading.links import (
    Act,
    act,
    allowed,
    claim_path,
    enterprise_path,
    way,
)
from adapters.web.pages.reading.working import working_listing
from adapters.web.pages.tables import Listing, Row
from adapters.wording.claims.answers import explanation_report, filled_lines
from adapters.wording.claims.attachments import attachments_report
from adapters.wording.claims.stated import stated_lines
from adapters.wording.claims.words import kinds, reasons, statuses
from adapters.wording.claims.working.working import circumstances, explained_claim
from adapters.wording.enterprises.holds import of_claim
from adapters.wording.history.history import history_report
from adapters.wording.policy.titles import cap_title, own_title, policy_title
from adapters.wording.translation import gettext as _

if TYPE_CHECKING:
    from adapters.web.server import Server
    from adapters.wording.table import Report, Table
    from domain.policy.book import PolicyBook
    from projections.claims.explanation import Explanation, FilledCap
    from projections.claims.listing import ListedClaim

HISTORY_KEYS = ("position", "recorded", "by", "event", "claim", "occurred", "what")
PAPER_KEYS = ("paper", "type", "size", "recorded", "by", "note", "sha256")


class CapCard(NamedTuple):
    """A cap as a claim met it: its name, its bar, and the claims that had filled it."""

    title: str
    article: str
    picture: Markup
    filled_by: tuple[str, ...]
    besides: list[str]


def routes(server: Server) -> list[BaseRoute]:
    """Return the pages of a claim; a claim's number may hold a stroke."""
    return [
        entry(server, "/claims/{claim:path}/history", STAFF, _history, then=True),
        entry(server, "/claims/{claim:path}/late", STAFF, late.show, then=True),
        entry(server, "/claims/{claim:path}/papers", STAFF, papers.show, then=True),
        entry(server, "/attachments/{digest}", STAFF, papers.view, then=True),
        entry(server, "/claims/{claim:path}", STAFF, _show, then=True),
    ]


def _show(visit: Visit) -> Response:
    number = visit.path["claim"]
    with visit.look() as look:
        answer, book, explanation = look.claim(number), look.book, look.explanation(number)
        (claim,) = look.listed([answer])
        attached = attachments_report(look.attachments(number))
        may_be_late = look.why_not_late(number) is None
    here, of = claim_path(number), {"claim": number}
    explained = explained_claim(answer, explanation, book)
    report = explanation_report(explained, explanation, book)
    visit.rests_on(explained)
    frame = visit.frame(_("Claim {claim}").format(claim=number), way(number))
    reason = reasons(book).get(claim.reason, claim.reason)
    return render(
        "reading/claim.html",
        frame,
        claim=claim,
        enterprise=enterprise_path(claim.uscc),
        state=statuses()[claim.status],
        reason=reason,
        kind=kinds(book)[claim.kind],
        measure=own_title(claim.measure, book),
        policy=policy_title(claim.policy, book) if book.has_several else "",
        happened=[*circumstances(explanation, book), *of_claim(explained.holds)],
        working=next((_working(table, frame) for table in report.tables), None),
        caps=[_cap_card(use, book) for use in explanation.caps],
        stated=list(stated_lines(claim, book)),
        acts=allowed(_acts(claim, explanation), visit),
        may_be_late=may_be_late,
        claim_path=claim_path,
        letters=_letters(claim, frame, visit.server.files_of("docx", "pdf")),
        papers=_papers(attached, frame),
        attaching=allowed([("attach", act("attach", _("Attach files"), of, here))], visit),
    )


def _history(visit: Visit) -> Response:
    number = visit.path["claim"]
    with visit.look() as look:
        report = history_report(look.history(number), look.book)
    frame = visit.frame(_("History of {claim}").format(claim=number), way(number, _("History")))
    there = frame.position is None and frame.known_at is None
    table = next(report.tables)
    listing = Listing(
        table=table,
        frame=frame,
        keys=HISTORY_KEYS,
        first=keys_beside(number, table, HISTORY_KEYS),
        links={"position": lambda row: as_of(number, row)} if there else {},
        saves=True,
    )
    return render(
        "reading/history.html", frame, listing=listing, back=claim_path(number), subject=number
    )


def as_of(number: str, row: Row) -> str:
    """Return the path of a claim as it stood after an event of its history."""
    return f"{claim_path(number)}?position={row[0]}"


def _working(table: Table, frame: Frame) -> Listing:
    return working_listing(table, frame, _("How it was worked out"))


def _cap_card(use: FilledCap, book: PolicyBook) -> CapCard:
    cap = book.caps[use.cap]
    title = cap_title(cap)
    said, *besides = filled_lines(use, cap, book)
    return CapCard(
        title=title,
        article=cap.article,
        picture=filling(title, said, use, "fen" if cap.unit == "fen" else "count"),
        filled_by=use.filled_by,
        besides=besides,
    )


def _acts(claim: ListedClaim, explanation: Explanation) -> Iterator[tuple[str, Act]]:
    """Yield the acts that a claim is open to as it stands, each with its verb."""
    number, status = claim.claim_no, claim.status
    here = claim_path(number)
    of = {"claim": number}
    if status == "submitted":
        yield "approve", act("approve", _("Approve or reduce"), {"claims": number}, here)
        yield "reject", act("reject", _("Reject"), of, here)
    if status in ("submitted", "approved"):
        yield "withdraw", act("withdraw", _("Withdraw"), of, here)
    if status == "approved":
        yield "revoke", act("revoke", _("Revoke"), of, here)
        yield "redecide", act("redecide", _("Decide again"), of, here)
    if status in ("submitted", "approved", "rejected"):
        yield "correct", act("correct", _("Correct"), of, here)
    if status != "submitted":
        yield (
            "recovery record",
            act("recovery record", _("Record money repaid"), {"claims": number}, here),
        )
    if status != "submitted" and explanation.ended:
        yield "reopen", act("reopen", _("Reopen"), of, here)


def _papers(report: Report, frame: Frame) -> Listing | None:
    """Return what is attached to a claim, each with the way to its bytes; None for nothing."""
    table = next(report.tables, None)
    if table is None:
        return None
    rows = max(1, len(table.rows))
    return Listing(
        table=replace(table, title=_("Papers attached")),
        frame=frame,
        name="papers",
        keys=PAPER_KEYS,
        sortable=False,
        rows_a_page=rows,
        links={"paper": _to_bytes},
    )


def _to_bytes(row: Row) -> str | None:
    """Return the path of a paper's bytes, with the suffix that its type has."""
    suffix = SUFFIXES.get(str(row[1]))
    return f"/api/v1/attachments/{row[-1]}{suffix}" if suffix else None


def _letters(claim: ListedClaim, frame: Frame, files: Sequence[str]) -> list[tuple[str, str]]:
    """Return the letters of a claim that can be had: what each is called, and its path."""
    if claim.status not in ("approved", "rejected"):
        return []
    kind, name = (
        ("decision", _("Decision letter"))
        if claim.status == "approved"
        else ("refusal", _("Refusal letter"))
    )
    words = urlencode({"claim": claim.claim_no, "lang": frame.language})
    return [
        (f"{name} ({each})", frame.url(f"/api/v1/papers/{kind}.{each}?{words}")) for each in files
    ]
