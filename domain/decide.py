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
from domain.assessment.reassessment import choose_order, reassess
from domain.commands import enterprise as commands
from domain.commands.texts import must_have_fit_texts
from domain.enterprise.doubts import differences
from domain.enterprise.names import is_same_name
from domain.enterprise.registration import decide as decide_registration
from domain.enterprise.state import (
    EXPORTS,
    Enterprise,
    Status,
    amounts_of,
    claim_of,
    granted_fen,
)
from domain.events import claims as events
from domain.events.log import EnterpriseEvent
from domain.events.payment import ClaimRevoked
from domain.identity import skeleton
from domain.policy.book import PolicyBook
from domain.policy.kinds import RecordType
from domain.policy.names import SEPARATOR, bare, prefix_of
from domain.refusals import Refusal, said_before


def decide(
    command: commands.EnterpriseCommand, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    """Return the events that follow from a command; none when it was carried out before.

    Raises Refusal when a rule forbids the command. Pure: no clock, no I/O, no chance.
    """
    must_have_fit_texts(command)
    decided = _decide(command, enterprise, book)
    if not enterprise.in_batches:
        return decided
    return (*decided, *allotments_lowered(decided, enterprise))


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
        case commands.RecordExports():
            return _record_exports(command, enterprise, book)
        case commands.RecordAmounts():
            return _record_amounts(command, enterprise, book)
        case commands.Reassess():
            return reassess(enterprise, book)
        case commands.ChooseOrder():
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
    if claim.approval is None or claim.status is Status.WITHDRAWN:
        raise Refusal("claim-not-decided", claim_no=command.claim_no, status=claim.status.value)
    revoked = ClaimRevoked(
        claim_no=command.claim_no,
        previous_fen=granted_fen(claim),
        words=command.words,
        document=command.document,
    )
    return (revoked, *caps_lifted(command.claim_no, [claim], enterprise, book))


def _record_exports(
    command: commands.RecordExports, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    """Raises Refusal `policy-not-named` where several policies have such a record."""
    amounts = amounts_of(command)
    having = [name for name in book.records if bare(name) == EXPORTS]
    if len(having) > 1:
        raise Refusal("policy-not-named", known=", ".join(book.policies))
    if having and having != [EXPORTS]:
        if _is_recorded(having[0], amounts, command, enterprise):
            return ()
        return (events.AmountsRecorded(record=having[0], year=command.year, amounts=amounts),)
    if _is_recorded(EXPORTS, amounts, command, enterprise):
        return ()
    return (events.ExportsRecorded(year=command.year, **amounts),)


def _record_amounts(
    command: commands.RecordAmounts, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    """Raises Refusal `record-unknown`, or `record-differs` where its amounts are others."""
    record = _record_called(command.record, book)
    given, names = dict(command.amounts), [name for name, _amount in command.amounts]
    if sorted(names) != sorted(record.facts):
        wanted = ", ".join(record.facts)
        raise Refusal("record-differs", record=record.id, given=", ".join(names), wanted=wanted)
    amounts = {fact.recorded: given[name] for name, fact in record.facts.items()}
    if _is_recorded(record.id, amounts, command, enterprise):
        return ()
    return (events.AmountsRecorded(record=record.id, year=command.year, amounts=amounts),)


def _record_called(name: str, book: PolicyBook) -> RecordType:
    """Return a record by the name it is recorded under, `<policy>/<name>`, or its name alone.

    Raises Refusal `record-unknown`, or `policy-not-named` where several policies have it.
    """
    records = book.records
    called = {f"{book.policy_of(known)}{SEPARATOR}{bare(known)}": known for known in records}
    having = [known for known in records if bare(known) == name]
    if len(having) > 1:
        raise Refusal("policy-not-named", known=", ".join(book.policies))
    recorded = called.get(name, having[0] if having else name)
    if recorded not in records:
        raise Refusal("record-unknown", record=name, known=", ".join(records))
    return records[recorded]


def _is_recorded(
    record: str, amounts: dict[str, int], command: commands.RecordCommand, enterprise: Enterprise
) -> bool:
    """Say whether this is the latest record of the year; once_ever: or ever was."""
    if command.once_ever:
        return (record, command.year, tuple(amounts.values())) in enterprise.records_ever
    return enterprise.records.get((record, command.year)) == amounts
