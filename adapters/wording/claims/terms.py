"""Each term of a measure in words, where the working shows a line for each."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from adapters.wording.policy.labels import facts_of, value_text, word_text, words_of
from adapters.wording.translation import gettext as _
from domain.events.claims import Decision, Operand
from domain.money import yuan
from domain.policy.figures import written_rate
from domain.policy.measures import Policy
from domain.policy.terms import Highest, Of

Operands = dict[str, Operand]
Wording = Callable[[Operands, Decision, Policy | None], str]


def looked_up(given: Operands, decision: Decision, policy: Policy | None) -> str | None:
    """Return what the word is called that a figure is looked up by; None where it is not."""
    measure = None if policy is None else policy.measures.get(decision.outcome.measure or "")
    if policy is None or measure is None:
        return None
    facts = facts_of(measure, policy)
    words = (
        word_text(str(value), facts[name], policy)
        for name, value in given.items()
        if facts.get(name, {}).get("is") == "word"
    )
    return next(words, None)


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
    measure = None if policy is None else policy.measures.get(decision.outcome.measure or "")
    each = () if measure is None else measure.terms
    if any(isinstance(term, Highest) and not term.per_item for term in each):
        said = _("the highest {limit} at most; {counted} counted")
    return said.format(limit=limit, counted=counted)


def _rate(given: Operands, decision: Decision, policy: Policy | None) -> str:
    rate = next((value for name, value in given.items() if name.endswith("_bp")), None)
    if rate is None:
        return _("each part at the rate of its band")
    word = looked_up(given, decision, policy)
    if word is not None:
        return _("at {rate} for {word}").format(rate=_percent(rate), word=word)
    return _("at {rate}").format(rate=_percent(rate))


def _price(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    price = next(value for name, value in given.items() if name.endswith("_fen"))
    return _("{price} a unit").format(price=_money(price))


def _blocks(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    name, per = next(each for each in given.items() if each[0] != "blocks")
    shown = _money(per) if name.endswith(("_fen", "_cents")) else per
    return _("{blocks} times {per}").format(blocks=given["blocks"], per=shown)


def _plus(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    if "plus_fen" not in given:
        return _("no bonus")
    return _("plus {amount}").format(amount=_money(given["plus_fen"]))


def _times(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("times {factor}").format(factor=given["factor"])


def _at_most(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    most = next(value for name, value in given.items() if name.endswith("_fen"))
    return _("at most {amount}").format(amount=_money(most))


def _at_most_share(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    (name, share), (base_name, base), *_rest = given.items()
    shown = _money(base) if base_name.endswith(("_fen", "_cents")) else str(base)
    if name.endswith("_bp"):
        return _("at most {rate} of {base}").format(rate=_percent(share), base=shown)
    return _("at most {price} for each of {base}").format(price=_money(share), base=shown)


def _at_least(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("nothing below {amount}").format(amount=_money(given["at_least_fen"]))


def _up_to(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("counted up to {quantity}").format(quantity=given["up_to"])


def _rounded(given: Operands, _decision: Decision, _policy: Policy | None) -> str:
    return _("down to a multiple of {amount}").format(amount=_money(given["unit_fen"]))


def _money(value: Operand) -> str:
    """Return an amount in hundredths as people write it, exactly."""
    exact = Fraction(str(value))
    if exact.denominator == 1:
        return yuan(exact.numerator)
    return str(exact / 100)


def _percent(value: Operand) -> str:
    return written_rate(Fraction(str(value)))


TERMS: dict[str, Wording] = {
    "of": _of,
    "each": _each,
    "highest": _highest,
    "rate": _rate,
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
