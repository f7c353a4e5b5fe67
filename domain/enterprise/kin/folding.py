"""An enterprise folded from its log: an event that does not follow from those before it has none.

No ledger writes such an event; a file edited by hand can hold one.
"""

from __future__ import annotations

from typing import cast, get_args

from domain.enterprise.state import Claim, Enterprise, UnknownClaim, evolve
from domain.events import claims as events
from domain.events.log import EnterpriseEvent, Event, Recorded
from domain.events.payment import ClaimRevoked
from domain.events.registration import AccountNamed, RegistrationEvent
from domain.events.succession import EnterpriseDivided
from domain.events.transfer import EnterpriseTransferredIn

DECISIONS: tuple[type[Event], ...] = (
    events.ClaimApproved,
    events.ClaimRejected,
    events.ClaimReassessed,
)
_DECIDING = (events.ClaimEvent, ClaimRevoked)  # not what was paid: it may settle others' debts
_ENDINGS = (events.ClaimRejectedByOfficer, events.ClaimWithdrawn, ClaimRevoked)
# What the last of these events of a claim must have been; nothing for one that begins a claim.
FOLLOWS: dict[type[Event], tuple[type[Event], ...]] = {
    events.ClaimSubmitted: (),
    events.ClaimApproved: (events.ClaimSubmitted,),
    events.ClaimRejected: (events.ClaimSubmitted,),
    events.ClaimRejectedByOfficer: (events.ClaimSubmitted,),
    events.ClaimReassessed: DECISIONS,
    ClaimRevoked: DECISIONS,
    events.ClaimCorrected: (events.ClaimSubmitted, *DECISIONS),
    events.ClaimRedecided: DECISIONS,
    events.ClaimWithdrawn: (events.ClaimSubmitted, events.ClaimRejectedByOfficer, *DECISIONS),
    events.ClaimReopened: (*_ENDINGS, *DECISIONS),
    **dict.fromkeys(
        get_args(events.AttachmentEvent), (events.ClaimSubmitted, *_ENDINGS, *DECISIONS)
    ),
}
# What they leave the claim standing as is what it stood as before.
LEAVING: tuple[type[Event], ...] = (
    events.ClaimCorrected,
    events.ClaimRedecided,
    *get_args(events.AttachmentEvent),
)


class DoesNotFollow(Exception):  # noqa: N818 - a log that no ledger wrote
    """An event that does not follow from those before it."""

    def __init__(self, position: int, of: str) -> None:
        super().__init__(position, of)
        self.position, self.of = position, of


def take_in(enterprise: Enterprise, recorded: Recorded) -> EnterpriseEvent:
    """Take an event of the log into its enterprise and return it. Raises DoesNotFollow.

    A code that is carried on stays as it was then, but for what is kept of its accounts; the
    claims of one that was split go on, where who has them is read apart.
    """
    event = cast(EnterpriseEvent, recorded.event)
    claim_no: str | None = getattr(event, "claim_no", None)
    try:
        successor = enterprise.kin.successor
        divided = isinstance(successor, EnterpriseDivided) and isinstance(event, _DECIDING)
        if successor is not None and not divided and not isinstance(event, RegistrationEvent):
            enterprise.length += 1  # what its claims came to since is with who carries it on
            return event
        if claim_no is not None and not follows(_latest(enterprise.claims.get(claim_no)), event):
            raise UnknownClaim(claim_no)
        evolve(enterprise, event, recorded.by, recorded.login)
        if isinstance(event, events.ClaimApproved | events.ClaimRejected):
            enterprise.claims[event.claim_no].decided_at = recorded.position
        elif isinstance(event, AccountNamed):
            enterprise.registration.accounts[-1].position = recorded.position
        elif isinstance(event, EnterpriseTransferredIn) and enterprise.transfers is not None:
            enterprise.transfers.arrivals[-1].position = recorded.position
    except (LookupError, ValueError, AssertionError) as broken:
        raise DoesNotFollow(recorded.position, claim_no or recorded.stream) from broken
    return event


def follows(latest: type[Event] | None, event: Event) -> bool:
    """Say whether an event may come after the last that changed its claim; None: after nothing."""
    before = FOLLOWS.get(type(event))
    return before is None or (latest in before if before else latest is None)


def standing(latest: type[Event] | None, event: Event, *, decided: bool) -> type[Event] | None:
    """Return the kind of the event that a claim stands as it does by, once another has followed.

    latest: before it. decided: whether the claim was ever decided.
    """
    if isinstance(event, LEAVING):
        return latest
    if isinstance(event, events.ClaimReopened):
        return events.ClaimApproved if decided else events.ClaimSubmitted
    return type(event)


def _latest(claim: Claim | None) -> type[Event] | None:
    """Return the kind of the event that a claim stands as it does by; for a decision, any kind."""
    if claim is None:
        return None
    if claim.withdrawal is not None:
        return events.ClaimWithdrawn
    if claim.revocation is not None:
        return ClaimRevoked
    if claim.rejection is not None:
        return events.ClaimRejectedByOfficer
    return events.ClaimSubmitted if claim.approval is None else events.ClaimApproved
