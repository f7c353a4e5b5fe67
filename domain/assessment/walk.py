"""An enterprise's claims decided again, from an empty account, by the book as it is now.

Nothing here is recorded: a walk is what `reassess` compares with, what a rehearsal shows, and what
`late` tries under each order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.assessment.approval import approve
from domain.assessment.assessment import assess
from domain.assessment.ordering import Chosen, ordered, recorded_order
from domain.commands.enterprise import ApproveClaim
from domain.enterprise.state import Claim, Enterprise, Scope, evolve
from domain.events.claims import (
    CapReached,
    ClaimApproved,
    ClaimReassessed,
    ClaimRejected,
    Decision,
    Outcome,
)
from domain.policy.book import PolicyBook


@dataclass(slots=True)
class Walk:
    """What the claims came to.

    enterprise: as it would stand. decisions: by claim, in the order decided, each whole with what
    was taken back since. by_version: for claims that differ and changed version, what the version
    they were decided under would have made of them at the same place. reached: the last time each
    cap was met.
    """

    enterprise: Enterprise
    decisions: dict[str, Decision] = field(default_factory=dict)
    by_version: dict[str, Outcome] = field(default_factory=dict)
    reached: dict[Scope, CapReached] = field(default_factory=dict)


def walk(enterprise: Enterprise, book: PolicyBook, numbers: Sequence[str]) -> Walk:
    """Decide these claims in this order from an empty account."""
    done = Walk(Enterprise(exports=enterprise.exports))
    for number in numbers:
        _step(number, enterprise, book, done)
    return done


def walk_by(
    enterprise: Enterprise, book: PolicyBook, chosen: Chosen, pending: Sequence[str] = ()
) -> Walk:
    """Decide every decided claim again, the pending ones last, in the order the rules give."""
    return walk(enterprise, book, walk_order(enterprise, book, chosen, pending))


def walk_order(
    enterprise: Enterprise, book: PolicyBook, chosen: Chosen, pending: Sequence[str] = ()
) -> list[str]:
    """Return the order in which `walk_by` decides."""

    def alone(numbers: Sequence[str]) -> int:
        walked = walk(enterprise, book, numbers)
        return sum(decision.outcome.granted_fen for decision in walked.decisions.values())

    numbers = [*recorded_order(enterprise), *pending]
    return ordered(numbers, enterprise, book, chosen, alone)


def differs(before: Outcome, now: Outcome) -> bool:
    """Say whether two outcomes differ: in measure, amounts, reason, or what is used.

    Another version's number alone is not a difference.
    """
    return _compared(before) != _compared(now)


def uses(outcome: Outcome) -> Mapping[Scope, int]:
    """Return what an outcome uses of each cap."""
    return {(use.cap, use.year, use.place): use.applied for use in outcome.caps if use.applied}


def _step(number: str, enterprise: Enterprise, book: PolicyBook, done: Walk) -> None:
    """Decide one more claim into `done`, and take back what it excludes."""
    scratch, before = done.enterprise, enterprise.claims[number]
    scratch.claims[number] = Claim(before.submitted, before.submitted_by)
    reduced_to_fen, words = before.approval if before.approval is not None else (None, None)
    command = ApproveClaim(
        claim_no=number,
        by=before.approved_by or before.submitted_by,
        if_pending=False,
        reduced_to_fen=reduced_to_fen,
        words=words,
    )
    decided, *others = approve(command, scratch, book)
    assert isinstance(decided, ClaimApproved | ClaimRejected), f"no decision: {decided!r}"
    done.decisions[number] = decided.decision
    _note_version(before, decided.decision.outcome, book, done)
    evolve(scratch, decided, command.by)
    for event in others:
        if isinstance(event, CapReached):
            done.reached[(event.cap, event.year, event.place)] = event
        elif isinstance(event, ClaimReassessed):
            whole = done.decisions[event.claim_no].steps + event.decision.steps
            done.decisions[event.claim_no] = replace(event.decision, steps=whole)
        evolve(scratch, event, command.by)


def _compared(outcome: Outcome) -> tuple[object, ...]:
    return (
        outcome.measure,
        outcome.assessed_fen,
        outcome.granted_fen,
        outcome.reason,
        outcome.booths,
        uses(outcome),
    )


def _note_version(before: Claim, now: Outcome, book: PolicyBook, done: Walk) -> None:
    """Keep what the claim's former version would say here, to tell whether the version did it."""
    old = before.outcome
    if old is None or old.version == now.version or not differs(old, now):
        return
    version = book.numbered(old.version)
    reduced_to_fen = before.approval[0] if before.approval is not None else None
    scratch = done.enterprise
    done.by_version[before.submitted.claim_no], _ = assess(
        before.submitted, version, scratch.account, scratch.exports, reduced_to_fen
    )
