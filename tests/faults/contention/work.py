"""What one process of the contention does: it says what it is dealt, and sends the answers."""

from __future__ import annotations

import time
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import NamedTuple

from adapters.ledger.handling.units import Author
from adapters.ledger.store import Store, writing
from adapters.stores.opening import location_of
from tests.faults.contention.asking import Answer, Request, answer_of, called, command_line, kept
from tests.support.command import ended, process


class Say(NamedTuple):
    """One saying of a request. way: `kept`, `called`, or `process`."""

    number: int
    request: Request
    way: str


def work(address: str, by: str, line: Connection) -> None:
    """Say hand after hand until the other end closes."""
    with writing(address, Author(by=by, login=location_of(address).login())) as store:
        line.send("ready")
        with suppress(EOFError, OSError):
            while True:
                start, hand = line.recv()
                time.sleep(max(0.0, start - time.monotonic()))
                for say in hand:
                    line.send((say.number, said(store, address, say, by)))


def said(store: Store, address: str, say: Say, by: str) -> Answer:
    """Say a request once. What the product did not expect to happen is an answer too."""
    try:
        if say.way == "kept":
            return kept(store, say.request, by)
        if say.way == "called":
            return called(address, say.request, by)
        return answer_of(say.request, ended(process(*command_line(address, say.request, by))))
    except Exception as problem:
        return Answer(exit=3, code=type(problem).__name__, err=traceback.format_exc())
