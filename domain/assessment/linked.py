"""Enterprises linked by caps over all of them, decided again together in the order of decision.

What a claim gets under such a cap depends on what others hold. So the enterprises that have decided
claims of these kinds are walked as one: each claim at the place in the log where it was first
decided. Within an enterprise another order may be chosen under its own caps; its claims then trade
these places among themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from domain.assessment.causes import ChosenOrder, Scopes, Settled, shared
from domain.assessment.ordering import Chosen, chosen_rules, recorded_order, takes_part
from domain.assessment.reassessment import (
    after_amendment,
    changed_in,
    differences,
    order_chosen,
)
from domain.assessment.walk import Walk, arrive, begun, step, walk_by, walk_order
from domain.commands.enterprise import ChooseOrder
from domain.enterprise.account import Account
from domain.enterprise.pooling.pool import Pool
from domain.enterprise.state import Claim, Enterprise, outcome_of
from domain.events.claims import AmendingEvent
from domain.events.log import EnterpriseEvent
from domain.policy.book import PolicyBook

Linked = Mapping[str, Enterprise]  # by code
Together = dict[str, tuple[EnterpriseEvent, ...]]  # what follows for each, by code


LAST = 1 << 62  # beyond every position of a log


class DecidedTogether(Exception):  # noqa: N818 - says how to decide, not that it is an error
    """Claims of linked enterprises were to be decided again one enterprise at a time."""


def is_linked(enterprise: Enterprise, book: PolicyBook) -> bool:
    """Say whether an enterprise has decided claims of kinds that a cap over all is about."""
    kinds, claims = book.pooled_kinds, enterprise.claims
    return bool(kinds) and any(
        claims[number].submitted.facts.kind in kinds for number in enterprise.decided
    )


def must_be_alone(enterprise: Enterprise, book: PolicyBook) -> None:
    """Raise DecidedTogether where claims are decided again together with those of others."""
    if is_linked(enterprise, book):
        raise DecidedTogether


def amended(
    event: AmendingEvent | None, by: str, enterprise: Enterprise, book: PolicyBook
) -> tuple[EnterpriseEvent, ...]:
    """Return what a document changed of a claim, and what it makes of decided claims.

    event: None for nothing. enterprise: as it stood before. Raises DecidedTogether where claims are
    decided again together with those of others.
    """
    if event is None:
        return ()
    after, settled = after_amendment(event, by, enterprise)
    if settled is None:
        return (event,)
    must_be_alone(after, book)
    return (event, *differences(walk_by(after, book, chosen_rules(after)), settled))


def share_pool(enterprises: Linked, book: PolicyBook) -> Pool:
    """Let these enterprises share one pool, with what each was granted, and return it."""
    pool = Pool(book.pooled)
    for uscc, enterprise in enterprises.items():
        enterprise.account.join(pool, uscc)
    return pool


def reassess_together(linked: Linked, book: PolicyBook) -> Together:
    """Return every difference between what is recorded and what would be decided now.

    None when there is no difference: asked twice, the second time changes nothing.
    """
    return _differences(linked, book, {}, None)


def choose_order_together(command: ChooseOrder, linked: Linked, book: PolicyBook) -> Together:
    """Return the order chosen and the differences it makes; none when it was said before.

    Raises Refusal as `choose_order` does.
    """
    uscc = command.uscc
    chosen = order_chosen(command, linked[uscc], book)
    if chosen is None:
        return {}
    event, rules, settled = chosen
    together = _differences(linked, book, {uscc: rules}, settled)
    return together | {uscc: (event, *together.get(uscc, ()))}


def amend_together(
    event: AmendingEvent, by: str, uscc: str, linked: Linked, book: PolicyBook
) -> Together:
    """Return what a document changed of a decided claim, and what that makes of all claims.

    uscc: whose claim it is. linked: as they stood before.
    """
    after, settled = after_amendment(event, by, linked[uscc])
    together = _differences({**linked, uscc: after}, book, {}, settled)
    return together | {uscc: (event, *together.get(uscc, ()))}


def walk_together(
    linked: Linked,
    book: PolicyBook,
    rules: Mapping[str, Chosen],
    pending: Mapping[str, Sequence[str]] | None = None,
    until: str | None = None,
) -> dict[str, Walk]:
    """Decide all claims of linked enterprises again, the pending ones last, and return the walks.

    rules: the order chosen, where it is not the recorded one. until: end before this claim.
    """
    pool, waiting = Pool(book.pooled), pending or {}
    walks: dict[str, Walk] = {}
    order: list[tuple[bool, int, str, str]] = []

    def of_split(code: str) -> Account | None:
        having = (each.accounts.divided.get(code) for each in walks.values())
        return next((walked.begin().account for walked in having if walked is not None), None)

    for uscc, enterprise in linked.items():
        walks[uscc] = begun(enterprise, book, pool, uscc, of_split)
        chosen = rules[uscc] if uscc in rules else chosen_rules(enterprise)
        last = waiting.get(uscc, ())
        places = [(False, enterprise.claims[no].decided_at) for no in recorded_order(enterprise)]
        assert (False, 0) not in places, f"decided at no position: {uscc}"
        places += [(True, place) for place in range(len(last))]
        numbers = walk_order(enterprise, book, chosen, last)
        for place, number in zip(places, numbers, strict=True):
            order.append((*place, uscc, number))
    kindred = [each.accounts for each in walks.values() if each.accounts.closed]
    for late, decided_at, uscc, number in sorted(order):
        if number == until:
            break
        for accounts in kindred:
            accounts.begin_until(LAST if late else decided_at)
        step(number, walks[uscc])
    for walked in walks.values():
        arrive(walked)
    return walks


def _differences(
    linked: Linked,
    book: PolicyBook,
    rules: Mapping[str, Chosen],
    settled: Settled | None,
) -> Together:
    """rules: as `walk_together` takes them. An order settles those of its enterprise alone."""
    walks = walk_together(linked, book, rules)
    others = _Others(walks, settled)
    together: Together = {}
    for uscc, walked in walks.items():
        own = None if isinstance(settled, ChosenOrder) and uscc not in rules else settled
        moved = tuple(differences(walked, own, others.before))
        if moved:
            together[uscc] = moved
    return together


class _Others:
    """Whose claims move those of other enterprises: they share a cap over all of them."""

    def __init__(self, walks: Mapping[str, Walk], settled: Settled | None) -> None:
        self._caps = {
            cap.id
            for walked in walks.values()
            for version in walked.book.versions
            for cap in version.policy.caps.values()
            if cap.pooled
        }
        self._walks, self._settled = walks, settled
        self._moved: list[tuple[int, str, Scopes]] | None = None
        self._ended: list[tuple[int, str, Scopes]] = []

    def before(self, claim: Claim, mine: Scopes) -> str | None:
        """Return the claim that moves one which shares these: the last changed before it, or ended.

        None where there is none.
        """
        if self._moved is None:
            self._moved, self._ended = sorted(self._changed()), sorted(self._gone())
        for place, other, scopes in reversed(self._moved):
            if place < claim.decided_at and mine & scopes:
                return other
        return next((other for _, other, scopes in reversed(self._ended) if mine & scopes), None)

    def _changed(self) -> Iterator[tuple[int, str, Scopes]]:
        for walked in self._walks.values():
            for number, before in changed_in(walked, self._settled).items():
                outcomes = before, walked.decisions[number].outcome
                claim = walked.recorded.claims[number]
                yield self._placed(number, shared(claim, outcomes, walked), walked)

    def _gone(self) -> Iterator[tuple[int, str, Scopes]]:
        for walked in self._walks.values():
            for number in walked.recorded.decided:
                claim = walked.recorded.claims[number]
                if not takes_part(claim):
                    yield self._placed(number, shared(claim, (outcome_of(claim),), walked), walked)

    def _placed(self, number: str, scopes: Scopes, walked: Walk) -> tuple[int, str, Scopes]:
        over_all = {scope for scope in scopes if scope[0] in self._caps}
        return walked.recorded.claims[number].decided_at, number, over_all
