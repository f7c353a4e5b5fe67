"""What documents changed of one claim after it was submitted: what it states, decided, ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from domain.commands.enterprise import CorrectClaim
from domain.events.claims import (
    AmendingEvent,
    ClaimCorrected,
    ClaimRedecided,
    ClaimReopened,
    ClaimSubmitted,
)
from domain.identity import Actor, skeleton
from domain.policy.facts import Facts


class Before(NamedTuple):
    """How a claim stood: what it stated, the officer's ceiling and words, what revoked it."""

    stated: ClaimSubmitted
    approval: tuple[int | None, str | None] | None
    revocation: tuple[str, str] | None


@dataclass(slots=True)
class Correction:
    """A correction as recorded: what the claim stated before, and since; who corrected it."""

    before: ClaimSubmitted
    since: ClaimSubmitted
    by: Actor


@dataclass(slots=True)
class Amendments:
    """All that was done to a claim by documents; each stands there as its skeleton.

    approvals: what an officer decided it with before it was redecided. annulled: the document that
    annulled a revocation, by the document of that.
    """

    corrections: dict[str, Correction] = field(default_factory=dict)
    redecisions: dict[str, ClaimRedecided] = field(default_factory=dict)
    reopenings: dict[str, ClaimReopened] = field(default_factory=dict)
    approvals: list[tuple[int | None, str | None]] = field(default_factory=list)
    annulled: dict[str, str] = field(default_factory=dict)

    @property
    def correctors(self) -> tuple[Actor, ...]:
        """Everybody who corrected the claim, in that order."""
        return tuple(dict.fromkeys(each.by for each in self.corrections.values()))


def evolve(amendments: Amendments, event: AmendingEvent, by: Actor, before: Before) -> Amendments:
    """Return the amendments of a claim after one more; changed in place."""
    document = skeleton(event.document)
    match event:
        case ClaimCorrected():
            amendments.corrections[document] = Correction(
                before.stated, restated(before.stated, event), by
            )
        case ClaimRedecided():
            amendments.redecisions[document] = event
            if before.approval is not None:
                amendments.approvals.append(before.approval)
        case ClaimReopened():
            amendments.reopenings[document] = event
            if before.revocation is not None:
                _words, revoked_by = before.revocation
                amendments.annulled[skeleton(revoked_by)] = event.document
    return amendments


def restated(claim: ClaimSubmitted, corrected: ClaimCorrected) -> ClaimSubmitted:
    """Return a claim as a correction has it."""
    return replace(
        claim,
        facts=corrected.facts,
        occurred_on=corrected.occurred_on,
        filed_on=corrected.filed_on,
        invoices=corrected.invoices,
        other_support_fen=corrected.other_support_fen,
    )


def corrected(claim: ClaimSubmitted, command: CorrectClaim, names: Iterable[str]) -> ClaimSubmitted:
    """Return a claim as a command has it. names: of the facts of its kind, in their order."""
    stated = {**claim.facts.stated, **dict(command.facts)}
    in_order = {name: stated[name] for name in (*names, *stated) if name in stated}
    invoices, support = command.invoices, command.other_support_fen
    return replace(
        claim,
        facts=Facts(claim.facts.kind, in_order),
        occurred_on=command.occurred_on or claim.occurred_on,
        filed_on=command.filed_on or claim.filed_on,
        invoices=claim.invoices if invoices is None else tuple(sorted(set(invoices))),
        other_support_fen=claim.other_support_fen if support is None else support,
    )


def note_invoices(claim: ClaimSubmitted, by_invoice: dict[str, list[str]]) -> None:
    """Keep which invoices a claim stands on."""
    for invoice in claim.invoices:
        by_invoice.setdefault(skeleton(invoice), []).append(claim.claim_no)


def reindex(
    before: ClaimSubmitted,
    now: ClaimSubmitted,
    claims: Iterable[ClaimSubmitted],
    by_invoice: dict[str, list[str]],
    matters: dict[tuple[Facts, date], str],
) -> None:
    """Have a corrected claim stand where it now belongs, as if it had been submitted so.

    claims: every claim of the enterprise, as it states its matter now, in order of submission.
    """
    number = now.claim_no
    for invoice in map(skeleton, before.invoices):
        by_invoice[invoice].remove(number)
    note_invoices(now, by_invoice)
    was, key = (before.facts, before.occurred_on), (now.facts, now.occurred_on)
    for each in (was, key):
        matters.pop(each, None)
    for claim in claims:
        if (matter := (claim.facts, claim.occurred_on)) in (was, key):
            matters.setdefault(matter, claim.claim_no)
