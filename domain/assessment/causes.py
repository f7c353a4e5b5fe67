"""Why a reassessed claim differs: its version, a record, the order, or what others leave it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.assessment.ordering import cap_membership, rule_of, takes_part
from domain.assessment.walk import Walk, differs
from domain.enterprise.periods import cap_scope
from domain.enterprise.state import Claim, outcome_of, scope_of
from domain.events.claims import Outcome
from domain.identity import skeleton
from domain.policy.conditions import AnyOf, Condition, Grows, Within
from domain.policy.measures import Exclusion, Policy
from domain.policy.names import bare


class Cause(NamedTuple):
    """See `ClaimReassessed`."""

    cause: str
    because_of: str
    through: str | None = None


class ChosenOrder(NamedTuple):
    """The order that this very reassessment settles: its cap, year and document."""

    cap: str
    year: int | None
    document: str


class Amended(NamedTuple):
    """The claim that this very reassessment decides again by a document, and as which cause."""

    claim_no: str
    cause: str
    document: str


def causes(
    changed: Sequence[str], walked: Walk, settled: ChosenOrder | Amended | None
) -> dict[str, Cause]:
    """Return the cause of each difference.

    changed: in the order decided. A claim that nothing touched directly is moved by another that
    shares a cap or an item with it: a claim decided before it, or ended by people since.
    """
    causes: dict[str, Cause] = {}
    order = settled if isinstance(settled, ChosenOrder) else None
    amended = settled if isinstance(settled, Amended) else None
    for number in changed:
        if amended is not None and number == amended.claim_no:
            causes[number] = Cause(amended.cause, amended.document)
            continue
        cause = _direct(number, walked, order) or _through(number, causes, walked)
        if amended is not None and cause == Cause("room", ""):  # what it left is not its any more
            cause = Cause(amended.cause, amended.document, amended.claim_no)
        causes[number] = cause
    return causes


def _direct(number: str, walked: Walk, settled: ChosenOrder | None) -> Cause | None:
    claim, now = walked.recorded.claims[number], walked.decisions[number].outcome
    before = outcome_of(claim)
    excluded, excluded_before = _exclusion(now, walked), _exclusion(before, walked)
    if excluded is not None and excluded_before is None:
        return Cause("exclusion", _excluding(number, excluded, walked))
    version = Cause("version", str(now.version or ""))
    if number in walked.by_version and differs(walked.by_version[number], now):
        return version
    policy = _policy(now, walked)
    record = None if policy is None else _record_asked(claim.submitted.facts.kind, policy)
    if before.measure != now.measure and record is not None:
        measure_step = walked.decisions[number].steps[0]
        return Cause(bare(record), str(measure_step.operands.get(f"{bare(record)}_year", "")))
    limited = _limit_asked(claim, before, now, policy)
    if limited is not None:
        return limited
    scopes = _caps(before) | _caps(now)
    if settled is not None and any(scope[:2] == settled[:2] for scope in scopes):
        return Cause("order", settled.document)
    former = _policy(before, walked)
    if (former and former.settings.order) != (policy and policy.settings.order):
        return version
    if excluded_before is not None and excluded_before not in (
        (policy and policy.exclusions) or ()
    ):
        return version
    return None


def _limit_asked(
    claim: Claim, before: Outcome, now: Outcome, policy: Policy | None
) -> Cause | None:
    """Return the record whose amount is the limit of a cap, where that changed."""
    if policy is None or before.version != now.version:
        return None
    limits = {scope_of(use): use.limit for use in before.caps}
    for use in now.caps:
        of = policy.caps[use.cap].limit_of
        if of is not None and limits.get(scope_of(use), use.limit) != use.limit:
            year = (use.year or claim.submitted.occurred_on.year) - of.years_back
            return Cause(bare(of.record or ""), str(year))
    return None


def _through(number: str, causes: Mapping[str, Cause], walked: Walk) -> Cause:
    recorded, decision = walked.recorded, walked.decisions[number]
    claim = recorded.claims[number]
    mine = _shared(claim, (outcome_of(claim), decision.outcome), walked)
    others = [other for other, cause in causes.items() if cause.because_of != number]
    for other in reversed(others):
        outcomes = (outcome_of(recorded.claims[other]), walked.decisions[other].outcome)
        if mine & _shared(recorded.claims[other], outcomes, walked):
            return causes[other]._replace(through=other)
    for other in reversed(recorded.decided):
        ended = recorded.claims[other]
        if not takes_part(ended) and mine & _shared(ended, (outcome_of(ended),), walked):
            return Cause("room", other)
    return _ordered(claim, walked) or Cause("room", "")


def _excluding(number: str, exclusion: Exclusion, walked: Walk) -> str:
    """Return the claim that excludes this one."""
    claims = walked.recorded.claims
    excluded, place = claims[number], skeleton(walked.decisions[number].outcome.place)
    for other, decision in walked.decisions.items():
        outcome, year = decision.outcome, claims[other].submitted.occurred_on.year
        same = (year, skeleton(outcome.place)) == (excluded.submitted.occurred_on.year, place)
        if same and outcome.measure in exclusion.by and outcome.granted_fen > 0:
            return other
    raise AssertionError(f"excluded by no grant: {number}")


def _ordered(claim: Claim, walked: Walk) -> Cause | None:
    """Return the order as the cause, where a rule other than the recorded order is in force."""
    membership = cap_membership(claim, walked.recorded, walked.book)
    for scope in membership.scopes if membership is not None else ():
        chosen = walked.recorded.orders.get(scope[:2])
        if chosen is not None:
            return Cause("order", chosen.document)
        rule = rule_of(scope, membership, {})
        if rule != "decided":
            return Cause("order", f"late_claim_order={rule}")
    return None


def _exclusion(outcome: Outcome, walked: Walk) -> Exclusion | None:
    """Return why an outcome is excluded, as its version says; None where it is not."""
    policy = _policy(outcome, walked)
    return None if policy is None else policy.exclusion(outcome.measure, outcome.reason)


def _record_asked(kind: str, policy: Policy) -> str | None:
    """Return the record that the choice of a measure asks about; None where it asks about none."""
    asked = (
        record
        for measure in policy.measures_of.get(kind, ())
        for condition in measure.when
        for record in _records(condition)
    )
    return next(asked, None)


def _records(condition: Condition) -> Iterator[str]:
    match condition:
        case AnyOf():
            for each in condition.conditions:
                yield from _records(each)
        case Within():
            yield from (each.record for each in condition.values if each.record is not None)
        case Grows(now=now) if now.record is not None:
            yield now.record
        case _:
            pass


def _policy(outcome: Outcome, walked: Walk) -> Policy | None:
    version = walked.book.numbered(outcome.version)
    return None if version is None else version.policy


def _caps(outcome: Outcome) -> set[tuple[object, ...]]:
    return set(map(scope_of, outcome.caps))


def _shared(claim: Claim, outcomes: Iterable[Outcome], walked: Walk) -> set[tuple[object, ...]]:
    """Return what a claim may share with others: caps, its item, measures that stand together.

    Between several policies an invoice as well.
    """
    shared: set[tuple[object, ...]] = set()
    if walked.book.has_several:
        shared |= {("invoice", skeleton(invoice)) for invoice in claim.submitted.invoices}
    for outcome in outcomes:
        shared |= _caps(outcome)
        if walked.book.has_several and outcome.measure is not None:
            day = claim.submitted.occurred_on
            carrying = walked.book.caps_carrying(outcome.measure)
            shared |= {(cap.id, *cap_scope(cap, day, skeleton(outcome.place))) for cap in carrying}
        if outcome.place:
            shared.add(("item", claim.submitted.occurred_on.year, skeleton(outcome.place)))
        policy = _policy(outcome, walked)
        together = None if policy is None else policy.together_with.get(outcome.measure or "")
        if together is not None:
            shared.add(("together", *together.measures))
    return shared
