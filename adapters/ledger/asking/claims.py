"""Claims that wait, and claims by the page: now by the views, earlier by folding."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.ledger.snapshot import Snapshot, mending
from adapters.views.asking import claims as asked
from domain.refusals import Refusal
from projections.claims.figures.pages import SORTS, ClaimsPage, PagedClaim, Turn, page_of, paged
from projections.claims.figures.waiting import WaitingGroup, waiting
from projections.claims.listing import Wanted, in_small

if TYPE_CHECKING:
    from datetime import date

    from domain.policy.book import PolicyBook
    from projections.claims.figures.waiting import WaitingClaims

LIMIT_MAX = 500  # rows of a page
ALL = 0  # instead of a number of rows: every row


@mending
def waiting_on(snapshot: Snapshot, on: date, prefix: str | None) -> WaitingClaims:
    """Return what waits on a day, as of the position looked at. prefix: of one policy's kinds."""
    if (reader := snapshot.viewed()) is not None:
        groups = asked.waiting(reader, snapshot.book, prefix)
    else:
        pending = _folded(snapshot, Wanted(status="submitted", prefix=prefix))
        groups = [
            WaitingGroup(claim.kind, claim.submitted_on, 1, claim.declared_fen or 0)
            for claim in pending
        ]
    return waiting(groups, on, snapshot.position)


@mending
def page(snapshot: Snapshot, wanted: Wanted, turn: Turn) -> ClaimsPage:
    """Return a page of the claims that are wanted.

    Raises Refusal `measure-unknown`, `sort-unknown`, `bad-limit`.
    """
    must_be_measure(snapshot.book, wanted.measure)
    if turn.by not in SORTS:
        raise Refusal("sort-unknown", sort=turn.sort, known=", ".join(SORTS))
    must_be_limit(turn.limit)
    if wanted.needs_details or (reader := snapshot.viewed(wanted.uscc)) is None:
        return page_of(_folded(snapshot, wanted), snapshot.position, turn)
    parts = {part for part in (wanted.name, wanted.search) if part is not None}
    names = {part: committed_like(snapshot, part) for part in parts}
    answer = asked.page(reader, snapshot.book, wanted, names, snapshot.position, turn)
    shown = snapshot.shown_names((claim.uscc, claim.enterprise) for claim in answer.claims)
    claims = (
        replace(each, enterprise=shown.get(each.enterprise, each.enterprise))
        for each in answer.claims
    )
    return replace(answer, claims=tuple(claims)) if shown else answer


def must_be_measure(book: PolicyBook, measure: str | None) -> None:
    """Raise Refusal `measure-unknown` for a measure that no version of a policy has."""
    if measure is not None and not any(measure in each.policy.measures for each in book.versions):
        raise Refusal("measure-unknown", measure=measure)


def must_be_limit(limit: int) -> None:
    """Raise Refusal `bad-limit` for a page of none, or of too many rows."""
    if not 1 <= limit <= LIMIT_MAX:
        raise Refusal("bad-limit", limit=limit, most=LIMIT_MAX)


def rows_of(limit: int) -> int:
    """Return how many rows at most a part of a list has: as many as there are for `ALL`.

    Raises Refusal `bad-limit`.
    """
    if limit == ALL:
        return sys.maxsize
    must_be_limit(limit)
    return limit


def committed_like(snapshot: Snapshot, part: str) -> list[str]:
    """Return the names committed to that are shown with a part, as they are recorded."""
    committed = asked.committed_names(snapshot.connection)
    shown = snapshot.shown_names(committed)
    return [name for name, text in shown.items() if in_small(part) in in_small(text)]


def _folded(snapshot: Snapshot, wanted: Wanted) -> Iterator[PagedClaim]:
    """Yield the claims that are wanted, by folding the enterprises that have them."""
    claims = snapshot.claims(wanted)
    known = snapshot.details(claims)
    for claim in snapshot.listed(claims):
        if wanted.needs_details and not wanted.matches_details(claim):
            continue
        yield paged(
            claim,
            declared_fen=claim.declared_fen,
            filed_on=claim.filed_on,
            submitted_by=claim.submitted_by,
            submitted_on=known[claim.claim_no].submitted_on,
        )
