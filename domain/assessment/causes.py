"""Why a reassessed claim differs: its version, a record, the order, or what others leave it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from domain.assessment.ordering import cap_membership, rule_of, takes_part
from domain.assessment.walk import Walk, differs
from domain.enterprise.moving.transfers import Arrival
from domain.enterprise.pooling.periods import cap_scope
from domain.enterprise.state import Claim, outcome_of, scope_of
from domain.events.claims import Outcome
from domain.identity import skeleton
from domain.policy.conditions import GrantedBefore, asked
from domain.policy.measures import Exclusion, Policy
from domain.policy.names import bare
from domain.policy.references import Reference


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


Settled = ChosenOrder | Amended
Scopes = set[tuple[object, ...]]  # what claims may share: caps as they count, items, and so on
Elsewhere = Callable[[Claim, Scopes], str | None]  # the claim of another enterprise that moves one


def causes(
    changed: Sequence[str],
    walked: Walk,
    settled: Settled | None,
    elsewhere: Elsewhere | None = None,
) -> dict[str, Cause]:
    """Return the cause of each difference.

    changed: in the order decided. A claim that nothing touched directly is moved by another that
    shares a cap or an item with it: a claim decided before it, or ended by people since.
    elsewhere: finds such a claim of other enterprises, where caps are over all of them.
    """
    causes: dict[str, Cause] = {}
    order = settled if isinstance(settled, ChosenOrder) else None
    amended = settled if isinstance(settled, Amended) else None
    for number in changed:
        if amended is not None and number == amended.claim_no:
            causes[number] = Cause(amended.cause, amended.document)
            continue
        cause = _direct(number, walked, order) or _through(number, causes, walked, elsewhere)
        if amended is not None and _is_room(cause, "", amended.claim_no, *walked.recorded.divided):
            cause = Cause(amended.cause, amended.document, amended.claim_no)  # what it left or took
        causes[number] = cause
    return causes


def _is_room(cause: Cause, *of: str) -> bool:
    return cause in {Cause("room", each) for each in of}


def _direct(number: str, walked: Walk, settled: ChosenOrder | None) -> Cause | None:
    claim, now = walked.recorded.claims[number], walked.decisions[number].outcome
    before = outcome_of(claim)
    excluded, excluded_before = _exclusion(now, walked), _exclusion(before, walked)
    if excluded is not None and excluded_before is None:
        return _excluding(number, excluded, walked)
    version = Cause("version", str(now.version or ""))
    if number in walked.by_version and differs(walked.by_version[number], now):
        return version
    policy = _policy(now, walked)
    record = None if policy is None else _record_asked(claim.submitted.facts.kind, policy)
    if before.measure != now.measure and record is not None:
        measure_step = walked.decisions[number].steps[0]
        return Cause(bare(record), str(measure_step.operands.get(f"{bare(record)}_year", "")))
    if policy is not None and not _asks_others(claim, now, policy, walked):
        behind = _record_behind(claim, before, now, policy)
        if behind is not None:
            return behind
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


def _through(
    number: str, causes: Mapping[str, Cause], walked: Walk, elsewhere: Elsewhere | None
) -> Cause:
    recorded, decision = walked.recorded, walked.decisions[number]
    claim = recorded.claims[number]
    before = outcome_of(claim)
    policy = _policy(decision.outcome, walked)
    counted = _counted(claim, decision.outcome, policy)
    mine = shared(claim, (before, decision.outcome), walked) | counted
    others = [other for other, cause in causes.items() if cause.because_of != number]
    for other in reversed(others):
        outcomes = (outcome_of(recorded.claims[other]), walked.decisions[other].outcome)
        if mine & (shared(recorded.claims[other], outcomes, walked) | _gave(outcomes)):
            return causes[other]._replace(through=other)
    for other in reversed(recorded.decided):
        ended = recorded.claims[other]
        gone = (outcome_of(ended),)
        if not takes_part(ended) and mine & (shared(ended, gone, walked) | _gave(gone)):
            return Cause("room", other)
    moving = None if elsewhere is None else elsewhere(claim, mine)
    if moving is not None:
        return Cause("room", moving)
    behind = None if policy is None else _record_behind(claim, before, decision.outcome, policy)
    split = next(reversed(recorded.divided), "")  # what of its account counts here changed
    return _gone(mine, walked) or _ordered(claim, walked) or behind or Cause("room", split)


def _excluding(number: str, exclusion: Exclusion, walked: Walk) -> Cause:
    """Return the claim that excludes this one, or what brought in a grant that does."""
    claims = walked.recorded.claims
    excluded, place = claims[number], skeleton(walked.decisions[number].outcome.place)
    for other, decision in walked.decisions.items():
        outcome, year = decision.outcome, claims[other].submitted.occurred_on.year
        same = (year, skeleton(outcome.place)) == (excluded.submitted.occurred_on.year, place)
        if same and outcome.measure in exclusion.by and outcome.granted_fen > 0:
            return Cause("exclusion", other)
    for brought in walked.enterprise.account.brought:
        item = brought.posting.day.year, brought.posting.place
        if brought.measure in exclusion.by and item == (excluded.submitted.occurred_on.year, place):
            return Cause("transfer", brought.source.document)
    raise AssertionError(f"excluded by no grant: {number}")


def _gone(mine: Scopes, walked: Walk) -> Cause | None:
    """Return what annulled that uses elsewhere count, where a claim shared a cap with them."""
    transfers, book = walked.recorded.transfers, walked.book
    if transfers is None:
        return None
    shared_caps = {str(scope[0]) for scope in mine} & book.caps.keys()
    counted = {measure for cap in shared_caps for measure in book.caps[cap].counted}
    for key, annulled in transfers.annulled.items():
        made = transfers.made[key]
        brought = made.brought if isinstance(made, Arrival) else ()
        if any(each.measure in counted for each in brought):
            return Cause("transfer", annulled.document)
    return None


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
    every = (
        each.record
        for measure in policy.measures_of.get(kind, ())
        for condition in measure.when
        for each in asked(condition)
        if isinstance(each, Reference) and each.record is not None
    )
    return next(every, None)


def _record_behind(claim: Claim, before: Outcome, now: Outcome, policy: Policy) -> Cause | None:
    """Return the record that a claim's eligibility or amount rests on, where that changed.

    With every year that is asked about: no outcome says which of them changed.
    """
    measure = policy.measures.get(now.measure or "")
    alike = (before.assessed_fen, before.reason == "not-eligible") == (
        now.assessed_fen,
        now.reason == "not-eligible",
    )
    if measure is None or before.measure != now.measure or alike:
        return None
    references = [each for each in measure.asks if isinstance(each, Reference)]
    records = dict.fromkeys(each.record for each in references if each.record is not None)
    for record in records:
        back = {years for each in references if each.record == record for years in each.every_year}
        years = sorted(claim.submitted.occurred_on.year - each for each in back)
        return Cause(bare(record), ", ".join(map(str, years)))
    return None


def _asks_others(claim: Claim, now: Outcome, policy: Policy, walked: Walk) -> bool:
    """Say whether what a claim comes to before caps may depend on other claims."""
    measure = now.measure or ""
    known = policy.measures.get(measure)
    by_item = known is not None and bool(known.shares_item)
    counted = bool(_counted(claim, now, policy))
    return walked.book.has_several or by_item or counted or measure in policy.together_with


def _counted(claim: Claim, now: Outcome, policy: Policy | None) -> set[tuple[object, ...]]:
    """Return the measures whose grants before it a claim asks about: chosen by, or paid by them."""
    if policy is None:
        return set()
    choices = policy.measures_of.get(claim.submitted.facts.kind, ())
    every = [each for measure in choices for when in measure.when for each in asked(when)]
    if now.measure in policy.measures:
        every += policy.measures[now.measure].asks
    counting = (each for each in every if isinstance(each, GrantedBefore))
    return {("granted", measure) for condition in counting for measure in condition.measures}


def _gave(outcomes: Iterable[Outcome]) -> set[tuple[object, ...]]:
    """Return the measures that a claim was or is granted under."""
    return {("granted", outcome.measure) for outcome in outcomes if outcome.granted_fen > 0}


def _policy(outcome: Outcome, walked: Walk) -> Policy | None:
    version = walked.book.numbered(outcome.version)
    return None if version is None else version.policy


def _caps(outcome: Outcome) -> Scopes:
    return set(map(scope_of, outcome.caps))


def shared(claim: Claim, outcomes: Iterable[Outcome], walked: Walk) -> Scopes:
    """Return what a claim may share with others: caps, its item, measures that stand together.

    Between several policies an invoice as well.
    """
    shared: Scopes = set()
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
