"""The log as the views follow it: stretch after stretch, folded here or by another process."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

import msgspec
from eventsourcing.persistence import PersistenceError

from adapters.collector import resting
from adapters.entries import RowValues, entries
from adapters.log_sqlite import ClaimNumber, LogRecorder
from adapters.scribe import new_process_context
from adapters.views_writing import Folded, fold
from domain.events import ClaimSubmitted
from projections.entry import Entry, Submitted
from projections.postings import Posting

if TYPE_CHECKING:
    from adapters.store import Store

STRETCH = 10_000  # events
MUCH = 50_000  # events that are worth another process

Rows = Iterable[RowValues]
Numbered = tuple[Folded, list[ClaimNumber]]  # a stretch folded, and the claim numbers taken in it
Read = Callable[[LogRecorder], Generator[Numbered, None, None]]


def stretches(
    recorder: LogRecorder, *, after: int, watched: Callable[[Rows], Rows] = iter
) -> Iterator[list[Entry]]:
    """Yield the log after a position, oldest first, at most STRETCH entries together.

    watched: sees the rows as they go by.
    """
    while True:
        with recorder.rows(after, STRETCH) as rows:
            stretch = list(entries(watched(rows), after=after))
        if stretch:
            after = stretch[-1].position
            yield stretch
        if len(stretch) < STRETCH:
            return


def folded_log(recorder: LogRecorder) -> Generator[Numbered, None, None]:
    """Yield the whole log folded, stretch by stretch, without claim numbers."""
    for stretch in stretches(recorder, after=0):
        yield fold(stretch), []


def folded_log_and_numbers(recorder: LogRecorder) -> Generator[Numbered, None, None]:
    """Yield the whole log folded, stretch by stretch, each with its claim numbers."""
    digests: dict[int, str] = {}
    for stretch in stretches(recorder, after=0, watched=partial(_digesting, digests)):
        numbers = [
            ClaimNumber(entry.event.claim_no, entry.stream, digests.pop(entry.position))
            for entry in stretch
            if isinstance(entry.event, Submitted)
        ]
        yield fold(stretch), numbers


def _digesting(digests: dict[int, str], rows: Rows) -> Rows:
    """Pass the rows on and keep, by position, the SHA-256 of what each claim submitted says."""
    for row in rows:
        position, _, _, topic, state = row
        if topic == ClaimSubmitted.TOPIC:
            digests[position] = sha256(_body(state).event).hexdigest()
        yield row


def can_be_apart() -> bool:
    """Say whether this process may start another: a scribe may not."""
    return not multiprocessing.current_process().daemon


@contextmanager
def apart(open_store: Callable[[], Store], read: Read) -> Iterator[Iterator[Numbered]]:
    """Have another process read and fold the log while this one writes the views.

    `open_store` opens connections of that process's own.
    """
    context = new_process_context()
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(open_store, read, there, here), daemon=True)
    process.start()
    there.close()
    try:
        yield _received(here)
    finally:
        here.close()
        process.join()


def _received(connection: Connection) -> Iterator[Numbered]:
    while True:
        try:
            told = connection.recv_bytes()
        except EOFError:
            raise PersistenceError("the process that read the log has ended") from None
        if not told:
            return
        if told.startswith(_PROBLEM):
            raise pickle.loads(told.removeprefix(_PROBLEM))
        first, last, claims, postings, invoices, later, numbers = _unpack(told)
        yield Folded(first, last, claims, postings, invoices, pickle.loads(later)), numbers


def _send(
    open_store: Callable[[], Store], read: Read, parent: Connection, other_end: Connection
) -> None:
    """Send every stretch, then nothing; instead of what fails, why."""
    other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and closes its end
    store = open_store()
    with store.ledger, resting(), suppress(BrokenPipeError):
        try:
            for folded, numbers in read(store.ledger.recorder):
                *rows, later = folded
                parent.send_bytes(_pack((*rows, pickle.dumps(later), numbers)))
            parent.send_bytes(b"")
        except BrokenPipeError:
            raise
        except Exception as problem:
            parent.send_bytes(_PROBLEM + pickle.dumps(problem))
    # Without the usual farewells: what the parent had open, or a thread of its own had locked, is
    # not this process's to close or to wait for.
    os._exit(0)


# Rows go as MessagePack, in half the time that pickle takes; the few events of older claims, which
# are of several classes, as a pickle among them.
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(
    tuple[
        int,
        int,
        list[tuple[Any, ...]],
        list[Posting],
        list[tuple[str, str, str]],
        bytes,
        list[ClaimNumber],
    ]
).decode
_PROBLEM = b"\xc1"  # begins no MessagePack


class _Body(msgspec.Struct):
    event: msgspec.Raw


_body = msgspec.json.Decoder(_Body).decode
