"""Who writes to the log for a ledger: itself, or a process of its own that also keeps the views.

Deciding and writing take about the same time. A backfill decides its next batch while the scribe
writes the last one and brings the views after it.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import DBAPIError

from adapters.collector import resting, sweep
from adapters.log_sqlite import Append, Draft, LogRecorder

BEHIND_MAX = 4_000  # events the views may be behind while nothing else waits to be written

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

    def __init__(self, recorder: LogRecorder) -> None:
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
        except (EOFError, ConnectionResetError):
            raise PersistenceError("the process that writes has ended") from None
        if isinstance(answer, range):
            return answer
        raise answer


@contextmanager
def scribe(open_store: Callable[[], Store]) -> Iterator[Scribe]:
    """Run a scribe for a store until the block ends; then the views are caught up.

    `open_store` opens connections of the scribe's own. Should the scribe die, the log holds what
    it acknowledged, and whoever reads next brings the views after it.
    """
    here, there = multiprocessing.Pipe()
    process = new_process_context().Process(
        target=_write, args=(open_store, there, here), daemon=True
    )
    process.start()
    there.close()
    try:
        yield Scribe(here)
    finally:
        here.close()
        process.join()


def new_process_context() -> Any:
    """Return what starts processes: forked where that is quick, else by a new interpreter."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def _write(open_store: Callable[[], Store], parent: Connection, other_end: Connection) -> None:
    """Append what the parent sends until it closes its end; views whenever nothing waits."""
    other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and closes its end
    store, behind = open_store(), 0
    store.ledger.recorder.write_much()
    with store.ledger, resting():
        # The parent may be gone before it hears: what was appended stands.
        with suppress(BrokenPipeError):
            while (sent := _next(parent)) is not None:
                done = _appended(store, *sent)
                parent.send(done)
                behind += len(done) if isinstance(done, range) else 0
                if behind >= BEHIND_MAX and not parent.poll():
                    _catch_up(store)
                    sweep()
                    behind = 0
        _catch_up(store)
        store.views.engine.dispose()


def _catch_up(store: Store) -> None:
    """Bring the views on; where they cannot be written, whoever reads next is told."""
    with suppress(DBAPIError):
        store.catch_up()


def _next(parent: Connection) -> tuple[Sequence[Draft], Append] | None:
    try:
        return _decode(parent.recv_bytes())
    except (EOFError, ConnectionResetError):
        return None


def _appended(store: Store, drafts: Sequence[Draft], append: Append) -> range | Exception:
    """Return the positions, or what went wrong, for the parent to raise."""
    try:
        return store.ledger.recorder.append(drafts, append)
    except Exception as problem:
        return problem
