"""One figure: a piece of work, and its raw limit, done in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scripts.benchmark.ledgers import Ledger
from scripts.benchmark.taking import Taken, median


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A piece of work on a ledger: what it took in all, and what its raw limit took.

    units: how many it did, of what unit names; raw: None where nothing raw compares.
    """

    work: str
    on: str
    claims: int
    unit: str
    units: int
    taken: Taken
    against: str
    raw: Taken


def measured(
    ledger: Ledger,
    runs: int,
    work: str,
    of: tuple[str, int],
    do: Callable[[], Taken],
    raw: tuple[str, Callable[[], Taken]],
) -> Figure:
    """Do a piece of work and its raw limit in turn; return the medians."""
    taken, limits = [], []
    for _ in range(runs):
        taken.append(do())
        limits.append(raw[1]())
    return Figure(
        work=work,
        on=ledger.on,
        claims=ledger.files.claims,
        unit=of[0],
        units=of[1],
        taken=median(taken),
        against=raw[0],
        raw=median(limits),
    )
