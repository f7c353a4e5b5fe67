"""Claims one after another under each cap: until it is full, then on both sides of its last day.

All are of one enterprise and alike, but for their items where the cap is not by item. A limit that
is of a record is made to hold one claim and a half.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from adapters.policy.file.cases import AN_ENTERPRISE
from adapters.policy.file.trying.boundaries import BoundaryClaim, recorded_years
from adapters.policy.file.trying.meetings import named
from domain.assessment.linked import share_pool
from domain.commands.enterprise import ApproveClaim, SubmitClaim
from domain.decide import decide
from domain.enterprise.pooling.periods import cap_scope, fiscal_year, months_later
from domain.enterprise.state import Enterprise, evolve, outcome_of
from domain.money import BASIS_POINTS
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.facts import Facts, StatedFact
from domain.policy.measures import Cap, Policy
from domain.value import value

CLAIMS_MAX = 12  # until a cap is full; one that holds more is not filled

_DAY = timedelta(days=1)


@value
class CapClaim:
    """A claim under a cap, its number in the row and its day. Amounts in hundredths."""

    cap: str
    claim: int
    on: date
    measure: str
    granted_fen: int
    reason: str | None


def cap_series(policy: Policy, tried: Sequence[BoundaryClaim]) -> Iterator[CapClaim]:
    """Yield a row of claims for each cap. tried: what each claim comes to alone.

    None for a cap under which no claim is granted anything, or that so many claims do not fill.
    """
    for cap in policy.caps.values():
        under = [claim for claim in tried if claim.measure in cap.measures and claim.granted_fen]
        if under:
            most = max(under, key=lambda claim: claim.assessed_fen)
            yield from _Series(policy, cap, most).claims()


class _Series:
    def __init__(self, policy: Policy, cap: Cap, alike: BoundaryClaim) -> None:
        self._policy, self._cap, self._alike = policy, cap, alike
        version = PolicyVersion(number=1, digest="", policy=policy, position=1)
        self._book, self._enterprise = PolicyBook((version,), 1), Enterprise()
        share_pool({AN_ENTERPRISE: self._enterprise}, self._book)
        self._recorded: dict[str, StatedFact] = dict(alike.records)
        if cap.limit_of is not None:
            limit = named(cap.limit_of)
            one_and_a_half = Fraction(alike.assessed_fen * 3 * BASIS_POINTS) / (2 * cap.share_bp)
            others = (each for each in alike.records.items() if each[0].partition(":")[0] != limit)
            self._recorded = {**dict(others), limit: ceil(one_and_a_half)}

    def claims(self) -> list[CapClaim]:
        """Return the row; empty where the cap is not filled."""
        first = self._policy.first_day
        row: list[CapClaim] = []
        while not row or row[-1].reason != "cap-reached":
            if len(row) == CLAIMS_MAX:
                return []
            row.append(self._decided(len(row) + 1, self._next_day(len(row))))
        end = self._last_day(first)
        for day in (end, end + _DAY):
            if row[-1].on < day <= self._policy.last_day:
                row.append(self._decided(len(row) + 1, day))
        return row

    def _next_day(self, before: int) -> date:
        """Return the first day; for each claim another year where its item may be used in one."""
        first, last = self._policy.first_day, self._policy.last_day
        if self._cap.item is not None and self._cap.period == "policy":
            return min(months_later(first, 12 * before), last)
        return first

    def _last_day(self, first: date) -> date:
        """Return the last day that counts together with the first."""
        match self._cap.period:
            case "year":
                return date(first.year, 12, 31)
            case "fiscal":
                return fiscal_year(self._cap, cap_scope(self._cap, first, "")[0] or 0)[1]
            case "rolling":
                return months_later(first, self._cap.months) - _DAY
        return self._policy.last_day

    def _decided(self, number: int, day: date) -> CapClaim:
        claim_no, enterprise = str(number), self._enterprise
        enterprise.records = recorded_years(self._recorded, day.year, self._policy)
        submitted = SubmitClaim(
            claim_no=claim_no,
            uscc=AN_ENTERPRISE,
            enterprise=AN_ENTERPRISE,
            facts=Facts(self._alike.kind, self._facts(number)),
            occurred_on=day,
            filed_on=day,
            invoices=(),
            other_support_fen=0,
        )
        approval = ApproveClaim(claim_no=claim_no, by="try", if_pending=False)
        for command in (submitted, approval):
            for event in decide(command, enterprise, self._book):
                evolve(enterprise, event, "try")
        outcome = outcome_of(enterprise.claims[claim_no])
        return CapClaim(
            cap=self._cap.id,
            claim=number,
            on=day,
            measure=outcome.measure or "",
            granted_fen=outcome.granted_fen,
            reason=outcome.reason,
        )

    def _facts(self, number: int) -> dict[str, StatedFact]:
        """Return what a claim of the row states: an item of its own, unless the cap is by item."""
        item = self._policy.kinds[self._alike.kind].item
        facts = dict(self._alike.facts)
        if item is not None and self._cap.item is None:
            facts[item] = f"{facts[item]} {number}"
        return facts
