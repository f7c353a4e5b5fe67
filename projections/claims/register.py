"""Claims as they stand, and what was granted by measure, enterprise or year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.enterprise.state import Claim, Enterprise, Status, granted_fen
from domain.value import value

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook


@value
class ClaimAnswer:
    """A claim as it stands. Amounts in fen; None before a decision, or where no rule sets it.

    policy: the id of the one that its kind is of; None, and not in JSON, where there is one only.
    """

    claim_no: str
    uscc: str
    enterprise: str
    kind: str
    policy: str | None
    occurred_on: date
    year: int
    status: str
    measure: str | None
    article: str | None
    assessed_fen: int | None
    granted_fen: int
    reason: str | None
    policy_version: int | None
    retroactive: bool


@value
class GroupTotal:
    """Claims granted more than 0, and what they were granted in fen."""

    claims: int
    granted_fen: int


@value
class Totals:
    """What was granted as of a log position: in all, and by group."""

    position: int
    claims: int
    granted_fen: int
    groups: Mapping[str, GroupTotal]


def claims_of(uscc: str, enterprise: Enterprise, book: PolicyBook) -> Iterator[ClaimAnswer]:
    """Yield an enterprise's claims from its folded state, as the register has them."""
    for claim in enterprise.claims.values():
        yield ClaimAnswer(**claim_fields(uscc, claim, book))


def claim_fields(uscc: str, claim: Claim, book: PolicyBook) -> dict[str, Any]:
    """Return the fields of a claim's answer, as the register has them."""
    outcome, submitted = claim.outcome, claim.submitted
    day = submitted.occurred_on
    return {
        "claim_no": submitted.claim_no,
        "uscc": uscc,
        "enterprise": submitted.enterprise,
        "kind": submitted.facts.kind,
        "policy": book.named_policy(submitted.facts.kind),
        "occurred_on": day,
        "year": day.year,
        "status": claim.status.value,
        "measure": None if outcome is None else outcome.measure,
        "article": None if outcome is None else outcome.article,
        "assessed_fen": None if outcome is None else outcome.assessed_fen,
        "granted_fen": granted_fen(claim),
        "reason": _ended_by(claim) or (None if outcome is None else outcome.reason),
        "policy_version": None if outcome is None else outcome.version,
        "retroactive": book.of(submitted.facts.kind).is_retroactive(day),
    }


def by_policy(totals: Totals, book: PolicyBook) -> Totals:
    """Return totals by measure as totals by the id of the policy that each measure is of."""
    sums: dict[str, GroupTotal] = {}
    for measure, total in totals.groups.items():
        policy = book.policy_of(measure) or ""
        before = sums.get(policy, GroupTotal(claims=0, granted_fen=0))
        sums[policy] = GroupTotal(
            claims=before.claims + total.claims,
            granted_fen=before.granted_fen + total.granted_fen,
        )
    return replace(totals, groups=sums)


def _ended_by(claim: Claim) -> str | None:
    """Return how people ended a claim; None for a claim that the rules decide."""
    if claim.revocation is not None:
        return "revoked"
    if claim.status is Status.WITHDRAWN:
        return "withdrawn"
    if claim.status is Status.REJECTED and claim.rejection is not None:
        return "rejected-by-officer"
    return None
