"""Claims made from a policy's own figures: just below, at and above each, and what they would get.

Each claim is decided alone, on the first day the policy governs, by an enterprise that is alone
with it under caps over all. What is not varied is plain: no
condition asks for it where the policy lets that be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction
from itertools import islice, product
from math import ceil, floor

from adapters.policy.file.trying.around import (
    FILED,
    PLAIN,
    Recorded,
    Values,
    around,
    figures,
    fitting,
    growth,
    growths,
    is_within,
    limits_of,
    looked_up_by,
    number_of,
    relative,
    values_met,
)
from adapters.policy.file.trying.meetings import named
from domain.assessment.assessment import assess
from domain.enterprise.account import Account
from domain.enterprise.pooling.periods import cap_scope
from domain.enterprise.pooling.pool import Pool
from domain.events.claims import ClaimSubmitted
from domain.money import BASIS_POINTS
from domain.policy import conditions
from domain.policy.book import PolicyVersion
from domain.policy.facts import Facts, RecordedValue, StatedFact
from domain.policy.kinds import FactType, Kind
from domain.policy.measures import Measure, Policy
from domain.value import value

CLAIMS_MAX = 400  # of a kind
YEARS_BACK_MAX = 10  # for which an amount of every year is recorded


@value
class BoundaryClaim:
    """One claim that a policy's figures make, and what it would get. Amounts in hundredths."""

    kind: str
    facts: dict[str, StatedFact]
    records: dict[str, StatedFact]
    filed_after_days: int
    measure: str
    assessed_fen: int
    granted_fen: int
    reason: str | None


def boundary_claims(policy: Policy) -> Iterator[BoundaryClaim]:
    """Yield the claims of each kind in the order of the policy, at most CLAIMS_MAX of each."""
    for kind in policy.kinds.values():
        yield from islice(_of_kind(kind, policy), CLAIMS_MAX)


def _of_kind(kind: Kind, policy: Policy) -> Iterator[BoundaryClaim]:
    """Vary each number by itself under each choice of words, the others as needs want them."""
    measures = policy.measures_of[kind.id]
    met = figures(measures, policy)
    names = [fact.recorded for fact in kind.facts.values()]
    choices = dict(zip(names, (_choices(f, met, policy) for f in kind.facts.values()), strict=True))
    choices |= {name: values for name, values in met.items() if "." in name or name == FILED}
    numbers = [name for name in choices if name in met]
    held = {name: _held(name, choices[name], measures) for name in numbers if name != FILED}
    of_bands = _of_bands(measures, choices)
    words = {name: each for name, each in choices.items() if name not in numbers}
    seen = set()
    for chosen in product(*words.values()):
        plain = held | dict(zip(words, chosen, strict=True))
        plain |= _grown(plain, measures)
        variants = [plain | {name: value} for name in of_bands for value in choices[name]]
        for in_band in product(*of_bands.values()):
            base = plain | dict(zip(of_bands, in_band, strict=True))
            others = (name for name in numbers if name not in of_bands)
            variants += [base | {name: value} for name in others for value in choices[name]]
        variants += _derived(plain, kind, met, policy)
        for tried in variants or [plain]:
            key = tuple(sorted(tried.items()))
            if key in seen:
                continue
            seen.add(key)
            yield _decided(tried, kind, policy)


def _of_bands(
    measures: tuple[Measure, ...], choices: Mapping[str, tuple[StatedFact, ...]]
) -> dict[str, tuple[StatedFact, ...]]:
    """Return a value in each band of the numbers that figures are looked up by."""
    of_bands: dict[str, tuple[StatedFact, ...]] = {}
    for name, starts in looked_up_by(measures).items():
        tried = choices.get(name, ())
        begun = [each for each in tried if number_of(each) in starts]
        of_bands |= {name: tuple(dict.fromkeys((*tried[:1], *begun)))} if begun else {}
    return of_bands


def _held(name: str, choices: tuple[StatedFact, ...], measures: tuple[Measure, ...]) -> StatedFact:
    """Return the largest value of those that meet what measures need of it, and ask least of it.

    So a measure that takes the rest is tried too, whichever number another measure asks about.
    """
    needs = limits_of(name, (need.condition for each in measures for need in each.needs))
    asking = limits_of(name, (condition for each in measures for condition in each.when))

    def asked(choice: StatedFact) -> tuple[int, Fraction]:
        return sum(is_within(choice, each) for each in asking), -number_of(choice)

    fit = [choice for choice in choices if all(is_within(choice, each) for each in needs)]
    return min(fit or choices, key=asked)


def _split(tried: Mapping[str, StatedFact], kind: Kind) -> tuple[Facts, dict[str, StatedFact]]:
    """Return what a claim states, and what is recorded."""
    stated = {fact.recorded: tried[fact.recorded] for fact in kind.facts.values()}
    return Facts(kind.id, stated), {each: tried[each] for each in tried if "." in each}


def recorded_years(
    recorded: Mapping[str, StatedFact], year: int, policy: Policy
) -> dict[tuple[str, int], dict[str, RecordedValue]]:
    """Return records as they are looked up: `record.fact` of every year, `record.fact:1` of one."""
    records: dict[tuple[str, int], dict[str, RecordedValue]] = {}
    for name, amount in sorted(recorded.items(), key=lambda item: ":" in item[0]):
        record, _, rest = name.partition(".")
        fact, _, back = rest.partition(":")
        facts = {each.recorded: each for each in policy.records[record].facts.values()}
        figure: RecordedValue = int(number_of(amount))
        if facts[fact].type == "quantity":
            figure = str(amount)
        years = [year - int(back)] if back else range(year - YEARS_BACK_MAX, year + 1)
        for each in years:
            every: dict[str, RecordedValue] = {
                name: "0" if its.type == "quantity" else 0 for name, its in facts.items()
            }
            records.setdefault((record, each), every)[fact] = figure
    return records


def _decided(tried: Mapping[str, StatedFact], kind: Kind, policy: Policy) -> BoundaryClaim:
    facts, recorded = _split(tried, kind)
    day, days = policy.first_day, int(number_of(tried.get(FILED, 0)))
    records = recorded_years(recorded, day.year, policy)
    claim = ClaimSubmitted(
        claim_no="1",
        enterprise="",
        facts=facts,
        occurred_on=day,
        filed_on=day + timedelta(days),
        invoices=(),
        other_support_fen=0,
    )
    version = PolicyVersion(number=1, digest="", policy=policy)
    account = Account()
    account.join(Pool(frozenset()), "")
    outcome, _steps = assess(claim, version, account, records, None)
    return BoundaryClaim(
        kind=facts.kind,
        facts=dict(facts.stated),
        records=recorded,
        filed_after_days=days,
        measure=outcome.measure or "",
        assessed_fen=outcome.assessed_fen,
        granted_fen=outcome.granted_fen,
        reason=outcome.reason,
    )


def _choices(fact: FactType, figures: Values, policy: Policy) -> tuple[StatedFact, ...]:
    """Return what a fact is tried as."""
    numbers = figures.get(fact.recorded, (PLAIN,))
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


def _grown(plain: Mapping[str, StatedFact], measures: tuple[Measure, ...]) -> dict[str, StatedFact]:
    """Return the year before as it is where every growth that is asked about is met."""
    grown: dict[str, StatedFact] = {}
    for condition, year_before in growths(measures):
        before = _before(condition, plain)
        grown[year_before] = min(before, int(number_of(grown.get(year_before, before))))
    return grown


def _before(condition: conditions.Grows, plain: Mapping[str, StatedFact]) -> int:
    """Return the highest value of the year before over which growth is met."""
    before = number_of(plain[named(condition.now)]) / growth(condition)
    return ceil(before) - 1 if condition.above else floor(before)


def _derived(plain: Recorded, kind: Kind, met: Values, policy: Policy) -> Iterator[Recorded]:
    """Yield what meets a figure of two values: growth, and a limit that is of a record."""
    measures = policy.measures_of[kind.id]
    for condition, year_before in growths(measures):
        before = _before(condition, plain)
        yield from (plain | {year_before: each} for each in around(before))
    for measure in measures:
        chosen = fitting(plain, measure, met)
        for meeting in relative(measure, policy):
            yield from values_met(meeting, chosen, kind)
    claim = _decided(plain, kind, policy)
    for cap in policy.caps_of.get(claim.measure, ()):
        if cap.limit_of is None:
            continue
        record = cap.limit_of
        year = cap_scope(cap, policy.first_day, "")[0] or policy.first_day.year
        back = policy.first_day.year - year + record.years_back
        name = f"{named(record)}:{back}" if record.mean_of == 1 else named(record)
        reached = ceil(claim.assessed_fen * Fraction(BASIS_POINTS) / Fraction(cap.share_bp))
        yield from (plain | {name: each} for each in around(reached))
