"""What a figure of a working rests on: what it was looked up by, and of what parts it is made up.

A step records the figure that came out. The rest is in the version that decided and in what the
claim states; where these leave it open, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations
from typing import TYPE_CHECKING

from adapters.wording.policy.labels import amount_text, value_text
from adapters.wording.policy.numbers import money_text, number_text
from adapters.wording.translation import gettext as _
from domain.assessment.matter import matter_of
from domain.assessment.selection import holds
from domain.enterprise.account import Account
from domain.events.claims import ClaimSubmitted, Operand
from domain.policy.conditions import Condition, asked
from domain.policy.figures import written_rate
from domain.policy.references import Reference
from domain.policy.terms import Bands, Bonus, ByWord, Figure, Of, Price, Rate

if TYPE_CHECKING:
    from domain.money import Exact
    from domain.policy.measures import Measure, Policy

Operands = dict[str, Operand]


def by_band(figure: Figure | None, given: Operands, measure: Measure, policy: Policy) -> str | None:
    """Return the value that a figure was looked up by, and its band; None where there are none."""
    if not isinstance(figure, Bands) or "by" not in given:
        return None
    value = _compared(figure, given["by"], measure, policy)
    if "from" not in given:
        return _("{value}: below every band").format(value=value)
    return _("{value}: the band from {start}").format(
        value=value, start=_in_unit(figure, given["from"], measure)
    )


def parts_of_rate(
    term: Rate, given: Operands, claim: ClaimSubmitted | None, policy: Policy
) -> str | None:
    """Return the parts of a rate: `12% + 1%, up to 13%`; None where it has no bonus."""
    start = _looked_up(term.rate_bp, given)
    if not term.bonuses or start is None:
        return None
    total = Fraction(str(given[term.named]))
    fits = [
        [start, *(bonus.more for bonus in held)]
        for held in _held(term.bonuses, claim, policy)
        if _up_to(term, start + sum(bonus.more for bonus in held)) == total
    ]
    if len(fits) != 1 or len(fits[0]) == 1:
        return None
    parts = " + ".join(map(written_rate, fits[0]))
    if term.up_to_bp is None:
        return parts
    return _("{parts}, up to {rate}").format(parts=parts, rate=written_rate(term.up_to_bp))


def parts_of_bands(bands: Bands, given: Operands, measure: Measure) -> str | None:
    """Return the part of a value in each band with its rate; None where nothing tells the bands."""
    if bands.base is not None or "by" not in given:
        return None
    by = Fraction(str(given["by"]))
    parts = []
    for start, end, rate_bp in zip(
        bands.starts, (*bands.starts[1:], by), bands.figures, strict=True
    ):
        part = min(by, end) - start
        if part > 0:
            parts.append(f"{_in_unit(bands, str(part), measure)}×{written_rate(rate_bp)}")
    return " + ".join(parts) or None


def _held(
    bonuses: tuple[Bonus, ...], claim: ClaimSubmitted | None, policy: Policy
) -> Iterator[tuple[Bonus, ...]]:
    """Yield the bonuses that may have held: what a claim states decides, records may have been."""
    sure, open_ = [], []
    for bonus in bonuses:
        if claim is None or not all(map(_is_of_claim, bonus.when)):
            open_.append(bonus)
        elif _hold(bonus.when, claim, policy):
            sure.append(bonus)
    chosen = chain.from_iterable(combinations(open_, count) for count in range(len(open_) + 1))
    for more in chosen:
        yield tuple(bonus for bonus in bonuses if bonus in sure or bonus in more)


def _is_of_claim(condition: Condition) -> bool:
    return all(isinstance(each, Reference) and each.record is None for each in asked(condition))


def _hold(when: tuple[Condition, ...], claim: ClaimSubmitted, policy: Policy) -> bool:
    matter = matter_of(claim, policy, Account(), {})
    return all(holds(condition, matter, {}) for condition in when)


def _looked_up(figure: Figure, given: Operands) -> Exact | None:
    """Return the figure that was looked up; None where nothing tells which."""
    match figure:
        case ByWord():
            return figure.figures.get(str(given.get(figure.fact)))
        case Bands():
            by_start = dict(zip(map(str, figure.starts), figure.figures, strict=True))
            return None if figure.base is not None else by_start.get(str(given.get("from")))
    return figure


def _up_to(term: Rate, rate_bp: Exact) -> Exact:
    return rate_bp if term.up_to_bp is None else min(rate_bp, term.up_to_bp)


def _compared(bands: Bands, by: Operand, measure: Measure, policy: Policy) -> str:
    if bands.of is not None:
        return value_text(bands.of, by, measure, policy)
    return _("amount {amount}").format(amount=_in_unit(bands, by, measure))


def _in_unit(bands: Bands, number: Operand, measure: Measure) -> str:
    """Return a number in the unit of what bands are of; of the amount so far, as it is by then."""
    if bands.of is not None:
        return amount_text(bands.of.fact, number)
    of = next((term.value for term in measure.terms if isinstance(term, Of)), None)
    priced = any(isinstance(term, Price) for term in measure.terms)
    is_money = of is None or priced or bool(of.unit)
    return money_text(str(number)) if is_money else number_text(str(number))
