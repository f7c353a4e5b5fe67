"""Whose hands a claim passed through, and what no hand may do to a claim of its own (职责分离)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from domain.commands.enterprise import AmendCommand, CorrectClaim
from domain.enterprise.state import Claim, Enterprise
from domain.events.claims import ClaimReassessed
from domain.events.log import EnterpriseEvent, Recorded
from domain.events.store import HandsSeparated, LoginsSeparated
from domain.identity import Actor, is_one_person
from domain.refusals import Refusal


class SeparatedHands(NamedTuple):
    """From which positions of the log on hands must differ; None where they never had to.

    logins_at: logins count beside names. hands_at: who submits a claim may not approve it, and
    logins count too. position: of the last setting recorded; 0 without any.
    """

    logins_at: int | None = None
    hands_at: int | None = None
    position: int = 0

    def hand(self, by: str, login: str) -> Actor | None:
        """Return who must not decide on what is theirs; None while hands need not differ."""
        return None if self.hands_at is None else Actor(by, login)

    def hand_at(self, recorded: Recorded) -> Actor | None:
        """Return the same of what was recorded: who recorded it, since hands must differ."""
        since = self.hands_at is not None and recorded.position > self.hands_at
        return Actor(recorded.by, recorded.login) if since else None


def separation(settings: Iterable[Recorded]) -> SeparatedHands:
    """Return what the ledger's settings say of hands."""
    said = SeparatedHands()
    for recorded in settings:
        said = said._replace(position=recorded.position)
        if isinstance(recorded.event, HandsSeparated) and said.hands_at is None:
            said = said._replace(hands_at=recorded.position)
        if isinstance(recorded.event, HandsSeparated | LoginsSeparated) and said.logins_at is None:
            said = said._replace(logins_at=recorded.position)
    return said


def stated_by(claim: Claim) -> tuple[Actor, ...]:
    """Return everybody who recorded what a claim states: its submitter, and who corrected it."""
    correctors = claim.amended.correctors if claim.amended is not None else ()
    return (Actor(claim.submitted_by, claim.submitted_login), *correctors)


def granted_by(claim: Claim) -> tuple[Actor, ...]:
    """Return everybody who decided the claim or raised its grant since, in that order."""
    return (Actor(claim.approved_by, claim.approved_login), *claim.raised_by)


def must_be_of_others(claim: Claim, hand: Actor) -> None:
    """Raise Refusal `submitter-cannot-approve` where the hand submitted or corrected the claim."""
    for stated in stated_by(claim):
        if is_one_person(stated, hand, separate_logins=True):
            who = {"submitted_by": stated.shown, "approved_by": hand.shown}
            raise Refusal("submitter-cannot-approve", claim_no=claim.submitted.claim_no, **who)


def must_raise_of_others(
    command: AmendCommand, events: Iterable[EnterpriseEvent], enterprise: Enterprise, hand: Actor
) -> None:
    """Raise Refusal where a document would have a hand grant more to a claim of its own.

    To lower it stays allowed, as saying no to it does. `submitter-cannot-approve`: the hand
    submitted or corrected the claim, or corrects what it approved. enterprise: as it stood before.
    """
    raises = (
        isinstance(event, ClaimReassessed)
        and event.claim_no == command.claim_no
        and event.decision.outcome.granted_fen > event.previous_fen
        for event in events
    )
    if not any(raises):
        return
    claim = enterprise.claims[command.claim_no]
    must_be_of_others(claim, hand)
    for granted in granted_by(claim) if isinstance(command, CorrectClaim) else ():
        if is_one_person(granted, hand, separate_logins=True):
            raise Refusal(
                "submitter-cannot-approve",
                verb="correct",
                claim_no=command.claim_no,
                approved_by=granted.shown,
                corrected_by=hand.shown,
            )
