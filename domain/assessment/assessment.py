"""One claim against one version and the account so far: measure, amount, caps, reason, working.

The order of steps is the policy's reading in docs/measures.md; `reason` is the last step that
lowered the amount, compared in whole fen.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import floor
from typing import NamedTuple

from domain.assessment.elsewhere import Elsewhere
from domain.assessment.matter import Matter, Records, limit_at, matter_of
from domain.assessment.selection import select, unmet_need
from domain.assessment.terms import OwnAmount, own_amount
from domain.enterprise.account import Account
from domain.enterprise.pooling.periods import cap_scope
from domain.events.claims import CapUse, ClaimSubmitted, Operand, Outcome, Step
from domain.money import Exact, rounded
from domain.policy.book import PolicyVersion
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


class _CapMet(NamedTuple):
    """A cap as a claim meets it, before it is known what the claim is granted."""

    cap: Cap
    scope: tuple[int | None, str | None]
    limit: int
    used_before: int
    attempted: int


def assess(
    claim: ClaimSubmitted,
    version: PolicyVersion | None,
    account: Account,
    records: Records,
    reduced_to_fen: int | None,
    elsewhere: tuple[Elsewhere, ...] = (),
) -> tuple[Outcome, tuple[Step, ...]]:
    """Return what the claim comes to and every step of its working. Pure.

    elsewhere: what other policies of the ledger granted for the same matter.
    """
    working = Working()
    if version is None:
        working.step(
            "no-policy-in-force", {"occurred_on": claim.occurred_on.isoformat()}, bound=True
        )
        return NO_POLICY, tuple(working.steps)
    policy, kind = version.policy, version.policy.kinds.get(claim.facts.kind)
    if kind is None or not kind.fits(claim.facts.stated):
        working.step("not-in-policy", {"kind": claim.facts.kind}, bound=True)
        unknown = replace(NO_POLICY, version=version.number, reason="not-in-policy")
        return unknown, tuple(working.steps)
    matter = matter_of(claim, policy, account, records)
    measure, looked = select(matter)
    cited, place = matter.kind.article, matter.place
    article = measure.article if cited is None else claim.facts.text(cited)
    working.step("measure", {"measure": measure.id} | looked)
    working.reason = _barred(measure, matter, working)
    booths, assessed, met = 0, 0, list[_CapMet]()
    if working.reason is None:
        booths = _own(own_amount(measure, matter), working)
        _other_support(claim, matter, working)
        _other_policies(claim, elsewhere, matter, working)
        assessed = _round(policy, working)
        met = _caps(measure, matter, working)
        _reduce(reduced_to_fen, working)  # as the officer states it
        if _higher(elsewhere, working):
            _round(policy, working)
    granted = floor(working.amount)
    if granted == 0 and working.reason is None:
        working.reason = "nothing-to-grant"  # rounded away by a coarser unit than the fen
    outcome = Outcome(
        version=version.number,
        measure=measure.id,
        article=article,
        place=place,
        booths=booths if granted else 0,
        assessed_fen=assessed,
        granted_fen=granted,
        reason=working.reason,
        caps=tuple([_used(each, granted) for each in met]),
    )
    return outcome, tuple(working.steps)


def _barred(measure: Measure, matter: Matter, working: Working) -> str | None:
    """Return why the matter ends before any amount is worked out, or None."""
    if matter.policy.repealed or measure.ended:
        code = "policy-repealed" if matter.policy.repealed else "measure-ended"
        working.step(code, {"first_day": matter.policy.first_day.isoformat()}, bound=True)
        return code
    unmet = unmet_need(measure, matter)
    if unmet is not None:
        need, looked = unmet
        shown = looked if measure.line is None else {}
        working.step("not-eligible", {"need": need} | shown, bound=True)
        return "not-eligible"
    year, place = matter.day.year, matter.place
    for exclusion in matter.policy.exclusions:
        if exclusion.measure == measure.id and any(
            matter.account.history(exclusion.by, year, place)
        ):
            working.step(exclusion.code, {"year": year, "place": place}, bound=True)
            return exclusion.code
    return None


def _own(own: OwnAmount, working: Working) -> int:
    """Step 4: the measure's own amount, then what earlier claims of the item left of it.

    Return the booths counted.
    """
    *lines, last = own.lines
    for line in lines:
        working.amount = line.amount
        working.step(line.code, line.operands, bound=line.bound)
    working.amount = own.alone
    if own.alone < 1:
        working.amount = 0
        working.reason = "nothing-to-grant"
        working.step(last.code, last.operands, bound=last.bound)
        return own.booths
    lowered = working.lower(own.left, "item-used")
    working.step(last.code, last.operands, bound=last.bound)
    if own.used:
        working.step("item-used", {"used": own.used}, bound=lowered)
    return own.booths


def _other_support(claim: ClaimSubmitted, matter: Matter, working: Working) -> None:
    """Step 5: what other levels of government already granted for the same cost."""
    cost = matter.kind.cost_fen(claim.facts)
    reading = matter.policy.settings.other_support
    if cost is None or claim.other_support_fen == 0 or reading == "ignore":
        return
    if reading == "deduct":
        most: Exact = max(0, working.amount - claim.other_support_fen)
    else:
        most = max(0, cost - claim.other_support_fen)
    lowered = working.lower(most, "covered-by-other-support")
    operands: dict[str, Operand] = {"cost_fen": cost, "other_support_fen": claim.other_support_fen}
    working.step("other-support", operands | {"reading": reading}, bound=lowered)


def _other_policies(
    claim: ClaimSubmitted, elsewhere: tuple[Elsewhere, ...], matter: Matter, working: Working
) -> None:
    """Step 5, second half: what other policies of the ledger granted for the same matter."""
    cost = matter.kind.cost_fen(claim.facts)
    outside = 0 if matter.policy.settings.other_support == "ignore" else claim.other_support_fen
    for met in elsewhere:
        operands: dict[str, Operand] = {"granted_fen": met.granted_fen, "reading": met.rule}
        if met.rule == "deduct":
            most: Exact = max(0, working.amount - met.granted_fen)
        elif met.rule == "up-to-cost" and cost is not None:
            outside += met.granted_fen
            most = max(0, cost - outside)
            operands = {"cost_fen": cost} | operands
        else:
            continue
        _less_elsewhere(met, most, operands, working)


def _higher(elsewhere: tuple[Elsewhere, ...], working: Working) -> bool:
    """Step 8, second half: of what the claim comes to, what is above the others (就高不重复).

    Say whether that lowered it.
    """
    before = working.amount
    for met in elsewhere:
        if met.rule == "higher":
            most = max(0, working.amount - met.granted_fen)
            operands: dict[str, Operand] = {"granted_fen": met.granted_fen, "reading": met.rule}
            _less_elsewhere(met, most, operands, working)
    return working.amount < before


def _less_elsewhere(
    met: Elsewhere, most: Exact, operands: dict[str, Operand], working: Working
) -> None:
    lowered = working.lower(most, "covered-by-other-policy")
    shared: dict[str, Operand] = {"same": met.same, "claims": ", ".join(met.claims)}
    working.step("other-policies", operands | shared, bound=lowered)


def _round(policy: Policy, working: Working) -> int:
    """Step 6: once, as the reading says; down to the fen by default."""
    assessed = rounded(working.amount, policy.settings.rounding)
    if assessed != working.amount:
        working.amount = assessed
        working.step("rounding", {"rounding": policy.settings.rounding})
    return assessed


def _caps(measure: Measure, matter: Matter, working: Working) -> list[_CapMet]:
    """Step 7: a count cap needs a place, an amount cap leaves what is left."""
    account, met = matter.account, []
    for cap in matter.policy.caps_of[measure.id]:
        if working.amount == 0:
            break
        limit = limit_at(cap, matter)
        if cap.unit == "fen":
            used = account.used_at(cap, matter.day, matter.place)
            attempted = floor(working.amount)
            lowered = working.lower(max(0, limit - used), "cap-reached")
        else:
            used, after = account.places(cap, measure.id, matter.day, matter.place)
            attempted = after - used
            full = attempted > 0 and after > limit
            lowered = full and working.lower(0, "cap-reached")
        operands: dict[str, Operand] = {"cap": cap.id, "limit": limit, "used_before": used}
        working.step("cap", operands | {"unit": cap.unit, "attempted": attempted}, bound=lowered)
        scope = cap_scope(cap, matter.day, matter.place)
        met.append(_CapMet(cap, scope, limit, used, attempted))
    return met


def _used(met: _CapMet, granted: int) -> CapUse:
    """Return the cap as finally used: only what was granted in the end uses it (step 9)."""
    cap, (year, place), limit, used, attempted = met
    applied = 0 if granted == 0 else granted if cap.unit == "fen" else attempted
    return CapUse(
        cap=cap.id,
        year=year,
        place=place,
        unit=cap.unit,
        limit=limit,
        used_before=used,
        attempted=attempted,
        applied=applied,
        used_after=used + applied,
    )


def _reduce(reduced_to_fen: int | None, working: Working) -> None:
    """Step 8: an officer's ceiling."""
    if reduced_to_fen is None:
        return
    lowered = working.lower(reduced_to_fen, "reduced")
    working.step("reduced", {"reduced_to_fen": reduced_to_fen}, bound=lowered)
