"""What other policies of the ledger granted an enterprise for the same matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from domain.assessment.matter import item_of
from domain.enterprise.state import Enterprise, granted_fen
from domain.events.claims import ClaimSubmitted
from domain.identity import skeleton
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.measures import OtherPolicies, Policy

_SILENT = "invoice"  # what makes claims one matter where a policy says nothing of the others


class Elsewhere(NamedTuple):
    """What the policies that one rule is about granted: the claims, and their sum in fen."""

    rule: str
    same: str
    claims: tuple[str, ...]
    granted_fen: int


def granted_elsewhere(
    claim: ClaimSubmitted, version: PolicyVersion | None, enterprise: Enterprise, book: PolicyBook
) -> tuple[Elsewhere, ...]:
    """Return what is granted for the claim's matter under other policies, by rule.

    Of the policies that the claim's own says nothing of, grants on one of its invoices count as
    its setting `other_support` says of declared support.
    """
    if version is None or not book.has_several or claim.facts.kind not in version.policy.kinds:
        return ()
    met = []
    for rule, policies in _rules(version.policy, book).items():
        numbers = tuple(dict.fromkeys(_sharing(claim, rule, policies, version, enterprise, book)))
        total = sum(granted_fen(enterprise.claims[number]) for number in numbers)
        if total > 0:
            met.append(Elsewhere(rule.rule, rule.same, numbers, total))
    return tuple(met)


def _rules(policy: Policy, book: PolicyBook) -> Mapping[OtherPolicies, list[str]]:
    """Return the other policies of the ledger by the rule that they count under."""
    silent = OtherPolicies(
        article="", policies=frozenset(), same=_SILENT, rule=policy.settings.other_support
    )
    rules: dict[OtherPolicies, list[str]] = {}
    for other in book.policies:
        if other != policy.id:
            about = (rule for rule in policy.others if not rule.policies or other in rule.policies)
            rules.setdefault(next(about, silent), []).append(other)
    return {rule: policies for rule, policies in rules.items() if rule.rule != "ignore"}


def _sharing(
    claim: ClaimSubmitted,
    rule: OtherPolicies,
    policies: Iterable[str],
    version: PolicyVersion,
    enterprise: Enterprise,
    book: PolicyBook,
) -> Iterator[str]:
    """Yield the granted claims of the same matter under these policies."""
    wanted = frozenset(policies)
    if rule.same == "invoice":
        for invoice in claim.invoices:
            for number in enterprise.by_invoice.get(skeleton(invoice), ()):
                other = enterprise.claims[number]
                policy = book.policy_of(other.submitted.facts.kind)
                if policy in wanted and granted_fen(other) > 0:
                    yield number
        return
    place = item_of(claim.facts, version.policy.kinds[claim.facts.kind])
    if not place:
        return
    at = claim.occurred_on.year, skeleton(place)
    for measure in _measures(policies, book):
        yield from enterprise.holders.get((measure, *at), ())


def _measures(policies: Iterable[str], book: PolicyBook) -> dict[str, None]:
    """Return the measures of all versions of these policies, in the order they were recorded."""
    versions = (version for policy in policies for version in book.of_policy(policy).versions)
    return dict.fromkeys(measure for version in versions for measure in version.policy.measures)
