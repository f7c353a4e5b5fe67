"""The page of a payment batch: where it stands, its lines, its papers, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api.table import PREFIX
from adapters.web.pages.acts import act_path, acts, title_of
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.figures import report_html
from adapters.web.pages.frame import STAFF, Crumb, render
from adapters.wording.enterprises.batches import batch_report
from adapters.wording.policy.titles import line_title
from adapters.wording.table import Report
from adapters.wording.translation import gettext as _
from adapters.wording.translation import ngettext
from domain.payments.batch import State
from projections.money.batches import allotted_sum

if TYPE_CHECKING:
    from adapters.web.server import Server
    from projections.money.batches import BatchDetails
    from projections.money.made import NoticeLeft

CASHIER = "cashier"
# What may be done at a batch, by where it stands. Paying has a page of its own.
_ACTS: Mapping[str, tuple[str, ...]] = {
    State.COMPUTED: ("batch publish", "batch cancel"),
    State.PUBLISHED: (
        "batch object", "batch resolve", "batch withdraw-notice", "batch cancel", "batch order",
        "batch bank-file", "batch results", "batch fail", "batch correct",
    ),
    State.PAID: ("batch fail", "batch results", "batch correct"),
    State.CANCELLED: (),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a batch. state: `past`, `here` or `ahead`."""

    name: str
    state: str
    note: str


def routes(server: Server) -> list[BaseRoute]:
    """Return the page of a batch."""
    return [entry(server, "/batches/{number:number}", STAFF, _show, then=True)]


def crumbs(number: int, *within: str) -> tuple[Crumb, ...]:
    """Return the way to a batch, and to a page within it."""
    path = f"/batches/{number}" if within else ""
    return (
        Crumb(name=_("Overview"), path="/"),
        Crumb(name=_("Payment"), path="/batches"),
        Crumb(name=_("Batch {number}").format(number=number), path=path),
        *(Crumb(name=each) for each in within),
    )


def _show(visit: Visit) -> Response:
    number = int(visit.path["number"])
    with visit.look() as look:
        details, money = look.batch_and_money(number)
        report = batch_report(details, look.names(), money, look.book, None)
        left, today = look.notice_left(number), look.day
    visit.rests_on(details)
    frame = visit.frame(_("Batch {number}").format(number=number), crumbs(number))
    shown = Report(title=report.title, parts=report.parts[1:])  # the first is its title
    return render(
        "asking/batch.html",
        frame,
        batch=details,
        line=line_title(details.line_title),
        summary=report.title,
        parts=parts(details, today),
        steps=list(_steps(details, left, today)),
        pay=_may_pay(visit, details, left, today),
        report=report_html(shown, frame, saves=True),
        doings=_doings(visit, details),
        papers=_papers(details, visit.server),
        sealed=_sealed_papers(visit, details),
    )


def _steps(batch: BatchDetails, left: NoticeLeft | None, today: date) -> Iterator[Step]:
    """Yield the steps of a batch, and which of them it has reached on a day."""
    over = _notice_is_over(batch, today)
    reached = {State.PUBLISHED: 2 if over else 1, State.PAID: 3}.get(batch.state, 0)
    receipts = [f"{payment.receipt} {payment.on}" for payment in batch.payments]
    notes = (
        batch.document or "",
        "" if left is None else _notice_text(batch, left),
        ""
        if batch.publicity_ends is None or reached == 3
        else _("after {day}").format(day=batch.publicity_ends),
        receipts[-1] if receipts else "",
    )
    names = (_("Computed"), _("Public notice"), _("Payable"), _("Paid"))
    for at, (name, note) in enumerate(zip(names, notes, strict=True)):
        state = "here" if at == reached else "past" if at < reached else "ahead"
        yield Step(name=name, state=state, note=note)


def _notice_text(batch: BatchDetails, left: NoticeLeft) -> str:
    days = _("{first} – {last}").format(first=batch.published_on, last=batch.publicity_ends)
    if not left.days:
        return days
    if left.counts == "working":
        rest = ngettext("{days} working day left", "{days} working days left", left.days)
    else:
        rest = ngettext("{days} day left", "{days} days left", left.days)
    return f"{days} · {rest.format(days=left.days)}"


def _may_pay(visit: Visit, batch: BatchDetails, left: NoticeLeft | None, today: date) -> bool:
    return (
        CASHIER in visit.session.roles
        and not visit.is_past
        and visit.server.offers("batch pay")
        and batch.state == State.PUBLISHED
        and _notice_is_over(batch, today)
        and bool(batch.ready)
    )


def _notice_is_over(batch: BatchDetails, today: date) -> bool:
    """Say whether a batch had a notice whose last day has passed: no line is paid before."""
    return batch.publicity_ends is not None and today > batch.publicity_ends


def parts(batch: BatchDetails, today: date) -> list[tuple[str, int, int]]:
    """Return what of an open batch can be paid and what waits: a name, its lines and their fen."""
    over = batch.state == State.PUBLISHED and _notice_is_over(batch, today)
    named = (
        (_("Can be paid now") if over else _("Payable after the notice"), batch.ready),
        (_("Waits for an account"), batch.lacking_account),
        (_("Kept back by an objection or a hold"), batch.held),
    )
    open_still = batch.state in (State.COMPUTED, State.PUBLISHED)
    return [
        (name, len(lines), allotted_sum(lines))
        for at, (name, lines) in enumerate(named)
        if open_still and (lines or not at)
    ]


def _doings(visit: Visit, batch: BatchDetails) -> list[tuple[str, str]]:
    """Return what who asks may do at a batch as it stands: what it is for, and its path."""
    if visit.is_past:
        return []
    allowed = acts()
    filled_in = urlencode({"number": batch.batch, "next": f"/batches/{batch.batch}"})
    objected = any(each.upheld is None for line in batch.lines for each in line.objections)
    return [
        (title_of(visit.server.verbs[name]), f"{act_path(name)}?{filled_in}")
        for name in _ACTS[batch.state]
        if visit.session.roles & allowed[name]
        and visit.server.offers(name)
        and (name != "batch resolve" or objected)
        and (name != "batch fail" or batch.payments)
    ]


def _papers(batch: BatchDetails, server: Server) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the papers of a batch: what each is, with the path of each kind of file."""
    number = batch.batch
    notice, letters = f"{PREFIX}/papers/notice/{number}", f"{PREFIX}/papers/decision"
    laid_out = server.files_of("docx", "pdf")
    papers = []
    if batch.published_on is not None:
        files = [(kind, f"{notice}.{kind}") for kind in (*laid_out, "xlsx")]
        papers.append((_("Public notice"), files))
    if batch.lines:
        files = [(kind, f"{letters}.{kind}?batch={number}") for kind in laid_out]
        papers.append((_("Decision letters"), files))
    return [(name, files) for name, files in papers if files]


def _sealed_papers(visit: Visit, batch: BatchDetails) -> list[tuple[str, str]]:
    """Return the papers that show accounts in full, with the path that each is sent to."""
    if CASHIER not in visit.session.roles or batch.state in (State.COMPUTED, State.CANCELLED):
        return []
    if not visit.server.offers("paper payments"):  # who takes one, and why, is recorded
        return []
    papers, number = f"{PREFIX}/papers", batch.batch
    return [
        (_("Payment list"), f"{papers}/payments/{number}.xlsx"),
        (_("Transfers to each payee"), f"{papers}/payment-list/{number}.xlsx"),
    ]
