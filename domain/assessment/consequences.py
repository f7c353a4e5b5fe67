"""What else a decision brings about: caps reached and lifted, an online grant taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.assessment.assessment import cap_scope
from domain.enterprise.state import Claim, Enterprise, Status
from domain.events.claims import (
    CapLifted,
    CapReached,
    CapUse,
    ClaimReassessed,
    Decision,
    Outcome,
    Step,
)
from domain.events.log import EnterpriseEvent
from domain.events.payment import AllotmentLowered, ClaimRevoked
from domain.policy.book import PolicyBook


def caps_reached(
    claim_no: str, caps: tuple[CapUse, ...], enterprise: Enterprise
) -> Iterator[CapReached]:
    for use in caps:
        scope = (use.cap, use.year, use.place)
        if not use.applied or use.used_after < use.limit:
            continue
        met = enterprise.reached.get(scope)
        if met is None or met.limit != use.limit:
            yield CapReached(
                claim_no=claim_no,
                cap=use.cap,
                year=use.year,
                place=use.place,
                limit=use.limit,
                used=use.used_after,
            )


def take_back_online(
    offline: Claim, place: str, enterprise: Enterprise, book: PolicyBook
) -> Iterator[EnterpriseEvent]:
    """An exhibition now granted offline is granted online no longer (一（三）)."""
    claim_no = offline.submitted.claim_no
    numbers = enterprise.online.get((offline.submitted.occurred_on.year, place), ())
    taken = [enterprise.claims[number] for number in numbers]
    for online in taken:
        outcome, approval = online.outcome, online.approval
        assert outcome is not None, f"granted without a decision: {online.submitted}"
        assert approval is not None, f"granted without an approval: {online.submitted}"
        version = book.numbered(outcome.version)
        assert version is not None, f"granted under no version: {outcome!r}"
        yield ClaimReassessed(
            claim_no=online.submitted.claim_no,
            previous_measure=outcome.measure,
            previous_assessed_fen=outcome.assessed_fen,
            previous_fen=outcome.granted_fen,
            cause="exclusion",
            because_of=claim_no,
            through=None,
            decision=Decision(
                outcome=_taken_back(outcome),
                digest=version.digest,
                book_position=book.position,
                readings=version.policy.bearing[online.submitted.facts.KIND],
                steps=(Step(code="excluded", operands={"by": claim_no}, fen="0", bound=True),),
                retroactive=book.is_retroactive(online.submitted.occurred_on),
                self_approved=online.submitted_by == online.approved_by,
                reduced_to_fen=approval[0],
                words=approval[1],
            ),
        )
    yield from caps_lifted(claim_no, taken, enterprise, book)


def _taken_back(outcome: Outcome) -> Outcome:
    """Granted nothing, using nothing; what it was assessed at stays."""
    return replace(
        outcome,
        granted_fen=0,
        booths=0,
        reason="already-subsidised-offline",
        caps=tuple(replace(use, applied=0, used_after=use.used_before) for use in outcome.caps),
    )


def caps_lifted(
    claim_no: str, freed: list[Claim], enterprise: Enterprise, book: PolicyBook
) -> Iterator[CapLifted]:
    """Say which full caps have room once these granted claims no longer count."""
    if not freed or not enterprise.reached:
        return
    after = enterprise.account.copy()
    full = []
    for claim in freed:
        outcome, year = claim.outcome, claim.submitted.occurred_on.year
        if claim.status is not Status.APPROVED or outcome is None:
            continue
        assert outcome.measure is not None, f"granted under no measure: {outcome!r}"
        after.post(outcome, year, -1)
        version = book.numbered(outcome.version)
        assert version is not None, f"granted under no version: {outcome!r}"
        caps = version.policy.caps_of[outcome.measure]
        full += [(cap, *cap_scope(cap, year, outcome.place)) for cap in caps]
    for cap, at_year, place in dict.fromkeys(full):
        met = enterprise.reached.get((cap.id, at_year, place))
        used = after.used(cap, at_year, place)
        if met is not None and used < met.limit:
            yield CapLifted(
                claim_no=claim_no, cap=cap.id, year=at_year, place=place, limit=met.limit, used=used
            )


def allotments_lowered(
    events: Sequence[EnterpriseEvent], enterprise: Enterprise
) -> Iterator[AllotmentLowered]:
    """Say which claims in a batch are now owed less than it allotted them."""
    for event in events:
        if isinstance(event, ClaimReassessed):
            now_fen = event.decision.outcome.granted_fen
            yield from lowered(enterprise.claims[event.claim_no], now_fen)
        elif isinstance(event, ClaimRevoked):
            yield from lowered(enterprise.claims[event.claim_no], 0)


def lowered(claim: Claim, granted_fen: int) -> Iterator[AllotmentLowered]:
    """Yield the lower allotment of a claim once it is granted this."""
    dues = claim.dues
    if dues is None or dues.allotment is None:
        return
    payable = max(0, granted_fen - dues.kept_fen)
    if payable < dues.allotted_fen:
        yield AllotmentLowered(
            claim_no=claim.submitted.claim_no,
            batch=dues.allotment.batch,
            previous_fen=dues.allotted_fen,
            allotted_fen=payable,
        )
