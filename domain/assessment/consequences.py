"""One claim decided, and what else that brings about for caps, other grants, an allotment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from domain.assessment.assessment import assess
from domain.assessment.elsewhere import granted_elsewhere
from domain.commands.enterprise import ApproveClaim
from domain.enterprise.dues import due_fen
from domain.enterprise.hands import must_be_of_others, stated_by
from domain.enterprise.moving.transfers import must_be_here
from domain.enterprise.pooling.periods import cap_scope
from domain.enterprise.state import Claim, Enterprise, Status, claim_of, scope_of
from domain.events import claims as events
from domain.events.log import EnterpriseEvent
from domain.events.payment import AllotmentLowered, ClaimRevoked
from domain.identity import Actor, skeleton
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.measures import Exclusion, Policy
from domain.refusals import Fact, Refusal, said_before


def approve(
    command: ApproveClaim, enterprise: Enterprise, book: PolicyBook, hand: Actor | None = None
) -> tuple[EnterpriseEvent, ...]:
    """Return what follows from deciding a claim; none when it was decided so before.

    hand: whose decision it is, where hands are separated. Raises Refusal `claim-unknown`,
    `claim-not-pending`, `submitter-cannot-approve`, `enterprise-transferred`, `grant-differs`,
    `request-conflicts`, or `no-policy` where none was ever published.
    """
    claim = claim_of(enterprise, command.claim_no)
    if command.if_pending and claim.status is not Status.SUBMITTED:
        return ()
    if _was_decided_so(command, claim):
        return ()
    must_be_submitted(claim)
    if hand is not None:
        must_be_of_others(claim, hand)
    must_be_here(enterprise.transfers, claim.submitted.occurred_on, command.claim_no)
    if not book.versions:
        raise Refusal("no-policy")
    version = book.of(claim.submitted.facts.kind).governing(claim.submitted.occurred_on)
    outcome, steps = assess(
        claim.submitted,
        version,
        enterprise.account,
        enterprise.records,
        command.reduced_to_fen,
        granted_elsewhere(claim.submitted, version, enterprise, book),
    )
    if command.expected_fen not in (None, outcome.granted_fen):
        raise _differs(command, outcome.granted_fen)
    approval = command.reduced_to_fen, command.words
    decision = decided(claim, outcome, steps, version, book, command.by, approval)
    if outcome.granted_fen == 0:
        return (events.ClaimRejected(claim_no=command.claim_no, decision=decision),)
    happened: list[EnterpriseEvent] = [
        events.ClaimApproved(claim_no=command.claim_no, decision=decision)
    ]
    assert version is not None, f"granted under no policy: {command.claim_no}"
    happened += caps_reached(command.claim_no, outcome.caps, version.policy, enterprise)
    for exclusion in version.policy.excluded_by[outcome.measure or ""]:
        if exclusion.two_way:
            happened += take_back(exclusion, claim, outcome.place, enterprise, book)
    return tuple(happened)


def _was_decided_so(command: ApproveClaim, claim: Claim) -> bool:
    """Say whether a claim was decided by these words before, at the grant expected.

    Raises Refusal `request-conflicts`, `grant-differs`.
    """
    now = command.reduced_to_fen, command.words
    put_right = claim.amended.approvals if claim.amended is not None else []
    was = claim.approval is not None and now in put_right  # it was carried out before that
    was = was or said_before(claim.approval, now, claim_no=command.claim_no, verb="approve")
    if not was:
        return False
    if command.expected_fen not in (None, claim.approved_fen):
        raise _differs(command, claim.approved_fen, verb="approved")
    return True


def _differs(command: ApproveClaim, granted_fen: int, **facts: Fact) -> Refusal:
    expected = {"expected_fen": command.expected_fen, "granted_fen": granted_fen}
    return Refusal("grant-differs", claim_no=command.claim_no, **expected, **facts)


def must_be_submitted(claim: Claim) -> None:
    """Raise Refusal `claim-not-pending` unless the claim waits for its decision."""
    if claim.status is not Status.SUBMITTED:
        raise Refusal(
            "claim-not-pending", claim_no=claim.submitted.claim_no, status=claim.status.value
        )


def decided(
    claim: Claim,
    outcome: events.Outcome,
    steps: tuple[events.Step, ...],
    version: PolicyVersion | None,
    book: PolicyBook,
    by: str | None,
    approval: tuple[int | None, str | None],
) -> events.Decision:
    """Return an outcome with all it rests on; approval: the officer's ceiling and words."""
    return events.Decision(
        outcome=outcome,
        digest=version.digest if version is not None else None,
        book_position=book.position,
        readings=version.policy.bearing.get(claim.submitted.facts.kind, {})
        if version is not None
        else {},
        steps=steps,
        retroactive=book.of(claim.submitted.facts.kind).is_retroactive(claim.submitted.occurred_on),
        self_approved=by is not None and skeleton(by) in _names(stated_by(claim)),
        reduced_to_fen=approval[0],
        words=approval[1],
    )


def _names(hands: Iterable[Actor]) -> set[str]:
    return {skeleton(hand.by) for hand in hands if hand.by is not None}


def reassessed(
    claim_no: str,
    before: events.Outcome,
    now: events.Decision,
    cause: str,
    because_of: str,
    through: str | None,
) -> events.ClaimReassessed:
    """Return a claim decided again, beside what it stood at."""
    return events.ClaimReassessed(
        claim_no=claim_no,
        previous_measure=before.measure,
        previous_assessed_fen=before.assessed_fen,
        previous_fen=before.granted_fen,
        cause=cause,
        because_of=because_of,
        through=through,
        decision=now,
    )


def caps_reached(
    claim_no: str, caps: tuple[events.CapUse, ...], policy: Policy, enterprise: Enterprise
) -> Iterator[events.CapReached]:
    """Say which caps a claim fills, of those that stay full."""
    for use in caps:
        if not use.applied or use.used_after < use.limit:
            continue
        if not policy.caps[use.cap].stays_full:
            continue
        met = enterprise.reached.get(scope_of(use))
        if met is None or met.limit != use.limit:
            yield events.CapReached(
                claim_no=claim_no,
                cap=use.cap,
                year=use.year,
                place=use.place,
                limit=use.limit,
                used=use.used_after,
            )


def take_back(
    exclusion: Exclusion, granted: Claim, place: str, enterprise: Enterprise, book: PolicyBook
) -> Iterator[EnterpriseEvent]:
    """What was granted for an item before is taken back, once what excludes it is granted."""
    claim_no = granted.submitted.claim_no
    at = exclusion.measure, granted.submitted.occurred_on.year, skeleton(place)
    taken = [enterprise.claims[number] for number in enterprise.holders.get(at, ())]
    for excluded in taken:
        outcome, approval = excluded.outcome, excluded.approval
        assert outcome is not None, f"granted without a decision: {excluded.submitted}"
        assert approval is not None, f"granted without an approval: {excluded.submitted}"
        version = book.numbered(outcome.version)
        assert version is not None, f"granted under no version: {outcome!r}"
        taken_back = _taken_back(outcome, exclusion.code)
        steps = (events.Step(code="excluded", operands={"by": claim_no}, fen="0", bound=True),)
        by = excluded.approved_by
        decision = decided(excluded, taken_back, steps, version, book, by, approval)
        number = excluded.submitted.claim_no
        yield reassessed(number, outcome, decision, "exclusion", claim_no, None)
    yield from caps_lifted(claim_no, taken, enterprise, book)


def _taken_back(outcome: events.Outcome, reason: str) -> events.Outcome:
    """Granted nothing, using nothing; what it was assessed at stays."""
    return replace(
        outcome,
        granted_fen=0,
        booths=0,
        reason=reason,
        caps=tuple(replace(use, applied=0, used_after=use.used_before) for use in outcome.caps),
    )


def caps_lifted(
    claim_no: str, freed: list[Claim], enterprise: Enterprise, book: PolicyBook
) -> Iterator[events.CapLifted]:
    """Say which full caps have room once these granted claims no longer count."""
    if not freed or not enterprise.reached:
        return
    after = enterprise.account.copy()
    full = []
    for claim in freed:
        outcome, day = claim.outcome, claim.submitted.occurred_on
        if claim.status is not Status.APPROVED or outcome is None:
            continue
        assert outcome.measure is not None, f"granted under no measure: {outcome!r}"
        after.post(outcome, day, -1, claim.submitted.claim_no)
        version = book.numbered(outcome.version)
        assert version is not None, f"granted under no version: {outcome!r}"
        caps = (*version.policy.caps_of[outcome.measure], *book.caps_carrying(outcome.measure))
        full += [(cap, *cap_scope(cap, day, outcome.place)) for cap in caps if cap.stays_full]
    for cap, at_year, place in dict.fromkeys(full):
        met = enterprise.reached.get((cap.id, at_year, None if place is None else skeleton(place)))
        used = after.used(cap, at_year, place)
        if met is not None and used < met.limit:
            yield events.CapLifted(
                claim_no=claim_no, cap=cap.id, year=at_year, place=place, limit=met.limit, used=used
            )


def allotments_lowered(
    decided: Sequence[EnterpriseEvent], enterprise: Enterprise
) -> Iterator[AllotmentLowered]:
    """Say which claims in a batch are now owed less than it allotted them."""
    for event in decided:
        if isinstance(event, events.ClaimReassessed):
            now_fen = event.decision.outcome.granted_fen
            yield from lowered(enterprise.claims[event.claim_no], now_fen)
        elif isinstance(event, ClaimRevoked):
            yield from lowered(enterprise.claims[event.claim_no], 0)


def lowered(claim: Claim, granted_fen: int) -> Iterator[AllotmentLowered]:
    """Yield the lower allotment of a claim once it is granted this."""
    dues = claim.dues
    if dues is None or dues.allotment is None:
        return
    payable = max(0, due_fen(granted_fen, dues) - dues.kept_fen)
    if payable < dues.allotted_fen:
        yield AllotmentLowered(
            claim_no=claim.submitted.claim_no,
            batch=dues.allotment.batch,
            previous_fen=dues.allotted_fen,
            allotted_fen=payable,
        )
