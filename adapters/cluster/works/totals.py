"""What was granted, part by part: folded from the events, not read from views."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from adapters.cluster.part import Part, decoded
from adapters.cluster.sources import Source
from adapters.ledger.enterprises import folded
from domain.value import value
from projections.claims.register import GroupTotal, Totals, claims_of

ENTERPRISE, MEASURE, YEAR, POLICY = "enterprise", "measure", "year", "policy"


@value
class Granted:
    """Claims granted more than 0 and what they were granted, by group."""

    claims: Mapping[str, int]
    granted_fen: Mapping[str, int]


@value
class TotalsOf:
    """Adds up grants. by: what groups are made of; policy: of claims of one alone, by its id."""

    by: str
    year: int | None = None
    policy: str | None = None

    def __call__(self, part: Part) -> Granted:
        claims, granted = Counter[str](), Counter[str]()
        for code, rows in part.enterprises():
            for claim in claims_of(code, folded(decoded(rows), code), part.book):
                policy = part.book.policy_of(claim.kind)
                if self.year not in (None, claim.year) or self.policy not in (None, policy):
                    continue
                if claim.granted_fen:
                    keys = {
                        ENTERPRISE: claim.uscc,
                        MEASURE: claim.measure or "",
                        YEAR: str(claim.year),
                        POLICY: policy or "",
                    }
                    claims[keys[self.by]] += 1
                    granted[keys[self.by]] += claim.granted_fen
        return Granted(claims=claims, granted_fen=granted)


def totals(source: Source, parts: Sequence[Granted]) -> Totals:
    """Return the totals of a ledger, of all its parts."""
    claims, granted = Counter[str](), Counter[str]()
    for part in parts:
        claims.update(part.claims)
        granted.update(part.granted_fen)
    groups = {
        key: GroupTotal(claims=claims[key], granted_fen=granted[key]) for key in sorted(claims)
    }
    return _totals(source.position, groups)


def together(every: Iterable[Totals]) -> Totals:
    """Return the totals of many ledgers; their positions are added up, too: so many events."""
    groups: dict[str, GroupTotal] = {}
    position = 0
    for each in every:
        position += each.position
        for key, total in each.groups.items():
            before = groups.get(key, GroupTotal(claims=0, granted_fen=0))
            groups[key] = GroupTotal(
                claims=before.claims + total.claims,
                granted_fen=before.granted_fen + total.granted_fen,
            )
    return _totals(position, dict(sorted(groups.items())))


def _totals(position: int, groups: Mapping[str, GroupTotal]) -> Totals:
    return Totals(
        position=position,
        claims=sum(each.claims for each in groups.values()),
        granted_fen=sum(each.granted_fen for each in groups.values()),
        groups=groups,
    )
