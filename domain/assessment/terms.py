"""What a measure alone pays for a claim, exactly, and what its item has left of that.

The terms of the measure are gone through in a row; each says in operands what it worked from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

from domain.assessment.figures import figure_at, marginal, shown
from domain.assessment.matter import Matter, worth
from domain.assessment.selection import holds
from domain.events.claims import Operand
from domain.money import Exact, exact, share
from domain.policy import terms
from domain.policy.figures import plain
from domain.policy.measures import Measure
from domain.value import value

Operands = dict[str, Operand]


@value
class WorkedLine:
    """One line of the working of a measure: its code, what it was worked from, the amount then."""

    code: str
    operands: Operands
    amount: Exact
    bound: bool


@value
class OwnAmount:
    """A measure's own amount, in exact fen, with the lines it was worked out in.

    alone: as if nothing had been granted for the item before. left: after what earlier claims of
    the item used. used: what they had used (booths or fen). booths: how many of several amounts
    were counted. The last line's amount is `alone`.
    """

    lines: tuple[WorkedLine, ...]
    alone: Exact
    left: Exact
    used: int
    booths: int


@dataclass(slots=True)
class _Running:
    """The amount as it goes through the terms; several amounts up to the term `Highest`."""

    measure: Measure
    matter: Matter
    amount: Exact = 0
    money: bool = False  # whether the amount is in the policy's currency by now
    left: Exact | None = None  # where it differs from the amount alone
    used: int = 0
    bound: bool = False  # of the last term that may bind
    booths: int = 0
    blocks: Exact | None = None
    stated: tuple[int, ...] = ()
    each: list[Exact] | None = None
    most: Exact | None = None  # of each
    operands: Operands = field(default_factory=dict)


def own_amount(measure: Measure, matter: Matter) -> OwnAmount:
    """Return what the measure pays by itself."""
    running = _Running(measure, matter)
    lines = []
    for term in measure.terms:
        before, running.bound = running.bound, False
        if measure.line is None:
            running.operands = {}
        _TERMS[type(term)](running, term)
        if measure.line is None:
            lines.append(_line(_CODES[type(term)], running.operands, running))
        else:
            running.bound = running.bound or before
    together = matter.policy.together_with.get(measure.id)
    if together is not None and together.higher:
        running.used = matter.account.granted_fen(together.measures)
        running.left = max(0, running.amount - running.used)
    if measure.line is not None:
        lines = [_line(measure.line.code, dict(_shown(running)), running)]
    return OwnAmount(
        lines=tuple(lines),
        alone=running.amount,
        left=running.amount if running.left is None else running.left,
        used=running.used,
        booths=running.booths,
    )


def _line(code: str, operands: Operands, running: _Running) -> WorkedLine:
    amount = running.amount if running.money else 0
    return WorkedLine(code=code, operands=operands, amount=amount, bound=running.bound)


def _shown(running: _Running) -> Iterator[tuple[str, Operand]]:
    """Yield what the measure's one line shows: figures of the terms, then words of the claim."""
    facts, line = running.matter.facts, running.measure.line
    for name in () if line is None else line.shows:
        operand = running.operands.get(name, facts.stated.get(name))
        if operand is not None:
            yield name, operand


def _of(running: _Running, term: terms.Of) -> None:
    amount = worth(term.value, running.matter)
    for part in term.value.parts if term.value.plus else ():
        running.operands[part.fact] = shown(worth(part, running.matter))
    running.operands[term.named] = shown(amount)
    if term.less is not None:
        less = worth(term.less, running.matter)
        running.operands["less"] = shown(less)
        amount = max(0, plain(amount - less))
    running.amount, running.money = amount, term.value.unit == "_fen"


def _each(running: _Running, term: terms.Each) -> None:
    running.stated = tuple(sorted(running.matter.facts.each(term.fact), reverse=True))
    running.each = list(running.stated)
    running.operands["claimed"] = len(running.stated)


def _rate(running: _Running, term: terms.Rate) -> None:
    if isinstance(term.rate_bp, terms.Bands) and term.rate_bp.marginal:
        running.amount = marginal(term.rate_bp, running.amount, running.matter, running.operands)
        return
    reached = _reached(running, term.rate_bp)
    rate_bp = 0 if reached is None else reached
    for bonus in () if reached is None else term.bonuses:
        if all(holds(condition, running.matter, {}) for condition in bonus.when):
            rate_bp = plain(rate_bp + bonus.more)
    if term.up_to_bp is not None:
        rate_bp = min(rate_bp, term.up_to_bp)
    running.operands[term.named] = shown(rate_bp)
    if running.each is None:
        running.amount = share(running.amount, rate_bp)
    else:
        running.each = [share(amount, rate_bp) for amount in running.each]


def _price(running: _Running, term: terms.Price) -> None:
    price = _figure(running, term.price)
    running.operands[term.named] = shown(price)
    running.amount, running.money = plain(running.amount * price), True


def _highest(running: _Running, term: terms.Highest) -> None:
    matter, each = running.matter, running.each
    assert each is not None, f"{running.measure.id}: the highest of nothing"
    if term.per_item:
        sharing = running.measure.shares_item
        running.used = matter.account.item_booths(sharing, matter.day.year, matter.place)
    highest = each[: term.limit]
    counted = min(len(highest), max(0, term.limit - running.used))
    running.amount = plain(sum(highest))
    running.left = plain(sum(highest[:counted])) if running.used else None
    running.bound = running.most in highest or len(each) > counted
    running.booths, running.each, running.money = counted, None, True
    running.operands[term.named] = term.limit
    running.operands["fees_fen"] = running.stated[:counted]


def _blocks(running: _Running, term: terms.Blocks) -> None:
    blocks, per = exact(running.amount, term.per), term.per
    if blocks < 1:
        blocks = 0
    elif term.blocks == "whole":
        blocks = floor(blocks)
    elif term.blocks == "up":
        blocks = ceil(blocks)
    running.operands[term.named], running.operands["blocks"] = shown(per), str(blocks)
    running.blocks, running.money = blocks, False


def _award(running: _Running, term: terms.Award) -> None:
    amount = _figure(running, term.amount)
    running.money = True
    if running.blocks is None:
        running.amount = amount
        running.operands["fen"] = shown(amount)
    else:
        running.amount = plain(running.blocks * amount)
        running.operands["award_fen"] = shown(amount)


def _plus(running: _Running, term: terms.Plus) -> None:
    if all(holds(condition, running.matter, running.operands) for condition in term.bonus.when):
        running.operands["plus_fen"] = shown(term.bonus.more)
        running.amount = plain(running.amount + term.bonus.more)


def _times(running: _Running, term: terms.Times) -> None:
    factor = _figure(running, term.factor)
    running.operands["factor"] = str(factor)
    running.amount = plain(running.amount * factor)


def _at_most(running: _Running, term: terms.AtMost) -> None:
    most = _figure(running, term.most)
    running.operands[term.named] = shown(most)
    if running.each is not None:
        running.each, running.most = [min(amount, most) for amount in running.each], most
        return
    if running.amount >= most:
        running.amount, running.bound = most, True
    if term.per_item:
        matter, sharing = running.matter, running.measure.shares_item
        running.used = matter.account.item_granted_fen(sharing, matter.day.year, matter.place)
        running.left = min(running.amount, max(0, most - running.used)) if running.used else None


def _at_most_share(running: _Running, term: terms.AtMostShare) -> None:
    base = worth(term.of, running.matter)
    running.operands[term.named] = shown(term.share)
    running.operands["base" + term.of.unit] = shown(base)
    most = plain(base * term.share) if term.priced else share(base, term.share)
    running.bound = most <= running.amount
    running.amount = min(most, running.amount)


def _at_least(running: _Running, term: terms.AtLeast) -> None:
    running.operands["at_least_fen"] = term.least_fen
    if running.amount < term.least_fen:
        running.amount, running.bound = 0, True


def _up_to(running: _Running, term: terms.UpTo) -> None:
    running.operands["up_to"] = str(term.quantity)
    running.bound = running.amount >= term.quantity
    running.amount = min(running.amount, term.quantity)


def _rounded(running: _Running, term: terms.Rounded) -> None:
    running.operands["unit_fen"] = term.unit_fen
    running.amount = floor(running.amount) // term.unit_fen * term.unit_fen


def _figure(running: _Running, figure: terms.Figure) -> Exact:
    """Return what a figure is for the claim; nothing where it reaches no band of it."""
    return _reached(running, figure) or 0


def _reached(running: _Running, figure: terms.Figure) -> Exact | None:
    return figure_at(figure, running.amount, running.matter, running.operands)


_TERMS: dict[type[terms.Term], Callable[[_Running, Any], None]] = {
    terms.Of: _of,
    terms.Each: _each,
    terms.Highest: _highest,
    terms.Rate: _rate,
    terms.Price: _price,
    terms.Blocks: _blocks,
    terms.Award: _award,
    terms.Plus: _plus,
    terms.Times: _times,
    terms.AtMost: _at_most,
    terms.AtMostShare: _at_most_share,
    terms.AtLeast: _at_least,
    terms.UpTo: _up_to,
    terms.Rounded: _rounded,
}
_CODES: dict[type[terms.Term], str] = {
    terms.Of: "of",
    terms.Each: "each",
    terms.Highest: "highest",
    terms.Rate: "rate",
    terms.Price: "price",
    terms.Blocks: "per",
    terms.Award: "award",
    terms.Plus: "plus",
    terms.Times: "times",
    terms.AtMost: "at-most",
    terms.AtMostShare: "at-most-share",
    terms.AtLeast: "at-least",
    terms.UpTo: "up-to",
    terms.Rounded: "rounded",
}
