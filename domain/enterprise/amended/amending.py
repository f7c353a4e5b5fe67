"""What may be done to a claim by a document after it was submitted: corrected, redecided, reopened.

Each returns the event to record, or None where there is nothing to. What a decided claim comes to
then is worked out from the event (`domain/assessment/reassessment.py`).
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.commands.enterprise import AmendCommand, CorrectClaim, RedecideClaim, ReopenClaim
from domain.enterprise.amended.amendments import Amendments, corrected
from domain.enterprise.moving.transfers import must_be_here
from domain.enterprise.state import Claim, Enterprise, Status, claim_of, stands
from domain.events.claims import (
    AmendingEvent,
    ClaimCorrected,
    ClaimRedecided,
    ClaimReopened,
    ClaimSubmitted,
)
from domain.identity import skeleton
from domain.policy.book import PolicyBook
from domain.policy.names import prefix_of
from domain.refusals import Refusal, said_before


def amend(
    command: AmendCommand, enterprise: Enterprise, book: PolicyBook
) -> tuple[AmendingEvent | None, str]:
    """Return what a document changes of a claim, and who corrects it. Raises Refusal as it says."""
    match command:
        case CorrectClaim():
            return correct(command, enterprise, book), command.by
        case RedecideClaim():
            return redecide(command, enterprise), ""
        case ReopenClaim():
            return reopen(command, enterprise), ""


def correct(
    command: CorrectClaim, enterprise: Enterprise, book: PolicyBook
) -> ClaimCorrected | None:
    """Return the correction; None where the claim states all of this, or was corrected so before.

    Raises Refusal `claim-unknown`, `claim-ended`, `duplicate-invoice`, `claim-path-unknown`,
    `enterprise-transferred`, or `request-conflicts` where the same document corrected it otherwise.
    """
    claim = claim_of(enterprise, command.claim_no)
    kind = book.kind(claim.submitted.facts.kind)
    names = [] if kind is None else [fact.recorded for fact in kind.facts.values()]
    for name, _stated in command.facts:
        if name not in names:
            raise Refusal("claim-path-unknown", path=name, known=", ".join(names))
    said = (claim.amended or Amendments()).corrections.get(skeleton(command.document))
    if said is not None:
        now = corrected(said.before, command, names)
        said_before(said.since, now, **_conflict(claim, "correct", command.document))
        return None
    _must_not_be_ended(claim, "correct")
    before, now = claim.submitted, corrected(claim.submitted, command, names)
    if now == before:
        return None
    if now.occurred_on != before.occurred_on:
        must_be_here(enterprise.transfers, now.occurred_on, now.claim_no)
    had = before.invoices if stands(enterprise, now.claim_no) else ()
    must_be_claimed_once(now, [each for each in now.invoices if each not in had], enterprise)
    return ClaimCorrected(
        claim_no=now.claim_no,
        facts=now.facts,
        occurred_on=now.occurred_on,
        filed_on=now.filed_on,
        invoices=now.invoices,
        other_support_fen=now.other_support_fen,
        document=command.document,
        words=command.words,
    )


def redecide(command: RedecideClaim, enterprise: Enterprise) -> ClaimRedecided | None:
    """Return the officer's decision put right; None where it was so, or was put right so before.

    Raises Refusal `claim-unknown`, `claim-ended`, `claim-not-decided`, `duplicate-invoice`, or
    `request-conflicts` where the same document decided it otherwise.
    """
    claim = claim_of(enterprise, command.claim_no)
    redecided = ClaimRedecided(
        claim_no=command.claim_no,
        reduced_to_fen=command.reduced_to_fen,
        document=command.document,
        words=command.words,
    )
    said = (claim.amended or Amendments()).redecisions.get(skeleton(command.document))
    if said is not None:
        before = said.reduced_to_fen, said.words
        now = redecided.reduced_to_fen, redecided.words
        said_before(before, now, **_conflict(claim, "redecide", command.document))
        return None
    _must_not_be_ended(claim, "redecide")
    if claim.approval is None:
        facts = {"claim_no": command.claim_no, "status": claim.status.value}
        raise Refusal("claim-not-decided", verb="redecide", **facts)
    if claim.approval[0] == command.reduced_to_fen:
        return None
    if not stands(enterprise, command.claim_no):
        must_be_claimed_once(claim.submitted, claim.submitted.invoices, enterprise)
    return redecided


def reopen(command: ReopenClaim, enterprise: Enterprise) -> ClaimReopened | None:
    """Return the reopening; None where the same document reopened the claim before.

    Raises Refusal `claim-unknown`, `claim-stands`, `duplicate-invoice`, or `request-conflicts`
    where the same document reopened it otherwise.
    """
    claim = claim_of(enterprise, command.claim_no)
    reopened = ClaimReopened(
        claim_no=command.claim_no,
        kind=command.kind,
        document=command.document,
        words=command.words,
    )
    said = (claim.amended or Amendments()).reopenings.get(skeleton(command.document))
    if said is not None:
        before, now = (said.kind, said.words), (reopened.kind, reopened.words)
        said_before(before, now, **_conflict(claim, "reopen", command.document))
        return None
    if stands(enterprise, command.claim_no):
        raise Refusal("claim-stands", claim_no=command.claim_no, status=claim.status.value)
    must_be_claimed_once(claim.submitted, claim.submitted.invoices, enterprise)
    return reopened


def must_be_claimed_once(
    claim: ClaimSubmitted, invoices: Iterable[str], enterprise: Enterprise
) -> None:
    """Raise Refusal `duplicate-invoice` where another claim stands on an invoice, of the policy.

    invoices: those of the claim that are looked at.
    """
    for (
        before
    ) in enterprise.divided.values():  # of which it has a share, and knows what was claimed
        must_be_claimed_once(claim, invoices, before)
    for invoice in invoices:
        for other in enterprise.by_invoice.get(skeleton(invoice), ()):
            known = enterprise.claims[other].submitted
            same_policy = prefix_of(known.facts.kind) == prefix_of(claim.facts.kind)
            if other != claim.claim_no and same_policy and stands(enterprise, other):
                raise Refusal("duplicate-invoice", invoice=invoice, other=other)


def _must_not_be_ended(claim: Claim, verb: str) -> None:
    """Raise Refusal unless the claim is pending, or decided by the rules."""
    by_people = claim.rejection is not None or claim.revocation is not None
    if by_people or claim.status is Status.WITHDRAWN:
        status = claim.status.value
        raise Refusal("claim-ended", claim_no=claim.submitted.claim_no, status=status, verb=verb)


def _conflict(claim: Claim, verb: str, document: str) -> dict[str, str]:
    return {"claim_no": claim.submitted.claim_no, "verb": verb, "document": document}
