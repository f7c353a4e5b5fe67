"""Why a claim was granted what it was: the recorded working, and who had filled each cap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from domain.enterprise import Claim, Enterprise, Status, evolve
from domain.events import (
    CapUse,
    ClaimApproved,
    ClaimReassessed,
    ClaimRejected,
    ClaimRejectedByOfficer,
    ClaimSubmitted,
    ClaimWithdrawn,
    Decision,
    EnterpriseEvent,
    Recorded,
    Step,
)
from domain.policy import PolicyBook

DECISIONS = (ClaimApproved, ClaimRejected, ClaimReassessed)
ENDINGS = (ClaimRejectedByOfficer, ClaimWithdrawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledCap:
    """A cap as the decision met it, and the claims that had used it until then."""

    use: CapUse
    filled_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A claim as submitted, its last decision (None before any), and what ended it by hand.

    steps: the whole working; what took a grant back later stands after what had granted it.
    """

    submitted: Recorded
    decided: Recorded | None
    decision: Decision | None
    steps: tuple[Step, ...]
    caps: tuple[FilledCap, ...]
    ended: tuple[Recorded, ...]


def explain(stream: Iterable[Recorded], book: PolicyBook, claim_no: str) -> Explanation:
    """Return a claim's explanation from its enterprise's events; nothing is worked out again."""
    history = list(stream)
    mine = [one for one in history if getattr(one.event, "claim_no", None) == claim_no]
    submitted = next(one for one in mine if isinstance(one.event, ClaimSubmitted))
    decided = [one for one in mine if isinstance(one.event, DECISIONS)]
    ended = [one for one in mine if isinstance(one.event, ENDINGS)]
    if not decided:
        return Explanation(
            submitted=submitted,
            decided=None,
            decision=None,
            steps=(),
            caps=(),
            ended=tuple(ended),
        )
    decision = cast(ClaimApproved, decided[-1].event).decision
    before = Enterprise()
    for one in history:
        if one.position >= decided[0].position:
            break
        evolve(before, cast(EnterpriseEvent, one.event), one.by)
    return Explanation(
        submitted=submitted,
        decided=decided[-1],
        decision=decision,
        steps=_steps(decided),
        caps=tuple(_filled(use, decision, before, book) for use in decision.outcome.caps),
        ended=tuple(ended),
    )


def _steps(decided: list[Recorded]) -> tuple[Step, ...]:
    """Return the steps of the last full decision and of the exclusions after it."""
    steps: tuple[Step, ...] = ()
    for recorded in decided:
        event = recorded.event
        assert isinstance(event, DECISIONS), f"no decision: {event!r}"
        if isinstance(event, ClaimReassessed) and event.cause == "exclusion":
            steps += event.decision.steps
        else:
            steps = event.decision.steps
    return steps


def _filled(use: CapUse, decision: Decision, before: Enterprise, book: PolicyBook) -> FilledCap:
    version = decision.outcome.version
    assert version is not None, f"a cap met under no version: {use}"
    caps = {cap.id: cap for cap in book.versions[version - 1].policy.caps_in_force}
    measures = caps[use.cap].measures
    fillers = (before.claims[claim_no] for claim_no in before.decided)
    return FilledCap(
        use=use,
        filled_by=tuple(
            claim.submitted.claim_no for claim in fillers if _fills(claim, use, measures)
        ),
    )


def _fills(claim: Claim, use: CapUse, measures: tuple[str, ...]) -> bool:
    outcome = claim.outcome
    if claim.status is not Status.APPROVED or outcome is None:
        return False
    return (
        outcome.measure in measures
        and use.year in (None, claim.submitted.occurred_on.year)
        and use.place in (None, outcome.place)
    )
