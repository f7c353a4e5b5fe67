"""In which order an enterprise's claims are decided again, when a rule other than theirs is chosen.

The claims under one cap trade places among themselves; all others keep the place they were decided
at. Rules: `decided` (as recorded), `matter` (the day of the matter, on equal days as recorded),
`best` (for the enterprise: items by what they are granted alone, highest first, then by day, then
by number).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from domain.assessment.matter import matter_of
from domain.assessment.selection import select
from domain.enterprise.pooling.periods import cap_scope
from domain.enterprise.state import Claim, Enterprise, Scope, Status
from domain.identity import skeleton
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.measures import Measure

RULES = ("decided", "matter", "best")

Chosen = Mapping[tuple[str, int | None], str]  # (cap, year): the rule chosen for it
Alone = Callable[[Sequence[str]], int]  # what these claims are granted from an empty account, fen


class CapMembership(NamedTuple):
    """What a claim falls under by the book and the records as they are: version, measure, caps."""

    version: PolicyVersion
    measure: Measure
    place: str
    scopes: tuple[Scope, ...]


def cap_membership(claim: Claim, enterprise: Enterprise, book: PolicyBook) -> CapMembership | None:
    """Return what a claim falls under now; None when no version governs its day."""
    submitted = claim.submitted
    version = book.of(submitted.facts.kind).governing(submitted.occurred_on)
    if version is None or submitted.facts.kind not in version.policy.kinds:
        return None
    matter = matter_of(submitted, version.policy, enterprise.account, enterprise.records)
    measure, _ = select(matter)
    day, place = submitted.occurred_on, skeleton(matter.place)
    caps = version.policy.caps_of[measure.id]
    scopes = tuple((cap.id, *cap_scope(cap, day, place)) for cap in caps)
    return CapMembership(version, measure, matter.place, scopes)


def takes_part(claim: Claim) -> bool:
    """Say whether a decided claim is decided again; what people ended stays out."""
    return claim.status is not Status.WITHDRAWN and claim.revocation is None


def recorded_order(enterprise: Enterprise) -> list[str]:
    """Return the claims that are decided again, in the order they were decided."""
    return [number for number in enterprise.decided if takes_part(enterprise.claims[number])]


def chosen_rules(enterprise: Enterprise) -> dict[tuple[str, int | None], str]:
    """Return the rule each cap's last document chose."""
    return {account: chosen.order for account, chosen in enterprise.orders.items()}


def ordered(
    numbers: Sequence[str], enterprise: Enterprise, book: PolicyBook, chosen: Chosen, alone: Alone
) -> list[str]:
    """Return these claims in the order to decide them: by rule under each cap, others in place.

    A rule chosen for a cap and year stands before the order set by the version that governs a
    claim.
    """
    result = list(numbers)
    readings = {version.policy.settings.order for version in book.versions}
    if {"decided"} >= readings | set(chosen.values()):
        return result
    groups: dict[tuple[Scope, str], set[str]] = {}
    for number in numbers:
        membership = cap_membership(enterprise.claims[number], enterprise, book)
        for scope in membership.scopes if membership is not None else ():
            rule = rule_of(scope, membership, chosen)
            groups.setdefault((scope, rule), set()).add(number)
    for (_, rule), group in groups.items():
        slots = [slot for slot, number in enumerate(result) if number in group]
        members = [result[slot] for slot in slots]
        traded = _by_rule(rule, members, enterprise, book, alone)
        for slot, number in zip(slots, traded, strict=True):
            result[slot] = number
    return result


def rule_of(scope: Scope, membership: CapMembership | None, chosen: Chosen) -> str:
    """Return the rule by which a claim under this cap goes; over all enterprises, as decided."""
    cap, year, _ = scope
    assert membership is not None, f"under a cap of no version: {scope}"
    if membership.version.policy.caps[cap].pooled:
        return "decided"
    return chosen.get((cap, year)) or membership.version.policy.settings.order


def _by_rule(
    rule: str, members: list[str], enterprise: Enterprise, book: PolicyBook, alone: Alone
) -> list[str]:
    if rule == "matter":
        return sorted(members, key=lambda number: _day(enterprise, number))
    if rule == "best":
        items = _items(members, enterprise, book)
        ranks = {
            item: (-alone(item), min(_day(enterprise, number) for number in item), min(item))
            for item in items
        }
        return [number for item in sorted(items, key=ranks.__getitem__) for number in item]
    return members


def _items(
    members: Iterable[str], enterprise: Enterprise, book: PolicyBook
) -> list[tuple[str, ...]]:
    """Return the members by exhibition or certificate; a claim of no item is one of its own."""
    items: dict[tuple[str, ...], list[str]] = {}
    for number in members:
        claim = enterprise.claims[number]
        membership = cap_membership(claim, enterprise, book)
        key: tuple[str, ...] = ("claim", number)
        if membership is not None and membership.measure.by_item:
            year = str(claim.submitted.occurred_on.year)
            key = ("item", year, membership.place)
        items.setdefault(key, []).append(number)
    return [tuple(numbers) for numbers in items.values()]


def _day(enterprise: Enterprise, number: str) -> int:
    return enterprise.claims[number].submitted.occurred_on.toordinal()
