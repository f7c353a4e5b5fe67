"""What files of claims may state: the kinds of claims of the policies in force, and their words.

A ledger's own policies while its files are read (`forms_of`), else the shipped policy. Sheets,
columns, checks and messages are made of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from adapters.intake import values
from adapters.intake.values import Check
from adapters.policy.paths import SHIPPED
from domain.money import parse_yuan
from domain.policy.compiling.policy import compiled
from domain.policy.kinds import FactType, Kind
from domain.policy.measures import Policy

Document = Mapping[str, Any]

_CHECKS: dict[str, Check] = {
    "text": values.text,
    "country": values.country,
    "yes-no": values.boolean,
    "count": values.count,
    "quantity": values.quantity,
    "amounts": values.booth_fees,
}
_AMOUNTS = ("amount", "amounts")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindForm:
    """How the facts of one kind are checked, by name, and the names they are recorded under."""

    id: str
    recorded: tuple[str, ...]
    checks: dict[str, Check]


class Forms:
    """The kinds of some policies; of one name, the last. documents: how each policy writes them."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self.kinds: dict[str, Kind] = {}
        self.documents: dict[str, Document] = {}
        self.records: dict[str, Document] = {}
        self._articles: dict[str, dict[str, None]] = {}
        for policy in policies:
            self.kinds |= policy.kinds
            self.documents |= policy.source["kinds"]
            self.records |= policy.source.get("records", {})
            for measure in policy.measures.values():
                cited = self._articles.setdefault(measure.kind, {})
                cited.update(dict.fromkeys(measure.article.split(", ")))

    @cached_property
    def table(self) -> dict[str, KindForm]:
        """How each kind's facts are checked."""
        return {
            kind.id: KindForm(
                id=kind.id,
                recorded=tuple(fact.recorded for fact in kind.facts.values()),
                checks={name: self._check(fact, kind) for name, fact in kind.facts.items()},
            )
            for kind in self.kinds.values()
        }

    @cached_property
    def facts(self) -> dict[str, tuple[FactType, Document]]:
        """Every fact by its name, in the order of the kinds, with how its policy writes it."""
        facts: dict[str, tuple[FactType, Document]] = {}
        for kind in self.kinds.values():
            written = self.documents[kind.id].get("facts", {})
            for name, fact in kind.facts.items():
                facts.setdefault(name, (fact, written[name]))
        return facts

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """What may stand in a file of named values, by key path, where not anything may."""
        words = {"record": tuple(self.records), "kind": tuple(self.kinds)}
        for kind in self.kinds.values():
            for name, fact in kind.facts.items():
                allowed = self.allowed(fact, kind)
                if allowed:
                    known = words.get(f"facts.{name}", ())
                    words[f"facts.{name}"] = tuple(dict.fromkeys((*known, *allowed)))
        return words

    @cached_property
    def plausible(self) -> dict[str, int]:
        """The largest amount of a kind or a record that needs no confirmation, in hundredths."""
        every = (*self.documents.items(), *self.records.items())
        return {name: parse_yuan(each["plausible"]) for name, each in every if "plausible" in each}

    def allowed(self, fact: FactType, kind: Kind) -> tuple[str, ...]:
        """Return the words that a fact may be; none where it may be anything of its type."""
        if fact.type == "article":
            return tuple(self._articles.get(kind.id, ()))
        return ("true", "false") if fact.type == "yes-no" else fact.words

    def fee_of(self, kind: str) -> str | None:
        """Return the amount that other support is a part of, by its name."""
        if kind not in self.kinds:
            return None
        document, facts = self.documents[kind], self.kinds[kind].facts
        own = [
            name for name, fact in facts.items() if fact.type in _AMOUNTS and fact.unit == "_fen"
        ]
        cost: str | None = document.get("cost")
        return cost or next(iter(own), None)

    def _check(self, fact: FactType, kind: Kind) -> Check:
        if fact.type == "word":
            return values.one_of(*fact.words)
        if fact.type == "article":
            return values.article_of(self.allowed(fact, kind))
        if fact.type == "amount":
            return values.amount_or_zero if fact.zero else values.amount
        return _CHECKS[fact.type]


_in_force: ContextVar[Forms | None] = ContextVar("forms", default=None)


@cache
def _shipped() -> Forms:
    """Return the forms of the shipped file, taken to be right: tests read it with every check."""
    return Forms([compiled(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))])


def forms() -> Forms:
    """Return the forms in force: the ledger's, where its files are read; else the shipped."""
    return _in_force.get() or _shipped()


@contextmanager
def forms_of(policies: Iterable[Policy]) -> Iterator[None]:
    """Put the forms of these policies in force; the shipped ones where there are none."""
    every = tuple(policies)
    token = _in_force.set(Forms(every) if every else None)
    try:
        yield
    finally:
        _in_force.reset(token)
