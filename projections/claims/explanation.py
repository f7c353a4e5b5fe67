"""Why a claim was granted what it was: the recorded working, and who had filled each cap."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

from domain.assessment.linked import share_pool, walk_together
from domain.assessment.ordering import chosen_rules
from domain.assessment.walk import walk, walk_order
from domain.enterprise.kin.family import Family
from domain.enterprise.pooling.periods import cap_scope
from domain.enterprise.state import Claim, Enterprise, Order, Status
from domain.events import claims
from domain.events.payment import ClaimRevoked
from domain.identity import skeleton
from domain.value import fields_of, value
from projections.claims.amendments import ClaimAmendment, amendments_of
from projections.claims.attachments import Attachment, attachments_of
from projections.claims.figures.shares import SharedUse, kept, shared_under
from projections.money.holds import HoldDetails, holds_of
from projections.reassessment.reperformance import DECISIONS
from projections.transfers import BroughtUse, brought_under

if TYPE_CHECKING:
    from domain.enterprise.account import Account
    from domain.enterprise.pooling.uses import Scoped
    from domain.events.log import Recorded
    from domain.events.succession import EnterpriseDivided, EnterpriseSucceeded
    from domain.policy.book import PolicyBook
    from domain.policy.measures import Cap

ENDINGS = (claims.ClaimRejectedByOfficer, claims.ClaimWithdrawn, ClaimRevoked)


@value
class FilledCap:
    """A cap as the decision met it, in fen or places, and the claims that had used it before."""

    cap: str
    policy: str | None
    limit: int
    used_before: int
    applied: int
    used_after: int
    filled_by: tuple[str, ...]


@value
class CapFilledElsewhere(FilledCap):
    """A cap of which other counties had granted a part, and what brought that in."""

    brought_in: tuple[BroughtUse, ...]


@value
class Explanation:
    """A claim as submitted, how it was decided, what changed it since, what ended it by hand.

    decided: the first decision; None before any. decision: as it stands. steps: the whole working;
    what took a grant back later stands after what had granted it. caps_at: the log position that
    the caps are as of. orders: what documents since chose for them. amended: what documents changed
    of the claim. attachments: its papers. holds: what keeps the enterprise's money back. kinds: of
    every claim of the enterprise, by number. successions: by which others carried on the code that
    the claim was filed under, in order.
    """

    submitted: Recorded
    decided: Recorded | None
    decision: claims.Decision | None
    reassessed: tuple[Recorded, ...]
    steps: tuple[claims.Step, ...]
    caps: tuple[FilledCap, ...]
    caps_at: int | None
    orders: tuple[tuple[str, int | None, Order], ...]
    ended: tuple[Recorded, ...]
    amended: tuple[ClaimAmendment, ...]
    attachments: tuple[Attachment, ...]
    holds: tuple[HoldDetails, ...]
    kinds: Mapping[str, str]
    successions: tuple[tuple[str, EnterpriseSucceeded | EnterpriseDivided], ...]


@value
class CapFilledByShare(FilledCap):
    """A cap of which enterprises that were split had used a part, and what counts of it here."""

    shared: tuple[SharedUse, ...]


LinkedAt = Callable[[int], dict[str, Enterprise]]


def explain(
    stream: Iterable[Recorded], book: PolicyBook, claim_no: str, linked_at: LinkedAt
) -> Explanation:
    """Return a claim's explanation from the events of its enterprise and of all it carries on.

    Amounts are as recorded; only who came before it is found by walking the account again.
    linked_at: the enterprises that caps over all of them link, as they stood at a log position.
    Raises DoesNotFollow.
    """
    history, family = list(stream), Family()
    for recorded in history:
        family.take_in(recorded)
    own = [event for event in history if getattr(event.event, "claim_no", None) == claim_no]
    whole = family.of(own[0].stream)
    decided = [event for event in own if isinstance(event.event, DECISIONS)]
    decision = cast(claims.ClaimApproved, decided[-1].event).decision if decided else None
    uses: tuple[claims.CapUse, ...] = ()
    caps: tuple[FilledCap, ...] = ()
    caps_at = None
    if decision is not None:
        before = _before(claim_no, _last_whole(decided), history, book, linked_at)
        uses = decision.outcome.caps
        day = whole.claims[claim_no].submitted.occurred_on
        caps = tuple(_filled(use, decision, day, before, book) for use in uses)
        caps_at = _last_whole(decided).position
    return Explanation(
        submitted=next(event for event in own if isinstance(event.event, claims.ClaimSubmitted)),
        decided=decided[0] if decided else None,
        decision=decision,
        reassessed=tuple(decided[1:]),
        steps=_steps(decided),
        caps=caps,
        caps_at=caps_at,
        orders=_orders(uses, history),
        ended=tuple(event for event in own if isinstance(event.event, ENDINGS)),
        amended=tuple(amendments_of(own, claim_no, book)),
        attachments=attachments_of(own).get(claim_no, ()),
        holds=holds_of(history),
        kinds={no: claim.submitted.facts.kind for no, claim in whole.claims.items()},
        successions=tuple(_successions(own[0].stream, family)),
    )


def _successions(
    code: str, family: Family
) -> Iterator[tuple[str, EnterpriseSucceeded | EnterpriseDivided]]:
    """Yield who carried on a code, and then who carried on that one, each by its event."""
    while code in family.heirs and (by := family.states[code].kin.successor) is not None:
        yield code, by
        code = by.successor


def _orders(
    uses: tuple[claims.CapUse, ...], history: list[Recorded]
) -> tuple[tuple[str, int | None, Order], ...]:
    """Return the orders that documents chose for these caps, the last for each."""
    chosen: dict[tuple[str, int | None], Order] = {}
    for recorded in history:
        event = recorded.event
        if isinstance(event, claims.OrderChosen):
            chosen[event.cap, event.year] = Order(event.order, event.document)
    met = {(use.cap, use.year) for use in uses}
    return tuple((*account, order) for account, order in chosen.items() if account in met)


def _last_whole(decided: list[Recorded]) -> Recorded:
    """Return the last decision that worked the claim out, not one that only took it back."""
    return next(event for event in reversed(decided) if not _took_back(event))


def _took_back(recorded: Recorded) -> bool:
    event = recorded.event
    if not isinstance(event, claims.ClaimReassessed):
        return False
    return all(step.code == "excluded" for step in event.decision.steps)


class _Before(NamedTuple):
    """What a claim was decided on: its enterprise, and those that caps link it with."""

    own: Enterprise
    linked: Collection[Enterprise]
    family: Family


def _before(
    claim_no: str, whole: Recorded, history: list[Recorded], book: PolicyBook, linked_at: LinkedAt
) -> _Before:
    """Return what a claim was decided on: as it stood, or as reassessed until it."""
    family = Family()
    for recorded in history:
        if recorded.position >= whole.position:
            break
        family.take_in(recorded)
    state, uscc = family.of(whole.stream), family.heir(whole.stream)
    known, again = book.until(whole.position), isinstance(whole.event, claims.ClaimReassessed)
    if state.claims[claim_no].submitted.facts.kind in known.pooled_kinds:
        every = linked_at(whole.position - 1) | {uscc: state}
        if again:
            walks = walk_together(every, known, {}, until=claim_no)
            every = {code: walked.enterprise for code, walked in walks.items() if code != uscc}
            every[uscc] = walks[uscc].accounts.of(claim_no)
        else:
            share_pool(every, known)
        return _Before(every[uscc], every.values(), family)
    if again:
        order = walk_order(state, known, chosen_rules(state))
        state = walk(state, known, order[: order.index(claim_no)]).accounts.of(claim_no)
    return _Before(state, (), family)


def _steps(decided: list[Recorded]) -> tuple[claims.Step, ...]:
    """Return the steps of the last full decision and of the exclusions after it."""
    steps: tuple[claims.Step, ...] = ()
    for recorded in decided:
        event = recorded.event
        assert isinstance(event, DECISIONS), f"not a decision: {event!r}"
        steps = (steps if _took_back(recorded) else ()) + event.decision.steps
    return steps


def _filled(
    use: claims.CapUse,
    decision: claims.Decision,
    day: date,
    before: _Before,
    book: PolicyBook,
) -> FilledCap:
    version = decision.outcome.version
    assert version is not None, f"a cap met under no version: {use}"
    known = book.numbered(version)
    assert known is not None, f"a cap of no version: {use}"
    cap, span = known.policy.caps[use.cap], (date.min, date.max)
    if cap.period == "rolling":
        span = before.own.account.fullest(cap, day, decision.outcome.place)
    enterprises = before.linked if cap.pooled else (before.own,)
    apart = frozenset() if cap.pooled else kept(before.own.account)
    fillers = [
        each.claims[number]
        for each in enterprises
        for number in each.decided
        if number not in apart
    ]
    if cap.pooled:
        fillers.sort(key=lambda claim: claim.decided_at)
    filled = FilledCap(
        cap=use.cap,
        policy=book.named_policy(use.cap),
        limit=use.limit,
        used_before=use.used_before,
        applied=use.applied,
        used_after=use.used_after,
        filled_by=tuple(
            claim.submitted.claim_no for claim in fillers if _fills(claim, use, cap, span)
        ),
    )
    shared = fields_of(FilledCap, filled)
    if not cap.pooled and before.own.account.divided:

        def rows_of(account: Account) -> Iterable[Scoped]:
            if cap.needs_days and span != (date.min, date.max):
                return account.between(cap.counted, *span, use.place)
            return account.scope(cap, use.year, use.place)

        having = shared_under(
            cap,
            before.own.account,
            rows_of,
            before.family,
            lambda claim: _fills(claim, use, cap, span),
        )
        return CapFilledByShare(**shared, shared=tuple(having))
    came = () if cap.pooled else before.own.account.brought
    brought_in = tuple(brought_under(cap, came, span, use.year, use.place))
    if not brought_in:
        return filled
    return CapFilledElsewhere(**shared, brought_in=brought_in)


def _fills(claim: Claim, use: claims.CapUse, cap: Cap, span: tuple[date, date]) -> bool:
    """Say whether a claim of a matter in these days fills a cap where another counts."""
    outcome, matter = claim.outcome, claim.submitted.occurred_on
    if claim.status is not Status.APPROVED or outcome is None:
        return False
    return (
        outcome.measure in cap.counted
        and use.year == cap_scope(cap, matter, "")[0]
        and span[0] <= matter <= span[1]
        and (use.place is None or skeleton(use.place) == skeleton(outcome.place))
    )
