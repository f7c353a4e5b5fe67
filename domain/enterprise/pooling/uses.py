"""What granted claims use of caps: the rows that an account has, and what came from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from domain.enterprise.pooling.counts import Posting
from domain.identity import skeleton
from domain.policy.measures import Cap


@dataclass(slots=True)
class Use:
    """What the granted claims of one measure, year and place hold together."""

    claims: int = 0
    amount_fen: int = 0
    booths: int = 0


Scoped = tuple[str, int, str, Use]  # measure, year, place, use


class Source(NamedTuple):
    """Where a use brought in was granted, by which claim, and what brought it in.

    place: as the other county wrote it. pack: a digest. position: of the log, where it came in.
    """

    county: str
    claim_no: str
    place: str
    pack: str
    document: str
    position: int


class Brought(NamedTuple):
    """A use brought in: granted elsewhere, and counted under the enterprise's own caps alone."""

    measure: str
    posting: Posting
    booths: int
    source: Source


def used(cap: Cap, rows: Iterable[Scoped]) -> int:
    """Return what these rows use of a cap: fen, or places (an item holds one however often).

    An item is one in a year: of the matter, or where the cap counts fiscal years, in that.
    """
    if cap.unit == "fen":
        return sum(use.amount_fen for *_, use in rows)
    items, others = set(), 0
    for measure, year, place, use in rows:
        if measure in cap.by_item:
            items.add((0 if cap.period == "fiscal" else year, skeleton(place)))
        else:
            others += use.claims
    return len(items) + others
