"""What a measure is chosen by and what it needs: a closed set of conditions."""

from __future__ import annotations

from collections.abc import Iterator

from domain.money import Exact
from domain.policy.references import Reference
from domain.value import value


@value
class YesNo:
    """A yes-or-no fact is as expected."""

    fact: str
    expected: bool


@value
class IsWord:
    """A fact is one of these words."""

    fact: str
    words: tuple[str, ...]


@value
class OnList:
    """A country is on a list, on the day of the matter where the list is dated."""

    fact: str
    list: str


@value
class Abroad:
    """A country is not the policy's own. Hong Kong, Macao and Taiwan have codes of their own."""

    fact: str
    home: str


@value
class Limits:
    """Between what a number is: at least or above so much, below or at most so much.

    Each may be left out.
    """

    at_least: Exact | None = None
    above: Exact | None = None
    below: Exact | None = None
    at_most: Exact | None = None

    @property
    def every(self) -> tuple[Exact, ...]:
        """The limits there are."""
        limits = (self.at_least, self.above, self.below, self.at_most)
        return tuple(limit for limit in limits if limit is not None)

    def admit(self, number: Exact, unit: Exact = 1) -> bool:
        """Say whether a number lies between the limits, which are in this unit."""
        return (
            (self.at_least is None or number >= self.at_least * unit)
            and (self.above is None or number > self.above * unit)
            and (self.below is None or number < self.below * unit)
            and (self.at_most is None or number <= self.at_most * unit)
        )


@value
class Within(Limits):
    """The highest of these values lies between the limits.

    Values of a year for which nothing is recorded are not within anything. named: how the working
    names the lower limit.
    """

    values: tuple[Reference, ...]
    named: str


@value
class Grows:
    """A record's value is so many basis points above that of the year before.

    Over a year that is recorded as 0, any amount has grown; nothing grows over a year that is not
    recorded.
    """

    now: Reference
    before: Reference
    rate_bp: Exact
    above: bool  # by more than that


@value
class Share(Limits):
    """A value, as a share of another, lies between the limits, in basis points."""

    part: Reference
    whole: Reference


@value
class GrantedBefore(Limits):
    """How many claims, or items, the enterprise was granted before under these measures.

    of_item: for the claim's own item only.
    """

    measures: tuple[str, ...]
    by_item: frozenset[str]
    of_item: bool


@value
class FiledWithin:
    """The claim was filed at most so many days after the matter."""

    days: int


@value
class AnyOf:
    """At least one of these conditions holds."""

    conditions: tuple[Condition, ...]


OfFacts = YesNo | IsWord | OnList | Abroad
OfValues = Within | Grows | Share
Condition = OfFacts | OfValues | GrantedBefore | FiledWithin | AnyOf


def asked(condition: Condition) -> Iterator[Reference | GrantedBefore]:
    """Yield what a condition asks about beside the claim: values, and grants before it."""
    match condition:
        case AnyOf():
            for each in condition.conditions:
                yield from asked(each)
        case Within():
            yield from _parts(*condition.values)
        case Grows():
            yield from _parts(condition.now, condition.before)
        case Share():
            yield from _parts(condition.part, condition.whole)
        case GrantedBefore():
            yield condition
        case _:
            pass


def _parts(*references: Reference) -> Iterator[Reference]:
    """Yield values that are not sums: the parts of those that are."""
    for reference in references:
        yield from reference.parts


@value
class Need:
    """A condition without which a measure pays nothing. code: what is said where it fails."""

    condition: Condition
    code: str
