"""What stands beside a policy's measures: caps, exclusions, stacking, and other policies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from domain.money import BASIS_POINTS, UNITS_FEN, Exact
from domain.policy.compiling.faults import PolicyError, known, only, parsed
from domain.policy.compiling.parts import day_of, settings_of
from domain.policy.compiling.scope import Scope
from domain.policy.figures import parse_amount, parse_rate
from domain.policy.measures import Cap, Exclusion, OtherPolicies, Together
from domain.policy.references import Reference

Document = Mapping[str, Any]
LIMIT = ("of", "rate")  # of a cap whose limit is an amount of a record

_FOR_AN_ITEM = ("item", "item-of-all")  # what `per` may say, beside `enterprise`
_OVER_ALL = ("all", "item-of-all")


class Standing:
    """What a document says of its measures together. scope: the names of the policy."""

    def __init__(self, document: Document, scope: Scope) -> None:
        self._document = document
        self._scope = scope
        self._prefix = scope.prefix
        self._rounding = settings_of(document.get("settings", {})).rounding
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
        of: Reference | None = None
        share: Exact = BASIS_POINTS
        if isinstance(limit, Mapping):
            if lines["per"] in _OVER_ALL:
                raise PolicyError(f"{where}.limit", "limit-of-one-enterprise", limit.get("of"))
            of, share = self._of_record(f"{where}.limit", limit, money=money)
            limit = 0
        elif money:
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
            item=self._item(where, lines["per"], measures),
            pooled=lines["per"] in _OVER_ALL,
            measures=self._named(measures),
            by_item=frozenset(self._named(by_item)),
            limit_of=of,
            share_bp=share,
            unit_fen=UNITS_FEN[self._rounding],
            **self._period(where, lines),
            carries_on=self._carries_on(f"{where}.counts", lines.get("counts", ())),
        )

    def _period(self, where: str, lines: Document) -> dict[str, Any]:
        """Return over which days a cap counts."""
        period: dict[str, Any] = {"period": lines["period"]}
        for key, of in (("starts", "fiscal"), ("months", "rolling")):
            if (key in lines) != (lines["period"] == of):
                at = f"{where}.{key}"
                if key in lines:
                    raise PolicyError(at, "unknown", lines[key], wanted=f'period = "{of}"')
                raise PolicyError(at, "missing")
        if "starts" in lines:
            first = _month_and_day(f"{where}.starts", lines["starts"])
            period["starts"] = (first.month, first.day)
        if "months" in lines:
            period["months"] = lines["months"]
        return period

    def _of_record(self, where: str, lines: Document, *, money: bool) -> tuple[Reference, Exact]:
        """Return the amount of a record that a limit is, and the share of it."""
        only(where, lines, LIMIT)
        name = str(lines.get("of", ""))
        if "." not in name or not money:
            raise PolicyError(f"{where}.of", "not-of-a-record", name)
        reference, _fact = self._scope.reference(f"{where}.of", name)
        if reference.unit != "_fen":
            raise PolicyError(f"{where}.of", "currencies-mixed", name)
        rate = lines.get("rate")
        share = BASIS_POINTS if rate is None else parsed(f"{where}.rate", parse_rate, rate)
        return reference, share

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

    def _item(self, where: str, per: str, measures: tuple[str, ...]) -> str | None:
        """Return what the item that a cap is counted for is called; None where it is for none."""
        if per not in _FOR_AN_ITEM:
            return None
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


def _month_and_day(where: str, written: str) -> date:
    """Return a day of every year: 29 February is not one."""
    try:
        return day_of(where, f"2023-{written}")
    except PolicyError as wrong:
        raise PolicyError(where, wrong.problem, written) from wrong


def is_by_item(lines: Document) -> bool:
    """Say whether claims of one item share what a measure pays."""
    pays = (term for term in lines["pays"] if isinstance(term, Mapping))
    return lines.get("by_item", False) or any(term.get("per") == "item" for term in pays)
