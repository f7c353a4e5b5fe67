"""Who files how many claims, and in which mixed order the claims arrive."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from random import Random

from scripts.sample.county.enterprises import Enterprise, enterprise

CLAIMS_MEAN = 8  # claims an enterprise, log-normal
SPREAD = 0.9  # sigma of the logarithm
LARGEST = 5_000  # claims of one enterprise, in a file of at least
LARGEST_FROM = 50_000  # so many claims; in a smaller one it files
LARGEST_SHARE = 20  # a twentieth of them
_ROUNDS = 4


class County:
    """The enterprises of one seed. A claim is a slot; an enterprise's slots are neighbours.

    Four bytes an enterprise are all that is kept.
    """

    def __init__(self, seed: int, claims: int) -> None:
        self._seed = seed
        self._ends = _ends(Random(f"{seed}/county"), claims)

    def __len__(self) -> int:
        return len(self._ends)

    def enterprise(self, index: int) -> Enterprise:
        """Return the enterprise at `index`."""
        return enterprise(self._seed, index)

    def owner(self, slot: int) -> tuple[Enterprise, int]:
        """Return the enterprise whose claim `slot` is, and the claim's rank among its claims."""
        index = bisect_right(self._ends, slot)
        start = self._ends[index - 1] if index else 0
        return self.enterprise(index), slot - start


class MixedOrder:
    """A one-to-one reordering of range(size) from a seed, in memory of the root of `size`.

    A Feistel network over two digits; a place outside the range is walked on from until inside.
    """

    def __init__(self, seed: int, size: int) -> None:
        rng = Random(f"{seed}/order")
        self._size = size
        self._side = side = math.isqrt(max(size - 1, 0)) + 1
        self._rounds = [[rng.randrange(side) for _ in range(side)] for _ in range(_ROUNDS)]

    def __getitem__(self, place: int) -> int:
        if not 0 <= place < self._size:
            raise IndexError(place)
        place = self._step(place)
        while place >= self._size:
            place = self._step(place)
        return place

    def _step(self, place: int) -> int:
        left, right = divmod(place, self._side)
        for table in self._rounds:
            left, right = right, (left + table[right]) % self._side
        return left * self._side + right


def _ends(rng: Random, claims: int) -> array[int]:
    """Return the running totals of claims, the largest enterprise first."""
    total = LARGEST if claims >= LARGEST_FROM else claims // LARGEST_SHARE
    ends = array("I", [total] if total else [])
    centre = math.log(CLAIMS_MEAN) - SPREAD**2 / 2
    while total < claims:
        total = min(claims, total + max(1, round(rng.lognormvariate(centre, SPREAD))))
        ends.append(total)
    return ends
