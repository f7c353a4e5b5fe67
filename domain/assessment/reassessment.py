"""Decided claims worked out again by what is recorded by now, and the differences (重新核定)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace

from domain.assessment.causes import Amended, ChosenOrder, Elsewhere, Settled, causes
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
    ClaimReassessed,
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
    return tuple(differences(walk_by(enterprise, book, chosen_rules(enterprise)), None))


def differs_under(
    policy: str,
    uscc: str,
    events: Iterable[EnterpriseEvent],
    claims: Mapping[str, Claim],
    book: PolicyBook,
) -> bool:
    """Say whether differences are of one policy's claims; where they are, all of them are.

    policy: its id. Raises Refusal `differs-elsewhere` when claims of others differ as well: caps
    and support under other policies tie claims together, so that a part of the differences would
    rest on amounts that are not recorded.
    """
    differing: dict[str | None, list[str]] = {}
    for number in (event.claim_no for event in events if isinstance(event, ClaimReassessed)):
        kind = claims[number].submitted.facts.kind
        differing.setdefault(book.policy_of(kind), []).append(number)
    if differing.pop(policy, None) is None:
        return False
    if differing:
        numbers = [number for others in differing.values() for number in others]
        raise Refusal(
            "differs-elsewhere", uscc=uscc, policy=policy, claim_no=numbers[0], count=len(numbers)
        )
    return True


def choose_order(
    command: ChooseOrder, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    """Return the order chosen and the differences it makes; none when it was said before.

    Raises Refusal as `order_chosen` does.
    """
    settled = order_chosen(command, enterprise, book)
    if settled is None:
        return ()
    chosen, rules, by = settled
    return (chosen, *differences(walk_by(enterprise, book, rules), by))


def order_chosen(
    command: ChooseOrder, enterprise: Enterprise, book: PolicyBook
) -> tuple[OrderChosen, Chosen, ChosenOrder] | None:
    """Return the order chosen, all rules by then and the cause; None when it was said before.

    Raises Refusal `enterprise-unknown`, `cap-unknown`, `cap-of-all`, `cap-needs-year`,
    `cap-has-no-year`, or `request-conflicts` when the same document chose otherwise.
    """
    account = (command.cap, command.year)
    said = enterprise.orders_ever.get((*account, skeleton(command.document)))
    now, document, cap = command.order, command.document, command.cap
    if said_before(said, now, verb="reorder", document=document, cap=cap, order=said):
        return None
    if not enterprise.claims:
        raise Refusal("enterprise-unknown", uscc=command.uscc)
    _must_count(command, book)
    chosen = OrderChosen(
        cap=command.cap, year=command.year, order=command.order, document=command.document
    )
    rules = chosen_rules(enterprise) | {account: command.order}
    settled = ChosenOrder(command.cap, command.year, command.document)
    return chosen, rules, settled


def after_amendment(
    event: AmendingEvent, by: str, enterprise: Enterprise
) -> tuple[Enterprise, Amended | None]:
    """Return an enterprise after a document changed a claim, and that the claim is decided again.

    None for one that is not: it was never decided, or people ended it. The enterprise given stays
    as it is. A decided claim is decided again even where it comes to the same: its decision rests
    on what it states.
    """
    after = _after(event, by, enterprise)
    claim = after.claims[event.claim_no]
    if claim.approval is None or not takes_part(claim):
        return after, None
    return after, Amended(event.claim_no, _CAUSES[type(event)], event.document)


def _after(event: AmendingEvent, by: str, enterprise: Enterprise) -> Enterprise:
    claims, claim = ByClaim(enterprise.claims), enterprise.claims[event.claim_no]
    claims[event.claim_no] = replace(claim, amended=deepcopy(claim.amended))
    copied = replace(
        enterprise,
        claims=claims,
        account=enterprise.account.copy(),
        by_invoice={invoice: list(numbers) for invoice, numbers in enterprise.by_invoice.items()},
        holders={item: list(numbers) for item, numbers in enterprise.holders.items()},
        matters=dict(enterprise.matters),
        kin=replace(enterprise.kin, lengths=dict(enterprise.kin.lengths)),
    )
    return evolve(copied, event, by)


def _must_count(command: ChooseOrder, book: PolicyBook) -> None:
    """Raise Refusal unless some version has the cap and counts it by year, or not, as asked.

    A cap over all enterprises goes by the order of decision, whatever a document says of one.
    """
    caps = [cap for version in book.versions for cap in version.policy.caps.values()]
    periods = {cap.period for cap in caps if cap.id == command.cap}
    if not periods:
        known = ", ".join(sorted({cap.id for cap in caps}))
        raise Refusal("cap-unknown", cap=command.cap, known=known)
    if book.caps[command.cap].pooled:
        raise Refusal("cap-of-all", cap=command.cap)
    if command.year is None and periods <= _OF_A_YEAR:
        raise Refusal("cap-needs-year", cap=command.cap)
    if command.year is not None and not periods & _OF_A_YEAR:
        raise Refusal("cap-has-no-year", cap=command.cap)


def differences(
    walked: Walk, settled: Settled | None, elsewhere: Elsewhere | None = None
) -> Iterator[EnterpriseEvent]:
    """Yield what a walk came to otherwise than is recorded; see `changed_in`, `causes`."""
    changed = list(claims_differing(walked, settled, elsewhere))
    yield from changed
    yield from _caps_in_step(walked, [event.claim_no for event in changed])


def claims_differing(
    walked: Walk, settled: Settled | None = None, elsewhere: Elsewhere | None = None
) -> Iterator[ClaimReassessed]:
    """Yield the claims that a walk decided otherwise, without the caps that this fills or lifts."""
    changed = changed_in(walked, settled)
    why = causes(list(changed), walked, settled, elsewhere)
    for number, before in changed.items():
        yield reassessed(number, before, walked.decisions[number], *why[number])


def changed_in(walked: Walk, settled: Settled | None) -> dict[str, Outcome]:
    """Return the claims that came out otherwise, in the order decided, with what they were.

    With the claim that a document amended, even where it comes to the same.
    """
    amended_no = settled.claim_no if isinstance(settled, Amended) else None
    return {
        number: before
        for number, decision in walked.decisions.items()
        if differs(before := _stands_at(walked.recorded.claims[number]), decision.outcome)
        or number == amended_no
    }


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
