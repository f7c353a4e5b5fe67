"""What the audit tests read: every enterprise's events and every batch's, until a position."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import GROUP, histories
from adapters.ledger.snapshot import Snapshot
from domain.calendar import clock_text
from domain.events.log import Recorded
from domain.events.streams import BATCH, batch_stream, number_in


def every_history(look: Snapshot) -> Iterator[tuple[str, Iterator[Recorded]]]:
    """Yield each enterprise's events by its code. Take each before asking for the next."""
    with gc_paused():
        for number, one in enumerate(
            histories(look.store.handler.recorder, look.position), start=1
        ):
            yield one
            if number % GROUP == 0:
                collect_young()


def every_batch(look: Snapshot) -> Iterator[tuple[int, Iterator[Recorded]]]:
    """Yield each batch's events by its number; none of one computed later."""
    numbers = sorted(map(number_in, look.store.handler.recorder.streams(BATCH)))
    for number in numbers:
        yield number, look.store.handler.stream(batch_stream(number), look.position)


def last_moment(look: Snapshot) -> datetime | None:
    """Return when the last event looked at was recorded; None where there is none."""
    return look.store.handler.recorder.time_of(look.position) if look.position else None


def head(look: Snapshot) -> dict[str, Any]:
    """Return what every answer begins with: the position looked at, and when it was recorded."""
    moment = last_moment(look)
    return {
        "position": look.position,
        "recorded_at": None if moment is None else clock_text(moment),
    }
