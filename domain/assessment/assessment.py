"""One claim against one version and the account so far: measure, amount, caps, reason, working.

The order of steps is the policy's reading in docs/measures.md; `reason` is the last step that
lowered the amount, compared in whole fen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import floor

from domain.assessment.classification import classify, item_of, unmet_need
from domain.assessment.formulas import BaseAmount, base_amount
from domain.enterprise.account import OFFLINE, ONLINE, Account, Exports
from domain.events.claims import CapUse, ClaimSubmitted, Operand, Outcome, Step
from domain.money import Exact, rounded
from domain.policy.book import PolicyVersion
from domain.policy.facts import CaseByCase, cost_fen
from domain.policy.measures import Cap, Measure, Policy

NO_POLICY = Outcome(
    version=None,
    measure=None,
    article=None,
    place="",
    booths=0,
    assessed_fen=0,
    granted_fen=0,
    reason="no-policy-in-force",
    caps=(),
)


@dataclass(slots=True)
class Working:
    """The amount as it goes through the steps, what lowered it last, and the lines so far."""

    amount: Exact = 0
    reason: str | None = None
    steps: list[Step] = field(default_factory=list)

    def step(self, code: str, operands: dict[str, Operand], *, bound: bool = False) -> None:
        self.steps.append(Step(code=code, operands=operands, fen=str(self.amount), bound=bound))

    def lower(self, to: Exact, reason: str) -> bool:
        """Take the lesser amount; say whether that is at least a fen less, hence the reason."""
        if to >= self.amount:
            return False
        lowered = floor(to) < floor(self.amount)
        self.amount = to
        if lowered:
            self.reason = reason
        return lowered


def assess(
    claim: ClaimSubmitted,
    version: PolicyVersion | None,
    account: Account,
    exports: Mapping[int, Exports],
    reduced_to_fen: int | None,
) -> tuple[Outcome, tuple[Step, ...]]:
    """Return what the claim comes to and every step of its working. Pure."""
    working = Working()
    if version is None:
        working.step(
            "no-policy-in-force", {"occurred_on": claim.occurred_on.isoformat()}, bound=True
        )
        return NO_POLICY, tuple(working.steps)
    policy = version.policy
    falls = classify(claim.facts, claim.occurred_on, policy, exports)
    measure = policy.measures[falls.measure]
    article = claim.facts.article if isinstance(claim.facts, CaseByCase) else measure.article
    place = item_of(claim.facts)
    working.step("measure", {"measure": measure.id} | falls.because)
    outcome = replace(
        NO_POLICY, version=version.number, measure=measure.id, article=article, place=place
    )
    if (barred := _barred(claim, measure, place, account, working)) is not None:
        return replace(outcome, reason=barred), tuple(working.steps)
    own = base_amount(measure, claim.facts, claim.occurred_on, place, account, policy.readings)
    _own(own, working)
    _other_support(claim, policy, working)
    assessed = _round(policy, working)
    caps = _caps(policy.caps_of[measure.id], claim, place, account, working)
    _reduce(reduced_to_fen, working)
    granted = floor(working.amount)
    if granted == 0 and working.reason is None:
        working.reason = "nothing-to-grant"  # rounded away by a coarser unit than the fen
    outcome = replace(
        outcome,
        booths=own.booths if granted else 0,
        assessed_fen=assessed,
        granted_fen=granted,
        reason=working.reason,
        caps=tuple(_as_used(use, granted) for use in caps),
    )
    return outcome, tuple(working.steps)


def cap_scope(cap: Cap, year: int, place: str) -> tuple[int | None, str | None]:
    """Return the (year, place) a cap counts in for a claim; None where it spans all of them."""
    return year if cap.period == "year" else None, None if cap.per == "enterprise" else place


def _barred(
    claim: ClaimSubmitted, measure: Measure, place: str, account: Account, working: Working
) -> str | None:
    """Return why the matter ends before any amount is worked out, or None."""
    need = unmet_need(claim.facts, measure.needs_self_export)
    if need is not None:
        working.step("not-eligible", {"need": need}, bound=True)
        return "not-eligible"
    year = claim.occurred_on.year
    if measure.id == ONLINE and any(account.item(OFFLINE, year, place)):
        working.step("already-subsidised-offline", {"year": year, "place": place}, bound=True)
        return "already-subsidised-offline"
    return None


def _own(own: BaseAmount, working: Working) -> None:
    """Steps 4: the measure's own amount, then what earlier claims of the item left of it."""
    working.amount = own.alone
    if own.alone < 1:
        working.amount = 0
        working.reason = "nothing-to-grant"
        working.step(own.code, own.operands, bound=own.bound)
        return
    lowered = working.lower(own.left, "item-used")
    working.step(own.code, own.operands, bound=own.bound)
    if own.used:
        working.step("item-used", {"used": own.used}, bound=lowered)


def _other_support(claim: ClaimSubmitted, policy: Policy, working: Working) -> None:
    """Step 5: what other levels of government already granted for the same cost."""
    cost = cost_fen(claim.facts)
    reading = policy.readings.other_support
    if cost is None or claim.other_support_fen == 0 or reading == "ignore":
        return
    if reading == "deduct":
        most: Exact = max(0, working.amount - claim.other_support_fen)
    else:
        most = max(0, cost - claim.other_support_fen)
    lowered = working.lower(most, "covered-by-other-support")
    operands: dict[str, Operand] = {"cost_fen": cost, "other_support_fen": claim.other_support_fen}
    working.step("other-support", operands | {"reading": reading}, bound=lowered)


def _round(policy: Policy, working: Working) -> int:
    """Step 6: once, as the reading says; down to the fen by default."""
    assessed = rounded(working.amount, policy.readings.rounding)
    if assessed != working.amount:
        working.amount = assessed
        working.step("rounding", {"rounding": policy.readings.rounding})
    return assessed


def _caps(
    caps: tuple[Cap, ...], claim: ClaimSubmitted, place: str, account: Account, working: Working
) -> list[CapUse]:
    """Step 7: a count cap needs a place, an amount cap leaves what is left."""
    met = []
    for cap in caps:
        if working.amount == 0:
            break
        year, at = cap_scope(cap, claim.occurred_on.year, place)
        used = account.used(cap, year, at)
        if cap.unit == "fen":
            attempted = floor(working.amount)
            lowered = working.lower(max(0, cap.limit - used), "cap-reached")
        else:
            attempted = 0 if account.holds(cap, claim.occurred_on.year, place) else 1
            full = attempted > 0 and used >= cap.limit
            lowered = full and working.lower(0, "cap-reached")
        operands: dict[str, Operand] = {"cap": cap.id, "limit": cap.limit, "used_before": used}
        working.step("cap", operands | {"unit": cap.unit, "attempted": attempted}, bound=lowered)
        met.append(
            CapUse(
                cap=cap.id,
                year=year,
                place=at,
                unit=cap.unit,
                limit=cap.limit,
                used_before=used,
                attempted=attempted,
                applied=0,
                used_after=used,
            )
        )
    return met


def _as_used(use: CapUse, granted: int) -> CapUse:
    """Return the cap as finally used: only what was granted in the end uses it (step 9)."""
    applied = 0 if granted == 0 else granted if use.unit == "fen" else use.attempted
    return replace(use, applied=applied, used_after=use.used_before + applied) if applied else use


def _reduce(reduced_to_fen: int | None, working: Working) -> None:
    """Step 8: an officer's ceiling."""
    if reduced_to_fen is None:
        return
    lowered = working.lower(reduced_to_fen, "reduced")
    working.step("reduced", {"reduced_to_fen": reduced_to_fen}, bound=lowered)
