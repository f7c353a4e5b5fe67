"""One enterprise's ledger: what happened so far (`evolve`), what happens next (`decide`).

`evolve` never computes and `decide` never remembers: amounts are worked out once, when decided,
and carried by the event, so replaying last year's events cannot change them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from domain.assessment.consequences import (
    allotments_lowered,
    approve,
    caps_lifted,
    must_be_submitted,
)
from domain.assessment.linked import (
    Linked,
    Together,
    choose_order_together,
    must_be_alone,
    reassess_together,
)
from domain.assessment.reassessment import choose_order, differs_under, reassess
from domain.commands import enterprise as commands
from domain.commands.texts import must_have_fit_texts
from domain.enterprise.doubts import differences
from domain.enterprise.names import is_same_name
from domain.enterprise.records import record
from domain.enterprise.registration import decide as decide_registration
from domain.enterprise.state import Enterprise, Status, claim_of, granted_fen
from domain.events import claims as events
from domain.events.log import EnterpriseEvent
from domain.events.payment import ClaimRevoked
from domain.identity import skeleton
from domain.policy.book import PolicyBook
from domain.policy.names import prefix_of
from domain.refusals import Refusal, said_before


def decide(
    command: commands.EnterpriseCommand, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    """Return the events that follow from a command; none when it was carried out before.

    Raises Refusal when a rule forbids the command, and DecidedTogether where `decide_together` has
    to decide. Pure: no clock, no I/O, no chance.
    """
    must_have_fit_texts(command)
    decided = _decide(command, enterprise, book)
    if not enterprise.in_batches:
        return decided
    return (*decided, *allotments_lowered(decided, enterprise))


def decide_together(
    command: commands.Reassess | commands.ChooseOrder, linked: Linked, book: PolicyBook
) -> Together:
    """Return the events of each enterprise that follow where caps over all of them link them.

    linked: every enterprise that `is_linked`. Raises Refusal as `decide` does.
    """
    must_have_fit_texts(command)
    match command:
        case commands.Reassess():
            together = reassess_together(linked, book)
            differing = [event for events in together.values() for event in events]
            claims = {number: each for of in linked.values() for number, each in of.claims.items()}
            of, uscc = command.policy, command.uscc
            if of is not None and not differs_under(of, uscc, differing, claims, book):
                together = {}
        case commands.ChooseOrder():
            together = choose_order_together(command, linked, book)
    return {
        uscc: (*decided, *allotments_lowered(decided, linked[uscc]))
        for uscc, decided in together.items()
    }


def _decide(
    command: commands.EnterpriseCommand, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    match command:
        case commands.SubmitClaim():
            return _submit(command, enterprise)
        case commands.ApproveClaim():
            return approve(command, enterprise, book)
        case commands.RejectClaim():
            return _reject(command, enterprise)
        case commands.WithdrawClaim():
            return _withdraw(command, enterprise, book)
        case commands.RevokeClaim():
            return _revoke(command, enterprise, book)
        case commands.RecordAmounts():
            return record(command, enterprise, book)
        case commands.Reassess():
            must_be_alone(enterprise, book)
            differing = reassess(enterprise, book)
            of, uscc = command.policy, command.uscc
            if of is None or differs_under(of, uscc, differing, enterprise.claims, book):
                return differing
            return ()
        case commands.ChooseOrder():
            must_be_alone(enterprise, book)
            return choose_order(command, enterprise, book)
        case _ if isinstance(command, commands.RegistrationCommand):
            known = enterprise.length > 0
            on_claims = enterprise.name_on_claims
            return decide_registration(command, enterprise.registration, on_claims, known)
        case _:
            assert_never(command)


def _submit(command: commands.SubmitClaim, enterprise: Enterprise) -> tuple[EnterpriseEvent, ...]:
    submitted = events.ClaimSubmitted(
        claim_no=command.claim_no,
        enterprise=command.enterprise,
        facts=command.facts,
        occurred_on=command.occurred_on,
        filed_on=command.filed_on,
        invoices=tuple(sorted(set(command.invoices))),
        other_support_fen=command.other_support_fen,
        source=command.source,
    )
    earlier = enterprise.claims.get(command.claim_no)
    if earlier is not None:
        before = earlier.submitted
        if is_same_name(before.enterprise, command.enterprise, enterprise.registration.erased):
            before = replace(before, enterprise=command.enterprise)
        if before == submitted:
            return ()
        differ = differences(before, submitted)
        raise Refusal("claim-conflicts", claim_no=command.claim_no, uscc=command.uscc, **differ)
    for invoice in command.invoices:
        for other in enterprise.by_invoice.get(skeleton(invoice), ()):
            known = enterprise.claims[other]
            same_policy = prefix_of(known.submitted.facts.kind) == prefix_of(command.facts.kind)
            if same_policy and known.status in (Status.SUBMITTED, Status.APPROVED):
                raise Refusal("duplicate-invoice", invoice=invoice, other=other)
    return (submitted,)


def _reject(command: commands.RejectClaim, enterprise: Enterprise) -> tuple[EnterpriseEvent, ...]:
    claim = claim_of(enterprise, command.claim_no)
    if said_before(claim.rejection, command.words, claim_no=command.claim_no, verb="reject"):
        return ()
    must_be_submitted(claim)
    return (events.ClaimRejectedByOfficer(claim_no=command.claim_no, words=command.words),)


def _withdraw(
    command: commands.WithdrawClaim, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    claim = claim_of(enterprise, command.claim_no)
    if said_before(claim.withdrawal, command.words, claim_no=command.claim_no, verb="withdraw"):
        return ()
    if claim.revocation is not None:
        raise Refusal("claim-revoked", claim_no=command.claim_no, document=claim.revocation[1])
    if claim.dues is not None:
        raise Refusal("claim-in-batch", claim_no=command.claim_no, batch=claim.dues.latest_batch)
    withdrawn = events.ClaimWithdrawn(
        claim_no=command.claim_no, previous_fen=granted_fen(claim), words=command.words
    )
    return (withdrawn, *caps_lifted(command.claim_no, [claim], enterprise, book))


def _revoke(
    command: commands.RevokeClaim, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    claim = claim_of(enterprise, command.claim_no)
    now = command.words, command.document
    if said_before(claim.revocation, now, claim_no=command.claim_no, verb="revoke"):
        return ()
    if claim.approval is None or claim.status is Status.WITHDRAWN:
        raise Refusal("claim-not-decided", claim_no=command.claim_no, status=claim.status.value)
    revoked = ClaimRevoked(
        claim_no=command.claim_no,
        previous_fen=granted_fen(claim),
        words=command.words,
        document=command.document,
    )
    return (revoked, *caps_lifted(command.claim_no, [claim], enterprise, book))
