"""A policy: measures, their formulas, caps and readings; versions; which version governs a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from domain.policy.readings import Readings, bearing_on


@dataclass(frozen=True, slots=True, kw_only=True)
class BoothShare:
    """A share of each booth's fee up to `per_booth_fen`, for the highest booths an item allows."""

    rate_bp: int
    per_booth_fen: int
    booths_per_exhibition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOfFee:
    """A share of the fee; `at_most_fen` is what an item can get over all its claims."""

    rate_bp: int
    at_most_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOfFeeForExporters:
    """A share of the fee for those whose exports reach `from_usd_cents` to either market."""

    rate_bp: int
    from_usd_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeFee:
    """The whole fee."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A fixed sum."""

    award_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardByGrade:
    """A fixed sum for each grade."""

    awards_fen: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardPerBlock:
    """A fixed sum for every `per_usd_cents` executed."""

    award_fen: int
    per_usd_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeWithinShareOfGuaranteed:
    """The guarantee fee, up to a share of the amount guaranteed."""

    share_of_guaranteed_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountDecided:
    """The sum that a named decision document grants."""


OfCost = BoothShare | ShareOfFee | ShareOfFeeForExporters | WholeFee | FeeWithinShareOfGuaranteed
Formula = OfCost | Award | AwardByGrade | AwardPerBlock | AmountDecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing the policy pays for, with the article that says so."""

    id: str
    article: str
    title_zh: str
    title_en: str
    formula: Formula
    needs_self_export: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A ceiling (封顶) on what an enterprise gets under `measures`.

    unit: `fen` (an amount) or `count` (places). period: `year` of the matter, or `policy`.
    per: `enterprise`, `warehouse` or `case`: what the limit is counted for.
    """

    id: str
    article: str
    title_zh: str
    title_en: str
    unit: str
    limit: int
    period: str
    per: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """An article that promises no money, kept so that every article is accounted for."""

    article: str
    summary_zh: str
    summary_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Countries:
    """The two lists that rates depend on: who is on the first, and since when on the second."""

    belt_and_road: frozenset[str]
    rcep_in_force: dict[str, date]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What one version says, whole. Its days are inclusive and are days of the matter."""

    id: str
    title_zh: str
    title_en: str
    document: str
    announced_on: date
    first_day: date
    last_day: date
    measures: dict[str, Measure]
    caps: dict[str, Cap]
    readings: Readings
    countries: Countries
    commitments: tuple[Commitment, ...]

    @cached_property
    def caps_in_force(self) -> tuple[Cap, ...]:
        """The caps as the readings shape them: which measures share one, and over what period."""
        return _shaped(self.caps, self.readings)

    @cached_property
    def bearing(self) -> dict[str, dict[str, str]]:
        """The readings that bear on each kind of claim."""
        return bearing_on(self.readings)

    @cached_property
    def caps_of(self) -> dict[str, tuple[Cap, ...]]:
        """The caps each measure meets, in the policy's order."""
        return {
            measure: tuple(cap for cap in self.caps_in_force if measure in cap.measures)
            for measure in self.measures
        }


def _shaped(caps: dict[str, Cap], readings: Readings) -> tuple[Cap, ...]:
    """Return the caps after the readings on counters and periods (docs/measures.md)."""
    shaped = dict(caps)
    key, other = "key-exhibitions-per-year", "other-exhibitions-per-year"
    if readings.exhibition_counter == "one":
        together = shaped[key].measures + shaped[other].measures
        shaped[key] = replace(shaped[key], measures=together)
        del shaped[other]
    elif readings.exhibition_counter == "apart":
        alone = "belt-road-rcep-exhibition"
        rest = tuple(measure for measure in shaped[other].measures if measure != alone)
        apart = replace(shaped[other], id="belt-road-exhibitions-per-year", measures=(alone,))
        shaped[other] = replace(shaped[other], measures=rest)
        shaped[apart.id] = apart
    product, rcep = "certifications-per-year", "rcep-certifications-per-year"
    if readings.certificate_counter == "together":
        together = shaped[product].measures + shaped[rcep].measures
        shaped[product] = replace(shaped[product], measures=together)
        del shaped[rcep]
    for cap, period in (
        ("trademarks-in-all", readings.trademark_period),
        ("trade-remedy-in-all", readings.trade_remedy_period),
        ("insurance-per-year", readings.insurance_period),
        ("outsourcing-per-year", readings.outsourcing_period),
    ):
        by_case = period == "case"
        shaped[cap] = replace(
            shaped[cap],
            period="policy" if by_case else period,
            per="case" if by_case else shaped[cap].per,
        )
    return tuple(shaped.values())
