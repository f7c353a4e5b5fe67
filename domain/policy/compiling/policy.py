"""A policy's document as the ledger decides by it.

The document is nested tables as a policy file writes them; docs/policy-file.md has the vocabulary.
Whatever does not hold together is refused by its path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from domain.identity import skeleton
from domain.policy.compiling.conditions import condition, need
from domain.policy.compiling.faults import PolicyError, known
from domain.policy.compiling.funding import funding_of
from domain.policy.compiling.parts import country_list, day_of, settings_of
from domain.policy.compiling.patching import chosen_of, with_chosen_readings
from domain.policy.compiling.scope import Scope
from domain.policy.compiling.standing import Standing, is_by_item
from domain.policy.compiling.terms import TermCompiler
from domain.policy.kinds import FactType, Kind, RecordType
from domain.policy.measures import Commitment, Line, Measure, Policy
from domain.policy.names import prefix
from domain.policy.terms import amounts_of_records

Document = Mapping[str, Any]
Entry = TypeVar("Entry")

_DAYS = ("announced_on", "first_day", "last_day")


def compiled(document: Document) -> Policy:
    """Return the policy that a document says, read as its readings choose.

    Raises PolicyError for what does not hold.
    """
    as_read = with_chosen_readings(document)
    return replace(_Compiler(as_read).policy(), source=document)


def kinds_of(document: Document) -> dict[str, Kind]:
    """Return the kinds of claims that a document says."""
    return _Compiler(document).kinds


class _Compiler:
    """One document, and what its measures may name."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._prefix = prefix(document.get("id", ""), qualified=document.get("qualified", False))
        self._currency = document.get("currency", "CNY")
        self._measures: Mapping[str, Document] = document["measures"]
        self.kinds = {name: self._kind(name, lines) for name, lines in document["kinds"].items()}
        records = document.get("records", {})
        of_kind = {name: lines["kind"] for name, lines in self._measures.items()}
        for name, kind in of_kind.items():
            known(f"measures.{name}.kind", kind, self.kinds, "unknown-kind")
        self._scope = Scope(
            prefix=self._prefix,
            home=document.get("home", "CN"),
            records={name: self._record(name, lines) for name, lines in records.items()},
            lists=frozenset(document.get("lists", {})),
            measures=of_kind,
            by_item={
                kind: frozenset(
                    name
                    for name, its_kind in of_kind.items()
                    if its_kind == kind and is_by_item(self._measures[name])
                )
                for kind in self.kinds
            },
        )

    def policy(self) -> Policy:
        document = self._document
        days = {name: day_of(name, document[name]) for name in _DAYS}
        if days["last_day"] < days["first_day"]:
            raise PolicyError("last_day", "days-out-of-order", document["last_day"])
        measures = {name: self._measure(name, lines) for name, lines in self._measures.items()}
        self._check_kinds(measures)
        standing = Standing(document, self._scope)
        return Policy(
            id=document["id"],
            prefix=self._prefix,
            title_zh=document["title_zh"],
            title_en=document["title_en"],
            document=document["document"],
            announced_on=days["announced_on"],
            first_day=days["first_day"],
            last_day=days["last_day"],
            kinds=self._named(self.kinds),
            records=self._named(self._scope.records),
            lists={
                name: country_list(name, lines) for name, lines in document.get("lists", {}).items()
            },
            measures=self._named(measures),
            caps=standing.caps(),
            exclusions=standing.exclusions(),
            together=standing.together(),
            others=standing.others(),
            repealed=document.get("repealed", False),
            funding=self._named(funding_of(document, self._measures)),
            settings=settings_of(document.get("settings", {})),
            bearing=self._bearing(),
            commitments=tuple(Commitment(**each) for each in document.get("commitment", ())),
            source=document,
        )

    def _named(self, entries: Mapping[str, Entry]) -> dict[str, Entry]:
        """Return entries by the names they are recorded under."""
        return {self._prefix + name: entry for name, entry in entries.items()}

    def _kind(self, name: str, lines: Document) -> Kind:
        facts = dict(self._facts(f"kinds.{name}", lines))
        if len({fact.recorded for fact in facts.values()}) < len(facts):
            raise PolicyError(f"kinds.{name}.facts", "repeated", ", ".join(facts))

        def recorded(key: str, written: object, *types: str) -> str:
            where = f"kinds.{name}.{key}"
            fact = facts[known(where, written, facts, "unknown-fact")]
            if fact.type not in types:
                raise PolicyError(where, "wrong-type-of-fact", fact.name, wanted=", ".join(types))
            if fact.unit == "_cents":
                raise PolicyError(where, "currencies-mixed", fact.name)
            return fact.recorded

        item, cost = lines.get("item"), lines.get("cost", [])
        costs: list[str] = cost if isinstance(cost, list) else [cost]
        if len(set(costs)) < len(costs):
            raise PolicyError(f"kinds.{name}.cost", "repeated", ", ".join(costs))
        articles = (fact.recorded for fact in facts.values() if fact.type == "article")
        return Kind(
            id=self._prefix + name,
            facts=facts,
            item=None if item is None else recorded("item", item, "text", "country", "word"),
            cost=tuple(recorded("cost", each, "amount", "amounts") for each in costs) or None,
            article=next(articles, None),
            shows=tuple(lines.get("shows", ())),
        )

    def _record(self, name: str, lines: Document) -> RecordType:
        return RecordType(id=self._prefix + name, facts=dict(self._facts(f"records.{name}", lines)))

    def _facts(self, where: str, lines: Document) -> Iterator[tuple[str, FactType]]:
        for name, fact in lines.get("facts", {}).items():
            type_ = fact["is"]
            unit = ""
            if type_ in ("amount", "amounts"):
                own = fact.get("currency", self._currency) == self._currency
                unit = "_fen" if own else "_cents"
            elif "currency" in fact:
                raise PolicyError(f"{where}.facts.{name}.currency", "not-allowed", fact["currency"])
            words = fact.get("words", {})
            if (type_ == "word") != bool(words):
                raise PolicyError(
                    f"{where}.facts.{name}.words", "missing" if not words else "unknown"
                )
            _written_differently(f"{where}.facts.{name}.words", words)
            identifies = fact.get("identifies", "")
            if identifies and type_ != "text":
                raise PolicyError(f"{where}.facts.{name}.identifies", "not-allowed", identifies)
            yield (
                name,
                FactType(
                    name=name,
                    unit=unit,
                    type=type_,
                    words=tuple(words),
                    zero=fact.get("zero", False),
                    identifies=identifies,
                ),
            )

    def _measure(self, name: str, lines: Document) -> Measure:
        where, kind = f"measures.{name}", self.kinds[lines["kind"]]
        scope, by_item = replace(self._scope, kind=kind), is_by_item(lines)
        if by_item and kind.item is None:
            raise PolicyError(f"{where}.pays", "kind-without-item", kind.id)
        line = lines.get("line")
        sharing = scope.by_item[lines["kind"]]
        shares = tuple(self._prefix + each for each in self._measures if each in sharing)
        pays = TermCompiler(f"{where}.pays", scope).compiled(lines["pays"])
        return Measure(
            id=self._prefix + name,
            article=lines["article"],
            title_zh=lines["title_zh"],
            title_en=lines["title_en"],
            kind=kind.id,
            when=tuple(
                condition(f"{where}.when.{number}", each, scope)
                for number, each in enumerate(lines.get("when", ()), start=1)
            ),
            needs=tuple(
                need(f"{where}.needs.{number}", each, scope)
                for number, each in enumerate(lines.get("needs", ()), start=1)
            ),
            terms=pays,
            line=None if line is None else Line(code=line["code"], shows=tuple(line["shows"])),
            by_item=by_item,
            shares_item=shares if by_item else (),
            worked_from=tuple(dict.fromkeys(amounts_of_records(pays))),
            ended=lines.get("ended", False),
        )

    def _check_kinds(self, measures: Mapping[str, Measure]) -> None:
        """The last measure of a kind takes the rest, and only the last."""
        for kind in self.kinds:
            own = [name for name in measures if self._measures[name]["kind"] == kind]
            if not own:
                raise PolicyError(f"kinds.{kind}", "without-a-measure", kind)
            for name in own[:-1]:
                if not measures[name].when:
                    raise PolicyError(f"measures.{name}.when", "takes-all-before", own[-1])
            if measures[own[-1]].when:
                raise PolicyError(f"measures.{own[-1]}.when", "leaves-claims-over", kind)

    def _bearing(self) -> dict[str, dict[str, str]]:
        """Return by kind the readings that bear on it, for the record of a decision."""
        readings = self._document.get("readings", {})
        for name, lines in readings.items():
            for kind in lines.get("bears_on", ()):
                known(f"readings.{name}.bears_on", kind, self.kinds, "unknown-kind")
        return {
            self._prefix + kind: {
                name: chosen_of(lines)
                for name, lines in readings.items()
                if kind in lines.get("bears_on", ())
            }
            for kind in self.kinds
        }


def _written_differently(where: str, words: Mapping[str, str]) -> None:
    """Raise PolicyError `repeated` where a sheet could not say which of two words is meant."""
    written: dict[str, str] = {}
    for word, text in words.items():
        if written.setdefault(skeleton(text), word) != word:
            raise PolicyError(f"{where}.{word}", "repeated", text)
