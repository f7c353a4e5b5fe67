"""Whether the booths of a claim are so cheap that they are probably square metres."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from domain.enterprise.doubts import Doubt
from domain.money import BASIS_POINTS
from domain.policy.book import PolicyVersion
from domain.policy.facts import Facts
from domain.policy.measures import Measure
from domain.policy.terms import AtMost, Each, Rate
from domain.refusals import Fact


def booths(facts: Facts, version: PolicyVersion) -> Iterator[Doubt]:
    """Say that booths are so cheap that they are probably square metres.

    A tenth of the fee from which on a booth's support is capped, in the measure where it is lowest.
    """
    kind = version.policy.kinds.get(facts.kind)
    for name, fact in kind.facts.items() if kind is not None else ():
        if fact.type != "amounts":
            continue
        fees = facts.each(fact.recorded)
        if len(fees) < 2:
            continue
        measures = version.policy.measures_of[facts.kind]
        capped_from = min(filter(None, map(_capped_from, measures)), default=0)
        if sum(fees) * 10 < capped_from * len(fees):
            each: dict[str, Fact] = {"booths": len(fees), "booth_fen": sum(fees) // len(fees)}
            least: dict[str, Fact] = {"least_fen": capped_from // 10}
            yield Doubt("suspect-booths", f"facts.{name}", {**each, **least})


def _capped_from(measure: Measure) -> int | None:
    """Return from which amount on a measure pays no more for each of several; None where it has
    no such ceiling.
    """
    each = any(isinstance(term, Each) for term in measure.terms)
    rates = [term.rate_bp for term in measure.terms if isinstance(term, Rate)]
    most = [term.most for term in measure.terms if isinstance(term, AtMost)]
    if each and rates and most and isinstance(rates[0], int) and isinstance(most[0], int):
        return floor(Fraction(most[0] * BASIS_POINTS) / rates[0])
    return None
