"""Sealing that goes on: at intervals, or after each event recorded, until it is stopped."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Any

from adapters.ledger.ledger import Ledger
from domain.refusals import Refusal

LOOK_SECONDS = 0.2  # between looks whether anything was recorded, where each event is sealed
PAUSE_SECONDS, PAUSE_SECONDS_MAX = 1.0, 30.0  # before what was refused is tried again

# What another time may bring: a lock, a network, a disk, a witness or an authority. A witness that
# has seen more than the log has, a key or a seal that is not the log's, no time makes good.
PASSING = frozenset({
    "store-busy", "store-unavailable", "store-full", "seal-busy", "seal-unwritable",
    "key-unwritable", "witness-unreachable", "witness-refused", "witness-quorum",
    "timestamp-unreachable", "timestamp-refused",
})  # fmt: skip


def seal_on(
    ledger: Ledger,
    seal: Callable[[], Sequence[Refusal]],
    seconds: float,
    stop: Event,
    on_refused: Callable[[Sequence[Refusal], float | None], None],
) -> bool:
    """Seal at once, then whenever something was recorded since, until it is stopped.

    Return whether nothing was left refused then. seal: returns what witnesses and authorities
    refused. seconds: between two looks at the log. stop: set to end after the seal in hand.
    on_refused: called with what is tried again after so many seconds, None where it was stopped.
    Raises the Refusal of what another time does not change.
    """
    pause = PAUSE_SECONDS
    while True:
        refused, any_sealed = _until_refused(ledger, seal, seconds, stop)
        for refusal in refused:
            if refusal.code not in PASSING:
                raise refusal
        pause = PAUSE_SECONDS if any_sealed else pause
        on_refused(refused, None if stop.is_set() else pause)
        if stop.wait(pause):
            return not refused
        pause = min(2 * pause, PAUSE_SECONDS_MAX)


def _until_refused(
    ledger: Ledger, seal: Callable[[], Sequence[Refusal]], seconds: float, stop: Event
) -> tuple[Sequence[Refusal], bool]:
    """Seal until something is refused or it is stopped; return what, and whether a seal was not."""
    sealed, any_sealed = -1, False
    try:
        with ledger.open_store() as store:
            while not stop.is_set():
                position = store.handler.position()
                if position != sealed:
                    if refused := seal():
                        return refused, any_sealed
                    sealed, any_sealed = position, True
                stop.wait(seconds)
    except Refusal as refusal:
        return [refusal], any_sealed
    return (), any_sealed


@contextmanager
def stopped_by_signals() -> Iterator[Event]:
    """Yield what is set by Ctrl-C or SIGTERM, so that the seal in hand is ended first."""
    stop = Event()

    def ask(*_: Any) -> None:
        stop.set()

    before = {sign: signal.signal(sign, ask) for sign in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
