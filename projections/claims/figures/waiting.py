"""Claims that wait for their decision (待核定): how many, for how long, and what they declare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from domain.value import value

BANDS = ((0, 7), (8, 15), (16, 30), (31, 60), (61, None))  # days, both inclusive


class WaitingGroup(NamedTuple):
    """Pending claims of a kind that were recorded on one day, and what they declare."""

    kind: str
    since: date
    claims: int
    declared_fen: int


@value
class WaitingSum:
    """Claims that wait, and what they declare, in fen; a kind without a cost declares nothing."""

    claims: int
    declared_fen: int


@value
class WaitingBand(WaitingSum):
    """Those that wait so many days. to_days: None where there is no end.

    since, until: the days on which they were recorded, both inclusive; None where there is no end.
    """

    from_days: int
    to_days: int | None
    since: date | None
    until: date


@value
class WaitingClaims(WaitingSum):
    """What waits on a day, as of a log position: recorded by then, and not decided.

    oldest: the day the oldest of them was recorded. by_kind: a claim has no measure before it is
    decided.
    """

    on: date
    position: int
    oldest: date | None
    bands: tuple[WaitingBand, ...]
    by_kind: Mapping[str, WaitingSum]


def waiting(groups: Iterable[WaitingGroup], on: date, position: int) -> WaitingClaims:
    """Add up pending claims as of a day; those recorded after it do not wait yet."""
    known = [group for group in groups if group.since <= on]
    kinds = sorted({group.kind for group in known})
    return WaitingClaims(
        **_sums(known),
        on=on,
        position=position,
        oldest=min((group.since for group in known), default=None),
        bands=tuple(_band(known, on, first, last) for first, last in BANDS),
        by_kind={
            kind: WaitingSum(**_sums([group for group in known if group.kind == kind]))
            for kind in kinds
        },
    )


def _band(known: Iterable[WaitingGroup], on: date, first: int, last: int | None) -> WaitingBand:
    until = on - timedelta(days=first)
    since = None if last is None else on - timedelta(days=last)
    inside = [each for each in known if (since or date.min) <= each.since <= until]
    return WaitingBand(**_sums(inside), from_days=first, to_days=last, since=since, until=until)


def _sums(groups: Iterable[WaitingGroup]) -> dict[str, int]:
    every = list(groups)
    return {
        "claims": sum(group.claims for group in every),
        "declared_fen": sum(group.declared_fen for group in every),
    }
