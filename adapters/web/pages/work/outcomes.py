"""What became of claims that were decided together: as the answer has it, not as was clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from adapters.web.pages.entry import Visit
from adapters.web.pages.reading.links import claim_path
from adapters.web.pages.tables import Listing
from adapters.wording.claims.words import reasons, statuses
from adapters.wording.policy.currency import currency
from adapters.wording.table import Column, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import in_brackets
from domain.money import yuan
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.web.pages.frame import Frame
    from domain.policy.book import PolicyBook
    from projections.claims.foreseen import ClaimsForeseen

GRANT_DIFFERS = "grant-differs"


def foreseen_together(visit: Visit, claims: Sequence[str]) -> ClaimsForeseen:
    """Return what claims would come to, decided together in the order of the queue."""
    answer: ClaimsForeseen = visit.carry_out("approve", {"claims": claims, "dry_run": True}).answer
    return answer


def outcomes_of(visit: Visit, answer: Any, book: PolicyBook) -> list[dict[str, Any]]:
    """Return what became of each claim: decided and how, or why not and what it would come to.

    book: as it was before. What is decided is recorded: a look that is refused now hides nothing
    of it.
    """
    with suppress(Refusal), visit.look() as look:
        book = look.book
    outcomes = [_outcome(claim, book) for claim in answer.decided]
    refused = getattr(answer, "refused", ())
    differing = [each.claim_no for each in refused if each.code == GRANT_DIFFERS]
    now: dict[str, int] = {}
    if differing:
        with suppress(Refusal):
            foreseen = foreseen_together(visit, differing)
            now = {claim.claim_no: claim.granted_fen for claim in foreseen.decided}
    for each in refused:
        fen = now.get(each.claim_no)
        outcomes.append(
            {
                "claim": each.claim_no,
                "decided": False,
                "code": each.code,
                "text": _("Not decided: {why}").format(why=each.message),
                "fen": fen,
                "figure": "" if fen is None else yuan(fen),
            }
        )
    return outcomes


def listed(outcomes: Sequence[Mapping[str, Any]], frame: Frame) -> Listing:
    """Return what became of claims, a row each; what was not decided stands out."""
    columns = (Column(_("Claim")), Column(_("Outcome")), Column(_("Now"), "fen"))
    rows = [(each["claim"], each["text"], each["fen"]) for each in outcomes]
    undecided = {each["claim"] for each in outcomes if not each["decided"]}
    return Listing(
        table=Table(title="", columns=columns, rows=rows),
        frame=frame,
        links={"1": lambda row: claim_path(str(row[0]))},
        row_class=lambda row: "lowered" if row[0] in undecided else "",
    )


def decided_text(outcomes: Sequence[Mapping[str, Any]]) -> str:
    """Return how many were decided, and what they were granted together."""
    decided = [each["fen"] for each in outcomes if each["decided"]]
    said = _("{count} of {all} decided, {sum} {currency} granted.")
    return said.format(
        count=len(decided), all=len(outcomes), sum=yuan(sum(decided)), currency=currency()
    )


def _outcome(claim: Any, book: PolicyBook) -> dict[str, Any]:
    state, reason = statuses()[claim.status], reasons(book).get(claim.reason, claim.reason)
    text = f"{state} {yuan(claim.granted_fen)}" if claim.granted_fen else in_brackets(state, reason)
    return {
        "claim": claim.claim_no,
        "decided": claim.status in ("approved", "rejected"),
        "code": claim.status,
        "text": text,
        "fen": claim.granted_fen,
        "figure": yuan(claim.granted_fen),
    }
