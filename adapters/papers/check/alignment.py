"""Which row of a file is which row of the paper it was made from."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import starmap, zip_longest
from typing import NamedTuple


class Pair(NamedTuple):
    """A row as printed and as in the file, by index; None: it was removed, or added."""

    printed: int | None
    in_file: int | None


Places = list[tuple[int, int]]  # where a row stands as printed, and where in the file


def aligned(printed: Sequence[Hashable], in_file: Sequence[Hashable]) -> list[Pair]:
    """Return every row of both, paired, in order of the file; these keys identify rows.

    Rows that kept their order among themselves are paired with themselves; one that left it is
    taken out where it was and put in where it is. Between two that kept theirs, what is left is
    paired in order: there a row was altered in what identifies it. Takes n log n.
    """
    same = _same(printed, in_file)
    kept = _kept_in_order(same)
    moved = set(same) - set(kept)
    gone, come = {ours for ours, _ in moved}, {theirs for _, theirs in moved}
    pairs: list[Pair] = []
    ours = theirs = 0
    for here in [*kept, (len(printed), len(in_file))]:
        pairs += [Pair(row, None) for row in range(ours, here[0]) if row in gone]
        left = [row for row in range(ours, here[0]) if row not in gone]
        altered = [row for row in range(theirs, here[1]) if row not in come]
        between = list(starmap(Pair, zip_longest(left, altered)))
        between += [Pair(None, row) for row in range(theirs, here[1]) if row in come]
        pairs += sorted(between, key=lambda pair: -1 if pair.in_file is None else pair.in_file)
        pairs.append(Pair(*here))
        ours, theirs = here[0] + 1, here[1] + 1
    return pairs[:-1]


def _same(printed: Sequence[Hashable], in_file: Sequence[Hashable]) -> Places:
    """Return the rows that are in both, in the order printed; equal rows in order."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(in_file):
        places[key].append(place)
    seen: dict[Hashable, int] = defaultdict(int)
    same: Places = []
    for place, key in enumerate(printed):
        count = seen[key]
        seen[key] += 1
        if count < len(places.get(key, ())):
            same.append((place, places[key][count]))
    return same


def _kept_in_order(same: Places) -> Places:
    """Return the longest run of these that stand in the same order in the file too."""
    ends: list[int] = []  # the last place in the file of the best run of each length
    holders: list[int] = []  # which row ends it
    previous: list[int | None] = []
    for index, (_, place) in enumerate(same):
        length = bisect_left(ends, place)
        previous.append(holders[length - 1] if length else None)
        if length == len(ends):
            ends.append(place)
            holders.append(index)
        else:
            ends[length], holders[length] = place, index
    run: Places = []
    at = holders[-1] if holders else None
    while at is not None:
        run.append(same[at])
        at = previous[at]
    return run[::-1]
