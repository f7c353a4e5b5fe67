"""Sealing that goes on: at intervals, or after each event recorded, until it is stopped."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any, TypeVar

from adapters.ledger.ledger import Ledger

T = TypeVar("T")

LOOK_SECONDS = 0.2  # between looks whether anything was recorded, where each event is sealed


def seal_on(ledger: Ledger, seal: Callable[[], T], seconds: float, stop: Event) -> Iterator[T]:
    """Seal at once, then whenever something was recorded since; yield what each seal came to.

    seconds: between two looks at the log. stop: set to end after the seal in hand.
    """
    with ledger.open_store() as store:
        sealed = -1
        while not stop.is_set():
            position = store.handler.position()
            if position != sealed:
                yield seal()
                sealed = position
            stop.wait(seconds)


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
