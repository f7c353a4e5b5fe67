"""One enterprise's ledger: what happened so far (`evolve`), what happens next (`decide`).

`evolve` never computes and `decide` never remembers: amounts are worked out once, when decided,
and carried by the event, so replaying last year's events cannot change them.
"""

from __future__ import annotations

from typing import assert_never

from domain.assessment.approval import approve, must_be_submitted
from domain.assessment.consequences import allotments_lowered, caps_lifted
from domain.assessment.reassessment import choose_order, reassess
from domain.commands.enterprise import (
    ApproveClaim,
    ChooseOrder,
    EnterpriseCommand,
    EraseAccounts,
    NameAccount,
    Reassess,
    RecordExports,
    RegisterEnterprise,
    RejectClaim,
    RenameEnterprise,
    RevokeClaim,
    SubmitClaim,
    WithdrawClaim,
)
from domain.enterprise.account import Exports
from domain.enterprise.registration import decide as decide_registration
from domain.enterprise.state import Claim, Enterprise, Status, claim_of, evolve, granted_fen
from domain.events.claims import (
    ClaimRejectedByOfficer,
    ClaimSubmitted,
    ClaimWithdrawn,
    ExportsRecorded,
)
from domain.events.log import EnterpriseEvent
from domain.events.payment import ClaimRevoked
from domain.policy.book import PolicyBook
from domain.refusals import Refusal

__all__ = ["Claim", "Enterprise", "Status", "claim_of", "decide", "evolve", "granted_fen"]


def decide(
    command: EnterpriseCommand, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    """Return the events that follow from a command; none when it was carried out before.

    Raises Refusal when a rule forbids the command. Pure: no clock, no I/O, no chance.
    """
    events = _decide(command, enterprise, book)
    if not enterprise.in_batches:
        return events
    return (*events, *allotments_lowered(events, enterprise))


def _decide(
    command: EnterpriseCommand, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    match command:
        case SubmitClaim():
            return _submit(command, enterprise)
        case ApproveClaim():
            return approve(command, enterprise, book)
        case RejectClaim():
            return _reject(command, enterprise)
        case WithdrawClaim():
            return _withdraw(command, enterprise, book)
        case RevokeClaim():
            return _revoke(command, enterprise, book)
        case RecordExports():
            return _record_exports(command, enterprise)
        case Reassess():
            return reassess(enterprise, book)
        case ChooseOrder():
            return choose_order(command, enterprise, book)
        case RegisterEnterprise() | RenameEnterprise() | NameAccount() | EraseAccounts():
            known = enterprise.length > 0
            on_claims = enterprise.name_on_claims
            return decide_registration(command, enterprise.registration, on_claims, known)
        case _:
            assert_never(command)


def _submit(command: SubmitClaim, enterprise: Enterprise) -> tuple[EnterpriseEvent, ...]:
    submitted = ClaimSubmitted(
        claim_no=command.claim_no,
        enterprise=command.enterprise,
        facts=command.facts,
        occurred_on=command.occurred_on,
        filed_on=command.filed_on,
        invoices=tuple(sorted(set(command.invoices))),
        other_support_fen=command.other_support_fen,
    )
    earlier = enterprise.claims.get(command.claim_no)
    if earlier is not None:
        if earlier.submitted == submitted:
            return ()
        raise Refusal("claim-conflicts", claim_no=command.claim_no, uscc=command.uscc)
    for invoice in command.invoices:
        for other in enterprise.by_invoice.get(invoice, ()):
            if enterprise.claims[other].status in (Status.SUBMITTED, Status.APPROVED):
                raise Refusal("duplicate-invoice", invoice=invoice, other=other)
    return (submitted,)


def _reject(command: RejectClaim, enterprise: Enterprise) -> tuple[EnterpriseEvent, ...]:
    claim = claim_of(enterprise, command.claim_no)
    if claim.rejection is not None:
        if claim.rejection == command.words:
            return ()
        raise Refusal("request-conflicts", claim_no=command.claim_no, verb="reject")
    must_be_submitted(claim)
    return (ClaimRejectedByOfficer(claim_no=command.claim_no, words=command.words),)


def _withdraw(
    command: WithdrawClaim, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    claim = claim_of(enterprise, command.claim_no)
    if claim.withdrawal is not None:
        if claim.withdrawal == command.words:
            return ()
        raise Refusal("request-conflicts", claim_no=command.claim_no, verb="withdraw")
    if claim.revocation is not None:
        raise Refusal("claim-revoked", claim_no=command.claim_no, document=claim.revocation[1])
    if claim.dues is not None:
        raise Refusal("claim-in-batch", claim_no=command.claim_no, batch=claim.dues.latest_batch)
    withdrawn = ClaimWithdrawn(
        claim_no=command.claim_no, previous_fen=granted_fen(claim), words=command.words
    )
    return (withdrawn, *caps_lifted(command.claim_no, [claim], enterprise, book))


def _revoke(
    command: RevokeClaim, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    claim = claim_of(enterprise, command.claim_no)
    if claim.revocation is not None:
        if claim.revocation == (command.words, command.document):
            return ()
        raise Refusal("request-conflicts", claim_no=command.claim_no, verb="revoke")
    if claim.approval is None or claim.status is Status.WITHDRAWN:
        raise Refusal("claim-not-decided", claim_no=command.claim_no, status=claim.status.value)
    revoked = ClaimRevoked(
        claim_no=command.claim_no,
        previous_fen=granted_fen(claim),
        words=command.words,
        document=command.document,
    )
    return (revoked, *caps_lifted(command.claim_no, [claim], enterprise, book))


def _record_exports(command: RecordExports, enterprise: Enterprise) -> tuple[EnterpriseEvent, ...]:
    exports = Exports(us_usd_cents=command.us_usd_cents, rcep_usd_cents=command.rcep_usd_cents)
    known = (
        (command.year, exports) in enterprise.exports_ever
        if command.once_ever
        else enterprise.exports.get(command.year) == exports
    )
    if known:
        return ()
    return (
        ExportsRecorded(
            year=command.year,
            us_usd_cents=command.us_usd_cents,
            rcep_usd_cents=command.rcep_usd_cents,
        ),
    )
