"""The values around each figure of a policy's measures: of facts, and of records of a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil

from adapters.policy.file.trying.meetings import Meeting, met, named
from domain.money import BASIS_POINTS
from domain.policy import conditions, terms
from domain.policy.conditions import Condition
from domain.policy.facts import StatedFact
from domain.policy.kinds import FactType, Kind
from domain.policy.measures import Measure, Policy
from domain.policy.references import Reference

FILED = "filed"  # among names of facts: how many days after the matter a claim is filed
PLAIN = 1_000_000  # hundredths, of an amount that nothing asks about

Recorded = dict[str, StatedFact]  # what a claim states and what is recorded, by name
Values = dict[str, tuple[int, ...]]  # by the recorded name of a fact or `record.fact`


def figures(measures: tuple[Measure, ...], policy: Policy) -> Values:
    """Return by fact the values around each figure that is compared with it."""
    values: dict[str, set[int]] = {}
    for measure in measures:
        for each in (*_compared(_every(measure)), *met(measure, policy)):
            if each.is_plain:
                values.setdefault(each.name, set()).update(around(each.plain))
    for measure in measures:
        for name in _of_records(measure):
            values.setdefault(name, {PLAIN})
    most = max((PLAIN, *(figure for each in values.values() for figure in each)))
    for cap in (cap for measure in measures for cap in policy.caps_of[measure.id]):
        if cap.limit_of is not None:
            room = ceil(most * Fraction(BASIS_POINTS) / Fraction(cap.share_bp))
            values.setdefault(named(cap.limit_of), {room})
    return {name: tuple(sorted(each)) for name, each in values.items()}


def relative(measure: Measure, policy: Policy) -> Iterator[Meeting]:
    """Yield the figures of a measure that are of other values: a share of one, or one more."""
    every = (*met(measure, policy), *_compared(_every(measure)))
    yield from (each for each in every if not each.is_plain)
    for condition in _every(measure):
        if isinstance(condition, conditions.Share):
            for rate in condition.every:
                share = Fraction(rate) / BASIS_POINTS
                yield Meeting.of(condition.part, share, times=condition.whole)


def looked_up_by(measures: tuple[Measure, ...]) -> dict[str, set[int]]:
    """Return by fact or record where bands begin that it decides, above 0."""
    starts: dict[str, set[int]] = {}
    for term in (term for measure in measures for term in measure.terms):
        for bands in terms.bands_of(term):
            if bands.of is not None and bands.base is None:
                begun = {ceil(start) for start in bands.starts if start}
                starts.setdefault(named(bands.of), set()).update(begun)
    return starts


def _of_records(measure: Measure) -> Iterator[str]:
    """Yield every record's amount that a measure asks about."""
    looked = (each for condition in _every(measure) for each in conditions.asked(condition))
    for each in (*measure.asks, *looked):
        if isinstance(each, Reference) and each.record is not None:
            yield named(each)


def _compared(every: Iterable[Condition]) -> Iterator[Meeting]:
    for condition in every:
        if isinstance(condition, conditions.FiledWithin):
            yield Meeting(name=FILED, figure=Fraction(condition.days))
        elif isinstance(condition, conditions.Within):
            for reference in condition.values:
                yield from (Meeting.of(reference, Fraction(limit)) for limit in condition.every)


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


def fitting(plain: Mapping[str, StatedFact], measure: Measure, met: Values) -> Recorded:
    """Return what is plain with numbers for which this measure is chosen, where there are any."""
    fit_for = dict(plain)
    for name in plain:
        limits = limits_of(name, measure.when)
        fit = [each for each in met.get(name, ()) if all(is_within(each, of) for of in limits)]
        if limits and fit:
            fit_for[name] = max(fit)
    return fit_for


def values_met(meeting: Meeting, plain: Recorded, kind: Kind) -> Iterator[Recorded]:
    """Yield what is plain with a value around a figure that is of other values.

    Where those are the same amount in other years, they keep what they are.
    """

    def value(reference: Reference) -> StatedFact:
        name = named(reference)
        return plain.get(f"{name}:{reference.years_back}", plain.get(name, 0))

    if meeting.name not in plain:
        return
    times = Fraction(1) if meeting.times is None else number_of(value(meeting.times))
    plus = Fraction(0) if meeting.plus is None else number_of(value(meeting.plus))
    kept = {
        f"{meeting.name}:{back}": value(each)
        for each in (meeting.times, meeting.plus)
        if each is not None and named(each) == meeting.name
        for back in each.every_year
    }
    name = f"{meeting.name}:{meeting.years_back}" if meeting.years_back else meeting.name
    fact = next((each for each in kind.facts.values() if each.recorded == name), None)
    others = sum((number_of(value(each)) for each in meeting.others), Fraction(0))
    for number in around(ceil(meeting.figure * times + plus - others)):
        yield plain | kept | {name: _as_stated(number, fact)}


def _as_stated(number: int, fact: FactType | None) -> StatedFact:
    """Return a number as a fact of its type states it; as recorded where it is of a record."""
    match fact.type if fact is not None else "":
        case "amounts":
            return (number,)
        case "quantity":
            return str(number)
        case _:
            return number


def limits_of(name: str, every: Iterable[Condition]) -> list[conditions.Within]:
    """Return the conditions that put limits to a number."""
    within = (each for each in every if isinstance(each, conditions.Within))
    return [each for each in within if name in map(named, each.values)]


def is_within(choice: StatedFact, limits: conditions.Within) -> bool:
    return limits.admit(number_of(choice))


def number_of(stated: StatedFact) -> Fraction:
    return Fraction(sum(stated)) if isinstance(stated, tuple) else Fraction(stated)
