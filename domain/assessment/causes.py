"""Why a reassessed claim differs: its version, the exports, the order, or what others leave it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from domain.assessment.ordering import cap_membership, rule_of, takes_part
from domain.assessment.walk import Walk, differs
from domain.enterprise.account import BRANDS, OFFLINE
from domain.enterprise.state import Claim, outcome_of, scope_of
from domain.events.claims import Outcome
from domain.identity import skeleton
from domain.policy.facts import CreditInsurance


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


def causes(changed: Sequence[str], walked: Walk, settled: ChosenOrder | None) -> dict[str, Cause]:
    """Return the cause of each difference.

    changed: in the order decided. A claim that nothing touched directly is moved by another that
    shares a cap or an item with it: a claim decided before it, or ended by people since.
    """
    causes: dict[str, Cause] = {}
    for number in changed:
        direct = _direct(number, walked, settled)
        causes[number] = direct or _through(number, causes, walked)
    return causes


def _direct(number: str, walked: Walk, settled: ChosenOrder | None) -> Cause | None:
    claim, now = walked.recorded.claims[number], walked.decisions[number].outcome
    before = outcome_of(claim)
    if _excluded(now) and not _excluded(before):
        return Cause("exclusion", _offline_of(number, walked))
    version = Cause("version", str(now.version or ""))
    if number in walked.by_version and differs(walked.by_version[number], now):
        return version
    if before.measure != now.measure and isinstance(claim.submitted.facts, CreditInsurance):
        measure_step = walked.decisions[number].steps[0]
        return Cause("exports", str(measure_step.operands.get("exports_year", "")))
    scopes = _caps(before) | _caps(now)
    if settled is not None and any(scope[:2] == settled[:2] for scope in scopes):
        return Cause("order", settled.document)
    if _reads(before, walked, "late_claim_order") != _reads(now, walked, "late_claim_order"):
        return version
    offline = _reads(before, walked, "offline_online"), _reads(now, walked, "offline_online")
    if _excluded(before) and offline[0] != offline[1]:
        return version
    return None


def _through(number: str, causes: Mapping[str, Cause], walked: Walk) -> Cause:
    recorded, decision = walked.recorded, walked.decisions[number]
    claim = recorded.claims[number]
    mine = _shared(claim, (outcome_of(claim), decision.outcome))
    others = [other for other, cause in causes.items() if cause.because_of != number]
    for other in reversed(others):
        outcomes = (outcome_of(recorded.claims[other]), walked.decisions[other].outcome)
        if mine & _shared(recorded.claims[other], outcomes):
            return causes[other]._replace(through=other)
    for other in reversed(recorded.decided):
        ended = recorded.claims[other]
        if not takes_part(ended) and mine & _shared(ended, (outcome_of(ended),)):
            return Cause("room", other)
    return _ordered(claim, walked) or Cause("room", "")


def _offline_of(number: str, walked: Walk) -> str:
    """Return the offline claim that excludes an online claim."""
    claims = walked.recorded.claims
    online, place = claims[number], skeleton(walked.decisions[number].outcome.place)
    for other, decision in walked.decisions.items():
        outcome, year = decision.outcome, claims[other].submitted.occurred_on.year
        same = (year, skeleton(outcome.place)) == (online.submitted.occurred_on.year, place)
        if same and outcome.measure in OFFLINE and outcome.granted_fen > 0:
            return other
    raise AssertionError(f"excluded by no offline grant: {number}")


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


def _excluded(outcome: Outcome) -> bool:
    return outcome.reason == "already-subsidised-offline"


def _reads(outcome: Outcome, walked: Walk, reading: str) -> object:
    version = walked.book.numbered(outcome.version)
    return None if version is None else getattr(version.policy.readings, reading)


def _caps(outcome: Outcome) -> set[tuple[object, ...]]:
    return set(map(scope_of, outcome.caps))


def _shared(claim: Claim, outcomes: Iterable[Outcome]) -> set[tuple[object, ...]]:
    """Return what a claim may share with others: caps, its item, the brand titles together."""
    shared: set[tuple[object, ...]] = set()
    for outcome in outcomes:
        shared |= _caps(outcome)
        if outcome.place:
            shared.add(("item", claim.submitted.occurred_on.year, skeleton(outcome.place)))
        if outcome.measure in BRANDS:
            shared.add(("brands",))
    return shared
