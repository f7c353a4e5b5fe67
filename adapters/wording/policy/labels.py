"""What a policy calls its facts, records and lists, in the current language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.intake.countries import name_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language
from domain.events.claims import Operand
from domain.money import yuan
from domain.policy.measures import Measure, Policy
from domain.policy.names import bare

Document = Mapping[str, Any]


def label(entry: Document, name: str) -> str:
    """Return what an entry of a document is called; its name where it says nothing."""
    own = "en" if language() == "en" else "zh"
    return str(entry.get(own) or entry.get("zh") or entry.get("en") or name)


def words_of(name: str, policy: Policy | None, value: Operand = 1) -> str | None:
    """Return the words of the policy for an operand of the working; None where it has none."""
    entry = None if policy is None else policy.source.get("words", {}).get(name)
    if entry is None:
        return None
    own = "en" if language() == "en" else "zh"
    said = entry[own] if value else entry.get(f"no_{own}", "")
    return str(said).replace("{value}", amount_text(name, value))


def operand_text(name: str, value: Operand, measure: Measure | None, policy: Policy) -> str:
    """Return an operand of the choice of a measure with what it is called.

    Empty for what the measure's title says: words and texts that chose it.
    """
    said = words_of(name, policy, value)
    if said is not None:
        return said
    lists, records = policy.source.get("lists", {}), policy.source.get("records", {})
    if name in lists:
        return label(lists[name], name) if value else ""
    if name.removesuffix("_since") in lists:
        listed = name.removesuffix("_since")
        return _("{list} since {day}").format(list=label(lists[listed], listed), day=value)
    if name.removesuffix("_year") in records:
        record = name.removesuffix("_year")
        return _("{record} of {year}").format(record=label(records[record], record), year=value)
    fact, bare = _fact(name, measure, policy)
    called = label(fact, bare.replace("_", " "))
    match fact.get("is"):
        case "country":
            return str(value) if language() == "en" else name_of(str(value))
        case "word" | "text" | "article":
            return ""
        case "yes-no":
            return called if value else _("not: {fact}").format(fact=called)
    return f"{called} {amount_text(name, value)}"


def _fact(name: str, measure: Measure | None, policy: Policy) -> tuple[Document, str]:
    """Return the fact that an operand is of, of the measure's kind or of a record; and its name."""
    facts: dict[str, Document] = {}
    for record in policy.source.get("records", {}).values():
        facts |= record["facts"]
    if measure is not None:
        facts |= policy.source["kinds"][bare(measure.kind)].get("facts", {})
    spelt = name.removesuffix("_fen").removesuffix("_cents")
    return facts.get(spelt, {}), spelt


def amount_text(name: str, value: Operand) -> str:
    """Return a figure as people write it; an amount in hundredths with its decimals, if any."""
    if not name.endswith(("_fen", "_cents")):
        return str(value)
    try:
        return yuan(int(str(value))).removesuffix(".00")
    except ValueError:
        return str(value)
