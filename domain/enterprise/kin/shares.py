"""Exact shares of an enterprise that was split, and what of a whole falls to each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple


class PartShare(NamedTuple):
    """One part of a split: the shares of all, which add up to 1, and which of them it is."""

    shares: tuple[Fraction, ...]
    place: int

    def of(self, units: int) -> int:
        """Return what of so many fen, places or booths is this part's, in whole units."""
        return divided(units, self.shares)[self.place]

    @property
    def fraction(self) -> Fraction:
        """The share itself."""
        return self.shares[self.place]


def divided(units: int, shares: Sequence[Fraction]) -> list[int]:
    """Return whole units for each share; together they are all of them.

    What rounding down leaves over goes one unit each to the largest remainders, of equal ones to
    the share that stands first.
    """
    exact = [units * share for share in shares]
    parts = [each.numerator // each.denominator for each in exact]
    order = sorted(range(len(shares)), key=lambda place: parts[place] - exact[place])
    for place in order[: units - sum(parts)]:
        parts[place] += 1
    return parts
