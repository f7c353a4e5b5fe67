"""The claim register (申报台账): one row a claim, as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events import (
    ClaimApproved,
    ClaimReassessed,
    ClaimRejected,
    ClaimRejectedByOfficer,
    ClaimSubmitted,
    ClaimWithdrawn,
    Outcome,
)
from domain.payment_events import ClaimRevoked
from projections.entry import ClaimEvent, Entry

NAME = "claim_register"


@dataclass(slots=True)
class ClaimRow:
    """A claim as last recorded. Amounts in fen; days as ISO text; None before a decision.

    submitted_at, decided_at: log positions.
    """

    claim_no: str
    uscc: str
    enterprise: str
    kind: str
    occurred_on: str
    filed_on: str
    year: int
    status: str
    measure: str | None
    article: str | None
    place: str
    assessed_fen: int | None
    granted_fen: int
    reason: str | None
    policy_version: int | None
    submitted_at: int
    decided_at: int | None


def opened(entry: Entry, event: ClaimSubmitted) -> ClaimRow:
    """Return the row of a claim just submitted."""
    return ClaimRow(
        claim_no=event.claim_no,
        uscc=entry.stream,
        enterprise=event.enterprise,
        kind=event.facts.KIND,
        occurred_on=event.occurred_on.isoformat(),
        filed_on=event.filed_on.isoformat(),
        year=event.occurred_on.year,
        status="submitted",
        measure=None,
        article=None,
        place="",
        assessed_fen=None,
        granted_fen=0,
        reason=None,
        policy_version=None,
        submitted_at=entry.position,
        decided_at=None,
    )


def evolve(row: ClaimRow, position: int, event: ClaimEvent) -> ClaimRow:
    """Return the row after one more event of its claim; changed in place."""
    match event:
        case ClaimApproved() | ClaimRejected():
            row.decided_at = position
            _decided(row, event.decision.outcome)
        case ClaimReassessed():
            _decided(row, event.decision.outcome)
        case ClaimRejectedByOfficer():
            row.status, row.reason, row.granted_fen = "rejected", "rejected-by-officer", 0
        case ClaimWithdrawn():
            row.status, row.reason, row.granted_fen = "withdrawn", "withdrawn", 0
        case ClaimRevoked():
            row.status, row.reason, row.granted_fen = "rejected", "revoked", 0
        case ClaimSubmitted():
            raise AssertionError(f"submitted twice: {event.claim_no}")
    return row


def _decided(row: ClaimRow, outcome: Outcome) -> None:
    row.status = "approved" if outcome.granted_fen > 0 else "rejected"
    row.measure = outcome.measure
    row.article = outcome.article
    row.place = outcome.place
    row.assessed_fen = outcome.assessed_fen
    row.granted_fen = outcome.granted_fen
    row.reason = outcome.reason
    row.policy_version = outcome.version
