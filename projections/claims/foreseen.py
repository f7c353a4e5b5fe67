"""What deciding claims now would come to, and the claims that wait, each with its foreseen grant.

Nothing is recorded of it: the same figures are recorded where nothing comes between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from domain.events.claims import ClaimApproved, ClaimReassessed
from domain.events.payment import ClaimRevoked
from domain.identity import skeleton
from domain.value import value
from projections.claims.backfill import ClaimsDecided, Refused
from projections.claims.register import ClaimAnswer

if TYPE_CHECKING:
    from domain.events.claims import Outcome
    from domain.events.log import EnterpriseEvent
    from domain.policy.book import PolicyBook
    from domain.refusals import Refusal
    from projections.claims.explanation import Explanation


@value
class ForeseenClaim(ClaimAnswer):
    """A claim as it would stand. caps_bound: the caps that left it less than it asked for."""

    caps_bound: tuple[str, ...]


@value
class ExplainedAhead:
    """A claim as it would stand, with the working of the decision that would make it so."""

    claim: ForeseenClaim
    explanation: Explanation
    book: PolicyBook


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenDecision:
    """What a command would lead to: the claim as it would stand once all are decided; a refusal.

    events: none where it was carried out before.
    """

    claim_no: str
    claim: ForeseenClaim | None
    events: tuple[EnterpriseEvent, ...] = ()
    refusal: Refusal | None = None


@value
class Foresight:
    """What deciding claims in this order would lead to, as of a log position."""

    position: int
    decisions: tuple[ForeseenDecision, ...]
    book: PolicyBook

    @property
    def decided(self) -> list[ForeseenClaim]:
        """The claims that would be decided, or are already, in this order."""
        return [each.claim for each in self.decisions if each.claim is not None]

    @property
    def refused(self) -> dict[str, Refusal]:
        """Why others would not be, by claim number."""
        pairs = ((each.claim_no, each.refusal) for each in self.decisions)
        return {claim_no: refusal for claim_no, refusal in pairs if refusal is not None}

    @property
    def net_fen(self) -> int:
        """By how much all grants would change, what is taken back of other claims included."""
        return sum(map(_change_fen, (event for each in self.decisions for event in each.events)))


@value
class ClaimsForeseen(ClaimsDecided):
    """Claims as they would stand once decided. claims, granted_fen: of these, granted above 0.

    net_fen: by how much all grants would change, what is taken back of other claims included.
    """

    decided: Sequence[ForeseenClaim]
    refused: tuple[Refused, ...]
    position: int
    claims: int
    granted_fen: int
    net_fen: int


@value
class QueuedDoubt:
    """What the enterprise's own record makes doubtful of a claim. column: of which of its values.

    other: the claim that it is compared with; None without one.
    """

    code: str
    column: str
    other: str | None


@value
class ForeseenGrant:
    """What a pending claim would come to in its turn; refused: the code of why it would not.

    caps_bound: the caps that left it less than it asked for.
    """

    status: str
    measure: str | None
    article: str | None
    assessed_fen: int | None
    granted_fen: int
    reason: str | None
    caps_bound: tuple[str, ...]
    refused: str | None


@value
class QueuedClaim:
    """A claim that waits for its decision. submitted_at: where in the log it was submitted.

    declared_fen: all fees claimed; None where the kind has none. policy: as of `ClaimAnswer`.
    """

    claim_no: str
    uscc: str
    enterprise: str
    kind: str
    policy: str | None
    occurred_on: date
    filed_on: date
    retroactive: bool
    declared_fen: int | None
    submitted_by: str
    submitted_at: int
    recorded_at: datetime
    doubts: tuple[QueuedDoubt, ...]
    foreseen: ForeseenGrant

    @property
    def is_lowered(self) -> bool:
        """Whether it would be granted less than it is assessed at, or nothing, or be refused."""
        foreseen = self.foreseen
        lowered = foreseen.granted_fen == 0 or foreseen.granted_fen != foreseen.assessed_fen
        return lowered or foreseen.refused is not None


@value
class Sought:
    """Which claims of a queue are asked for; what is left out stands for any.

    officer: who submitted them, the name however written. measure: the one that each comes under,
    as it is foreseen. full: only what is granted in full. doubtful: only what has a doubt.
    """

    officer: str | None = None
    measure: str | None = None
    full: bool = False
    doubtful: bool = False

    def takes(self, claim: QueuedClaim) -> bool:
        """Say whether a claim is one of them."""
        return (
            (self.officer is None or skeleton(claim.submitted_by) == skeleton(self.officer))
            and self.measure in (None, claim.foreseen.measure)
            and not (self.full and claim.is_lowered)
            and not (self.doubtful and not claim.doubts)
        )


EVERY = Sought()


@value
class Queue:
    """Claims that wait, the oldest first. waiting: how many there are, those not sought too.

    next: what to go on after; None at the end. granted_fen: what these would be granted.
    """

    position: int
    waiting: int
    next: int | None
    granted_fen: int
    claims: tuple[QueuedClaim, ...]


def caps_bound(outcome: Outcome | None) -> tuple[str, ...]:
    """Return the caps that left a claim less than it asked for."""
    uses = () if outcome is None else outcome.caps
    return tuple(use.cap for use in uses if use.applied < use.attempted)


def granted_in_all(claims: Iterable[ClaimAnswer]) -> tuple[int, int]:
    """Return how many claims are granted more than 0, and what in all, in fen."""
    granted = [claim.granted_fen for claim in claims if claim.granted_fen]
    return len(granted), sum(granted)


def _change_fen(event: EnterpriseEvent) -> int:
    if isinstance(event, ClaimApproved):
        return event.decision.outcome.granted_fen
    if isinstance(event, ClaimReassessed):
        return event.decision.outcome.granted_fen - event.previous_fen
    return -event.previous_fen if isinstance(event, ClaimRevoked) else 0
