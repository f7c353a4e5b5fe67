"""The values around each figure of a policy's measures: of facts, and of records of a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil

from domain.money import BASIS_POINTS
from domain.policy import conditions, terms
from domain.policy.conditions import Condition
from domain.policy.measures import Measure, Policy
from domain.policy.references import Reference

PLAIN = 1_000_000  # hundredths, of an amount that nothing asks about

Values = dict[str, tuple[int, ...]]  # by the recorded name of a fact or `record.fact`


def figures(measures: tuple[Measure, ...], policy: Policy) -> Values:
    """Return by fact the values around each figure that is compared with it."""
    values: dict[str, set[int]] = {}
    for value, figure in _met_figures(measures, policy):
        if not value.plus:
            values.setdefault(named(value), set()).update(around(figure))
    for measure in measures:
        for name in _of_records(measure, policy):
            values.setdefault(name, {PLAIN})
    return {name: tuple(sorted(each)) for name, each in values.items()}


def sums(measures: tuple[Measure, ...], policy: Policy) -> Iterator[tuple[Reference, int]]:
    """Yield each figure that is compared with several values together, with those."""
    every = (each for each in _met_figures(measures, policy) if each[0].plus)
    yield from dict.fromkeys(every)


def _met_figures(measures: tuple[Measure, ...], policy: Policy) -> Iterator[tuple[Reference, int]]:
    for measure in measures:
        yield from _compared(_every(measure))
        yield from _met(measure, policy)


def _of_records(measure: Measure, policy: Policy) -> Iterator[str]:
    """Yield every record's amount that a measure, or the limit of a cap, asks about."""
    limits = (cap.limit_of for cap in policy.caps_of[measure.id])
    looked = (each for condition in _every(measure) for each in conditions.asked(condition))
    for each in (*measure.asks, *looked, *limits):
        if isinstance(each, Reference) and each.record is not None:
            yield named(each)


def _compared(every: Iterable[Condition]) -> Iterator[tuple[Reference, int]]:
    for condition in every:
        if isinstance(condition, conditions.Within):
            for reference in condition.values:
                yield from ((reference, ceil(limit)) for limit in condition.every)


def _met(measure: Measure, policy: Policy) -> Iterator[tuple[Reference, int]]:
    """Yield the amounts at which a measure's bands, ceilings, floors, blocks and caps are met."""
    start: Reference | None = None
    share = Fraction(1)
    for term in measure.terms:
        yield from _bands(term, start, share)
        match term:
            case terms.Of(value=reference):
                start = reference
            case terms.Each(fact=fact):
                start = Reference(fact=fact, unit="_fen")
            case terms.Rate(rate_bp=int() | Fraction() as rate_bp):
                share *= Fraction(rate_bp) / BASIS_POINTS
            case terms.Price(price=int() | Fraction() as price):
                share *= Fraction(price)
            case terms.Times(factor=int() | Fraction() as factor):
                share *= Fraction(factor)
            case terms.UpTo(quantity=quantity):
                if start is not None:
                    yield start, ceil(quantity)
            case terms.AtMost(most=int() | Fraction() as figure):
                if start is not None:
                    yield start, ceil(Fraction(figure) / share)
            case terms.AtLeast(least_fen=figure):
                if start is not None:
                    yield start, ceil(Fraction(figure) / share)
            case terms.Blocks(per=figure):
                if start is not None:
                    yield start, ceil(figure)
                start = None
            case _:
                pass
    for cap in policy.caps_of[measure.id]:
        if start is not None and cap.unit == "fen" and cap.limit_of is None:
            yield start, ceil(Fraction(cap.limit) / share)


def _bands(
    term: terms.Term, start: Reference | None, share: Fraction
) -> Iterator[tuple[Reference, int]]:
    """Yield where the bands of a term's figure begin."""
    match term:
        case (
            terms.Rate(rate_bp=terms.Bands() as bands)
            | terms.Price(price=terms.Bands() as bands)
            | terms.Award(amount=terms.Bands() as bands)
            | terms.Times(factor=terms.Bands() as bands)
            | terms.AtMost(most=terms.Bands() as bands)
        ):
            value = start if bands.of is None else bands.of
            each = share if bands.of is None else Fraction(1)
            if value is not None and bands.base is None:
                yield from ((value, ceil(Fraction(band) / each)) for band in bands.starts if band)
        case _:
            pass


def growths(measures: tuple[Measure, ...]) -> Iterator[tuple[conditions.Grows, str]]:
    """Yield each growth that is asked about, with the name of what it is over."""
    for measure in measures:
        for condition in _every(measure):
            if isinstance(condition, conditions.Grows):
                before = condition.before
                yield condition, f"{named(before)}:{before.years_back}"


def growth(condition: conditions.Grows) -> Fraction:
    return 1 + Fraction(condition.rate_bp) / BASIS_POINTS


def _every(measure: Measure) -> Iterator[Condition]:
    """Yield every condition of a measure: of its choice, its needs and its bonuses."""
    bonuses = [
        bonus
        for term in measure.terms
        for bonus in (
            term.bonuses
            if isinstance(term, terms.Rate)
            else (term.bonus,)
            if isinstance(term, terms.Plus)
            else ()
        )
    ]
    yield from _flat(measure.when)
    yield from _flat(need.condition for need in measure.needs)
    yield from _flat(condition for bonus in bonuses for condition in bonus.when)


def _flat(every: Iterable[Condition]) -> Iterator[Condition]:
    for condition in every:
        if isinstance(condition, conditions.AnyOf):
            yield from _flat(condition.conditions)
        else:
            yield condition


def around(figure: int) -> tuple[int, ...]:
    return tuple(each for each in (figure - 1, figure, figure + 1) if each >= 0)


def named(reference: Reference) -> str:
    record = reference.record
    return reference.fact if record is None else f"{record}.{reference.fact}"
