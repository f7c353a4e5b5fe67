"""What the views read of a log entry."""

from __future__ import annotations

from typing import NamedTuple

from domain.events import (
    ClaimApproved,
    ClaimReassessed,
    ClaimRejected,
    ClaimRejectedByOfficer,
    ClaimSubmitted,
    ClaimWithdrawn,
)
from domain.payment_events import ClaimRevoked

ClaimEvent = (
    ClaimSubmitted
    | ClaimApproved
    | ClaimRejected
    | ClaimReassessed
    | ClaimRejectedByOfficer
    | ClaimWithdrawn
    | ClaimRevoked
)


class Entry(NamedTuple):
    """An event with its place in the log and whose it is; None for one that no view follows.

    Of a decision only the outcome is there: no view reads a working. `body`: the event's own bytes
    as stored, for a claim submitted; empty for others.
    """

    position: int
    stream: str
    event: ClaimEvent | None
    body: bytes
