"""A page of the claims that are asked for, in an order, with how many there are in all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from domain.value import value
from projections.claims.register import ClaimAnswer

NUMBER, DECLARED = "claim_no", "declared_fen"
# What a page can be sorted by; a minus before it turns it round. Claims alike are by number.
SORTS = (
    NUMBER, "uscc", "kind", "occurred_on", "filed_on", "submitted_on", "year", "status", "measure",
    "assessed_fen", "granted_fen", DECLARED,
)  # fmt: skip
_NO_VALUE: dict[str, str | int] = {
    "measure": "",
    "assessed_fen": -1,
    DECLARED: -1,
}  # comes before all values


@value
class Turn:
    """Which of the claims that match a page shows, and in which order.

    sort: one of SORTS, after a minus turned round. after: the claim that they come after. offset:
    how many are passed over from there.
    """

    sort: str = NUMBER
    limit: int = 50
    after: str | None = None
    offset: int = 0

    @property
    def by(self) -> str:
        """What claims are sorted by."""
        return self.sort.removeprefix("-")

    @property
    def turned(self) -> bool:
        """Whether the last come first."""
        return self.sort.startswith("-")

    @property
    def no_value(self) -> str | int | None:
        """What stands in place of no value; None where every claim has one."""
        return _NO_VALUE.get(self.by)

    def key(self, claim: PagedClaim) -> tuple[Any, str]:
        """Return what a claim is sorted by."""
        value = getattr(claim, self.by)
        return _NO_VALUE[self.by] if value is None else value, claim.claim_no


@value
class PagedClaim(ClaimAnswer):
    """A claim as it stands, and what it declares, when it was recorded and by whom.

    declared_fen: None where its kind has no cost. submitted_on: the day it was recorded.
    """

    declared_fen: int | None
    filed_on: date
    submitted_on: date
    submitted_by: str


@value
class ClaimsPage:
    """Some of the claims that match. total, declared_fen, granted_fen: of all that match.

    next: the number of the last claim here, to ask for those after it; None where there are none.
    """

    position: int
    total: int
    declared_fen: int
    granted_fen: int
    sort: str
    claims: tuple[PagedClaim, ...]
    next: str | None


def page_of(matching: Iterable[PagedClaim], position: int, turn: Turn) -> ClaimsPage:
    """Return a page of claims that are at hand."""
    every = sorted(matching, key=turn.key, reverse=turn.turned)
    start = turn.offset
    if turn.after is not None:
        numbers = [claim.claim_no for claim in every]
        start += numbers.index(turn.after) + 1 if turn.after in numbers else len(numbers)
    shown = every[start : start + turn.limit]
    return ClaimsPage(
        position=position,
        total=len(every),
        declared_fen=sum(claim.declared_fen or 0 for claim in every),
        granted_fen=sum(claim.granted_fen for claim in every),
        sort=turn.sort,
        claims=tuple(shown),
        next=shown[-1].claim_no if shown and start + turn.limit < len(every) else None,
    )


def paged(claim: ClaimAnswer, **more: Any) -> PagedClaim:
    """Return a claim with what a page says of it besides."""
    known = {each.name: getattr(claim, each.name) for each in fields(ClaimAnswer)}
    return PagedClaim(**known, **more)
