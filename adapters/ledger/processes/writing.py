"""Who writes to the log for a ledger: itself, or a process of its own, beside one for the views.

Deciding takes about as long as writing and keeping the views. A backfill decides its next batch
while the writer process writes the last one, and a follower brings the views after it. Where
processes are slow to start, they are started once there is more to write than they take to start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Protocol

import msgspec

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.processes.direct import AWAY, DirectWriter, Writer
from adapters.ledger.processes.problems import packed, unpacked
from adapters.ledger.processes.starting import context, settle_in, uninterrupted
from adapters.log.drafts import Append, Draft
from adapters.log.problems import LogUnreadable
from adapters.log.recorder import Log

# Events that are worth a step of the views: the more at once, the fewer pages are written twice.
BEHIND_MAX = 10_000
LOOK_SECONDS = 0.05
# A fork is there at once, a new interpreter after about so many events were written without it.
APART_FROM_EVENTS = {"fork": 0, "spawn": 10_000}


# A batch goes from process to process as MessagePack: a thirtieth of the time that pickle takes.
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[list[Draft], Append]).decode


class WriterProcess:
    """Has another process write."""

    is_apart = True

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def send(self, drafts: Sequence[Draft], append: Append) -> None:
        # Where the writer process has ended, `receive` says so.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send_bytes(_encode((drafts, append)))

    def receive(self) -> range:
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            raise LogUnreadable("the process that writes has ended") from None
        if isinstance(answer, range):
            return answer
        raise unpacked(answer)


class GrowingWriter:
    """Writes by itself until so many events were sent; then has another process write.

    is_apart: whether that process is there, and a follower keeps the views.
    """

    def __init__(self, log: Log, start: Callable[[], WriterProcess], apart_from: int) -> None:
        self.is_apart = False
        self._writer: Writer = DirectWriter(log)
        self._start = start
        self._left = apart_from

    def send(self, drafts: Sequence[Draft], append: Append) -> None:
        if not self.is_apart and self._left <= 0:
            self._writer, self.is_apart = self._start(), True
        self._left -= len(drafts)
        self._writer.send(drafts, append)

    def receive(self) -> range:
        return self._writer.receive()


class Followed(Protocol):
    """A log, and the views that a follower brings after it."""

    def position(self) -> int:
        """Return the last position recorded."""

    def catch_up(self) -> int:
        """Bring the views to the end of the log; return the position reached."""

    def close(self) -> None:
        """Close every connection."""


@contextmanager
def writer_process(
    open_log: Callable[[], Log], open_followed: Callable[[], Followed]
) -> Iterator[WriterProcess]:
    """Run a writer process for a log, and a follower that keeps its views, until the block ends.

    Then the views are caught up. Either callable is sent to a process, where it opens connections
    of that process's own. Should they die, the log holds what the writer process acknowledged, and
    the next command that reads brings the views after it.
    """
    writing = _started(_write, open_log, [])
    following = _started(_follow, open_followed, [writing[0]])
    try:
        yield WriterProcess(writing[0])
    finally:
        # In this order: the last batch has to be followed too.
        for end, process in (writing, following):
            end.close()
            process.join()


@contextmanager
def bulk_writer(
    open_log: Callable[[], Log],
    open_followed: Callable[[], Followed],
    apart_from: int | None = None,
) -> Iterator[WriterProcess | GrowingWriter]:
    """Open a writer of batch after batch, until the block ends.

    apart_from: after how many events processes of their own write and follow; None for what is
    quickest here. Before that, the views are the caller's to bring on.
    """
    if apart_from is None:
        apart_from = APART_FROM_EVENTS[context().get_start_method()]
    with ExitStack() as opened:

        def start() -> WriterProcess:
            return opened.enter_context(writer_process(open_log, open_followed))

        if apart_from == 0:
            yield start()  # before anything is open that a fork would inherit
        else:
            log = opened.enter_context(closing(open_log()))
            log.tune_for_bulk()
            yield GrowingWriter(log, start, apart_from)


def _started(
    work: Callable[..., None], opened: Callable[[], object], others: Sequence[Connection]
) -> tuple[Connection, BaseProcess]:
    """Start a process; return our end of the line to it, which ends it when closed, and itself.

    others: ends that a fork would inherit, and keep open.
    """
    started = context()
    here, there = started.Pipe()
    inherited = [here, *others] if started.get_start_method() == "fork" else []
    process: BaseProcess = started.Process(  # type: ignore[attr-defined]
        target=work, args=(opened, there, inherited), daemon=True
    )
    with uninterrupted():
        process.start()
    there.close()
    return here, process


def _write(open_log: Callable[[], Log], parent: Connection, others: list[Connection]) -> None:
    """Append what the parent sends until it closes its end."""
    _settle_in(others)
    log = open_log()
    log.tune_for_bulk()
    # The parent may be gone before it hears: what was appended stands.
    with closing(log), gc_paused(), suppress(BrokenPipeError, ConnectionResetError):
        while (sent := _next(parent)) is not None:
            parent.send(_appended(log, *sent))


def _follow(
    open_followed: Callable[[], Followed], parent: Connection, others: list[Connection]
) -> None:
    """Bring the views on, a good piece each time, until the parent closes its end.

    Where that cannot be done, the next command that reads says so.
    """
    _settle_in(others)
    followed, reached = open_followed(), 0
    # Suppressed around closing as well: the server may be gone by then.
    with suppress(*AWAY), closing(followed), gc_paused():
        while not parent.poll(LOOK_SECONDS):
            position = followed.position()
            if position - reached >= BEHIND_MAX:
                followed.catch_up()
                reached = position
                collect_young()
        followed.catch_up()


def _settle_in(others: list[Connection]) -> None:
    for end in others:
        end.close()
    settle_in(by_line=True)


def _next(parent: Connection) -> tuple[Sequence[Draft], Append] | None:
    try:
        return _decode(parent.recv_bytes())
    except (EOFError, OSError):  # OSError: it ended in the middle of a batch
        return None


def _appended(log: Log, drafts: Sequence[Draft], append: Append) -> range | bytes:
    """Return the positions, or what went wrong, for the parent to raise."""
    try:
        return log.append(drafts, append)
    except Exception as problem:
        return packed(problem)
