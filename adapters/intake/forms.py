"""What files of claims may state: the kinds of claims of the policies in force, and their words.

A ledger's own policies while its files are read (`forms_of`), else the shipped policy. Sheets,
columns, checks and messages are made of it.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from itertools import chain
from typing import Any, TypeVar

from adapters.intake import values
from adapters.intake.names.currencies import CNY
from adapters.intake.values import Check
from adapters.policy.paths import SHIPPED
from domain.identity import skeleton
from domain.policy.compiling.policy import compiled
from domain.policy.kinds import FactType, Kind, RecordType
from domain.policy.measures import Policy
from domain.policy.names import SEPARATOR, bare
from domain.refusals import Refusal
from domain.value import value

Document = Mapping[str, Any]

_CHECKS: dict[str, Check] = {
    "text": values.text,
    "country": values.country,
    "yes-no": values.boolean,
    "count": values.count,
    "quantity": values.quantity,
    "amounts": values.booth_fees,
}
_SHEET = 31  # characters that a sheet's name may have
Of = TypeVar("Of")


@value
class KindForm:
    """How the facts of one kind are checked, by name, and the names they are recorded under."""

    id: str
    recorded: tuple[str, ...]
    checks: dict[str, Check]


@value
class RecordForm:
    """How the figures of a record are checked, by name. called: its name in the ledger."""

    id: str
    called: str
    checks: dict[str, Check]


class Forms:
    """The kinds and records of some policies; of one name, the last version's.

    documents, record_documents: as files write them. policies: the versions of each by its id, all
    in one currency. whole: the forms that these are a part of. sheets, record_sheets: what the
    sheet of each goes by; where several policies have sheets of one title, with the policy's id.
    """

    def __init__(self, versions: Iterable[Policy], whole: Forms | None = None) -> None:
        self.policies: dict[str, list[Policy]] = {}
        self.kinds: dict[str, Kind] = {}
        self.documents: dict[str, Document] = {}
        self.records: dict[str, RecordType] = {}
        self.record_documents: dict[str, Document] = {}
        self.currency = CNY
        self._articles: dict[str, dict[str, None]] = {}
        self.policy_of: dict[str, str] = {}
        for policy in versions:
            self.policies.setdefault(policy.id, []).append(policy)
            self.kinds |= policy.kinds
            self.records |= policy.records
            self.policy_of |= dict.fromkeys((*policy.kinds, *policy.records), policy.id)
            self.currency = policy.source.get("currency", CNY)
            written, records = policy.source["kinds"], policy.source.get("records", {})
            self.documents |= {policy.prefix + name: each for name, each in written.items()}
            self.record_documents |= {policy.prefix + name: each for name, each in records.items()}
            for measure in policy.measures.values():
                cited = self._articles.setdefault(measure.kind, {})
                cited.update(dict.fromkeys(measure.article.split(", ")))
        self.whole = whole or self
        self.sheets: dict[str, str] = (
            self._sheets(self.documents) if whole is None else whole.sheets
        )
        own = self._sheets(self.record_documents) if whole is None else whole.record_sheets
        self.record_sheets: dict[str, str] = own

    @cached_property
    def each(self) -> dict[str, Forms]:
        """The forms of each policy alone; its sheets go by the names that they have here."""
        if len(self.policies) == 1:
            return dict.fromkeys(self.policies, self)
        return {id_: Forms(versions, self) for id_, versions in self.policies.items()}

    def policy_called(self, name: str) -> str | None:
        """Return the id of the policy by its id or its title; None where none or several are.

        `第2` is the second of the ledger, in the order they were first recorded.
        """
        if name in self.policies:
            return name
        numbers = {f"第{number}": id_ for number, id_ in enumerate(self.policies, start=1)}
        if name in numbers:
            return numbers[name]
        wanted = skeleton(name)
        titled = [
            id_
            for id_, versions in self.policies.items()
            if any(wanted in map(skeleton, (id_, v.title_zh, v.title_en)) for v in versions)
        ]
        return titled[0] if len(titled) == 1 else None

    @cached_property
    def table(self) -> dict[str, KindForm]:
        """How each kind's facts are checked, by every name that a file may call the kind.

        `<policy>/<kind>`, and the kind alone where one policy only has it.
        """
        table: dict[str, KindForm] = {}
        for kind in self.kinds.values():
            form = KindForm(
                id=kind.id,
                recorded=tuple(fact.recorded for fact in kind.facts.values()),
                checks={name: self._check(fact, kind) for name, fact in kind.facts.items()},
            )
            policy, name = self.policy_of[kind.id], bare(kind.id)
            table[f"{policy}{SEPARATOR}{name}"] = form
            if name not in self.of_several:
                table[name] = form
        return table

    @cached_property
    def record_table(self) -> dict[str, RecordForm]:
        """How each record's figures are checked, by every name that a file may call it: `table`."""
        table: dict[str, RecordForm] = {}
        for record in self.records.values():
            name, called = bare(record.id), self.record_called(record.id)
            checks = {fact: _check_of(its) for fact, its in record.facts.items()}
            table[called] = RecordForm(id=record.id, called=called, checks=checks)
            if name not in self.records_of_several:
                table[name] = table[called]
        return table

    def record_called(self, record: str) -> str:
        """Return the name that a record has in the ledger, whichever policies there are."""
        return f"{self.policy_of[record]}{SEPARATOR}{bare(record)}"

    @cached_property
    def records_of_several(self) -> frozenset[str]:
        """The names of records that several policies have."""
        return _had_twice(self.records)

    @cached_property
    def of_several(self) -> frozenset[str]:
        """The names of kinds that several policies have: a file says of which its claims are."""
        return _had_twice(self.kinds)

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
        words["policy"] = tuple(self.policies)
        for kind in self.kinds.values():
            for name, fact in kind.facts.items():
                allowed = self.allowed(fact, kind)
                if allowed:
                    known = words.get(f"facts.{name}", ())
                    words[f"facts.{name}"] = tuple(dict.fromkeys((*known, *allowed)))
        return words

    def allowed(self, fact: FactType, kind: Kind) -> tuple[str, ...]:
        """Return the words that a fact may be; none where it may be anything of its type."""
        if fact.type == "article":
            return tuple(self._articles.get(kind.id, ()))
        return ("true", "false") if fact.type == "yes-no" else fact.words

    def fee_of(self, kind: str) -> str | None:
        """Return the amount that other support is a part of, by its name."""
        if kind not in self.table:
            return None
        recorded = self.table[kind].id
        document, facts = self.documents[recorded], self.kinds[recorded].facts
        own = (name for name, fact in facts.items() if fact.unit == "_fen")
        cost = document.get("cost") or next(own, None)
        return cost if isinstance(cost, str) else None  # of several no one is it

    def _sheets(self, documents: Mapping[str, Document]) -> dict[str, str]:
        """Return what the sheets of kinds, or of records, go by."""
        having: dict[str, set[str]] = {}
        for name, document in chain(self.documents.items(), self.record_documents.items()):
            having.setdefault(title_of(document).casefold(), set()).add(self.policy_of[name])
        titles = {name: title_of(document) for name, document in documents.items()}
        return {
            name: title
            if len(having[title.casefold()]) == 1
            else self._sheet_of(title, self.policy_of[name])
            for name, title in titles.items()
        }

    def _sheet_of(self, title: str, policy: str) -> str:
        """Return a sheet's name with its policy's id, or where that is too long its number."""
        number = list(self.policies).index(policy) + 1
        name = f"{title}@{policy}"
        return name if len(name) <= _SHEET else f"{title[: _SHEET - 5]}@第{number}"

    def _check(self, fact: FactType, kind: Kind) -> Check:
        if fact.type == "word":
            return values.one_of(*fact.words)
        if fact.type == "article":
            return values.article_of(self.allowed(fact, kind))
        return _check_of(fact)


def _had_twice(ids: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name, count in Counter(map(bare, ids)).items() if count > 1)


def _check_of(fact: FactType) -> Check:
    """Return how a fact is checked that may be any of its type."""
    if fact.type == "amount":
        return values.amount_or_zero if fact.zero else values.amount
    return _CHECKS[fact.type]


def title_of(document: Document) -> str:
    """Return the title of a kind's or a record's sheet, as its policy says."""
    return str(document.get("sheet", document["zh"]))


_in_force: ContextVar[Forms | None] = ContextVar("forms", default=None)


@cache
def _shipped() -> Forms:
    """Return the forms of the shipped file, taken to be right: tests read it with every check."""
    return Forms([compiled(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))])


def forms() -> Forms:
    """Return the forms in force: the ledger's, where its files are read; else the shipped."""
    return _in_force.get() or _shipped()


@contextmanager
def in_force(these: Forms) -> Iterator[None]:
    """Put these forms in force."""
    token = _in_force.set(these)
    try:
        yield
    finally:
        _in_force.reset(token)


def read_by(these: Forms | None, items: Iterator[Of]) -> Iterator[Of]:
    """Yield what is read while these forms are in force, and only then; None for those that are."""
    if these is None or these is forms():
        yield from items
        return
    while True:
        with in_force(these):
            item = next(items, None)
        if item is None:
            return
        yield item


@contextmanager
def forms_of(policies: Iterable[Policy], policy: str | None = None) -> Iterator[None]:
    """Put the forms of these policies in force; the shipped ones where there are none.

    policy: the id of the one whose forms alone are. Raises Refusal `policy-unknown`.
    """
    every = tuple(policies)
    these = Forms(every) if every else _shipped()
    if policy is not None:
        if policy not in these.each:
            raise Refusal("policy-unknown", policy=policy, known=", ".join(these.each))
        these = these.each[policy]
    with in_force(these):
        yield
