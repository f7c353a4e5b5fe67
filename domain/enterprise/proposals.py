"""Policy versions put forward by one hand and confirmed by another's (职责分离).

A proposal is of no effect on any figure: only a version of the book is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from domain.enterprise.hands import SeparatedHands
from domain.events.log import Recorded
from domain.events.store import (
    PolicyPublished,
    VersionConfirmed,
    VersionDeclined,
    VersionProposed,
)
from domain.identity import Actor, is_one_person
from domain.policy.book import PolicyBook
from domain.policy.measures import Policy
from domain.refusals import Refusal, said_before

ProposalState = Literal["waiting", "stale", "confirmed", "declined", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A version put forward, and by what it ended; None while it is open.

    base: the last version of the book as it was put forward.
    """

    number: int
    base: int
    digest: str
    policy: Policy
    by: Actor
    position: int
    recorded_at: datetime
    ended: VersionConfirmed | VersionDeclined | None = None
    ended_by: Actor | None = None
    ended_at: datetime | None = None

    def state(self, book: PolicyBook) -> ProposalState:
        """Return what has become of it. book: as it stands.

        `stale`: it is open, and the book has grown since it was put forward. `withdrawn`: declined
        under the name that proposed it.
        """
        match self.ended:
            case VersionConfirmed():
                return "confirmed"
            case VersionDeclined():
                assert self.ended_by is not None, "what ended it was recorded by somebody"
                own = is_one_person(self.by, self.ended_by, separate_logins=False)
                return "withdrawn" if own else "declined"
        return "waiting" if self.base == len(book.versions) else "stale"


@dataclass(slots=True)
class Proposals:
    """Every proposal of a ledger, by its number. length: of their stream."""

    by_number: dict[int, Proposal] = field(default_factory=dict)
    length: int = 0

    @property
    def by_version(self) -> dict[int, Proposal]:
        """The proposals that became versions, by the number of the version."""
        return {
            each.ended.version: each
            for each in self.by_number.values()
            if isinstance(each.ended, VersionConfirmed)
        }

    def numbered(self, number: int) -> Proposal:
        """Return a proposal. Raises Refusal `proposal-unknown`."""
        known = self.by_number.get(number)
        if known is None:
            raise Refusal("proposal-unknown", proposal=number, proposals=len(self.by_number))
        return known

    def take_in(self, recorded: Recorded) -> bool:
        """Take in the next event of the stream; say whether it follows from those before it.

        One that does not, as another program may insert it, is of no effect; `verify` names it.
        """
        event, by = recorded.event, Actor(recorded.by, recorded.login)
        self.length += 1
        if isinstance(event, VersionProposed):
            if event.number != len(self.by_number) + 1:
                return False
            self.by_number[event.number] = Proposal(
                number=event.number,
                base=event.base,
                digest=event.digest,
                policy=event.policy,
                by=by,
                position=recorded.position,
                recorded_at=recorded.recorded_at,
            )
            return True
        assert isinstance(event, VersionConfirmed | VersionDeclined), f"no proposal: {event!r}"
        known = self.by_number.get(event.proposal)
        if known is None or known.ended is not None:
            return False
        self.by_number[event.proposal] = replace(
            known, ended=event, ended_by=by, ended_at=recorded.recorded_at
        )
        return True


def proposals(history: Iterable[Recorded]) -> Proposals:
    """Return every proposal that their stream has."""
    known = Proposals()
    for recorded in history:
        known.take_in(recorded)
    return known


def propose(policy: Policy, digest: str, known: Proposals, book: PolicyBook) -> VersionProposed:
    """Return a version put forward: the proposal that waits already where it says the same.

    Its number says which: that of a new one is above all known.
    """
    base, number = len(book.versions), len(known.by_number) + 1
    for each in known.by_number.values():
        if each.digest == digest and each.state(book) == "waiting":
            number = each.number
    return VersionProposed(number=number, base=base, digest=digest, policy=policy)


def confirm(
    number: int, known: Proposals, book: PolicyBook, hand: Actor | None
) -> tuple[VersionConfirmed | PolicyPublished, ...]:
    """Return that a proposal becomes a version, and the version; nothing where it did before.

    hand: who confirms, where hands are separated. Raises Refusal `proposal-unknown`,
    `proposal-declined`, `proposal-stale`, and `proposer-cannot-confirm` for who put it forward.
    """
    proposal = known.numbered(number)
    if isinstance(proposal.ended, VersionConfirmed):
        return ()
    if proposal.ended is not None:
        raise Refusal("proposal-declined", proposal=number, words=proposal.ended.words)
    if hand is not None and is_one_person(proposal.by, hand, separate_logins=True):
        who = {"proposed_by": proposal.by.shown, "confirmed_by": hand.shown}
        raise Refusal("proposer-cannot-confirm", proposal=number, **who)
    last = len(book.versions)
    if proposal.base != last:
        raise Refusal("proposal-stale", proposal=number, base=proposal.base, version=last)
    version = PolicyPublished(number=last + 1, digest=proposal.digest, policy=proposal.policy)
    return VersionConfirmed(proposal=number, version=last + 1), version


def decline(number: int, words: str, known: Proposals) -> tuple[VersionDeclined, ...]:
    """Return that a proposal is not to be a version; nothing where that was said before.

    Raises Refusal `proposal-unknown`, `proposal-confirmed`, and `request-conflicts` where it was
    declined for another reason.
    """
    proposal = known.numbered(number)
    if isinstance(proposal.ended, VersionConfirmed):
        raise Refusal("proposal-confirmed", proposal=number, version=proposal.ended.version)
    said = None if proposal.ended is None else proposal.ended.words
    if said_before(said, words, verb="policy decline", proposal=number):
        return ()
    return (VersionDeclined(proposal=number, words=words),)


def by_one_hand(
    versions: Iterable[Recorded], known: Proposals, said: SeparatedHands
) -> Iterator[Recorded]:
    """Yield the versions that one hand alone recorded though hands were separated.

    versions: the stream of the book. The first is the ledger's own: it is given one as it is made,
    before anything rests on it.
    """
    proposed = known.by_version
    for recorded in versions:
        event, hand = recorded.event, said.hand_at(recorded)
        assert isinstance(event, PolicyPublished), f"in the policy book: {event!r}"
        if hand is None or event.number == 1:
            continue
        proposal = proposed.get(event.number)
        same = proposal is not None and (proposal.digest, proposal.ended_by) == (event.digest, hand)
        if (
            proposal is None
            or not same
            or is_one_person(proposal.by, hand, separate_logins=True)
            or proposal.position > recorded.position
        ):
            yield recorded
