"""A claim that comes late to a full cap (迟到): who gains and who gives back, under each order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import Response

from adapters.web.pages.acts import act_path
from adapters.web.pages.entry import Visit
from adapters.web.pages.frame import render
from adapters.web.pages.reading.links import claim_path, enterprise_path, may, way
from adapters.web.pages.tables import Listing, Row
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.claims.words import orders
from adapters.wording.reassessment.changes import late_report
from adapters.wording.translation import gettext as _

if TYPE_CHECKING:
    from domain.refusals import Refusal
    from projections.reassessment.late import Late

BESIDE = ("claim", "occurred", "now")  # the columns before those of the orders
GAIN, LOSS = "gain", "loss"


class Choice(NamedTuple):
    """An order that can be chosen: its word, what it is called, what all would have by it."""

    order: str
    name: str
    total_fen: int
    change_fen: int
    stands: bool


def show(visit: Visit) -> Response:
    """Show what each order would come to; or why there is none to try."""
    number = visit.path["claim"]
    with visit.look() as look:
        barred = look.why_not_late(number)
        if barred is not None:
            return _barred(visit, number, barred)
        answer, days, book = look.late(number), look.matter_days(number), look.book
        claim = look.claim(number)
    report = late_report(answer, days, book)
    frame = visit.frame(_("Late claim {claim}").format(claim=number), way(number, _("Late")))
    keys = (*BESIDE, *answer.orders)
    table = next(report.tables)
    listing = Listing(
        table=table,
        frame=frame,
        keys=keys,
        sortable=False,
        saves=True,
        rows_a_page=len(table.rows),
        links={"claim": lambda row: claim_path(str(row[0])) if row[1] else None},
        tags={order: _sign(at) for at, order in enumerate(answer.orders, start=len(BESIDE))},
        row_class=lambda row: "here" if row[0] == number else "",
    )
    return render(
        "reading/late.html",
        frame,
        answer=answer,
        listing=listing,
        heading=report.title,
        claim=claim,
        enterprise=enterprise_path(claim.uscc),
        choices=_choices(answer),
        acts=act_path("reorder"),
        may=may("reorder", visit),
        back=claim_path(number),
    )


def _barred(visit: Visit, number: str, why: Refusal) -> Response:
    title = _("Late claim {claim}").format(claim=number)
    frame = visit.frame(title, way(number, _("Late")))
    return render(
        "reading/not_late.html", frame, why=sentence(why), subject=number, back=claim_path(number)
    )


def _choices(answer: Late) -> list[Choice]:
    """Return the orders a document may choose; none under a cap over all enterprises."""
    if len(answer.orders) < 2:
        return []
    names = orders()
    return [
        Choice(
            order,
            names[order],
            outcome.total_fen,
            outcome.total_fen - sum(claim.before_fen for claim in outcome.claims),
            all(claim.before_fen == claim.after_fen for claim in outcome.claims),
        )
        for order, outcome in answer.orders.items()
    ]


def _sign(at: int) -> Callable[[Row], str]:
    """Return what marks a cell of an order's column: a gain, a loss, or nothing."""

    def sign(row: Row) -> str:
        text = str(row[at] or "")
        return GAIN if "(+" in text else LOSS if "(-" in text else ""

    return sign
