"""A claim that comes late to a full cap: who gains and who gives back, under each order.

Nothing is recorded. Every order is tried on the whole account, other caps keeping their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from domain.assessment.linked import Linked, walk_together
from domain.assessment.ordering import (
    RULES,
    CapMembership,
    Chosen,
    cap_membership,
    chosen_rules,
    recorded_order,
)
from domain.assessment.walk import walk_by
from domain.enterprise.state import Claim, Enterprise, Status, claim_of, granted_fen
from domain.refusals import Refusal
from domain.value import value
from projections.reassessment.differences import ClaimChange

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook


@value
class OrderOutcome:
    """What the claims under a cap would have in all by an order, and each of them."""

    total_fen: int
    claims: tuple[ClaimChange, ...]


@value
class Late:
    """The claims under one cap, by each order. `year`: None where the cap spans the policy.

    policy: the id of the policy that the cap is of.
    Where a cap counts by warehouse or case, all of them are in; places are traded within one. A cap
    over all enterprises has their claims, in the order of decision alone.
    """

    cap: str
    policy: str | None
    year: int | None
    orders: Mapping[str, OrderOutcome]


def late(
    enterprise: Enterprise, book: PolicyBook, claim_no: str, linked: Linked | None = None
) -> Late:
    """Return the outcomes for the claim's cap under each order; the claim itself stands last.

    linked: the other enterprises that caps over all of them link it with; None without such a cap.
    Raises Refusal `claim-unknown`, `claim-ended` when people ended the claim, `no-cap` when it is
    under none.
    """
    membership = late_under(enterprise, book, claim_no)
    claim = claim_of(enterprise, claim_no)
    cap, year, _ = membership.scopes[0]
    pending = [claim_no] if claim.status is Status.SUBMITTED else []
    pooled = membership.version.policy.caps[cap].pooled
    members = _members(
        cap, year, (enterprise, *(linked or {}).values()) if pooled else (enterprise,), book
    )
    shown = {no: claim for no, claim in members.items() if no != claim_no} | {claim_no: claim}
    orders = {}
    for rule in ("decided",) if pooled else RULES:
        rules = chosen_rules(enterprise) | ({} if pooled else {(cap, year): rule})
        after = _walked(enterprise, book, rules, pending, linked)
        claims = tuple(
            ClaimChange(
                claim_no=number,
                policy=book.named_policy(before.submitted.facts.kind),
                before_fen=granted_fen(before),
                after_fen=after[number],
            )
            for number, before in shown.items()
        )
        total = sum(outcome.after_fen for outcome in claims)
        orders[rule] = OrderOutcome(total_fen=total, claims=claims)
    return Late(cap=cap, policy=book.named_policy(cap), year=year, orders=orders)


def late_under(enterprise: Enterprise, book: PolicyBook, claim_no: str) -> CapMembership:
    """Return the caps that a claim would come late to. Raises as `late`."""
    claim = claim_of(enterprise, claim_no)
    decided = recorded_order(enterprise)
    if claim.status is not Status.SUBMITTED and claim_no not in decided:
        raise Refusal("claim-ended", claim_no=claim_no, status=claim.status.value)
    membership = cap_membership(claim, enterprise, book)
    if membership is None or not membership.scopes:
        raise Refusal("no-cap", claim_no=claim_no)
    return membership


def _members(
    cap: str, year: int | None, enterprises: Iterable[Enterprise], book: PolicyBook
) -> dict[str, Claim]:
    """Return the decided claims under a cap in a year by number, in the order of decision."""
    under: list[Claim] = []
    for enterprise in enterprises:
        for claim in (enterprise.claims[number] for number in recorded_order(enterprise)):
            its = cap_membership(claim, enterprise, book)
            if its is not None and any(scope[:2] == (cap, year) for scope in its.scopes):
                under.append(claim)
    under.sort(key=lambda claim: claim.decided_at)
    return {claim.submitted.claim_no: claim for claim in under}


def _walked(
    enterprise: Enterprise,
    book: PolicyBook,
    rules: Chosen,
    pending: Sequence[str],
    linked: Linked | None,
) -> dict[str, int]:
    """Return what each claim would be granted in fen, also those of linked enterprises."""
    if linked is None:
        walks = [walk_by(enterprise, book, rules, pending)]
    else:
        every = {**linked, "": enterprise}
        walks = list(walk_together(every, book, {"": rules}, {"": pending}).values())
    decisions = (each for walked in walks for each in walked.decisions.items())
    return {number: decision.outcome.granted_fen for number, decision in decisions}
