"""What a policy's conditions and terms may name: facts, records, lists, measures, the currency."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace

from domain.policy.compiling.faults import PolicyError, known
from domain.policy.kinds import FactType, Kind, RecordType
from domain.policy.references import Reference
from domain.value import value

REFERENCES = ("fact", "record", "back", "mean", "sum")  # ways to write where a value comes from
_BACK = re.compile(r"(mean)?(\d)", re.ASCII)
MONEY, QUANTITY, COUNT = ("amount",), ("quantity",), ("count",)
MONEY_OR_SEVERAL = (*MONEY, "amounts")
NUMBERS = (*MONEY, *QUANTITY, *COUNT, "amounts")


@value
class Scope:
    """The names of one policy, as its file writes them.

    prefix: what stands before them where they are recorded. kind: whose facts are meant.
    """

    prefix: str
    home: str
    records: Mapping[str, RecordType]
    lists: frozenset[str]
    by_item: Mapping[str, frozenset[str]]  # by kind, its measures by item
    measures: Mapping[str, str]  # by measure, its kind
    kind: Kind = field(default_factory=lambda: Kind(id="", facts={}))

    def fact(self, where: str, name: object, *types: str) -> FactType:
        """Return a fact of the kind. Raises PolicyError where it has none of these types."""
        facts = self.kind.facts
        fact = facts[known(where, name, facts, "unknown-fact")]
        if types and fact.type not in types:
            raise PolicyError(where, "wrong-type-of-fact", name, wanted=", ".join(types))
        return fact

    def reference(self, where: str, name: object) -> tuple[Reference, FactType]:
        """Return where a value comes from: `fee`, `trade.total`, `trade.total:1`, `…:mean3`.

        A list of several of one type and unit is their sum.
        """
        if isinstance(name, list):
            return self._sum(where, name)
        record, dot, rest = str(name).partition(".")
        if not dot:
            fact = self.fact(where, name, *NUMBERS)
            return Reference(fact=fact.recorded, unit=fact.unit), fact
        of_year, _, back = rest.partition(":")
        facts = self.records[known(where, record, self.records, "unknown-record")].facts
        fact = facts[known(where, of_year, facts, "unknown-fact")]
        if fact.type not in NUMBERS:
            raise PolicyError(where, "wrong-type-of-fact", name, wanted=", ".join(NUMBERS))
        stated = _BACK.fullmatch(back or "0")
        if stated is None:
            raise PolicyError(where, "malformed", name)
        years, mean_of = (1, int(stated[2])) if stated[1] else (int(stated[2]), 1)
        if mean_of == 0:
            raise PolicyError(where, "malformed", name)
        reference = Reference(
            fact=fact.recorded,
            unit=fact.unit,
            record=self.prefix + record,
            years_back=years,
            mean_of=mean_of,
        )
        return reference, fact

    def _sum(self, where: str, names: list[object]) -> tuple[Reference, FactType]:
        if len(names) < 2:
            raise PolicyError(where, "wrong-type", names)
        every = [self.reference(f"{where}.{n}", str(name)) for n, name in enumerate(names, start=1)]
        (first, fact), *others = every
        for number, (reference, other) in enumerate(others, start=2):
            if (other.type in MONEY_OR_SEVERAL, other.unit) != (
                fact.type in MONEY_OR_SEVERAL,
                fact.unit,
            ):
                raise PolicyError(f"{where}.{number}", "currencies-mixed", names[number - 1])
            if reference in [before for before, _ in every[: number - 1]]:
                raise PolicyError(f"{where}.{number}", "repeated", names[number - 1])
        return replace(first, plus=tuple(reference for reference, _ in others)), fact
