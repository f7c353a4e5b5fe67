"""What a measure is chosen by and what it needs: a closed set of conditions."""

from __future__ import annotations

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
class Within:
    """The highest of these values is at least, and below, so much; either may be left out.

    Values of a year for which nothing is recorded are not within anything. named: how the working
    names the lower limit.
    """

    values: tuple[Reference, ...]
    at_least: Exact | None
    below: Exact | None
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


@value
class Share:
    """A value is at least so many basis points of another."""

    part: Reference
    whole: Reference
    rate_bp: Exact


@value
class GrantedBefore:
    """How many claims, or items, the enterprise was granted before under these measures.

    of_item: for the claim's own item only.
    """

    measures: tuple[str, ...]
    by_item: frozenset[str]
    of_item: bool
    at_least: int | None
    below: int | None


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


@value
class Need:
    """A condition without which a measure pays nothing. code: what is said where it fails."""

    condition: Condition
    code: str
