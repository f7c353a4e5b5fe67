"""What a policy calls its facts, records and lists, in the current language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from adapters.intake.names.countries import in_english, name_of
from adapters.intake.names.currencies import currency_called
from adapters.wording.policy.currency import currency_of
from adapters.wording.policy.numbers import money_text, number_text
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language
from domain.policy.conditions import AnyOf, Condition, Within
from domain.policy.names import bare

if TYPE_CHECKING:
    from domain.events.claims import Operand
    from domain.policy.measures import Measure, Policy
    from domain.policy.references import Reference

Document = Mapping[str, Any]

_BEFORE = "_before"  # ends the name of what growth is over


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


def word_text(word: str, fact: Document, policy: Policy | None) -> str:
    """Return what a word of a fact is called: as the policy says, else as sheets write it."""
    return words_of(word, policy) or str(fact.get("words", {}).get(word, word))


def country_text(code: str) -> str:
    """Return the name of a country; its code where it has none."""
    return in_english().get(code, code) if language() == "en" else name_of(code)


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
    limited = _limited(name, measure, policy)
    if limited is not None:
        compared = limited.values[0]
        limit = amount_text(name, value) + _foreign(compared, measure, policy)
        said = _("{what} at least {limit}")
        if limited.above is not None:
            said = _("{what} above {limit}")
        return said.format(what=reference_text(compared, measure, policy), limit=limit)
    return _of_fact(name, value, measure, policy)


def reference_text(reference: Reference, measure: Measure | None, policy: Policy) -> str:
    """Return what a value is called, with the year it is of where that is not the matter's."""
    if reference.plus:
        return " + ".join(reference_text(part, measure, policy) for part in reference.parts)
    name = reference.fact.removesuffix(reference.unit)
    entry: Document = {}
    if reference.record is not None:
        record = policy.source["records"][bare(reference.record)]
        entry = {"zh": record["zh"], "en": record["en"]} | record["facts"].get(name, {})
    elif measure is not None:
        entry = facts_of(measure, policy).get(name, {})
    what, back = label(entry, name.replace("_", " ")), reference.years_back
    if reference.mean_of > 1:
        return _("mean of {what} over {years} years").format(what=what, years=reference.mean_of)
    return before_text(what, back)


def before_text(what: str, years: int) -> str:
    """Return what a value is called that is of so many years before."""
    if years > 1:
        return _("{what} of {years} years before").format(what=what, years=years)
    return _("{what} of the year before").format(what=what) if years else what


def value_text(
    reference: Reference, value: Operand, measure: Measure | None, policy: Policy
) -> str:
    """Return a value with what it is called, and its currency where that is not the policy's."""
    amount = amount_text(reference.fact, value) + _foreign(reference, measure, policy)
    return f"{reference_text(reference, measure, policy)} {amount}"


def facts_of(measure: Measure, policy: Policy) -> Mapping[str, Document]:
    """Return the facts of a measure's claims, as the file writes them."""
    facts: Mapping[str, Document] = policy.source["kinds"][bare(measure.kind)].get("facts", {})
    return facts


def amount_text(name: str, value: Operand) -> str:
    """Return a figure as people write it; an amount in hundredths with its decimals, if any."""
    try:
        number = Fraction(str(value))
    except ValueError:  # not a number
        return str(value)
    if not name.endswith(("_fen", "_cents")):
        return str(value) if number.denominator == 1 else number_text(number)
    return money_text(number).removesuffix(".00")


def currency_after(fact: Document, policy: Policy) -> str:
    """Return a blank and the currency of a fact's amounts; nothing where it is the policy's."""
    own = str(fact.get("currency", currency_of(policy)))
    return "" if own == currency_of(policy) else f" {currency_called(own)}"


def _of_fact(name: str, value: Operand, measure: Measure | None, policy: Policy) -> str:
    fact, spelt = _fact(name, measure, policy)
    if not fact:
        if name == "granted_before":
            return _("{count} granted before").format(count=value)
        if name == "days":
            return _("filed {days} days after").format(days=value)
    called = label(fact, spelt.replace("_", " "))
    if name.removesuffix("_fen").removesuffix("_cents") == spelt + _BEFORE:
        called = _("{what} of the year before").format(what=called)
    match fact.get("is"):
        case "country":
            return str(value) if language() == "en" else name_of(str(value))
        case "word" | "text" | "article":
            return ""
        case "yes-no":
            return called if value else _("not: {fact}").format(fact=called)
    return f"{called} {amount_text(name, value)}{currency_after(fact, policy)}"


def _fact(name: str, measure: Measure | None, policy: Policy) -> tuple[Document, str]:
    """Return the fact that an operand is of, of the measure's kind or of a record; and its name."""
    facts: dict[str, Document] = {}
    for record in policy.source.get("records", {}).values():
        facts |= record["facts"]
    if measure is not None:
        facts |= facts_of(measure, policy)
    spelt = name.removesuffix("_fen").removesuffix("_cents")
    if spelt not in facts and spelt.removesuffix(_BEFORE) in facts:
        spelt = spelt.removesuffix(_BEFORE)
    return facts.get(spelt, {}), spelt


def _foreign(reference: Reference, measure: Measure | None, policy: Policy) -> str:
    """Return the currency of a value after it, where that is not the policy's."""
    name = reference.fact.removesuffix(reference.unit)
    facts: Mapping[str, Document] = {}
    if reference.record is not None:
        facts = policy.source["records"][bare(reference.record)]["facts"]
    elif measure is not None:
        facts = facts_of(measure, policy)
    return currency_after(facts.get(name, {}), policy)


def _limited(name: str, measure: Measure | None, policy: Policy) -> Within | None:
    """Return the condition whose lower limit an operand is; None where it is not one."""
    measures = () if measure is None else policy.measures_of.get(measure.kind, ())
    for each in measures:
        for condition in (*each.when, *(need.condition for need in each.needs)):
            for within in withins(condition):
                if within.named == name:
                    return within
    return None


def withins(condition: Condition) -> Iterator[Within]:
    """Yield the conditions on values that a condition holds."""
    if isinstance(condition, AnyOf):
        for each in condition.conditions:
            yield from withins(each)
    elif isinstance(condition, Within):
        yield condition
