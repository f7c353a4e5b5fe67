"""Several amounts of one claim, such as booths, as they go through the working up to their sum.

The steps record no amount before the sum. It follows from what the claim states and the figures of
the steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from domain.money import Exact, share
from domain.policy.terms import Each
from domain.value import value

if TYPE_CHECKING:
    from domain.events.claims import ClaimSubmitted, Step
    from domain.policy.measures import Measure


@value
class Amounts:
    """The amounts after a step, the highest first, and whether the step set a limit they met."""

    each: tuple[Exact, ...]
    bound: bool

    @property
    def together(self) -> Exact:
        """Their sum."""
        return sum(self.each)


def amounts_at(
    steps: Sequence[Step], measure: Measure | None, claim: ClaimSubmitted
) -> dict[int, Amounts]:
    """Return the amounts after each step that works on several, by the place of the step."""
    terms = () if measure is None or measure.line is not None else measure.terms
    fact = next((term.fact for term in terms if isinstance(term, Each)), None)
    return {} if fact is None else dict(_gone_through(steps, claim.facts.each(fact)))


def _gone_through(steps: Sequence[Step], stated: tuple[int, ...]) -> Iterator[tuple[int, Amounts]]:
    each: tuple[Exact, ...] = tuple(sorted(stated, reverse=True))
    for place, step in enumerate(steps):
        bound = False
        if step.code == "rate":
            rate_bp = _figure(step, "_bp")
            each = tuple(share(amount, rate_bp) for amount in each)
        elif step.code == "at-most":
            most = _figure(step, "_fen")
            each = tuple(min(amount, most) for amount in each)
            bound = most in each
        elif step.code == "highest":
            fees = step.operands["fees_fen"]
            counted = len(fees) if isinstance(fees, tuple) else 0
            yield place, Amounts(each=each[:counted], bound=len(each) > counted)
            return
        elif step.code != "each":
            continue
        yield place, Amounts(each=each, bound=bound)


def _figure(step: Step, unit: str) -> Exact:
    return Fraction(
        str(next(value for name, value in step.operands.items() if name.endswith(unit)))
    )
