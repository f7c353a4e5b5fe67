"""What claims of a kind state, and what the ledger records of an enterprise by the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from domain.policy.facts import Facts, RecordedValue, StatedFact
from domain.value import value

_TEXTS = ("text", "word", "country", "article")
_TYPES: dict[str, type] = {
    "yes-no": bool,
    "amount": int,
    "amounts": tuple,
    "count": int,
}  # others are texts


@value
class FactType:
    """One fact of a kind or of a record.

    type: `text`, `word`, `country`, `yes-no`, `count`, `quantity`, `amount`, `amounts` or
    `article`. unit: `_fen` for money in the policy's currency, `_cents` in another, else empty.
    words: those that a word may be; empty for other types. zero: an amount may be nothing.
    identifies: `event` for what several enterprises may take part in, each once a year; `paper` for
    a certificate or a registration, which is one claim's; else empty.
    """

    name: str
    unit: str
    type: str
    words: tuple[str, ...] = ()
    zero: bool = False
    identifies: str = ""

    @property
    def recorded(self) -> str:
        """The name it is recorded under."""
        return self.name + self.unit


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What claims of a kind state, in this order.

    item: the text by which claims are of one item, by its recorded name. cost: the amounts
    that all support stays within, together. article: the fact that cites the article, where the
    claim does so itself. shows: what the choice of a measure always shows, and the order of it.
    """

    id: str
    facts: dict[str, FactType]
    item: str | None = None
    cost: tuple[str, ...] | None = None
    article: str | None = None
    shows: tuple[str, ...] = ()

    @cached_property
    def shown_always(self) -> tuple[str, ...]:
        """What the choice of a measure shows whatever it looked at."""
        return tuple(
            name for name in self.shows if name in self.facts and self.facts[name].type in _TEXTS
        )

    @cached_property
    def identifying(self) -> tuple[FactType, ...]:
        """The facts that name an event or a paper."""
        return tuple(fact for fact in self.facts.values() if fact.identifies)

    @cached_property
    def _shape(self) -> tuple[tuple[str, type, tuple[str, ...]], ...]:
        facts = self.facts.values()
        return tuple((fact.recorded, _TYPES.get(fact.type, str), fact.words) for fact in facts)

    def fits(self, stated: Mapping[str, StatedFact]) -> bool:
        """Say whether these are the kind's facts, in their order, each of its type."""
        if len(stated) != len(self._shape):
            return False
        for name, (expected, type_, words) in zip(stated, self._shape, strict=True):
            content = stated[name]
            if name != expected or type(content) is not type_ or (words and content not in words):
                return False
        return True

    def cost_fen(self, facts: Facts) -> int | None:
        """Return all fees claimed, counted or not; None where the kind has no cost."""
        if self.cost is None:
            return None
        each = ((name, facts[name]) for name in self.cost)
        return sum(
            sum(stated) if isinstance(stated, tuple) else facts.whole(name) for name, stated in each
        )


@value
class RecordType:
    """What is recorded of an enterprise and a year, such as its taxes or its headcount.

    Its facts are amounts, counts and quantities.
    """

    id: str
    facts: dict[str, FactType]


@value
class CountryList:
    """Countries by name, or since when each is on the list.

    members: empty where the list is dated. at_once: whether all are on it from the policy's first
    day, whatever the day they joined.
    """

    id: str
    members: frozenset[str] = frozenset()
    since: dict[str, date] | None = None
    at_once: bool = False


# (record, year): its figures by recorded name
Recorded = dict[tuple[str, int], dict[str, RecordedValue]]
