"""One fictional claim: its kind, its days, its facts, its papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scripts.sample.county.enterprises import Enterprise
from scripts.sample.county.facts import DRAWS, Fact, Matter

FIRST_DAY = date(2022, 1, 1)
LAST_DAY = date(2024, 12, 31)
BACKFILL_LAST_DAY = date(2023, 12, 31)
BACKFILL_FILED_ON = date(2024, 2, 20)

USUAL_RANKS = 36  # an enterprise's claims beyond these are mostly of kinds without a cap
MAIN_YEAR_SHARE = 0.75  # of an enterprise's claims fall in its busiest year: caps are met

_USUAL = {
    "exhibition": 300, "online-exhibition": 150, "certification": 150, "trademark": 70,
    "credit-insurance": 120, "fx-guarantee": 60, "case-by-case": 40, "trade-remedy": 30,
    "outsourcing": 25, "overseas-warehouse": 20, "brand": 10, "warning-point": 8,
    "monitoring-point": 8, "aeo": 5, "service-platform": 4,
}  # fmt: skip
_BULK = {
    "fx-guarantee": 500, "case-by-case": 250, "overseas-warehouse": 150, "exhibition": 20,
    "certification": 20, "online-exhibition": 10, "credit-insurance": 20, "trademark": 10,
}  # fmt: skip
_DAYS = (LAST_DAY - FIRST_DAY).days + 1
_BACKFILL_DAYS = (BACKFILL_LAST_DAY - FIRST_DAY).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an enterprise files, before any slip of the pen.

    `fee_fen` is the cost claimed, all booths together; None for kinds without one.
    """

    claim_no: str
    enterprise: Enterprise
    kind: str
    occurred_on: date
    filed_on: date
    facts: dict[str, Fact]
    fee_fen: int | None
    invoices: tuple[str, ...]
    other_support_fen: int


def claim_no(seed: int, number: int) -> str:
    """Return the number of the claim, two digits of the seed within."""
    return f"YT2022-{seed % 100:02d}{number:07d}"


def filed_claim(rng: Random, seed: int, number: int, filer: Enterprise, rank: int) -> Claim:
    """Return the claim `number` of a file, the enterprise's `rank`-th, over the policy's years."""
    kind = _drawn(rng, _USUAL if rank < USUAL_RANKS else _BULK)
    day = FIRST_DAY + timedelta(int(rng.random() * _DAYS))
    if rng.random() < MAIN_YEAR_SHARE:
        day = day.replace(year=FIRST_DAY.year + filer.index % 3, day=min(day.day, 28))
    filed_on = day + timedelta(10 + int(rng.random() * 170))
    return _claim(rng, seed, number, filer, kind, day, filed_on)


def backfilled_claim(
    rng: Random, seed: int, number: int, filer: Enterprise, kind: str, variant: str | None
) -> Claim:
    """Return a claim of the given kind for a matter of 2022 or 2023, filed on the one day."""
    day = FIRST_DAY + timedelta(int(rng.random() * _BACKFILL_DAYS))
    return _claim(rng, seed, number, filer, kind, day, BACKFILL_FILED_ON, variant)


def usual_kind(rng: Random) -> str:
    """Return a kind at random, as often as enterprises file it."""
    return _drawn(rng, _USUAL)


def scrambled(number: int, seed: int, digits: int) -> str:
    """Return a number that looks drawn, yet differs for every `number` below 10**digits."""
    size = 10**digits
    return f"{(number * 61_803_399 + seed * 30_103_001 + 12_345_677) % size:0{digits}d}"


def _drawn(rng: Random, weights: dict[str, int]) -> str:
    return rng.choices(tuple(weights), tuple(weights.values()))[0]


def _claim(
    rng: Random,
    seed: int,
    number: int,
    filer: Enterprise,
    kind: str,
    day: date,
    filed_on: date,
    variant: str | None = None,
) -> Claim:
    if kind == "outsourcing":  # the matter is the year, on its last day
        day = date(day.year, 12, 31)
        filed_on = max(filed_on, day + timedelta(20))
    serial = scrambled(number, seed, 8)
    matter = Matter(rng=rng, filer=filer, year=day.year, serial=serial, variant=variant)
    facts, fee_fen = DRAWS[kind](matter)
    return Claim(
        claim_no=claim_no(seed, number),
        enterprise=filer,
        kind=kind,
        occurred_on=day,
        filed_on=filed_on,
        facts=facts,
        fee_fen=fee_fen,
        invoices=() if fee_fen is None else _invoices(rng, serial),
        other_support_fen=0 if fee_fen is None else _other_support_fen(rng, fee_fen),
    )


def _invoices(rng: Random, serial: str) -> tuple[str, ...]:
    """One invoice in most claims; one in twelve has a second."""
    return (serial,) if rng.random() < 11 / 12 else (serial, f"33{serial}")


def _other_support_fen(rng: Random, fee_fen: int) -> int:
    """Nothing in most claims; in one of twenty some part of the cost."""
    return 0 if rng.random() < 0.95 else fee_fen * rng.randrange(5, 90) // 100
