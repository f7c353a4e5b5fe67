"""What an enterprise reads of its claim by number and code; where an officer reads the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import BaseRoute

from adapters.web.api import problems
from adapters.web.api.receipts import asked, code_of
from adapters.web.api.table import part
from adapters.web.guard import EVERYBODY
from adapters.web.pages.entry import Visit, entry
from adapters.web.pages.frame import STAFF, Frame, render
from adapters.web.pages.reading.links import way
from adapters.web.pages.tables import Listing, Row
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.table import Column, Table
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.server import Server
    from adapters.web.state.receipts import Receipt


def routes(server: Server) -> list[BaseRoute]:
    """Return the page of enterprises, and that of a claim's proofs."""
    return [
        entry(server, "/receipt", EVERYBODY, _read, ("GET", "POST")),
        entry(server, "/claims/{claim:path}/proof", STAFF, _proof),
    ]


def _read(visit: Visit) -> Response:
    """Ask for a number and a code; show the claim that they are of."""
    receipt, refusal = None, None
    if visit.was_sent:
        number, code = visit.word("claim_no"), visit.word("code")
        try:
            receipt = asked(visit.server, visit.request, number, code)
        except Refusal as refused:
            if refused.code not in ("receipt-not-matched", "too-many-tries"):
                raise
            refusal = refused
    answer = None if refusal is None else problems.refused(refusal)
    frame = visit.frame(_("Claim by number and code"))
    return render(
        "people/receipt.html",
        frame,
        status=200 if answer is None else answer.status_code,
        error="" if refusal is None else sentence(refusal),
        claim_no=visit.word("claim_no"),
        receipt=receipt,
        working=None if receipt is None else _working(receipt, frame),
        sealed=visit.server.settings.seal is not None,
    )


def _working(receipt: Receipt, frame: Frame) -> Listing | None:
    """Return how a claim was worked out, a row a step; None where nothing was."""
    columns = (Column(_("Article")), Column(_("Step")), Column(_("Amount"), "fen"))
    bound: dict[Row, bool] = {
        (line.article, line.text, line.amount_fen): line.bound for line in receipt.working
    }
    table = Table(title=_("How it was worked out"), columns=columns, rows=list(bound))
    return (
        Listing(
            table=table,
            frame=frame,
            sortable=False,
            row_class=lambda row: "lowered" if bound[row] else "",
        )
        if bound
        else None
    )


def _proof(visit: Visit) -> Response:
    """Show a claim's code for its enterprise, and where its proof is had."""
    number = visit.path["claim"]
    code = code_of(visit.server, visit.request, number)
    frame = visit.frame(
        _("Proofs of {claim}").format(claim=number),
        way(number, _("Proofs")),
    )
    settings = visit.server.settings
    proves = settings.seal is not None and settings.seal_key is not None
    return render(
        "people/proof.html",
        frame,
        claim_no=number,
        code=code,
        proof=f"/api/v1/proofs/{part(number)}.txt" if proves else "",
    )
