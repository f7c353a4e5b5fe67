"""What a policy says about other support that has no effect: an auditor is not left to guess it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.policy.book import PolicyBook
from domain.policy.measures import Policy
from domain.policy.names import bare
from projections.policy_versions import PolicyNotice


def notices(policy: Policy, book: PolicyBook | None) -> tuple[PolicyNotice, ...]:
    """Return what has no effect. book: of the ledger it stands in; None for a policy by itself."""
    return (*_of_rules(policy, book), *_of_declared(policy))


def _of_rules(policy: Policy, book: PolicyBook | None) -> Iterator[PolicyNotice]:
    without_item = tuple(bare(kind.id) for kind in policy.kinds.values() if kind.item is None)
    for number, rule in enumerate(policy.others, start=1):
        where = f"other_policies.{number}"
        absent = () if book is None else tuple(sorted(rule.policies - book.policies.keys()))
        if absent:
            yield PolicyNotice(
                code="policies-not-in-ledger", where=f"{where}.policies", names=absent
            )
        if rule.rule == "up-to-cost" and (without_cost := _without_cost(policy)):
            yield PolicyNotice(code="kinds-without-cost", where=f"{where}.rule", names=without_cost)
        if rule.same == "item" and rule.rule != "ignore" and without_item:
            yield PolicyNotice(code="kinds-without-item", where=f"{where}.same", names=without_item)


def _of_declared(policy: Policy) -> Iterator[PolicyNotice]:
    """Support that a claim declares counts against its cost, whichever way it counts."""
    without_cost = _without_cost(policy)
    if policy.settings.other_support != "ignore" and without_cost:
        yield PolicyNotice(
            code="kinds-without-cost", where="settings.other_support", names=without_cost
        )


def _without_cost(policy: Policy) -> tuple[str, ...]:
    return tuple(bare(kind.id) for kind in policy.kinds.values() if kind.cost is None)
