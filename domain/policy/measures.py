"""A policy as the ledger decides by it: kinds, measures, caps, and what stands beside what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from domain.money import BASIS_POINTS, Exact
from domain.policy import terms
from domain.policy.conditions import Condition, GrantedBefore, Need, asked
from domain.policy.kinds import CountryList, Kind, RecordType
from domain.policy.references import Reference
from domain.policy.terms import Term
from domain.value import value


@value
class Line:
    """The one line that a measure's terms are shown in: its code, and which operands, in order."""

    code: str
    shows: tuple[str, ...]


@value
class Measure:
    """One thing the policy pays for, with the article that says so.

    when: all of it holds for claims of the kind that no measure before takes. line: None where
    each term is shown in a line of its own. by_item: several claims of one item share its places.
    shares_item: the measures by item of the kind, this one too; empty for others. worked_from: the
    amounts of records that its terms are worked out from. ended: from this version on it pays
    nothing.
    """

    id: str
    article: str
    title_zh: str
    title_en: str
    kind: str
    when: tuple[Condition, ...]
    needs: tuple[Need, ...]
    terms: tuple[Term, ...]
    line: Line | None
    by_item: bool
    shares_item: tuple[str, ...]
    worked_from: tuple[Reference, ...]
    ended: bool = False

    @property
    def asks(self) -> Iterator[Reference | GrantedBefore]:
        """What decides whether it pays, and how much: values, and grants before the claim."""
        for need in self.needs:
            yield from asked(need.condition)
        for term in self.terms:
            yield from terms.asked(term)


@value
class Cap:
    """A ceiling (封顶) on what an enterprise, or all of them, get under `measures`.

    unit: `fen` (an amount) or `count` (places). period: `year` of the matter, the whole `policy`,
    the `fiscal` year that `starts` on this month and day, or `rolling`: any `months` in a row.
    limit: in that unit; where it is `limit_of` a record's amount, `share_bp` of that instead, down
    to a multiple of `unit_fen`, as the policy rounds.
    item: the name of the item that the limit is counted for; None where it is for all of them.
    pooled: whether it is over all enterprises together. by_item: those of its
    measures under which an item holds one place however many claims it has. carries_on: measures of
    other policies whose grants fill it as well, as policy and name; carried: those, by the names
    they are recorded under, once the book has them.
    """

    id: str
    article: str
    title_zh: str
    title_en: str
    unit: str
    limit: int
    period: str
    item: str | None
    pooled: bool
    measures: tuple[str, ...]
    by_item: frozenset[str]
    starts: tuple[int, int] = (1, 1)
    months: int = 0
    limit_of: Reference | None = None
    share_bp: Exact = BASIS_POINTS
    unit_fen: int = 1
    carries_on: tuple[tuple[str, str], ...] = ()
    carried: tuple[str, ...] = ()

    @property
    def needs_days(self) -> bool:
        """Say whether what is used depends on more of a day than its year."""
        return self.period in ("fiscal", "rolling")

    @property
    def stays_full(self) -> bool:
        """Say whether a full cap is so until something of the enterprise's own changes.

        Of months in a row none stays full; what fills a pooled cap is of no one enterprise.
        """
        return self.period != "rolling" and not self.pooled

    @property
    def counted(self) -> tuple[str, ...]:
        """All measures whose grants fill the cap."""
        return self.measures + self.carried


@value
class Exclusion:
    """An item granted under one of `by` is not granted under `measure` in the same year.

    two_way: what was granted under `measure` before is taken back. code: the reason it gives.
    """

    article: str
    measure: str
    by: tuple[str, ...]
    two_way: bool
    code: str


@value
class Together:
    """Measures of which an enterprise may get several; higher: up to the highest of them."""

    measures: tuple[str, ...]
    higher: bool


@value
class OtherPolicies:
    """How what other policies of the ledger granted for the same matter counts.

    policies: their ids; all others of the ledger where it is empty. same: claims are of one matter
    where they share an `invoice`, or are of one `item` in one year. rule: `up-to-cost` (together
    not above the cost), `deduct` (less what they granted), `higher` (together not above the higher
    of them), or `ignore`.
    """

    article: str
    policies: frozenset[str]
    same: str
    rule: str


@value
class Settings:
    """How every decision goes: see docs/measures.md for the words."""

    rounding: str
    other_support: str
    order: str
    new_version: str


@value
class Commitment:
    """An article that promises no money, kept so that every article is accounted for."""

    article: str
    summary_zh: str
    summary_en: str


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What one version says, whole. Its days are inclusive and are days of the matter.

    prefix: what stands before the names of its kinds, records, measures and caps where they are
    recorded; empty for the first policy of a ledger. repealed: in its days nothing is paid.
    bearing: by kind, the readings that bear on its claims and how they are read. funding: by
    measure, what each source of money bears in basis points, together 10,000; empty where the
    policy does not say. source: the document it was compiled from; two policies are the same where
    their documents are.
    """

    id: str = field(compare=False)
    prefix: str = field(compare=False)
    title_zh: str = field(compare=False)
    title_en: str = field(compare=False)
    document: str = field(compare=False)
    announced_on: date = field(compare=False)
    first_day: date = field(compare=False)
    last_day: date = field(compare=False)
    kinds: dict[str, Kind] = field(compare=False)
    records: dict[str, RecordType] = field(compare=False)
    lists: dict[str, CountryList] = field(compare=False)
    measures: dict[str, Measure] = field(compare=False)
    caps: dict[str, Cap] = field(compare=False)
    exclusions: tuple[Exclusion, ...] = field(compare=False)
    together: tuple[Together, ...] = field(compare=False)
    others: tuple[OtherPolicies, ...] = field(compare=False)
    repealed: bool = field(compare=False)
    settings: Settings = field(compare=False)
    funding: dict[str, Mapping[str, Exact]] = field(compare=False)
    bearing: dict[str, dict[str, str]] = field(compare=False)
    commitments: tuple[Commitment, ...] = field(compare=False)
    source: Mapping[str, Any]

    @cached_property
    def measures_of(self) -> dict[str, tuple[Measure, ...]]:
        """The measures of each kind, in the order they are tried."""
        return {
            kind: tuple(each for each in self.measures.values() if each.kind == kind)
            for kind in self.kinds
        }

    @cached_property
    def caps_of(self) -> dict[str, tuple[Cap, ...]]:
        """The caps each measure meets, in the policy's order."""
        return {
            measure: tuple(cap for cap in self.caps.values() if measure in cap.measures)
            for measure in self.measures
        }

    @cached_property
    def excluded_by(self) -> dict[str, tuple[Exclusion, ...]]:
        """By measure, what its grants exclude."""
        return {
            measure: tuple(each for each in self.exclusions if measure in each.by)
            for measure in self.measures
        }

    def exclusion(self, measure: str | None, reason: str | None) -> Exclusion | None:
        """Return the exclusion that is the reason why a measure paid nothing; None without one."""
        return next(
            (each for each in self.exclusions if (each.measure, each.code) == (measure, reason)),
            None,
        )

    @cached_property
    def together_with(self) -> dict[str, Together]:
        """The measures that stand together with each; those alone are missing."""
        return {measure: each for each in self.together for measure in each.measures}
