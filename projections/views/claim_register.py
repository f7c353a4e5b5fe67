"""The claim register (申报台账): one row a claim, as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from projections.views import entries

NAME = "claim_register"


@dataclass(slots=True)
class ClaimRow:
    """A claim as last recorded. Amounts in fen; days as ISO text; None before a decision.

    submitted_at, decided_at: log positions. submitted_on: the day it was recorded, in Beijing.
    """

    claim_no: str
    uscc: str
    enterprise: str
    kind: str
    occurred_on: str
    filed_on: str
    year: int
    submitted_at: int
    submitted_on: str
    submitted_by: str
    status: str = "submitted"
    measure: str | None = None
    article: str | None = None
    place: str = ""
    assessed_fen: int | None = None
    granted_fen: int = 0
    reason: str | None = None
    policy_version: int | None = None
    decided_at: int | None = None


def opened(entry: entries.Entry, event: entries.Submitted) -> ClaimRow:
    """Return the row of a claim just submitted."""
    position, uscc, _, on, by = entry
    year = int(event.occurred_on[:4])
    return ClaimRow(  # by place: a rebuild makes one for every claim
        event.claim_no,
        uscc,
        event.enterprise,
        event.kind,
        event.occurred_on,
        event.filed_on,
        year,
        position,
        on,
        by,
    )


def evolve(row: ClaimRow, position: int, event: entries.RegisterEvent) -> None:
    """Take one more event of its claim into a row."""
    match event:
        case entries.Decided():
            row.decided_at = position
            _decided(row, event.decision.outcome)
        case entries.Reassessed():
            _decided(row, event.decision.outcome)
        case entries.RejectedByOfficer():
            row.status, row.reason, row.granted_fen = "rejected", "rejected-by-officer", 0
        case entries.Withdrawn():
            row.status, row.reason, row.granted_fen = "withdrawn", "withdrawn", 0
        case entries.Revoked():
            row.status, row.reason, row.granted_fen = "rejected", "revoked", 0
        case entries.Corrected():
            row.kind, row.year = event.kind, int(event.occurred_on[:4])
            row.occurred_on, row.filed_on = event.occurred_on, event.filed_on
        case entries.Reopened():
            row.status = "submitted" if row.decided_at is None else "rejected"
            row.reason = None
        case _:
            assert_never(event)


def _decided(row: ClaimRow, outcome: entries.EntryOutcome) -> None:
    row.status = "approved" if outcome.granted_fen > 0 else "rejected"
    row.measure = outcome.measure
    row.article = outcome.article
    row.place = outcome.place
    row.assessed_fen = outcome.assessed_fen
    row.granted_fen = outcome.granted_fen
    row.reason = outcome.reason
    row.policy_version = outcome.version
