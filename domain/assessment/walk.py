"""An enterprise's claims decided again, from an empty account, by the book as it is now.

Nothing here is recorded: a walk is what `reassess` compares with, what a rehearsal shows, and what
`late` tries under each order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from domain.assessment.assessment import assess
from domain.assessment.consequences import approve
from domain.assessment.elsewhere import granted_elsewhere
from domain.assessment.ordering import (
    Chosen,
    chosen_rules,
    ordered,
    recorded_order,
    takes_part,
)
from domain.commands.enterprise import ApproveClaim
from domain.enterprise.account import Account
from domain.enterprise.amended.amendments import note_invoices
from domain.enterprise.kin.eras import Accounts, accounts_of, by_era
from domain.enterprise.moving.transfers import Arrival
from domain.enterprise.pooling.pool import Pool
from domain.enterprise.state import Claim, Enterprise, Scope, evolve, scope_of
from domain.events import claims as events
from domain.policy.book import PolicyBook

_compared = attrgetter("measure", "assessed_fen", "granted_fen", "reason", "booths")


@dataclass(slots=True)
class Walk:
    """What the claims came to.

    recorded: as it stands. book: by which they were decided. accounts: that they were decided on.
    decisions: by claim, in the order decided, each whole with what was taken back since.
    by_version: for claims that differ and changed version, what the version they were decided under
    would have made of them at the same place. reached: the last time each cap was met. arriving:
    what other counties granted, each with how many claims are decided before it counts. as_stated:
    so far every claim came out as it stands, and so it would by the version it was decided under.
    """

    recorded: Enterprise
    book: PolicyBook
    accounts: Accounts
    decisions: dict[str, events.Decision] = field(default_factory=dict)
    by_version: dict[str, events.Outcome] = field(default_factory=dict)
    reached: dict[Scope, events.CapReached] = field(default_factory=dict)
    arriving: list[tuple[int, Arrival]] = field(default_factory=list)
    as_stated: bool = False

    @property
    def enterprise(self) -> Enterprise:
        """The enterprise as it would stand."""
        return self.accounts.enterprise


def walk(
    enterprise: Enterprise, book: PolicyBook, numbers: Sequence[str], *, as_stated: bool = False
) -> Walk:
    """Decide these claims in this order from an account with what was used elsewhere by then.

    numbers: those of `walk_order`, or the first of them. as_stated: by the versions that the claims
    were decided under, each would come out in this order as it stands.
    """
    done = begun(enterprise, book, Pool(book.pooled) if book.has_pools else None)
    done.as_stated = as_stated
    for number in numbers:
        step(number, done)
    arrive(done)
    return done


def begun(
    enterprise: Enterprise,
    book: PolicyBook,
    pool: Pool | None,
    owner: str = "",
    elsewhere: Callable[[str], Account | None] | None = None,
) -> Walk:
    """Return a walk before its first claim.

    elsewhere: returns the account of a code that was split where its claims are walked too.
    """

    def account_of(code: str) -> Account:
        if elsewhere is not None and (known := elsewhere(code)) is not None:
            return known
        old = enterprise.divided[code]
        return walk_by(old, book, chosen_rules(old)).enterprise.account

    done = Walk(enterprise, book, accounts_of(enterprise, pool, owner, account_of))
    for arrival in enterprise.transfers.arrivals if enterprise.transfers is not None else ():
        earlier = enterprise.decided[: arrival.after]
        before = sum(takes_part(enterprise.claims[number]) for number in earlier)
        done.arriving.append((before, arrival))
    return done


def arrive(done: Walk) -> None:
    """Let what was used elsewhere count, once as many claims are decided as were before it."""
    come = [arrival for before, arrival in done.arriving if before <= len(done.decisions)]
    if not come:
        return
    done.arriving = [each for each in done.arriving if each[1] not in come]
    transfers = done.recorded.transfers
    assert transfers is not None, f"arrivals of nobody: {come}"
    done.enterprise.account.bring(transfers.brought(come[-1].after))


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
        walked = walk(replace(enterprise, transfers=None), book, numbers)
        return sum(decision.outcome.granted_fen for decision in walked.decisions.values())

    numbers = [*recorded_order(enterprise), *pending]
    if not enterprise.kin.eras:
        return ordered(numbers, enterprise, book, chosen, alone)
    result = list(numbers)
    for slots, of_era, rules in by_era(numbers, enterprise, chosen):
        traded = ordered([numbers[slot] for slot in slots], of_era, book, rules, alone)
        for slot, number in zip(slots, traded, strict=True):
            result[slot] = number
    return result


def differs(before: events.Outcome, now: events.Outcome) -> bool:
    """Say whether two outcomes differ: in measure, amounts, reason, or what is used.

    Another version's number alone is not a difference.
    """
    return (_compared(before), uses(before)) != (_compared(now), uses(now))


def uses(outcome: events.Outcome) -> Mapping[Scope, int]:
    """Return what an outcome uses of each cap."""
    return {scope_of(use): use.applied for use in outcome.caps if use.applied}


def step(number: str, done: Walk) -> None:
    """Decide one more claim into `done`, and take back what it excludes."""
    arrive(done)
    scratch, before = done.accounts.of(number), done.recorded.claims[number]
    scratch.claims[number] = Claim(
        before.submitted,
        before.submitted_by,
        decided_at=before.decided_at,
        amended=before.amended,
    )
    if done.book.has_several:
        note_invoices(before.submitted, scratch.by_invoice)
    reduced_to_fen, words = before.approval if before.approval is not None else (None, None)
    command = ApproveClaim(
        claim_no=number,
        by=before.approved_by or before.submitted_by,
        if_pending=False,
        reduced_to_fen=reduced_to_fen,
        words=words,
    )
    decided, *others = approve(command, scratch, done.book)
    assert isinstance(decided, events.ClaimApproved | events.ClaimRejected), (
        f"no decision: {decided!r}"
    )
    done.decisions[number] = decided.decision
    _note_version(before, decided.decision.outcome, scratch, done)
    evolve(scratch, decided, command.by)
    for event in others:
        if isinstance(event, events.CapReached):
            done.reached[scope_of(event)] = event
        elif isinstance(event, events.ClaimReassessed):
            whole = done.decisions[event.claim_no].steps + event.decision.steps
            done.decisions[event.claim_no] = replace(event.decision, steps=whole)
        evolve(scratch, event, command.by)


def _note_version(before: Claim, now: events.Outcome, scratch: Enterprise, done: Walk) -> None:
    """Keep what the claim's former version would say here, to tell whether the version did it."""
    old, number = before.outcome, before.submitted.claim_no
    if old is None or not differs(old, now):
        return
    as_stated, done.as_stated = done.as_stated, False
    if old.version == now.version:
        return
    if as_stated and old.granted_fen > 0:  # else an exclusion may have taken it back since
        done.by_version[number] = old
        return
    version = done.book.numbered(old.version)
    reduced_to_fen = before.approval[0] if before.approval is not None else None
    done.by_version[number], _ = assess(
        before.submitted,
        version,
        scratch.account,
        scratch.records,
        reduced_to_fen,
        granted_elsewhere(before.submitted, version, scratch, done.book),
    )
