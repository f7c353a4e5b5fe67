"""The queue of claims that wait, as a page asks for it: some of them, or all for a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from adapters.web.pages.entry import Visit
from adapters.wording.claims.foreseen import queue_table
from adapters.wording.claims.words import kinds

if TYPE_CHECKING:
    from adapters.ledger.look import Look
    from adapters.wording.table import Table
    from projections.claims.foreseen import Queue, QueuedClaim

SHOWN = 200  # claims of the queue on a page


def asked_queue(look: Look, query: Mapping[str, str], after: int | None) -> Queue:
    """Return some of the queue as a query asks for it."""
    kind, officer = query.get("kind"), query.get("officer") or None
    return look.queue(SHOWN, after, None, kind if kind in kinds(look.book) else None, officer)


def whole_queue(visit: Visit, is_wanted: Callable[[QueuedClaim, Mapping[str, str]], bool]) -> Table:
    """Return all that waits and that a page's filter lets through; that foresees every claim."""
    claims: list[QueuedClaim] = []
    after: int | None = None
    with visit.server.rooms.costly(), visit.look() as look:
        while True:
            queue = asked_queue(look, visit.query, after)
            claims += (claim for claim in queue.claims if is_wanted(claim, visit.query))
            after = queue.next
            if after is None:
                return queue_table(claims, look.book)
