"""Claims made from a policy's own figures: just below, at and above each, and what they would get.

Each claim is decided alone, on the first day the policy governs. What is not varied is plain: no
condition asks for it where the policy lets that be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice, product
from math import ceil

from domain.assessment.assessment import assess
from domain.enterprise.account import Account
from domain.events.claims import ClaimSubmitted
from domain.money import BASIS_POINTS
from domain.policy import conditions, terms
from domain.policy.book import PolicyVersion
from domain.policy.conditions import Condition
from domain.policy.facts import Facts, StatedFact
from domain.policy.kinds import FactType, Kind
from domain.policy.measures import Measure, Policy
from domain.policy.references import Reference

CLAIMS_MAX = 400  # of a kind
_PLAIN = 1_000_000  # hundredths, of an amount that nothing asks about

Values = dict[str, tuple[int, ...]]  # by the recorded name of a fact or `record.fact`


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryClaim:
    """One claim that a policy's figures make, and what it would get. Amounts in hundredths."""

    kind: str
    facts: dict[str, StatedFact]
    records: dict[str, StatedFact]
    measure: str
    granted_fen: int
    reason: str | None


def boundary_claims(policy: Policy) -> Iterator[BoundaryClaim]:
    """Yield the claims of each kind in the order of the policy, at most CLAIMS_MAX of each."""
    for kind in policy.kinds.values():
        yield from islice(_of_kind(kind, policy), CLAIMS_MAX)


def _of_kind(kind: Kind, policy: Policy) -> Iterator[BoundaryClaim]:
    """Vary each number by itself under each choice of words, the others as needs want them."""
    measures = policy.measures_of[kind.id]
    figures = _figures(measures)
    names = [fact.recorded for fact in kind.facts.values()]
    choices = dict(
        zip(names, (_choices(f, figures, policy) for f in kind.facts.values()), strict=True)
    )
    choices |= {name: values for name, values in figures.items() if "." in name}
    numbers = [name for name in choices if name in figures]
    held = {name: _held(name, choices[name], measures) for name in numbers}
    words = {name: each for name, each in choices.items() if name not in numbers}
    seen = set()
    for chosen in product(*words.values()):
        plain = held | dict(zip(words, chosen, strict=True))
        variants = [plain | {name: value} for name in numbers for value in choices[name]]
        for tried in variants or [plain]:
            key = tuple(sorted(tried.items()))
            if key in seen:
                continue
            seen.add(key)
            facts = Facts(kind.id, {each: tried[each] for each in names})
            recorded = {each: tried[each] for each in tried if "." in each}
            yield _decided(facts, recorded, policy.first_day, policy)


def _held(name: str, choices: tuple[StatedFact, ...], measures: tuple[Measure, ...]) -> StatedFact:
    """Return the largest value of those that meet what measures need of it, and ask least of it.

    So a measure that takes the rest is tried too, whichever number another measure asks about.
    """
    needs = _limits(name, (need.condition for each in measures for need in each.needs))
    asking = _limits(name, (condition for each in measures for condition in each.when))

    def asked(choice: StatedFact) -> tuple[int, Fraction]:
        return sum(_is_within(choice, each) for each in asking), -_number(choice)

    fit = [choice for choice in choices if all(_is_within(choice, each) for each in needs)]
    return min(fit or choices, key=asked)


def _limits(name: str, every: Iterable[Condition]) -> list[conditions.Within]:
    """Return the conditions that put limits to a number."""
    within = (each for each in every if isinstance(each, conditions.Within))
    return [each for each in within if name in map(_named, each.values)]


def _is_within(choice: StatedFact, limits: conditions.Within) -> bool:
    return limits.admit(_number(choice))


def _number(stated: StatedFact) -> Fraction:
    return Fraction(sum(stated)) if isinstance(stated, tuple) else Fraction(stated)


def _decided(
    facts: Facts, recorded: dict[str, StatedFact], day: date, policy: Policy
) -> BoundaryClaim:
    records: dict[tuple[str, int], dict[str, int]] = {}
    for name, amount in recorded.items():
        record, _, fact = name.partition(".")
        for year in (day.year, day.year - 1):
            every = dict.fromkeys((f.recorded for f in policy.records[record].facts.values()), 0)
            records.setdefault((record, year), every)[fact] = int(_number(amount))
    claim = ClaimSubmitted(
        claim_no="1",
        enterprise="",
        facts=facts,
        occurred_on=day,
        filed_on=day,
        invoices=(),
        other_support_fen=0,
    )
    version = PolicyVersion(number=1, digest="", policy=policy)
    outcome, _steps = assess(claim, version, Account(), records, None)
    return BoundaryClaim(
        kind=facts.kind,
        facts=dict(facts.stated),
        records=recorded,
        measure=outcome.measure or "",
        granted_fen=outcome.granted_fen,
        reason=outcome.reason,
    )


def _choices(fact: FactType, figures: Values, policy: Policy) -> tuple[StatedFact, ...]:
    """Return what a fact is tried as."""
    numbers = figures.get(fact.recorded, (_PLAIN,))
    match fact.type:
        case "word":
            return fact.words
        case "yes-no":
            return (True, False)
        case "country":
            members = [
                min(listed.members or listed.since or ("ZZ",)) for listed in policy.lists.values()
            ]
            return tuple(dict.fromkeys((*members, "ZZ")))
        case "amounts":
            return tuple((number,) for number in numbers)
        case "amount":
            return tuple(numbers)
        case "count":
            return figures.get(fact.recorded, (1,))
        case "quantity":
            return tuple(map(str, figures.get(fact.recorded, (1,))))
        case _:
            return (fact.name,)


def _figures(measures: tuple[Measure, ...]) -> Values:
    """Return by fact the values around each figure that is compared with it."""
    around: dict[str, set[int]] = {}
    for measure in measures:
        every = (*measure.when, *(need.condition for need in measure.needs))
        for name, figure in (*_compared(every), *_met(measure)):
            around.setdefault(name, set()).update((figure - 1, figure, figure + 1))
    return {name: tuple(sorted(v for v in values if v >= 0)) for name, values in around.items()}


def _compared(every: tuple[Condition, ...]) -> Iterator[tuple[str, int]]:
    for condition in every:
        match condition:
            case conditions.AnyOf():
                yield from _compared(condition.conditions)
            case conditions.Within():
                for reference in condition.values:
                    yield from ((_named(reference), ceil(limit)) for limit in condition.every)
            case _:
                pass


def _met(measure: Measure) -> Iterator[tuple[str, int]]:
    """Yield the amounts at which a measure's own ceilings, floors and blocks are met."""
    start: str | None = None
    share = Fraction(1)
    for term in measure.terms:
        match term:
            case terms.Of(value=reference):
                start = _named(reference)
            case terms.Each(fact=fact):
                start = fact
            case terms.Rate(rate_bp=int() | Fraction() as rate_bp):
                share *= Fraction(rate_bp) / BASIS_POINTS
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


def _named(reference: Reference) -> str:
    record = reference.record
    return reference.fact if record is None else f"{record}.{reference.fact}"
