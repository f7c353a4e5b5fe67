"""Decisions (核定): the queue, what is chosen decided ahead together, and then as it was seen.

What is shown of an outcome comes from the answer, and never from what was clicked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from adapters.web.api.table import A
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import report_html
from adapters.web.pages.frame import Crumb, Frame, render
from adapters.web.pages.reading.links import act, allowed, claim_path
from adapters.web.pages.tables import Choice, Listing, Row
from adapters.web.pages.work.foreseeing import foreseen_of
from adapters.web.pages.work.outcomes import (
    decided_text,
    foreseen_together,
    listed,
    outcomes_of,
)
from adapters.web.pages.work.waiting import SHOWN, asked_queue, whole_queue
from adapters.web.verbs.verb import Unreadable
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.claims.foreseen import queue_table
from adapters.wording.claims.words import kinds
from adapters.wording.policy.currency import currency
from adapters.wording.policy.titles import measure_titles
from adapters.wording.table import Table
from adapters.wording.translation import gettext as _
from domain.money import yuan
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server
    from projections.claims.foreseen import ClaimsForeseen, QueuedClaim

CHOSEN_MAX = 1_000
FILTERS = ("kind", "measure", "officer", "full", "doubtful")
APART = ("submitted",)  # a column that is shown where it is asked for: there is room for no more
CHOSEN = "chosen"
SEEN = "expected"  # fields: a claim, and the fen that it was seen at


def routes(server: Server) -> list[BaseRoute]:
    """Return the pages of decisions."""
    return [
        entry(server, "/approve", A, _approve, ("GET", "POST")),
        entry(server, "/approve/preview", A, _preview, ("POST",)),
        entry(server, "/approve/claims/{claim:path}", A, _working),
    ]


def _approve(visit: Visit) -> Response:
    """Show what waits; decide what is chosen, after it was shown once more."""
    if not visit.was_sent:
        return _queue(visit)
    chosen = _chosen(visit)
    if not chosen:
        return visit.redirect("/approve")
    if visit.word("step", "check") != "send":
        return _check(visit, chosen)
    seen = list(visit.sent.get(SEEN, ()))
    try:
        with visit.look() as look:
            book = look.book
        answered = visit.carry_out("approve", {"claims": chosen, SEEN: seen})
    except Refusal as refusal:
        if not _wants_json(visit):
            raise
        return JSONResponse({"message": sentence(refusal)}, status_code=409)
    outcomes = outcomes_of(visit, answered.answer, book)
    if _wants_json(visit):
        return JSONResponse({"outcomes": outcomes, "text": decided_text(outcomes)})
    frame = visit.frame(_("Decided"), _crumbs(_("Decided")))
    return render("approved.html", frame, outcomes=listed(outcomes, frame))


def _queue(visit: Visit) -> Response:
    query = visit.query
    with visit.look() as look:
        book = look.book
        names, measures = kinds(book), measure_titles(book)
        queue = asked_queue(visit, look)
    frame = visit.frame(_("Approval"), _crumbs())
    listing = _listing(
        queue_table(queue.claims, book), queue.claims, frame, partial(whole_queue, visit)
    )
    return render(
        "approve.html",
        frame,
        listing=listing,
        waiting=queue.waiting,
        granted_fen=queue.granted_fen,
        kinds=sorted(names.items(), key=lambda pair: pair[1]),
        measures=measures.items(),
        asked={name: query.get(name, "") for name in FILTERS},
        following="" if queue.next is None else frame.here({"after": str(queue.next)}),
        start=frame.here({"after": None}) if query.get("after") else "",
        most=SHOWN,
        lowered=sum(claim.is_lowered for claim in queue.claims),
    )


def _listing(
    table: Table, claims: Sequence[QueuedClaim], frame: Frame, whole: Callable[[], Table]
) -> Listing:
    known = {claim.claim_no: claim for claim in claims}
    policy = ("policy",) if len(table.columns) == 11 else ()
    keys = (
        "claim", "enterprise", *policy, "kind_of", "occurred", "submitted", "declared", "granted",
        "reason", "cap", "odd",
    )  # fmt: skip

    def choice(row: Row) -> Choice | None:
        claim = known[str(row[0])]
        if claim.foreseen.refused is not None:
            return None
        label = _("Choose {claim}").format(claim=claim.claim_no)
        return Choice(claim.claim_no, claim.foreseen.granted_fen, label)

    return Listing(
        table=table,
        frame=frame,
        keys=keys,
        first=tuple(key for key in keys if key not in APART),
        sortable=False,
        choice=None if frame.read_only else choice,
        row_class=lambda row: "lowered" if known[str(row[0])].is_lowered else "",
        total=len(table.rows),
        rows_a_page=max(1, len(table.rows)),
        whole=whole,
        saves=True,
    )


def _preview(visit: Visit) -> Response:
    """Return what the claims chosen would come to, decided together in the order of the queue."""
    chosen = _chosen(visit)
    if not chosen:
        return JSONResponse({"claims": {}, "refused": {}, "text": ""})
    answer = foreseen_together(visit, chosen)
    return JSONResponse(
        {
            "claims": {
                claim.claim_no: {"fen": claim.granted_fen, "text": yuan(claim.granted_fen)}
                for claim in answer.decided
            },
            "refused": {each.claim_no: each.message for each in answer.refused},
            "text": _sums(answer),
        }
    )


def _sums(answer: ClaimsForeseen) -> str:
    text = _("{count} chosen, {sum} {currency} together").format(
        count=len(answer.decided), sum=yuan(answer.granted_fen), currency=currency()
    )
    if answer.refused:
        text += _("; {count} cannot be decided").format(count=len(answer.refused))
    if answer.net_fen != answer.granted_fen:
        net = yuan(answer.net_fen)
        text += _("; all grants change by {net} {currency}").format(net=net, currency=currency())
    return text


def _check(visit: Visit, chosen: Sequence[str]) -> Response:
    """Show what the claims chosen would come to, with a button that decides them so."""
    answered = visit.carry_out("approve", {"claims": chosen, "dry_run": True})
    answer: ClaimsForeseen = answered.answer
    frame = visit.frame(_("Check before you approve"), _crumbs(_("Check")))
    seen = [_seen(claim.claim_no, claim.granted_fen) for claim in answer.decided]
    return render(
        "approve-check.html",
        frame,
        chosen=[claim.claim_no for claim in answer.decided],
        seen=seen,
        said=_sums(answer),
        refused=answer.refused,
        report=report_html(answered.shown(), frame),
    )


def _working(visit: Visit) -> Response:
    """Return the working of a claim that waits, and what can be done beside approving it."""
    number = visit.path["claim"]
    foreseen, problem = None, ""
    try:
        foreseen = foreseen_of(visit, number)
    except Refusal as refusal:
        if refusal.code == "claim-unknown":
            raise
        problem = sentence(refusal)
    offered = (
        ("approve", act("approve", _("Reduce"), {"claims": number}, "/approve")),
        ("reject", act("reject", _("Reject"), {"claim": number}, "/approve")),
    )
    frame = visit.frame(number, _crumbs(number))
    return render(
        "_stood-on.html" if visit.is_part else "stood-on.html",
        frame,
        number=number,
        foreseen=foreseen,
        problem=problem,
        acts=allowed(offered, visit),
        papers=claim_path(number, "papers"),
    )


def _chosen(visit: Visit) -> list[str]:
    """Return the claims chosen, each once, in the order of the page. Raises Unreadable."""
    chosen = list(dict.fromkeys(visit.sent.get(CHOSEN, ())))
    if len(chosen) > CHOSEN_MAX:
        said = _("At most {most} claims are decided at once.").format(most=f"{CHOSEN_MAX:,}")
        raise Unreadable((("", said),))
    return chosen


def _seen(claim_no: str, fen: int) -> str:
    return f"{claim_no}={fen // 100}.{fen % 100:02d}"


def _wants_json(visit: Visit) -> bool:
    return "application/json" in visit.request.headers.get("accept", "")


def _crumbs(here: str = "") -> tuple[Crumb, ...]:
    way = Crumb(name=_("Overview"), path="/"), Crumb(name=_("Approval"), path="/approve")
    return (*way, Crumb(name=here)) if here else (way[0], Crumb(name=_("Approval")))
