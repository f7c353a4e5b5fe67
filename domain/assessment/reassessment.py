"""Decided claims worked out again by what is recorded by now, and the differences (重新核定)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from domain.assessment.causes import Amended, ChosenOrder, causes
from domain.assessment.consequences import reassessed
from domain.assessment.ordering import Chosen, chosen_rules, takes_part
from domain.assessment.walk import Walk, differs, uses, walk_by
from domain.commands.enterprise import ChooseOrder
from domain.enterprise.state import (
    ByClaim,
    Claim,
    Enterprise,
    Reached,
    Scope,
    evolve,
    granted_fen,
    outcome_of,
    scope_of,
)
from domain.events.claims import (
    AmendingEvent,
    CapLifted,
    CapReached,
    ClaimCorrected,
    ClaimRedecided,
    ClaimReopened,
    OrderChosen,
    Outcome,
)
from domain.events.log import EnterpriseEvent
from domain.identity import skeleton
from domain.policy.book import PolicyBook
from domain.policy.measures import Cap
from domain.refusals import Refusal, said_before

_OF_A_YEAR = frozenset({"year", "fiscal"})  # periods that a year names
_CAUSES = {ClaimCorrected: "correction", ClaimRedecided: "redecision", ClaimReopened: "reopening"}


def reassess(enterprise: Enterprise, book: PolicyBook) -> tuple[EnterpriseEvent, ...]:
    """Return every difference between what is recorded and what would be decided now.

    None when there is no difference: asked twice, the second time changes nothing.
    """
    return tuple(_differences(enterprise, book, chosen_rules(enterprise)))


def choose_order(
    command: ChooseOrder, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    """Return the order chosen and the differences it makes; none when it was said before.

    Raises Refusal `enterprise-unknown`, `cap-unknown`, `cap-needs-year`, `cap-has-no-year`, or
    `request-conflicts` when the same document chose otherwise.
    """
    account = (command.cap, command.year)
    said = enterprise.orders_ever.get((*account, skeleton(command.document)))
    now, document, cap = command.order, command.document, command.cap
    if said_before(said, now, verb="reorder", document=document, cap=cap, order=said):
        return ()
    if not enterprise.claims:
        raise Refusal("enterprise-unknown", uscc=command.uscc)
    _must_count(command, book)
    chosen = OrderChosen(
        cap=command.cap, year=command.year, order=command.order, document=command.document
    )
    rules = chosen_rules(enterprise) | {account: command.order}
    settled = ChosenOrder(command.cap, command.year, command.document)
    return (chosen, *_differences(enterprise, book, rules, settled))


def amended(
    event: AmendingEvent | None, by: str, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    """Return what a document changed of a claim, and what it makes of decided claims.

    event: None for nothing. enterprise: as it stood before. A decided claim is decided again even
    where it comes to the same: its decision rests on what it states.
    """
    if event is None:
        return ()
    after = _after(event, by, enterprise)
    claim = after.claims[event.claim_no]
    if claim.approval is None or not takes_part(claim):
        return (event,)
    settled = Amended(event.claim_no, _CAUSES[type(event)], event.document)
    return (event, *_differences(after, book, chosen_rules(after), settled))


def _after(event: AmendingEvent, by: str, enterprise: Enterprise) -> Enterprise:
    """Return the enterprise after an event of one claim; the state given stays as it is."""
    claims, claim = ByClaim(enterprise.claims), enterprise.claims[event.claim_no]
    claims[event.claim_no] = replace(claim, amended=deepcopy(claim.amended))
    copied = replace(
        enterprise,
        claims=claims,
        account=enterprise.account.copy(),
        by_invoice={invoice: list(numbers) for invoice, numbers in enterprise.by_invoice.items()},
        holders={item: list(numbers) for item, numbers in enterprise.holders.items()},
        matters=dict(enterprise.matters),
    )
    return evolve(copied, event, by)


def _must_count(command: ChooseOrder, book: PolicyBook) -> None:
    """Raise Refusal unless some version has the cap and counts it by year, or not, as asked."""
    caps = [cap for version in book.versions for cap in version.policy.caps.values()]
    periods = {cap.period for cap in caps if cap.id == command.cap}
    if not periods:
        known = ", ".join(sorted({cap.id for cap in caps}))
        raise Refusal("cap-unknown", cap=command.cap, known=known)
    if command.year is None and periods <= _OF_A_YEAR:
        raise Refusal("cap-needs-year", cap=command.cap)
    if command.year is not None and not periods & _OF_A_YEAR:
        raise Refusal("cap-has-no-year", cap=command.cap)


def _differences(
    enterprise: Enterprise,
    book: PolicyBook,
    rules: Chosen,
    settled: ChosenOrder | Amended | None = None,
) -> Iterator[EnterpriseEvent]:
    """Yield what differs, and always the claim that a document amended."""
    amended_no = settled.claim_no if isinstance(settled, Amended) else None
    walked = walk_by(enterprise, book, rules)
    changed = {
        number: before
        for number, decision in walked.decisions.items()
        if differs(before := _stands_at(enterprise.claims[number]), decision.outcome)
        or number == amended_no
    }
    why = causes(list(changed), walked, settled)
    for number, before in changed.items():
        yield reassessed(number, before, walked.decisions[number], *why[number])
    yield from _caps_in_step(walked, list(changed))


def _stands_at(claim: Claim) -> Outcome:
    """Return what a claim came to, granted nothing where it has just been reopened."""
    outcome, fen = outcome_of(claim), granted_fen(claim)
    return outcome if outcome.granted_fen == fen else replace(outcome, granted_fen=fen)


def _caps_in_step(walked: Walk, changed: list[str]) -> Iterator[CapReached | CapLifted]:
    """Say which caps are full now and were not, or at another limit; and which are no longer."""
    before, now = walked.recorded.reached, walked.enterprise.reached
    for scope, met in before.items():
        if scope not in now:
            yield _lifted(scope, met, walked, changed)
    for scope, met in now.items():
        earlier = before.get(scope)
        if earlier is None or earlier.limit != met.limit:
            yield walked.reached[scope]


def _lifted(scope: Scope, met: Reached, walked: Walk, changed: list[str]) -> CapLifted:
    cap_id, year, _ = scope
    cap = _cap(cap_id, walked.book)
    freed = met.claim_no  # a raised limit frees room without any claim's doing
    for number in changed:
        before, after = walked.recorded.claims[number].outcome, walked.decisions[number].outcome
        if before is not None and uses(after).get(scope, 0) < uses(before).get(scope, 0):
            freed = number
    return CapLifted(
        claim_no=freed,
        cap=cap_id,
        year=year,
        place=met.place,
        limit=_limit(scope, walked) or met.limit,
        used=walked.enterprise.account.used(cap, year, met.place),
    )


def _limit(scope: Scope, walked: Walk) -> int | None:
    """Return the limit that the last claim met under a cap; None when none did."""
    met = (use for made in reversed(walked.decisions.values()) for use in made.outcome.caps)
    return next((use.limit for use in met if scope_of(use) == scope), None)


def _cap(cap_id: str, book: PolicyBook) -> Cap:
    """Return a cap as the last version that has it says."""
    return book.caps[cap_id]
