"""What happens to several streams at once: a budget, a batch, the enterprises in it."""

from __future__ import annotations

from typing import NamedTuple

from domain.events.budget import BudgetEvent
from domain.events.log import Event
from domain.events.streams import budget_stream


class StreamEvent(NamedTuple):
    """An event and the stream it belongs to."""

    stream: str
    event: Event


def budget_event(year: int, event: BudgetEvent) -> StreamEvent:
    """Return an event of a budget year."""
    return StreamEvent(budget_stream(year), event)
