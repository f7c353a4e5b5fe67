"""Each term of a measure in words, where the working shows a line for each."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from adapters.wording.claims.working.grounds import by_band, parts_of_bands, parts_of_rate
from adapters.wording.policy.labels import facts_of, value_text, word_text, words_of
from adapters.wording.policy.numbers import money_text, number_text
from adapters.wording.translation import gettext as _
from adapters.wording.translation import in_brackets
from domain.events.claims import ClaimSubmitted, Decision, Operand
from domain.policy.figures import written_rate
from domain.policy.measures import Measure, Policy
from domain.policy.terms import AtMost, Award, Bands, Figure, Highest, Of, Price, Rate, Term, Times

Operands = dict[str, Operand]
Wording = Callable[[Operands, Decision, Policy | None], str]


def word_by(given: Operands, decision: Decision, policy: Policy | None) -> str | None:
    """Return what the word is called that a figure is looked up by; None where it is not."""
    measure = _measure(decision, policy)
    if policy is None or measure is None:
        return None
    facts = facts_of(measure, policy)
    words = (
        word_text(str(value), facts[name], policy)
        for name, value in given.items()
        if facts.get(name, {}).get("is") == "word"
    )
    return next(words, None)


def with_band(
    said: str, given: Operands, decision: Decision, policy: Policy | None, term: type[Term]
) -> str:
    """Return what is said of a figure, with the value and band it was looked up by, if by one."""
    measure = _measure(decision, policy)
    of_step = None if measure is None else _term(term, given, measure)
    if policy is None or measure is None or of_step is None:
        return said
    return in_brackets(said, by_band(_figure_of(of_step), given, measure, policy))


def _measure(decision: Decision, policy: Policy | None) -> Measure | None:
    return None if policy is None else policy.measures.get(decision.outcome.measure or "")


def _figure_of(term: Term) -> Figure | None:
    match term:
        case Rate(rate_bp=figure) | Price(price=figure) | Award(amount=figure):
            return figure
        case Times(factor=figure) | AtMost(most=figure):
            return figure
    return None


def _term(term: type[Term], given: Operands, measure: Measure) -> Term | None:
    """Return the term of a measure that a step is of; the first of its kind and name."""
    every = (each for each in measure.terms if isinstance(each, term))
    return next((each for each in every if getattr(each, "named", "by") in given), None)


def _of(given: Operands, decision: Decision, policy: Policy | None) -> str:
    assert policy is not None, "a term under no policy"
    measure = policy.measures[decision.outcome.measure or ""]
    term = next(term for term in measure.terms if isinstance(term, Of))
    *parts, total = ((name, value) for name, value in given.items() if name != "less")
    start = " + ".join(
        words_of(name, policy, value) or value_text(part, value, measure, policy)
        for (name, value), part in zip(parts or [total], term.value.parts, strict=True)
    )
    if term.less is None or "less" not in given:
        return start
    less = value_text(term.less, given["less"], measure, policy)
    return _("{start}, less {less}").format(start=start, less=less)


def _each(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("each of {count} amounts").format(count=given["claimed"])


def _highest(given: Operands, decision: Decision, policy: Policy | None) -> str:
    limit = next(value for name, value in given.items() if name != "fees_fen")
    fees = given["fees_fen"]
    counted = len(fees) if isinstance(fees, tuple) else 0
    said = _("the highest {limit} for the item at most; {counted} counted")
    measure = _measure(decision, policy)
    each = () if measure is None else measure.terms
    if any(isinstance(term, Highest) and not term.per_item for term in each):
        said = _("the highest {limit} at most; {counted} counted")
    return said.format(limit=limit, counted=counted)


def rate_text(
    given: Operands,
    decision: Decision,
    policy: Policy | None,
    claim: ClaimSubmitted | None = None,
) -> str:
    """Return a rate, what it was looked up by, and its parts."""
    measure = _measure(decision, policy)
    rate = next((value for name, value in given.items() if name.endswith("_bp")), None)
    if rate is None:
        return _marginal(given, measure)
    word = word_by(given, decision, policy)
    said = _("at {rate}").format(rate=_percent(rate))
    if word is not None:
        said = _("at {rate} for {word}").format(rate=_percent(rate), word=word)
    said = with_band(said, given, decision, policy, Rate)
    term = None if measure is None else _term(Rate, given, measure)
    if policy is None or not isinstance(term, Rate):
        return said
    return in_brackets(said, parts_of_rate(term, given, claim, policy))


def _marginal(given: Operands, measure: Measure | None) -> str:
    said = _("each part at the rate of its band")
    for term in () if measure is None else measure.terms:
        bands = term.rate_bp if isinstance(term, Rate) else None
        if measure is not None and isinstance(bands, Bands) and bands.marginal:
            parts = parts_of_bands(bands, given, measure)
            return said if parts is None else _("{said}: {parts}").format(said=said, parts=parts)
    return said


def _price(given: Operands, decision: Decision, policy: Policy | None) -> str:
    price = next(value for name, value in given.items() if name.endswith("_fen"))
    said = _("{price} a unit").format(price=money_text(str(price)))
    return with_band(said, given, decision, policy, Price)


def _blocks(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    name, per = next(each for each in given.items() if each[0] != "blocks")
    return _("{blocks} times {per}").format(
        blocks=number_text(str(given["blocks"])), per=_in_unit(name, per)
    )


def _plus(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    if "plus_fen" not in given:
        return _("no bonus")
    return _("plus {amount}").format(amount=money_text(str(given["plus_fen"])))


def _times(given: Operands, decision: Decision, policy: Policy | None) -> str:
    said = _("times {factor}").format(factor=number_text(str(given["factor"])))
    return with_band(said, given, decision, policy, Times)


def _at_most(given: Operands, decision: Decision, policy: Policy | None) -> str:
    most = next(value for name, value in given.items() if name.endswith("_fen"))
    said = _("at most {amount}").format(amount=money_text(str(most)))
    return with_band(said, given, decision, policy, AtMost)


def _at_most_share(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    (name, share), (base_name, base), *_rest = given.items()
    shown = _in_unit(base_name, base)
    if name.endswith("_bp"):
        return _("at most {rate} of {base}").format(rate=_percent(share), base=shown)
    return _("at most {price} for each of {base}").format(price=money_text(str(share)), base=shown)


def _at_least(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("nothing below {amount}").format(amount=money_text(str(given["at_least_fen"])))


def _up_to(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("counted up to {quantity}").format(quantity=number_text(str(given["up_to"])))


def _rounded(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("down to a multiple of {amount}").format(amount=money_text(str(given["unit_fen"])))


def _in_unit(name: str, value: Operand) -> str:
    """Return an operand as people write it: money by its name, else a number."""
    is_money = name.endswith(("_fen", "_cents"))
    return money_text(str(value)) if is_money else number_text(str(value))


def _percent(value: Operand) -> str:
    return written_rate(Fraction(str(value)))


TERMS: dict[str, Wording] = {
    "of": _of,
    "each": _each,
    "highest": _highest,
    "rate": rate_text,
    "price": _price,
    "per": _blocks,
    "plus": _plus,
    "times": _times,
    "at-most": _at_most,
    "at-most-share": _at_most_share,
    "at-least": _at_least,
    "up-to": _up_to,
    "rounded": _rounded,
}
