"""What the audit tests read: every enterprise's events and every batch's, until a position."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from adapters.files.gc_pause import resting, sweep
from adapters.ledger.enterprises import GROUP, histories
from adapters.ledger.snapshot import Look
from domain.calendar import clock_text
from domain.events.log import Recorded
from domain.events.streams import BATCH, batch_stream, number_in


def every_history(look: Look) -> Iterator[tuple[str, Iterator[Recorded]]]:
    """Yield each enterprise's events by its code. Take each before asking for the next."""
    with resting():
        for number, one in enumerate(histories(look.store.ledger.recorder, look.position), start=1):
            yield one
            if number % GROUP == 0:
                sweep()


def every_batch(look: Look) -> Iterator[tuple[int, Iterator[Recorded]]]:
    """Yield each batch's events by its number; none of one computed later."""
    numbers = sorted(map(number_in, look.store.ledger.recorder.streams(BATCH)))
    for number in numbers:
        yield number, look.store.ledger.stream(batch_stream(number), look.position)


def last_moment(look: Look) -> datetime | None:
    """Return when the last event looked at was recorded; None where there is none."""
    return look.store.ledger.recorder.time_of(look.position) if look.position else None


def head(look: Look) -> dict[str, Any]:
    """Return what every answer begins with: the position looked at, and when it was recorded."""
    moment = last_moment(look)
    return {
        "position": look.position,
        "recorded_at": None if moment is None else clock_text(moment),
    }
