"""What happens to several streams at once: a budget, a batch, the enterprises in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from domain.events.batch import BatchLine, LeftOutClaim, PaidLine
from domain.events.budget import BudgetEvent
from domain.events.log import Event
from domain.events.streams import budget_stream

PART_MAX_BYTES = 50_000  # well below what a log entry may hold
LINE_BYTES = 160  # of a line besides its claim number and its document

Line = TypeVar("Line", BatchLine, PaidLine, LeftOutClaim)


class StreamEvent(NamedTuple):
    """An event and the stream it belongs to."""

    stream: str
    event: Event


def budget_event(year: int, event: BudgetEvent) -> StreamEvent:
    """Return an event of a budget year."""
    return StreamEvent(budget_stream(year), event)


def event_sized_parts(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """Yield the lines of a long batch in order, in parts that an event can hold."""
    part: list[Line] = []
    size = 0
    for line in lines:
        document = line.document or "" if isinstance(line, LeftOutClaim) else ""
        more = LINE_BYTES + 2 * len((line.claim_no + document).encode())  # quotes are escaped
        if part and size + more > PART_MAX_BYTES:
            yield tuple(part)
            part, size = [], 0
        part.append(line)
        size += more
    if part:
        yield tuple(part)
