"""Why a claim was granted what it was: the recorded working, and who had filled each cap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from domain.assessment.ordering import chosen_rules
from domain.assessment.walk import walk, walk_order
from domain.enterprise.folding import take_in
from domain.enterprise.periods import cap_scope
from domain.enterprise.state import Claim, Enterprise, Order, Status
from domain.events import claims
from domain.events.log import Recorded
from domain.events.payment import ClaimRevoked
from domain.identity import skeleton
from domain.policy.book import PolicyBook
from domain.policy.measures import Cap
from projections.claims.amendments import ClaimAmendment, amendments_of
from projections.reassessment.reperformance import DECISIONS

ENDINGS = (claims.ClaimRejectedByOfficer, claims.ClaimWithdrawn, ClaimRevoked)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledCap:
    """A cap as the decision met it, in fen or places, and the claims that had used it before."""

    cap: str
    limit: int
    used_before: int
    applied: int
    used_after: int
    filled_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A claim as submitted, how it was decided, what changed it since, what ended it by hand.

    decided: the first decision; None before any. decision: as it stands. steps: the whole working;
    what took a grant back later stands after what had granted it. caps_at: the log position that
    the caps are as of. orders: what documents since chose for them. amended: what documents changed
    of the claim.
    """

    submitted: Recorded
    decided: Recorded | None
    decision: claims.Decision | None
    reassessed: tuple[Recorded, ...]
    steps: tuple[claims.Step, ...]
    caps: tuple[FilledCap, ...]
    caps_at: int | None
    orders: tuple[tuple[str, int | None, Order], ...]
    ended: tuple[Recorded, ...]
    amended: tuple[ClaimAmendment, ...]


def explain(stream: Iterable[Recorded], book: PolicyBook, claim_no: str) -> Explanation:
    """Return a claim's explanation from its enterprise's events.

    Amounts are as recorded; only who came before it is found by walking the account again.
    Raises DoesNotFollow.
    """
    history, whole = list(stream), Enterprise()
    for recorded in history:
        take_in(whole, recorded)
    own = [event for event in history if getattr(event.event, "claim_no", None) == claim_no]
    decided = [event for event in own if isinstance(event.event, DECISIONS)]
    decision = cast(claims.ClaimApproved, decided[-1].event).decision if decided else None
    uses: tuple[claims.CapUse, ...] = ()
    caps: tuple[FilledCap, ...] = ()
    caps_at = None
    if decision is not None:
        before = _before(claim_no, _last_whole(decided), history, book)
        uses = decision.outcome.caps
        day = whole.claims[claim_no].submitted.occurred_on
        caps = tuple(_filled(use, decision, day, before, book) for use in uses)
        caps_at = _last_whole(decided).position
    return Explanation(
        submitted=next(event for event in own if isinstance(event.event, claims.ClaimSubmitted)),
        decided=decided[0] if decided else None,
        decision=decision,
        reassessed=tuple(decided[1:]),
        steps=_steps(decided),
        caps=caps,
        caps_at=caps_at,
        orders=_orders(uses, history),
        ended=tuple(event for event in own if isinstance(event.event, ENDINGS)),
        amended=tuple(amendments_of(own, claim_no, book)),
    )


def _orders(
    uses: tuple[claims.CapUse, ...], history: list[Recorded]
) -> tuple[tuple[str, int | None, Order], ...]:
    """Return the orders that documents chose for these caps, the last for each."""
    chosen: dict[tuple[str, int | None], Order] = {}
    for recorded in history:
        event = recorded.event
        if isinstance(event, claims.OrderChosen):
            chosen[event.cap, event.year] = Order(event.order, event.document)
    met = {(use.cap, use.year) for use in uses}
    return tuple((*account, order) for account, order in chosen.items() if account in met)


def _last_whole(decided: list[Recorded]) -> Recorded:
    """Return the last decision that worked the claim out, not one that only took it back."""
    return next(event for event in reversed(decided) if not _took_back(event))


def _took_back(recorded: Recorded) -> bool:
    event = recorded.event
    if not isinstance(event, claims.ClaimReassessed):
        return False
    return all(step.code == "excluded" for step in event.decision.steps)


def _before(
    claim_no: str, whole: Recorded, history: list[Recorded], book: PolicyBook
) -> Enterprise:
    """Return the account that a claim was decided on: as it stood, or as reassessed until it."""
    state = Enterprise()
    for recorded in history:
        if recorded.position >= whole.position:
            break
        take_in(state, recorded)
    if not isinstance(whole.event, claims.ClaimReassessed):
        return state
    known = book.until(whole.position)
    order = walk_order(state, known, chosen_rules(state))
    return walk(state, known, order[: order.index(claim_no)]).enterprise


def _steps(decided: list[Recorded]) -> tuple[claims.Step, ...]:
    """Return the steps of the last full decision and of the exclusions after it."""
    steps: tuple[claims.Step, ...] = ()
    for recorded in decided:
        event = recorded.event
        assert isinstance(event, DECISIONS), f"not a decision: {event!r}"
        steps = (steps if _took_back(recorded) else ()) + event.decision.steps
    return steps


def _filled(
    use: claims.CapUse,
    decision: claims.Decision,
    day: date,
    before: Enterprise,
    book: PolicyBook,
) -> FilledCap:
    version = decision.outcome.version
    assert version is not None, f"a cap met under no version: {use}"
    known = book.numbered(version)
    assert known is not None, f"a cap of no version: {use}"
    cap, span = known.policy.caps[use.cap], (date.min, date.max)
    if cap.period == "rolling":
        span = before.account.fullest(cap, day, decision.outcome.place)
    fillers = (before.claims[claim_no] for claim_no in before.decided)
    return FilledCap(
        cap=use.cap,
        limit=use.limit,
        used_before=use.used_before,
        applied=use.applied,
        used_after=use.used_after,
        filled_by=tuple(
            claim.submitted.claim_no for claim in fillers if _fills(claim, use, cap, span)
        ),
    )


def _fills(claim: Claim, use: claims.CapUse, cap: Cap, span: tuple[date, date]) -> bool:
    """Say whether a claim of a matter in these days fills a cap where another counts."""
    outcome, matter = claim.outcome, claim.submitted.occurred_on
    if claim.status is not Status.APPROVED or outcome is None:
        return False
    return (
        outcome.measure in cap.counted
        and use.year == cap_scope(cap, matter, "")[0]
        and span[0] <= matter <= span[1]
        and (use.place is None or skeleton(use.place) == skeleton(outcome.place))
    )
