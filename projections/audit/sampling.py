"""Which claims an auditor looks into (抽样): by measure and amount, the same draw for everybody.

The draw uses SHA-256 alone: who knows the seed and the log position can repeat it with other tools.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256
from heapq import heapify, heapreplace

from domain.value import value

BANDS_FROM_FEN = (0, 1_000_000, 5_000_000, 20_000_000)  # 0, 10,000, 50,000, 200,000 yuan


@value
class Granted:
    """A claim that could be drawn: granted more than nothing."""

    claim_no: str
    uscc: str
    measure: str
    granted_fen: int


@value
class Drawn:
    """A claim drawn, and the digest that ranked it."""

    claim: Granted
    rank: str


@value
class Stratum:
    """Claims of one measure and of about one amount (抽样层). from_fen: the band's lower end.

    below_fen: its upper end, not in it; None for the uppermost.
    """

    measure: str
    from_fen: int
    below_fen: int | None
    claims: int
    granted_fen: int
    drawn: tuple[Drawn, ...]


def rank(seed: str, position: int, claim_no: str) -> str:
    """Return what ranks a claim: SHA-256 in hex of `seed:position:claim number`; lowest first."""
    return sha256(f"{seed}:{position}:{claim_no}".encode()).hexdigest()


def sample(claims: Iterable[Granted], size: int, seed: str, position: int) -> list[Stratum]:
    """Return every stratum with the claims drawn from it: `size` in all, or all there are.

    Each stratum gets one first, the one with the most money first; every further one goes where the
    money per claim drawn is highest (Sainte-Laguë), as long as the stratum has claims left.
    """
    strata: dict[tuple[str, int], list[Granted]] = {}
    for one in claims:
        strata.setdefault((one.measure, _band(one.granted_fen)), []).append(one)
    shares = _shares(strata, size)
    return [
        _stratum(measure, band, of, shares[measure, band], seed, position)
        for (measure, band), of in sorted(strata.items())
    ]


def _band(fen: int) -> int:
    return sum(fen >= start for start in BANDS_FROM_FEN) - 1


def _shares(strata: dict[tuple[str, int], list[Granted]], size: int) -> dict[tuple[str, int], int]:
    """Return how many claims are drawn from each stratum."""
    shares = dict.fromkeys(strata, 0)
    money = {key: sum(one.granted_fen for one in of) for key, of in strata.items()}
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


def _stratum(
    measure: str, band: int, claims: list[Granted], share: int, seed: str, position: int
) -> Stratum:
    ranked = sorted(
        (Drawn(claim=one, rank=rank(seed, position, one.claim_no)) for one in claims),
        key=lambda one: one.rank,
    )
    last = band + 1 == len(BANDS_FROM_FEN)
    return Stratum(
        measure=measure,
        from_fen=BANDS_FROM_FEN[band],
        below_fen=None if last else BANDS_FROM_FEN[band + 1],
        claims=len(claims),
        granted_fen=sum(one.granted_fen for one in claims),
        drawn=tuple(ranked[:share]),
    )
