"""A claim that comes late to a full cap: who gains and who gives back, under each order.

Nothing is recorded. Every order is tried on the whole account, other caps keeping their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.assessment.ordering import RULES, cap_membership, chosen_rules, recorded_order
from domain.assessment.walk import walk_by
from domain.enterprise.state import Enterprise, Status, claim_of, granted_fen
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from projections.reassessment.differences import ClaimChange


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOutcome:
    """What the claims under a cap would have in all by an order, and each of them."""

    total_fen: int
    claims: tuple[ClaimChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """The claims under one cap, by each order. `year`: None where the cap spans the policy.

    policy: the id of the policy that the cap is of.
    Where a cap counts by warehouse or case, all of them are in; places are traded within one.
    """

    cap: str
    policy: str | None
    year: int | None
    orders: Mapping[str, OrderOutcome]


def late(enterprise: Enterprise, book: PolicyBook, claim_no: str) -> Late:
    """Return the outcomes for the claim's cap under each order; the claim itself stands last.

    Raises Refusal `claim-unknown`, `claim-ended` when people ended the claim, `no-cap` when it is
    under none.
    """
    claim = claim_of(enterprise, claim_no)
    decided = recorded_order(enterprise)
    if claim.status is not Status.SUBMITTED and claim_no not in decided:
        raise Refusal("claim-ended", claim_no=claim_no, status=claim.status.value)
    membership = cap_membership(claim, enterprise, book)
    if membership is None or not membership.scopes:
        raise Refusal("no-cap", claim_no=claim_no)
    cap, year, _ = membership.scopes[0]
    pending = [claim_no] if claim.status is Status.SUBMITTED else []
    others = [number for number in decided if number != claim_no]
    under = {no: cap_membership(enterprise.claims[no], enterprise, book) for no in others}
    members = [
        no
        for no, its in under.items()
        if its is not None and any(scope[:2] == (cap, year) for scope in its.scopes)
    ]
    orders = {}
    for rule in RULES:
        walked = walk_by(enterprise, book, chosen_rules(enterprise) | {(cap, year): rule}, pending)
        claims = tuple(
            ClaimChange(
                claim_no=number,
                policy=book.named_policy(enterprise.claims[number].submitted.facts.kind),
                before_fen=granted_fen(enterprise.claims[number]),
                after_fen=walked.decisions[number].outcome.granted_fen,
            )
            for number in [*members, claim_no]
        )
        total = sum(outcome.after_fen for outcome in claims)
        orders[rule] = OrderOutcome(total_fen=total, claims=claims)
    return Late(cap=cap, policy=book.named_policy(cap), year=year, orders=orders)
