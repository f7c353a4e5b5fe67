"""What stands beside a policy's measures: caps, exclusions, stacking, and other policies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from domain.policy.compiling.faults import PolicyError, known, parsed
from domain.policy.figures import parse_amount
from domain.policy.measures import Cap, Exclusion, OtherPolicies, Together

Document = Mapping[str, Any]


class Standing:
    """What a document says of its measures together.

    prefix: what stands before the names of its measures and caps where they are recorded.
    """

    def __init__(self, document: Document, prefix: str) -> None:
        self._document = document
        self._prefix = prefix
        self._measures: Mapping[str, Document] = document["measures"]

    def caps(self) -> dict[str, Cap]:
        """Return every cap by the name it is recorded under. Raises PolicyError."""
        written = self._document.get("caps", {})
        return {self._prefix + name: self._cap(name, lines) for name, lines in written.items()}

    def exclusions(self) -> tuple[Exclusion, ...]:
        """Return what excludes what. Raises PolicyError."""
        return tuple(map(self._exclusion, self._document.get("exclusions", ())))

    def together(self) -> tuple[Together, ...]:
        """Return which measures stand together. Raises PolicyError."""
        return tuple(map(self._together, self._document.get("together", ())))

    def others(self) -> tuple[OtherPolicies, ...]:
        """Return how support under other policies of the ledger counts. Raises PolicyError."""
        return tuple(map(self._of_others, self._document.get("other_policies", ())))

    def _cap(self, name: str, lines: Document) -> Cap:
        where, measures = f"caps.{name}", tuple(lines["measures"])
        self._must_have(f"{where}.measures", measures)
        if len(set(measures)) < len(measures):
            raise PolicyError(f"{where}.measures", "repeated", ", ".join(measures))
        money, limit = lines["unit"] == "money", lines["limit"]
        if money:
            limit = parsed(f"{where}.limit", parse_amount, limit)
        elif isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise PolicyError(f"{where}.limit", "not-a-count", limit)
        by_item = (each for each in measures if is_by_item(self._measures[each]))
        return Cap(
            id=self._prefix + name,
            article=lines["article"],
            title_zh=lines["title_zh"],
            title_en=lines["title_en"],
            unit="fen" if money else "count",
            limit=limit,
            period=lines["period"],
            per=self._per(where, lines["per"], measures),
            measures=self._named(measures),
            by_item=frozenset(self._named(by_item)),
            carries_on=self._carries_on(f"{where}.counts", lines.get("counts", ())),
        )

    def _carries_on(self, where: str, counts: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return measures of other policies of the ledger, each as its policy's id and its name."""
        named = []
        for each in counts:
            policy, separator, measure = each.partition("/")
            if not (policy and separator and measure) or policy == self._document["id"]:
                raise PolicyError(where, "not-of-another-policy", each)
            named.append((policy, measure))
        if len(set(named)) < len(named):
            raise PolicyError(where, "repeated", ", ".join(counts))
        return tuple(named)

    def _per(self, where: str, per: str, measures: tuple[str, ...]) -> str:
        """Return `enterprise`, or what the item of the measures is called."""
        if per == "enterprise":
            return per
        names = {self._item_name(f"{where}.per", each) for each in measures}
        if len(names) > 1:
            raise PolicyError(f"{where}.per", "items-differ", ", ".join(sorted(names)))
        return names.pop()

    def _item_name(self, where: str, measure: str) -> str:
        lines: Document = self._document["kinds"][self._measures[measure]["kind"]]
        if "item" not in lines:
            raise PolicyError(where, "kind-without-item", measure)
        name: str = lines.get("item_name", lines["item"].removesuffix("_no"))
        return name

    def _exclusion(self, lines: Document) -> Exclusion:
        where = f"exclusions.{lines['measure']}"
        self._must_have(where, (lines["measure"], *lines["by"]))
        for measure in (lines["measure"], *lines["by"]):
            self._item_name(where, measure)
        if lines["measure"] in lines["by"]:
            raise PolicyError(f"{where}.by", "not-allowed", lines["measure"])
        return Exclusion(
            article=lines["article"],
            measure=self._prefix + lines["measure"],
            by=self._named(lines["by"]),
            two_way=lines["way"] == "two-way",
            code=lines["code"],
        )

    def _together(self, lines: Document) -> Together:
        for measure in lines["measures"]:
            self._must_have(f"together.{measure}", (measure,))
        return Together(measures=self._named(lines["measures"]), higher=lines["pays"] == "higher")

    def _of_others(self, lines: Document) -> OtherPolicies:
        policies = lines.get("policies", ())
        if self._document["id"] in policies:
            raise PolicyError("other_policies.policies", "not-allowed", self._document["id"])
        return OtherPolicies(
            article=lines["article"],
            policies=frozenset(policies),
            same=lines["same"],
            rule=lines["rule"],
        )

    def _must_have(self, where: str, measures: Iterable[str]) -> None:
        for measure in measures:
            known(where, measure, self._measures, "unknown-measure")

    def _named(self, measures: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._prefix + measure for measure in measures)


def is_by_item(lines: Document) -> bool:
    """Say whether claims of one item share what a measure pays."""
    pays = (term for term in lines["pays"] if isinstance(term, Mapping))
    return lines.get("by_item", False) or any(term.get("per") == "item" for term in pays)
