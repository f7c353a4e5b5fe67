"""Drafts of what a money command decided, each for the stream that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adapters.ledger.handling.units import Author, draft_of
from adapters.ledger.treasury.treasury import Treasury
from adapters.log.drafts import Draft
from domain.events.streams import of_enterprise
from domain.payments.happened import StreamEvent


def drafts_of(treasury: Treasury, events: Iterable[StreamEvent], author: Author) -> list[Draft]:
    """Return the drafts of events in their order.

    Views may have answered for a stream that was not read: then the log says how long it is.
    """
    placed, lengths = list(_placed(treasury, list(events))), treasury.lengths
    unread = {each.stream for each in placed if of_enterprise(each.stream)} - lengths.keys()
    lengths |= treasury.handler.recorder.lengths_until(sorted(unread), treasury.until)
    drafts = []
    for stream, event in placed:
        lengths[stream] = lengths.get(stream, 0) + 1
        drafts.append(draft_of(stream, lengths[stream], event, author))
    return drafts


def _placed(treasury: Treasury, events: list[StreamEvent]) -> Iterator[StreamEvent]:
    """Yield events with their streams: of a claim, that which it was filed in."""
    if not treasury.successions.heirs:
        yield from events
        return
    claims = {getattr(event, "claim_no", "") for stream, event in events if of_enterprise(stream)}
    filed_under = treasury.handler.recorder.owners(sorted(claims))
    for stream, event in events:
        if of_enterprise(stream):
            heir = treasury.successions.heir(stream)
            stream = filed_under.get(getattr(event, "claim_no", ""), heir)
        yield StreamEvent(stream, event)
