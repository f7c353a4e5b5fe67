"""Who writes to the log for a ledger: itself, or a process of its own, beside one for the views.

Deciding takes about as long as writing and keeping the views. A backfill decides its next batch
while the scribe writes the last one, and a follower brings the views after it.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec
from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import DBAPIError

from adapters.codec import CodecError
from adapters.collector import resting, sweep
from adapters.drafts import Append, Draft
from adapters.log import Log

BEHIND_MAX = 4_000  # events that are worth a step of the views
LOOK_SECONDS = 0.05
# The log or the views cannot be read or written: the disk is full, the server gone.
AWAY = (PersistenceError, DBAPIError, CodecError)

if TYPE_CHECKING:
    from adapters.store import Store


# A batch goes from process to process as MessagePack: a thirtieth of the time that pickle takes.
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[list[Draft], Append]).decode


class Writer(Protocol):
    """Appends one batch at a time: `send` it, then `receive` what became of it."""

    def send(self, drafts: Sequence[Draft], append: Append) -> None: ...

    def receive(self) -> range:
        """Return the positions of the batch sent. Raises what the append raised."""
        ...


class OwnHand:
    """Writes by itself, when asked what became of it."""

    def __init__(self, recorder: Log) -> None:
        self.recorder = recorder
        self.sent: tuple[Sequence[Draft], Append] | None = None

    def send(self, drafts: Sequence[Draft], append: Append) -> None:
        self.sent = drafts, append

    def receive(self) -> range:
        assert self.sent is not None, "nothing was sent"
        drafts, append = self.sent
        self.sent = None
        return self.recorder.append(drafts, append)


class Scribe:
    """Has another process write."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def send(self, drafts: Sequence[Draft], append: Append) -> None:
        # Where the scribe has ended, `receive` says so.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send_bytes(_encode((drafts, append)))

    def receive(self) -> range:
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            raise PersistenceError("the process that writes has ended") from None
        if isinstance(answer, range):
            return answer
        raise answer


@contextmanager
def scribe(open_store: Callable[[], Store]) -> Iterator[Scribe]:
    """Run a scribe for a store, and a follower that keeps the views, until the block ends.

    Then the views are caught up. `open_store` opens connections of each one's own. Should they die,
    the log holds what the scribe acknowledged, and whoever reads next brings the views after it.
    """
    writing = _started(_write, open_store, [])
    following = _started(_follow, open_store, [writing.end])
    try:
        yield Scribe(writing.end)
    finally:
        for helper in (writing, following):  # in this order: the last batch has to be followed too
            helper.end.close()
            helper.process.join()


class _Helper(NamedTuple):
    """A process of ours, and our end of the line to it: closed, it comes to its end."""

    end: Connection
    process: BaseProcess


def _started(
    work: Callable[..., None], open_store: Callable[[], Store], others: Sequence[Connection]
) -> _Helper:
    """Start a process; `others`: ends that it would keep open, having inherited them."""
    here, there = multiprocessing.Pipe()
    # Fork where that is safe and quick; elsewhere start a new interpreter.
    method = "fork" if sys.platform == "linux" else "spawn"
    process: BaseProcess = multiprocessing.get_context(method).Process(  # type: ignore[attr-defined]
        target=work, args=(open_store, there, [here, *others]), daemon=True
    )
    process.start()
    there.close()
    return _Helper(here, process)


def _write(open_store: Callable[[], Store], parent: Connection, others: list[Connection]) -> None:
    """Append what the parent sends until it closes its end."""
    _settle_in(others)
    store = open_store()
    store.ledger.recorder.write_much()
    # The parent may be gone before it hears: what was appended stands.
    with store.ledger, resting(), suppress(BrokenPipeError, ConnectionResetError):
        while (sent := _next(parent)) is not None:
            parent.send(_appended(store, *sent))


def _follow(open_store: Callable[[], Store], parent: Connection, others: list[Connection]) -> None:
    """Bring the views on, a good piece each time, until the parent closes its end.

    Where that cannot be done, whoever reads next is told.
    """
    _settle_in(others)
    store, reached = open_store(), 0
    with store.ledger, resting(), suppress(*AWAY):
        while not parent.poll(LOOK_SECONDS):
            position = store.ledger.position()
            if position - reached >= BEHIND_MAX:
                store.catch_up()
                reached = position
                sweep()
        store.catch_up()
    with suppress(*AWAY):
        store.views.engine.dispose()


def _settle_in(others: list[Connection]) -> None:
    for end in others:
        end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and closes its end


def _next(parent: Connection) -> tuple[Sequence[Draft], Append] | None:
    try:
        return _decode(parent.recv_bytes())
    except (EOFError, OSError):  # OSError: it ended in the middle of a batch
        return None


def _appended(store: Store, drafts: Sequence[Draft], append: Append) -> range | Exception:
    """Return the positions, or what went wrong, for the parent to raise."""
    try:
        return store.ledger.recorder.append(drafts, append)
    except Exception as problem:
        return problem
