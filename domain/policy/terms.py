"""How an amount is worked out: a closed set of terms, gone through in a row, each exact.

`named` is what the working calls a term's figure; names of amounts end in their unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.money import Exact
from domain.policy.conditions import Condition, GrantedBefore
from domain.policy.conditions import asked as asked_by
from domain.policy.references import Reference
from domain.value import value


@value
class ByWord:
    """A figure for each word of a fact."""

    fact: str
    figures: dict[str, Exact]


@value
class Bands:
    """A figure for each band of a value: that of the highest start reached; below all, nothing.

    above: the places of the bands that begin above their starts; the others begin at them. of: what
    is compared; None for the amount so far. base: what the starts are basis points of; None where
    they are values. marginal: each band's rate is of the part within it.
    """

    of: Reference | None
    base: Reference | None
    starts: tuple[Exact, ...]
    figures: tuple[Exact, ...]
    marginal: bool
    above: frozenset[int] = frozenset()


Figure = Exact | ByWord | Bands


@value
class Of:
    """Start from a value, less another where it says so; not below nothing."""

    value: Reference
    less: Reference | None
    named: str


@value
class Each:
    """Start from several amounts that the claim states; terms up to `Highest` go for each."""

    fact: str


@value
class Highest:
    """Add up the highest of several amounts; per_item: as many as the item has left."""

    limit: int
    named: str
    per_item: bool


@value
class Bonus:
    """Basis points or an amount more where its conditions hold."""

    more: Exact
    when: tuple[Condition, ...]


@value
class Rate:
    """A share, in basis points, with bonuses, together not above `up_to_bp`."""

    rate_bp: Figure
    bonuses: tuple[Bonus, ...]
    up_to_bp: Exact | None
    named: str


@value
class Price:
    """An amount for each unit of a quantity, in hundredths."""

    price: Figure
    named: str


@value
class Blocks:
    """How many times a value is contained; under one block there is nothing.

    blocks: `whole`, `up` (a block begun counts) or `pro-rata`.
    """

    per: Exact
    blocks: str
    named: str


@value
class Award:
    """A fixed sum, for every block where blocks were counted."""

    amount: Figure


@value
class Plus:
    """A sum more, where the conditions hold."""

    bonus: Bonus


@value
class Times:
    """A factor."""

    factor: Figure


@value
class AtMost:
    """Not more than an amount; per_item: not more for all claims of an item together."""

    most: Figure
    named: str
    per_item: bool


@value
class AtMostShare:
    """Not more than a share, in basis points, or than so much a unit, of another value."""

    share: Exact
    of: Reference
    priced: bool
    named: str


@value
class AtLeast:
    """Nothing below an amount."""

    least_fen: int


@value
class UpTo:
    """A quantity counted up to so much."""

    quantity: Exact


@value
class Rounded:
    """Down to a multiple of an amount."""

    unit_fen: int


def amounts_of_records(every: Iterable[Term]) -> Iterator[Reference]:
    """Yield the amounts of records that terms are worked out from; conditions ask for none."""
    for term in every:
        for reference in _worked_from(term):
            yield from (part for part in reference.parts if part.record is not None)


def _worked_from(term: Term) -> Iterator[Reference]:
    """Yield the values that a term is worked out from: all it asks about but for its bonuses."""
    match term:
        case Of():
            yield term.value
            yield from () if term.less is None else (term.less,)
        case AtMostShare():
            yield term.of
        case (
            Rate(rate_bp=figure)
            | Price(price=figure)
            | Award(amount=figure)
            | Times(factor=figure)
            | AtMost(most=figure)
        ):
            yield from _looked_up(figure)
        case _:
            pass


def asked(term: Term) -> Iterator[Reference | GrantedBefore]:
    """Yield what a term asks about beside its own figures: values, and grants before the claim."""
    for reference in _worked_from(term):
        yield from reference.parts
    match term:
        case Rate():
            yield from (each for bonus in term.bonuses for each in _of_bonus(bonus))
        case Plus():
            yield from _of_bonus(term.bonus)
        case _:
            pass


def bands_of(term: Term) -> Iterator[Bands]:
    """Yield the bands that a term's figure is looked up in."""
    match term:
        case (
            Rate(rate_bp=Bands() as bands)
            | Price(price=Bands() as bands)
            | Award(amount=Bands() as bands)
            | Times(factor=Bands() as bands)
            | AtMost(most=Bands() as bands)
        ):
            yield bands
        case _:
            pass


def _of_bonus(bonus: Bonus) -> Iterator[Reference | GrantedBefore]:
    for condition in bonus.when:
        yield from asked_by(condition)


def _looked_up(figure: Figure) -> Iterator[Reference]:
    if isinstance(figure, Bands):
        yield from (each for each in (figure.of, figure.base) if each is not None)


Starting = Of | Each | Highest
Sharing = Rate | Price | Blocks | Award | Plus | Times
Limiting = AtMost | AtMostShare | AtLeast | UpTo | Rounded
Term = Starting | Sharing | Limiting
