"""Which claims an auditor looks into (抽样): by measure and amount, the same draw for everybody.

The draw uses SHA-256 alone: anybody who has the seed and the log position can repeat it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from hashlib import sha256
from heapq import heapify, heapreplace
from operator import itemgetter

from domain.value import value
from projections.audit.answer import AuditAnswer

BANDS_FROM_FEN = (0, 1_000_000, 5_000_000, 20_000_000)  # 0, 10,000, 50,000, 200,000 yuan


@value
class SampledGrant:
    """A claim that could be drawn: granted more than nothing."""

    claim_no: str
    uscc: str
    policy: str | None
    measure: str
    granted_fen: int


@value
class Stratum:
    """Claims of one measure and of about one amount (抽样层). from_fen: the band's lower end.

    below_fen: its upper end, not in it; None for the uppermost. drawn: how many claims were drawn.
    """

    policy: str | None
    measure: str
    from_fen: int
    below_fen: int | None
    claims: int
    granted_fen: int
    drawn: int


@value
class DrawnClaim:
    """A claim drawn, the lower end of its stratum's band, and the digest that ranked it."""

    claim_no: str
    uscc: str
    policy: str | None
    measure: str
    from_fen: int
    granted_fen: int
    rank: str


@value
class Sample(AuditAnswer):
    """The claims drawn, by stratum and rank. size: how many were asked for."""

    seed: str
    size: int
    claims_in_all: int
    granted_fen_in_all: int
    drawn: int
    drawn_fen: int
    strata: tuple[Stratum, ...]
    claims: tuple[DrawnClaim, ...]


def rank(seed: str, position: int, claim_no: str) -> str:
    """Return what ranks a claim: SHA-256 in hex of `seed:position:claim number`; lowest first."""
    return sha256(f"{seed}:{position}:{claim_no}".encode()).hexdigest()


def draw_sample(
    claims: Iterable[SampledGrant],
    size: int,
    seed: str,
    position: int,
    recorded_at: str | None,
    policy: str | None,
) -> Sample:
    """Draw `size` claims in all, or all there are. policy: whose claims these are; None for all.

    Each stratum gets one first, the one with the most money first; every further one goes where the
    money per claim drawn is highest (Sainte-Laguë), as long as the stratum has claims left.
    """
    by_stratum: dict[tuple[str, int], list[SampledGrant]] = {}
    for claim in claims:
        by_stratum.setdefault((claim.measure, _band(claim.granted_fen)), []).append(claim)
    shares = _shares(by_stratum, size)
    strata, drawn = list[Stratum](), list[DrawnClaim]()
    for key, members in sorted(by_stratum.items()):
        strata.append(_stratum(*key, members, shares[key]))
        drawn += _drawn(strata[-1], members, seed, position)
    return Sample(
        position=position,
        recorded_at=recorded_at,
        policy=policy,
        seed=seed,
        size=size,
        claims_in_all=sum(stratum.claims for stratum in strata),
        granted_fen_in_all=sum(stratum.granted_fen for stratum in strata),
        drawn=len(drawn),
        drawn_fen=sum(claim.granted_fen for claim in drawn),
        strata=tuple(strata),
        claims=tuple(drawn),
    )


def _band(fen: int) -> int:
    return sum(fen >= start for start in BANDS_FROM_FEN) - 1


def _shares(
    strata: dict[tuple[str, int], list[SampledGrant]], size: int
) -> dict[tuple[str, int], int]:
    """Return how many claims are drawn from each stratum."""
    shares = dict.fromkeys(strata, 0)
    money = {key: sum(claim.granted_fen for claim in claims) for key, claims in strata.items()}
    # The richest by claim drawn is on top; one that has given nothing comes before any that has.
    waiting = [(False, -Fraction(money[key]), key) for key in strata]
    heapify(waiting)
    for _ in range(min(size, sum(map(len, strata.values())))):
        _, _, key = waiting[0]
        shares[key] += 1
        if shares[key] < len(strata[key]):
            next_turn = -Fraction(money[key], 2 * shares[key] + 1)
        else:
            next_turn = Fraction(1)  # nothing left: behind all others
        heapreplace(waiting, (True, next_turn, key))
    return shares


def _stratum(measure: str, band: int, claims: list[SampledGrant], share: int) -> Stratum:
    last = band + 1 == len(BANDS_FROM_FEN)
    return Stratum(
        policy=claims[0].policy,
        measure=measure,
        from_fen=BANDS_FROM_FEN[band],
        below_fen=None if last else BANDS_FROM_FEN[band + 1],
        claims=len(claims),
        granted_fen=sum(claim.granted_fen for claim in claims),
        drawn=share,
    )


def _drawn(
    stratum: Stratum, claims: list[SampledGrant], seed: str, position: int
) -> Iterator[DrawnClaim]:
    """Yield the claims drawn from a stratum, the lowest rank first."""
    ranked = {rank(seed, position, claim.claim_no): claim for claim in claims}
    for digest, claim in sorted(ranked.items(), key=itemgetter(0))[: stratum.drawn]:
        yield DrawnClaim(
            claim_no=claim.claim_no,
            uscc=claim.uscc,
            policy=claim.policy,
            measure=claim.measure,
            from_fen=stratum.from_fen,
            granted_fen=claim.granted_fen,
            rank=digest,
        )
