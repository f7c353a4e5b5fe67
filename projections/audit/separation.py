"""Whose hands a claim went through (职责分离): submitted, approved, published, paid, and to whose
account: who named it, and who confirmed it.

Separation of duties: the same person, by the name given, or the same login. Naming an account is
set against confirming it and paying to it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from domain.enterprise.hands import SeparatedHands
from domain.enterprise.proposals import Proposals, by_one_hand
from domain.enterprise.state import ByClaim
from domain.events.batch import BatchPublished
from domain.events.claims import ClaimApproved, ClaimCorrected, ClaimReassessed, ClaimSubmitted
from domain.events.log import Recorded
from domain.events.payment import ClaimPaid, ClaimTakenIntoBatch
from domain.events.registration import AccountConfirmed, AccountNamed
from domain.events.store import PolicyPublished
from domain.identity import Actor, in_common
from domain.policy.book import PolicyBook
from domain.value import value
from projections.audit.answer import AuditAnswer

ROLES = ("submitted", "approved", "published", "account", "confirmed", "paid")
SUBMITTED, APPROVED, PUBLISHED, ACCOUNT, CONFIRMED, PAID = ROLES
APART = (
    *combinations((SUBMITTED, APPROVED, PUBLISHED, PAID), 2),
    (ACCOUNT, CONFIRMED),
    (ACCOUNT, PAID),
)


@value
class Participant:
    """Who did something, as given and as the machine authenticated, and the log position of it."""

    by: str
    login: str
    position: int


Hands = dict[str, list[Participant]]  # by role


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRoles:
    """Two roles of a claim held by the same person. same: `name`, `login` or `both`."""

    roles: tuple[str, str]
    same: str
    hands: tuple[Participant, Participant]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandledClaim:
    """A claim, who had each role in it, and every two roles that one hand had.

    account: who named the accounts that it was paid to; confirmed: who confirmed those.
    """

    claim_no: str
    uscc: str
    policy: str | None
    submitted: tuple[Participant, ...]
    approved: tuple[Participant, ...]
    published: tuple[Participant, ...]
    account: tuple[Participant, ...]
    confirmed: tuple[Participant, ...]
    paid: tuple[Participant, ...]
    together: tuple[SharedRoles, ...]

    def hands(self, role: str) -> tuple[Participant, ...]:
        """Return who had a role."""
        hands: tuple[Participant, ...] = getattr(self, role)
        return hands


@dataclass(frozen=True, slots=True, kw_only=True)
class HandledVersion:
    """A policy version, who put it forward and who recorded it.

    proposed: None where it was recorded at once. same: what the two hands have in common, `name`,
    `login` or `both`. alone: it was recorded by no second hand though hands were separated.
    """

    version: int
    policy: str
    document: str
    proposed: Participant | None
    recorded: Participant
    same: str | None
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation(AuditAnswer):
    """Every claim and every policy version with the hands it went through.

    wrong: the claims with two roles of one person, and the versions of one hand.
    """

    claims_compared: int
    wrong: int
    claims: tuple[HandledClaim, ...]
    versions: tuple[HandledVersion, ...]


def separation(
    claims: Iterable[HandledClaim],
    versions: Iterable[HandledVersion],
    position: int,
    recorded_at: str | None,
    policy: str | None,
) -> Separation:
    """Return the answer over every claim and version, or over those of a policy, by its id."""
    claims = tuple(claim for claim in claims if policy in (None, claim.policy))
    versions = tuple(version for version in versions if policy in (None, version.policy))
    alone = sum(version.alone or version.same is not None for version in versions)
    return Separation(
        position=position,
        recorded_at=recorded_at,
        policy=policy,
        claims_compared=len(claims),
        wrong=sum(bool(claim.together) for claim in claims) + alone,
        claims=claims,
        versions=versions,
    )


def handled_versions(
    history: Sequence[Recorded], known: Proposals, said: SeparatedHands
) -> Iterator[HandledVersion]:
    """Yield every version of the policy book with its hands. history: the stream of the book."""
    proposed = known.by_version
    lone = {recorded.position for recorded in by_one_hand(history, known, said)}
    for recorded in history:
        event, actor = recorded.event, _actor(recorded)
        assert isinstance(event, PolicyPublished), f"in the policy book: {event!r}"
        proposal = proposed.get(event.number)
        hand = None if proposal is None else proposal.by
        same = None if hand is None else in_common(hand, Actor(actor.by, actor.login))
        yield HandledVersion(
            version=event.number,
            policy=event.policy.id,
            document=event.policy.document,
            proposed=None
            if proposal is None
            else Participant(
                by=str(proposal.by.by), login=str(proposal.by.login), position=proposal.position
            ),
            recorded=actor,
            same=same,
            alone=same is None and recorded.position in lone,
        )


def publisher(history: Iterable[Recorded]) -> Participant | None:
    """Return who published a batch; None for one that was not published."""
    for recorded in history:
        if isinstance(recorded.event, BatchPublished):
            return _actor(recorded)
    return None


def handled_claims(
    history: Iterable[Recorded], published: Mapping[int, Participant], book: PolicyBook
) -> Iterator[HandledClaim]:
    """Yield the claims of one enterprise, in order of submission, with the hands of each.

    published: who published each batch. Submitting is stating what a claim states, and correcting
    it. Approving is deciding on a grant, and raising it later.
    """
    roles: dict[str, Hands] = ByClaim()
    usccs: dict[str, str] = {}
    policies: dict[str, str | None] = {}
    namers: list[Participant] = []  # the latest account's alone
    confirmers: list[Participant] = []
    for recorded in history:
        event, actor = recorded.event, _actor(recorded)
        match event:
            case ClaimSubmitted():
                roles[event.claim_no] = {role: [] for role in ROLES}
                roles[event.claim_no][SUBMITTED].append(actor)
                usccs[event.claim_no] = recorded.stream
                policies[event.claim_no] = book.named_policy(event.facts.kind)
            case ClaimCorrected():
                roles[event.claim_no][SUBMITTED].append(actor)
            case ClaimApproved():
                roles[event.claim_no][APPROVED].append(actor)
            case ClaimReassessed() if event.decision.outcome.granted_fen > event.previous_fen:
                roles[event.claim_no][APPROVED].append(actor)
            case ClaimTakenIntoBatch() if event.allotted_fen and event.batch in published:
                roles[event.claim_no][PUBLISHED].append(published[event.batch])
            case AccountNamed():
                namers, confirmers = [actor], []
            case AccountConfirmed():
                confirmers = [*confirmers, actor]
            case ClaimPaid():
                roles[event.claim_no][ACCOUNT] += namers
                roles[event.claim_no][CONFIRMED] += confirmers
                roles[event.claim_no][PAID].append(actor)
            case _:
                pass
    for claim_no, hands in roles.items():
        yield _handled(claim_no, usccs[claim_no], policies[claim_no], hands)


def _handled(claim_no: str, uscc: str, policy: str | None, hands: Hands) -> HandledClaim:
    return HandledClaim(
        claim_no=claim_no,
        uscc=uscc,
        policy=policy,
        together=tuple(_shared(hands)),
        **{role: tuple(hands[role]) for role in ROLES},
    )


def _shared(hands: Hands) -> Iterator[SharedRoles]:
    """Yield every two roles that one hand had; of several ways, the closest, then the earliest."""
    for roles in APART:
        first, second = (hands[role] for role in roles)
        shared = [
            SharedRoles(roles=roles, same=same, hands=(actor, other))
            for actor in first
            for other in second
            if (same := in_common(Actor(actor.by, actor.login), Actor(other.by, other.login)))
        ]
        if shared:
            yield min(shared, key=lambda ways: ways.same != "both")


def _actor(recorded: Recorded) -> Participant:
    return Participant(by=recorded.by, login=recorded.login, position=recorded.position)
