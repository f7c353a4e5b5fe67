"""One claim decided: the outcome, the caps it filled, the online grant it takes back."""

from __future__ import annotations

from domain.assessment.assessment import assess
from domain.assessment.consequences import caps_reached, take_back_online
from domain.commands.enterprise import ApproveClaim
from domain.enterprise.account import OFFLINE
from domain.enterprise.state import Claim, Enterprise, Status, claim_of
from domain.events.claims import ClaimApproved, ClaimRejected, Decision
from domain.events.log import EnterpriseEvent
from domain.policy.book import PolicyBook
from domain.refusals import Refusal


def approve(
    command: ApproveClaim, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    """Return what follows from deciding a claim; none when it was decided so before.

    Raises Refusal `claim-unknown`, `claim-not-pending` or `request-conflicts`.
    """
    claim = claim_of(enterprise, command.claim_no)
    if command.if_pending and claim.status is not Status.SUBMITTED:
        return ()
    if claim.approval is not None:
        if claim.approval == (command.reduced_to_fen, command.words):
            return ()
        raise Refusal("request-conflicts", claim_no=command.claim_no, verb="approve")
    must_be_submitted(claim)
    version = book.governing(claim.submitted.occurred_on)
    outcome, steps = assess(
        claim.submitted, version, enterprise.account, enterprise.exports, command.reduced_to_fen
    )
    policy = version.policy if version is not None else None
    decision = Decision(
        outcome=outcome,
        digest=version.digest if version is not None else None,
        book_position=book.position,
        readings=policy.bearing[claim.submitted.facts.KIND] if policy is not None else {},
        steps=steps,
        retroactive=book.is_retroactive(claim.submitted.occurred_on),
        self_approved=claim.submitted_by == command.by,
        reduced_to_fen=command.reduced_to_fen,
        words=command.words,
    )
    if outcome.granted_fen == 0:
        return (ClaimRejected(claim_no=command.claim_no, decision=decision),)
    events: list[EnterpriseEvent] = [ClaimApproved(claim_no=command.claim_no, decision=decision)]
    events += caps_reached(command.claim_no, outcome.caps, enterprise)
    assert policy is not None, f"granted under no policy: {command.claim_no}"
    if outcome.measure in OFFLINE and policy.readings.offline_online == "two-way":
        events += take_back_online(claim, outcome.place, enterprise, book)
    return tuple(events)


def must_be_submitted(claim: Claim) -> None:
    """Raise Refusal `claim-not-pending` unless the claim waits for its decision."""
    if claim.status is not Status.SUBMITTED:
        raise Refusal(
            "claim-not-pending", claim_no=claim.submitted.claim_no, status=claim.status.value
        )
