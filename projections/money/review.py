"""What is under review: what pending claims would be granted if all were decided now."""

from __future__ import annotations

from domain.commands.enterprise import ApproveClaim
from domain.decide import decide
from domain.enterprise.state import Enterprise, Status, evolve, granted_fen
from domain.policy.book import PolicyBook


def under_review(enterprise: Enterprise, book: PolicyBook) -> dict[str, int]:
    """Return the fen that pending claims would be granted, by measure.

    They are decided in order of submission, on the enterprise given, which is changed: hand in one
    that nobody else looks at.
    """
    pending = [
        number for number, claim in enterprise.claims.items() if claim.status is Status.SUBMITTED
    ]
    for number in pending:
        command = ApproveClaim(claim_no=number, by="", if_pending=True)
        for event in decide(command, enterprise, book):
            evolve(enterprise, event, "")
    granted: dict[str, int] = {}
    for number in pending:
        claim = enterprise.claims[number]
        if claim.outcome is not None and claim.outcome.measure is not None:
            fen = granted_fen(claim)
            granted[claim.outcome.measure] = granted.get(claim.outcome.measure, 0) + fen
    return granted
