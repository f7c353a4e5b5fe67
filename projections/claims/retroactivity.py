"""Claims for matters before the policy was announced (追溯适用), counted apart, and how late.

Counted are claims granted more than 0, as in the totals. A lag is the days from the matter to the
filing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.enterprise.state import Enterprise, granted_fen
from domain.value import value
from projections.claims.register import GroupTotal, Totals

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook


class DatedGrant(NamedTuple):
    """A granted claim, as far as retroactivity asks."""

    measure: str
    year: int
    occurred_on: date
    filed_on: date
    granted_fen: int
    retroactive: bool


@value
class LagDays:
    """The middle lag, half a day where it lies between two whole ones, and the longest."""

    median: int | float | None
    longest: int | None


@value
class LaggedTotal(GroupTotal):
    """Claims with how late they were filed."""

    lag_days: LagDays


@value
class LaggedPart(LaggedTotal):
    """The claims from before the announcement, or the others: in all, and by measure."""

    by_measure: Mapping[str, LaggedTotal]


@value
class SplitTotals(Totals):
    """What was granted, with the claims from before the announcement and the others apart."""

    retroactive: LaggedPart
    others: LaggedPart


def split_by_announcement(
    totals: Totals, grants: Iterable[DatedGrant], year: int | None
) -> SplitTotals:
    """Return totals with retroactive claims and the others apart."""
    parts: dict[bool, list[DatedGrant]] = {True: [], False: []}
    for grant in grants:
        if year is None or grant.year == year:
            parts[grant.retroactive].append(grant)
    return SplitTotals(
        position=totals.position,
        claims=totals.claims,
        granted_fen=totals.granted_fen,
        groups=totals.groups,
        retroactive=_part(parts[True]),
        others=_part(parts[False]),
    )


def granted_of(enterprise: Enterprise, book: PolicyBook) -> Iterator[DatedGrant]:
    """Yield an enterprise's claims granted more than 0, from its folded state."""
    for claim in enterprise.claims.values():
        fen, outcome, submitted = granted_fen(claim), claim.outcome, claim.submitted
        if fen > 0 and outcome is not None and outcome.measure is not None:
            day = submitted.occurred_on
            late = book.of(submitted.facts.kind).is_retroactive(day)
            yield DatedGrant(outcome.measure, day.year, day, submitted.filed_on, fen, late)


def _part(grants: list[DatedGrant]) -> LaggedPart:
    by_measure: dict[str, list[DatedGrant]] = {}
    for grant in grants:
        by_measure.setdefault(grant.measure, []).append(grant)
    whole = _lagged(grants)
    return LaggedPart(
        claims=whole.claims,
        granted_fen=whole.granted_fen,
        lag_days=whole.lag_days,
        by_measure={measure: _lagged(few) for measure, few in sorted(by_measure.items())},
    )


def _lagged(grants: list[DatedGrant]) -> LaggedTotal:
    days = sorted((grant.filed_on - grant.occurred_on).days for grant in grants)
    return LaggedTotal(
        claims=len(grants),
        granted_fen=sum(grant.granted_fen for grant in grants),
        lag_days=LagDays(median=_median(days), longest=max(days, default=None)),
    )


def _median(ranked: list[int]) -> int | float | None:
    if not ranked:
        return None
    doubled = ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]
    return doubled // 2 if doubled % 2 == 0 else doubled / 2
