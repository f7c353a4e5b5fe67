"""Caps that are full, or nearly so (快用完的额度): how many enterprises, and which.

The limit is the one by the policy as it stands; what is used is what `remaining` says of each
enterprise. One that has used nothing of a cap is not counted under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from domain.enterprise.pooling.uses import Scoped, Use, used
from domain.identity import skeleton
from domain.policy.measures import Cap
from domain.value import value
from projections.remaining_allowances import Allowance, ItemAllowance

NEAR_PERCENT = 80  # of a limit, used


class UsedRow(NamedTuple):
    """What an enterprise was granted under a measure, of a year and place."""

    uscc: str
    measure: str
    year: int
    place: str
    claims: int
    granted_fen: int


@value
class FullLine:
    """What is used of a cap, in fen or places, of which at least 80 % is.

    uscc: None of a cap over all enterprises. item: of a cap that is counted for each; else None.
    """

    uscc: str | None
    enterprise: str | None
    item: str | None
    limit: int
    used: int
    remaining: int
    reached: bool


@value
class CapFullness:
    """One cap: how many enterprises, or items of them, have reached it, and how many nearly.

    limit: None where each enterprise has its own. near: those at 80 % or more, but not at all of
    it. pooled: it is over all enterprises, which count as one.
    """

    cap: str
    policy: str | None
    article: str
    unit: str
    limit: int | None
    pooled: bool
    full: int
    near: int


@value
class Fullness:
    """Every cap that counts in a year or over the whole policy, as of a log position."""

    year: int
    position: int
    caps: tuple[CapFullness, ...]


@value
class FullCap(CapFullness):
    """A cap with some of those that have reached it or nearly so, the fullest first.

    next: the last of them, to ask for those after it; None where there are no more.
    """

    year: int
    position: int
    lines: tuple[FullLine, ...]
    next: str | None


def line(
    cap: Cap, uscc: str | None, item: str | None, use: int, limit: int | None = None
) -> FullLine | None:
    """Return what is used of a cap; None where that is nothing, or less than 80 % of it."""
    limit = cap.limit if limit is None else limit
    if use <= 0 or use * 100 < limit * NEAR_PERCENT:
        return None
    return FullLine(
        uscc=uscc,
        enterprise=None,
        item=item,
        limit=limit,
        used=use,
        remaining=max(0, limit - use),
        reached=use >= limit,
    )


def lines_of_rows(cap: Cap, rows: Iterable[UsedRow]) -> Iterator[FullLine]:
    """Yield the lines of a cap that rows alone tell, of calendar years or the whole policy.

    rows: those that it adds up, of enterprises whose grants they have all of.
    """
    held: dict[tuple[str, str], tuple[str, list[Scoped]]] = {}
    for row in rows:
        at = "" if cap.item is None else skeleton(row.place)
        use = Use(claims=row.claims, amount_fen=row.granted_fen)
        _, scope = held.setdefault((row.uscc, at), (row.place, []))
        scope.append((row.measure, row.year, row.place, use))
    for (uscc, _), (place, scope) in held.items():
        item = None if cap.item is None else place
        yield from filter(None, [line(cap, uscc, item, used(cap, scope))])


def lines_of_answers(cap: Cap, uscc: str, allowances: Iterable[Allowance]) -> Iterator[FullLine]:
    """Yield the lines of a cap by what `remaining` answers of an enterprise."""
    for each in allowances:
        if each.cap == cap.id:
            item = each.item if isinstance(each, ItemAllowance) else None
            yield from filter(None, [line(cap, uscc, item, each.used, each.limit)])


def fullness_of(cap: Cap, policy: str | None, lines: Iterable[FullLine]) -> CapFullness:
    """Return how many of its lines have reached a cap, and how many nearly."""
    every = [each.reached for each in lines]
    return CapFullness(
        cap=cap.id,
        policy=policy,
        article=cap.article,
        unit=cap.unit,
        limit=cap.limit if cap.limit_of is None else None,
        pooled=cap.pooled,
        full=sum(every),
        near=len(every) - sum(every),
    )


def fullest_first(lines: Iterable[FullLine]) -> list[FullLine]:
    """Return lines by how full the cap is; those alike by code and item."""
    return sorted(lines, key=lambda each: (-_share(each), name_of(each)))


def name_of(each: FullLine) -> str:
    """Return what tells a line of a cap from its others."""
    return "/".join(filter(None, (each.uscc, each.item)))


def _share(each: FullLine) -> Fraction:
    return Fraction(each.used, max(each.limit, 1))
