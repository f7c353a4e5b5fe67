"""What a claim states by now, in words: its days, its facts by their kind, its invoices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from adapters.wording.claims.amendments import value_titles
from adapters.wording.policy.labels import country_text, word_text
from adapters.wording.translation import listed, pgettext
from domain.money import yuan
from domain.policy.names import bare

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from domain.policy.facts import StatedFact
    from domain.policy.measures import Policy
    from projections.claims.listing import ListedClaim

MONEY = ("_fen", "_cents")


def stated_lines(claim: ListedClaim, book: PolicyBook) -> Iterator[tuple[str, str]]:
    """Yield each value that a claim states, after what it is called."""
    titles = value_titles(claim.kind, book)
    versions = book.of(claim.kind).versions
    policy = versions[-1].policy if versions else None
    kind = book.kind(claim.kind)
    names = {} if kind is None else {each.recorded: name for name, each in kind.facts.items()}
    source = {} if policy is None else policy.source["kinds"].get(bare(claim.kind), {})
    yield titles["occurred_on"], claim.occurred_on.isoformat()
    yield titles["filed_on"], claim.filed_on.isoformat()
    for recorded, fact in claim.facts.items():
        name = names.get(recorded, recorded)
        entry = source.get("facts", {}).get(name, {})
        title = titles.get(f"facts.{name}", name)
        yield title, _text(recorded, fact, entry, policy)
    if claim.invoices:
        yield titles["invoices"], listed(claim.invoices)


def _text(name: str, fact: StatedFact, entry: Mapping[str, Any], policy: Policy | None) -> str:
    if isinstance(fact, tuple):
        return listed([_text(name, each, entry, policy) for each in fact])
    if isinstance(fact, bool):
        return pgettext("value", "yes") if fact else pgettext("value", "no")
    if isinstance(fact, int):
        return yuan(fact) if name.endswith(MONEY) else str(fact)
    if entry.get("is") == "country":
        return country_text(fact)
    return word_text(fact, entry, policy) if entry.get("words") else fact
