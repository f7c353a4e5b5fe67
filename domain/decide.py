"""One enterprise's ledger: what happened so far (`evolve`), what happens next (`decide`).

`evolve` never computes and `decide` never remembers: amounts are worked out once, when decided,
and carried by the event, so replaying last year's events cannot change them.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    amend_together,
    amended,
    choose_order_together,
    must_be_alone,
    reassess_together,
)
from domain.assessment.reassessment import choose_order, differs_under, reassess
from domain.commands import enterprise as commands
from domain.commands.texts import must_have_fit_texts
from domain.commands.transfer import TransferCommand
from domain.enterprise.amended.amending import amend, must_be_claimed_once
from domain.enterprise.amended.attaching import attach, erase
from domain.enterprise.doubts import differences
from domain.enterprise.hands import must_raise_of_others
from domain.enterprise.kin.succeeding import must_go_on
from domain.enterprise.moving.transferring import transfer
from domain.enterprise.moving.transfers import must_be_here
from domain.enterprise.records import record
from domain.enterprise.registered.holds import hold, release
from domain.enterprise.registered.names import is_same_name
from domain.enterprise.registered.registration import decide as decide_registration
from domain.enterprise.state import Claim, Enterprise, Status, claim_of, granted_fen
from domain.events import claims as events
from domain.events.log import EnterpriseEvent
from domain.events.payment import ClaimRevoked
from domain.identity import Actor, skeleton
from domain.policy.book import PolicyBook
from domain.refusals import Refusal, said_before


def decide(
    command: commands.EnterpriseCommand,
    enterprise: Enterprise,
    book: PolicyBook,
    hand: Actor | None = None,
) -> tuple[EnterpriseEvent, ...]:
    """Return the events that follow from a command; none when it was carried out before.

    hand: whose command it is, where hands are separated; None where they need not differ. Raises
    Refusal when a rule forbids the command, and DecidedTogether where `decide_together` has to
    decide. Pure: no clock, no I/O, no chance.
    """
    must_have_fit_texts(command)
    fed_in = isinstance(command, commands.SubmitClaim | commands.RecordAmounts)
    if not fed_in:
        must_go_on(command, enterprise)
    decided = _decide(command, enterprise, book, hand)
    if hand is not None and isinstance(command, commands.AmendCommand):
        must_raise_of_others(command, decided, enterprise, hand)
    if fed_in and decided:  # a file of before may be fed in again; it records nothing
        must_go_on(command, enterprise)
    if not enterprise.in_batches:
        return decided
    return (*decided, *allotments_lowered(decided, enterprise))


def decide_together(
    command: commands.AgainCommand, linked: Linked, book: PolicyBook, hand: Actor | None = None
) -> Together:
    """Return the events of each enterprise that follow where caps over all of them link them.

    linked: every enterprise that `is_linked`. hand, Refusal raised: as of `decide`.
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
        case _:
            uscc = next(code for code, each in linked.items() if command.claim_no in each.claims)
            event, by = amend(command, linked[uscc], book)
            together = {} if event is None else amend_together(event, by, uscc, linked, book)
            if hand is not None:
                must_raise_of_others(command, together.get(uscc, ()), linked[uscc], hand)
    return {
        uscc: (*decided, *allotments_lowered(decided, linked[uscc]))
        for uscc, decided in together.items()
    }


def _decide(
    command: commands.EnterpriseCommand,
    enterprise: Enterprise,
    book: PolicyBook,
    hand: Actor | None,
) -> tuple[EnterpriseEvent, ...]:
    match command:
        case commands.SubmitClaim():
            return _submit(command, enterprise)
        case commands.ApproveClaim():
            return approve(command, enterprise, book, hand)
        case commands.RejectClaim():
            return _reject(command, enterprise)
        case commands.WithdrawClaim():
            return _withdraw(command, enterprise, book)
        case commands.RevokeClaim():
            return _revoke(command, enterprise, book)
        case commands.AttachFile():
            return attach(command, claim_of(enterprise, command.claim_no).attached or {})
        case commands.EraseAttachment():
            return erase(command, claim_of(enterprise, command.claim_no).attached or {})
        case _ if isinstance(command, commands.AmendCommand):
            event, by = amend(command, enterprise, book)
            return amended(event, by, enterprise, book)
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
        case _ if isinstance(command, TransferCommand):
            return transfer(command, enterprise, book)
        case commands.HoldEnterprise():
            holds, known = enterprise.registration.holds, enterprise.length > 0
            dues = {number: claim.dues for number, claim in enterprise.claims.items()}
            return hold(command, holds, dues, known=known)
        case commands.ReleaseEnterprise():
            return release(command, enterprise.registration.holds)
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
        before, *former = _stated(earlier)
        if is_same_name(before.enterprise, command.enterprise, enterprise.registration.erased):
            name = command.enterprise
            before, *former = (replace(each, enterprise=name) for each in (before, *former))
        if submitted in (before, *former):
            return ()
        differ = differences(before, submitted)
        raise Refusal("claim-conflicts", claim_no=command.claim_no, uscc=command.uscc, **differ)
    must_be_here(enterprise.transfers, submitted.occurred_on, submitted.claim_no)
    must_be_claimed_once(submitted, command.invoices, enterprise)
    return (submitted,)


def _stated(claim: Claim) -> Iterator[events.ClaimSubmitted]:
    """Yield what a claim states, and before each correction: its file may be fed in again."""
    yield claim.submitted
    if claim.amended is not None:
        yield from (each.before for each in claim.amended.corrections.values())


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
    dues = claim.dues
    if dues is not None and (dues.holder is not None or dues.payments):  # else it only waits
        batch = dues.holder or max(dues.payments)
        raise Refusal("claim-in-batch", claim_no=command.claim_no, batch=batch)
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
    annulled = claim.amended.annulled if claim.amended is not None else {}
    if skeleton(command.document) in annulled:
        by = annulled[skeleton(command.document)]
        no, document = command.claim_no, command.document
        raise Refusal("revocation-annulled", claim_no=no, document=document, by=by)
    if claim.approval is None or claim.status is Status.WITHDRAWN:
        facts = {"claim_no": command.claim_no, "status": claim.status.value}
        raise Refusal("claim-not-decided", verb=claim.status.value, **facts)
    revoked = ClaimRevoked(
        claim_no=command.claim_no,
        previous_fen=granted_fen(claim),
        words=command.words,
        document=command.document,
    )
    return (revoked, *caps_lifted(command.claim_no, [claim], enterprise, book))
