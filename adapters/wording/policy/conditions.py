"""What a measure needs, in words: the condition of a policy file as a person would say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from adapters.wording.policy.labels import (
    Document,
    before_text,
    currency_after,
    facts_of,
    label,
    word_text,
    words_of,
)
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed
from domain.money import parse_yuan, yuan
from domain.policy.measures import Measure, Policy
from domain.policy.names import bare


def need_text(code: str, measure: Measure, policy: Policy) -> str | None:
    """Return what a measure needs, by its code; None where it needs nothing of that code."""
    said = words_of(code, policy)
    if said is not None:
        return said
    written = policy.source["measures"][bare(measure.id)].get("needs", ())
    for need, lines in zip(measure.needs, written, strict=True):
        if need.code == code:
            return _Words(measure, policy).condition(lines)
    return None


class _Words:
    """Says the conditions of one measure."""

    def __init__(self, measure: Measure, policy: Policy) -> None:
        self._facts, self._policy = facts_of(measure, policy), policy

    def condition(self, lines: str | Mapping[str, Any]) -> str:
        if isinstance(lines, str):
            name = lines.removeprefix("not ")
            called = self._called(self._facts, name)
            return called if name == lines else _("{what}: no").format(what=called)
        if "any" in lines:
            return _(" or ").join(map(self.condition, lines["any"]))
        if "granted" in lines:
            return listed(_of_count(lines))
        if "filed_within_days" in lines:
            days = lines["filed_within_days"]
            return _("filed within {days} days").format(days=days)
        if "abroad" in lines:
            return _("abroad")
        return self._of_record(lines) if "record" in lines else self._of_fact(lines)

    def _of_record(self, lines: Mapping[str, Any]) -> str:
        facts = self._policy.source["records"][lines["record"]]["facts"]
        fields = lines.get("fields", [lines.get("field")])
        what = _(" or ").join(self._called(facts, field) for field in fields)
        if lines.get("year") == "previous":
            what = _("{what} of the year before").format(what=what)
        growth = {
            "growth_at_least": _("{what} {rate} or more above the year before"),
            "growth_above": _("{what} more than {rate} above the year before"),
        }
        for key, said in growth.items():
            if key in lines:
                return said.format(what=what, rate=lines[key])
        return self._within(what, lines, facts[fields[0]])

    def _of_fact(self, lines: Mapping[str, Any]) -> str:
        what, fact = self._value(lines["fact"])
        if "is" in lines:
            words: Iterable[str] = lines["is"] if isinstance(lines["is"], list) else [lines["is"]]
            called = _(" or ").join(word_text(word, fact, self._policy) for word in words)
            return _("{what}: {words}").format(what=what, words=called)
        if "on" in lines:
            of = label(self._policy.source["lists"][lines["on"]], lines["on"])
            return _("{what} on the list “{list}”").format(what=what, list=of)
        if "of" in lines:
            return self._share(what, lines)
        return self._within(what, lines, fact)

    def _value(self, named: str | list[str]) -> tuple[str, Document]:
        """Return what a value is called, and a fact of its type; of several, their sum."""
        if isinstance(named, list):
            parts = [self._value(name) for name in named]
            return " + ".join(what for what, _fact in parts), parts[0][1]
        record, dot, rest = named.partition(".")
        if not dot:
            return self._called(self._facts, named), self._facts[named]
        facts = self._policy.source["records"][record]["facts"]
        name, _back, back = rest.partition(":")
        what = self._called(facts, name)
        if back.startswith("mean"):
            years = back.removeprefix("mean")
            return _("mean of {what} over {years} years").format(what=what, years=years), facts[
                name
            ]
        return before_text(what, int(back or 0)), facts[name]

    def _share(self, what: str, lines: Mapping[str, Any]) -> str:
        said = {
            "at_least": _("{what} at least {rate} of {whole}"),
            "above": _("{what} above {rate} of {whole}"),
            "below": _("{what} below {rate} of {whole}"),
            "at_most": _("{what} at most {rate} of {whole}"),
        }
        whole, _fact = self._value(lines["of"])
        return listed(
            sentence.format(what=what, rate=lines[key], whole=whole)
            for key, sentence in said.items()
            if key in lines
        )

    def _within(self, what: str, lines: Mapping[str, Any], fact: Document) -> str:
        said = {
            "at_least": _("{what} at least {limit}"),
            "above": _("{what} above {limit}"),
            "below": _("{what} below {limit}"),
            "at_most": _("{what} at most {limit}"),
        }
        return listed(
            sentence.format(what=what, limit=self._limit(lines[key], fact))
            for key, sentence in said.items()
            if key in lines
        )

    def _limit(self, written: object, fact: Document) -> str:
        if fact["is"] not in ("amount", "amounts"):
            return str(written)
        amount = yuan(parse_yuan(str(written))).removesuffix(".00")
        return amount + currency_after(fact, self._policy)

    def _called(self, facts: Mapping[str, Document], name: object) -> str:
        return label(facts.get(str(name), {}), str(name))


def _of_count(lines: Mapping[str, Any]) -> Iterator[str]:
    said = {
        "at_least": _("{count} or more granted before"),
        "above": _("more than {count} granted before"),
        "below": _("fewer than {count} granted before"),
        "at_most": _("{count} at most granted before"),
    }
    yield from (text.format(count=lines[key]) for key, text in said.items() if key in lines)
