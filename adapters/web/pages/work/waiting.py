"""The queue of claims that wait, as a page asks for it: some of them, or all for a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.ledger.asking.claims import ALL
from adapters.web.pages.entry import Visit
from adapters.wording.claims.foreseen import queue_table
from projections.claims.foreseen import EVERY, Sought

if TYPE_CHECKING:
    from adapters.web.desk.keeping import DeskLook
    from adapters.wording.table import Table
    from projections.claims.foreseen import Queue

SHOWN = 200  # claims of the queue on a page


def asked_queue(visit: Visit, look: DeskLook) -> Queue:
    """Ask for a page of what waits; what is sought by what is foreseen may go through all of it."""
    word = visit.query.get("after", "")
    after = int(word) if word.isascii() and word.isdigit() and len(word) < 18 else None
    return _queue(visit, look, SHOWN, after, _sought(visit))


def whole_queue(visit: Visit) -> Table:
    """Return all that waits and that the page's filter lets through; that foresees every claim."""
    with visit.look() as look:
        book = look.book
        queue = _queue(visit, look, ALL, None, _sought(visit))
    return queue_table(queue.claims, book)


def _sought(visit: Visit) -> Sought:
    query = visit.query
    return Sought(
        officer=query.get("officer", "").strip() or None,
        measure=query.get("measure") or None,
        full=bool(query.get("full")),
        doubtful=bool(query.get("doubtful")),
    )


def _queue(visit: Visit, look: DeskLook, most: int, after: int | None, sought: Sought) -> Queue:
    rooms, kind = visit.server.rooms, visit.query.get("kind") or None
    if sought == EVERY or most == ALL:
        return look.queue(most, after, None, kind)

    def make() -> Queue:
        with rooms.costly.place():
            return look.queue(most, after, None, kind, sought)

    return look.kept(("queue", most, after, kind, sought), make)
