"""Whose hands a claim went through (职责分离): submitted, approved, published, paid.

Two roles in one hand: the same person, by the name given, or the same login.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from domain.enterprise.state import ByClaim
from domain.events.batch import BatchPublished
from domain.events.claims import ClaimApproved, ClaimReassessed, ClaimSubmitted
from domain.events.log import Recorded
from domain.events.payment import ClaimPaid, ClaimTakenIntoBatch
from domain.identity import same_name
from domain.value import value

SUBMITTED, APPROVED, PUBLISHED, PAID = ROLES = ("submitted", "approved", "published", "paid")


@value
class Actor:
    """Who did something, as told and as the machine authenticated, and the log position of it."""

    by: str
    login: str
    position: int


@value
class Together:
    """Two roles of one claim in one hand. same: `name`, `login` or `both`."""

    roles: tuple[str, str]
    same: str
    hands: tuple[Actor, Actor]


@value
class Handled:
    """One claim, and who did what with it. A role nobody had yet has no hands."""

    claim_no: str
    uscc: str
    hands: dict[str, list[Actor]]

    @property
    def together(self) -> tuple[Together, ...]:
        """Every two roles that one hand had; of several ways, the closest, then the earliest."""
        found = []
        for roles in combinations(ROLES, 2):
            mine, others = (self.hands.get(role, []) for role in roles)
            met = [
                Together(roles=roles, same=same, hands=(one, other))
                for one in mine
                for other in others
                if (same := _same(one, other)) is not None
            ]
            if met:
                found.append(min(met, key=lambda one: one.same != "both"))
        return tuple(found)


def publisher(history: Iterable[Recorded]) -> Actor | None:
    """Return who published a batch; None for one that was not."""
    for recorded in history:
        if isinstance(recorded.event, BatchPublished):
            return _hand(recorded)
    return None


def handled(history: Iterable[Recorded], published: Mapping[int, Actor]) -> list[Handled]:
    """Return the claims of one enterprise, in order of submission, with the hands of each.

    published: who published each batch. Approving is deciding on a grant, and raising it later.
    """
    claims: dict[str, Handled] = ByClaim()
    for recorded in history:
        event = recorded.event
        match event:
            case ClaimSubmitted():
                claims[event.claim_no] = Handled(
                    claim_no=event.claim_no,
                    uscc=recorded.stream,
                    hands={SUBMITTED: [_hand(recorded)]},
                )
            case ClaimApproved():
                _add(claims[event.claim_no], APPROVED, _hand(recorded))
            case ClaimReassessed() if event.decision.outcome.granted_fen > event.previous_fen:
                _add(claims[event.claim_no], APPROVED, _hand(recorded))
            case ClaimTakenIntoBatch() if event.allotted_fen and event.batch in published:
                _add(claims[event.claim_no], PUBLISHED, published[event.batch])
            case ClaimPaid():
                _add(claims[event.claim_no], PAID, _hand(recorded))
            case _:
                pass
    return list(claims.values())


def _add(claim: Handled, role: str, hand: Actor) -> None:
    claim.hands.setdefault(role, []).append(hand)


def _hand(recorded: Recorded) -> Actor:
    return Actor(by=recorded.by, login=recorded.login, position=recorded.position)


def _same(one: Actor, other: Actor) -> str | None:
    name, login = same_name(one.by) == same_name(other.by), one.login == other.login
    if name and login:
        return "both"
    return "name" if name else "login" if login else None
