"""What deciding many claims came to, for programs."""

from __future__ import annotations

from adapters.ledger.handling.units import Approvals
from adapters.wording.catalogue.refusals import sentence
from projections.claims.backfill import ClaimsDecided, ClaimsPartlyDecided, Refused


def approval_answer(approvals: Approvals) -> ClaimsDecided:
    """Return the claims as they stand; with them, where there are any, those refused and why."""
    refused = tuple(
        Refused(claim_no=claim_no, code=refusal.code, message=sentence(refusal))
        for claim_no, refusal in approvals.refused.items()
    )
    if not refused:
        return ClaimsDecided(decided=approvals.decided)
    return ClaimsPartlyDecided(decided=approvals.decided, refused=refused)
