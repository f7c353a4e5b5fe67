"""Other processes that read and fold the log while this one writes the views."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

import msgspec

from adapters.files.gc_pause import gc_paused
from adapters.ledger.processes.problems import packed, unpacked
from adapters.log.drafts import ClaimNumber
from adapters.log.problems import LogUnreadable
from adapters.log.recorder import Log
from adapters.views.following import BATCH_EVENTS, Folded, Numbered
from projections.views.postings import Posting

PARALLEL_FROM_EVENTS = 50_000  # events that are worth other processes
READERS = 2  # reading takes somewhat longer than writing

# What reads a log after a position, one stretch of so many.
Read = Callable[[Log, int, int], Generator[Numbered, None, None]]


def may_be_asked() -> bool:
    """Say whether this process may start others: a follower may not."""
    return not multiprocessing.current_process().daemon


@contextmanager
def readers(open_log: Callable[[], Log], read: Read, own: Log) -> Iterator[Iterator[Numbered]]:
    """Have others read and fold the whole log, each a stretch in turn.

    `open_log` is sent to them, and opens connections of their own. They are new interpreters, not
    forks: this process has the same files open, and SQLite's locks do not survive that. Where none
    can be started (the program was fed on standard input, say) this process reads by its own
    recorder.
    """
    context = multiprocessing.get_context("spawn")
    started = [_start(context, open_log, read, number) for number in range(READERS)]
    ends = [end for end, _ in started]
    try:
        yield _in_turn(ends, lambda: read(own, 0, 1))
    finally:
        for end in ends:
            end.close()
        for _, process in started:
            process.join()


def _start(
    context: SpawnContext, open_log: Callable[[], Log], read: Read, number: int
) -> tuple[Connection, SpawnProcess]:
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(open_log, read, number, there), daemon=True)
    process.start()
    there.close()
    return here, process


def _in_turn(
    ends: Sequence[Connection], alone: Callable[[], Iterator[Numbered]]
) -> Iterator[Numbered]:
    """Yield one stretch of each, over and over, until one is not full: it is the last."""
    begun = last = False
    while not last:
        for end in ends:
            try:
                stretch = _received(end)
            except LogUnreadable:
                if begun:
                    raise
                yield from alone()
                return
            begun = True
            if stretch is not None:
                yield stretch
            if last := stretch is None or stretch[0].last - stretch[0].first + 1 < BATCH_EVENTS:
                break


def _received(end: Connection) -> Numbered | None:
    try:
        message = end.recv_bytes()
    except (EOFError, OSError):
        raise LogUnreadable("a process that read the log has ended") from None
    if not message:
        return None
    if message.startswith(_PROBLEM):
        raise unpacked(message.removeprefix(_PROBLEM))
    first, last, claims, postings, invoices, corrected, later, numbers = _unpack(message)
    rows = first, last, claims, postings, invoices, corrected
    return Folded(*rows, pickle.loads(later)), numbers


def _send(open_log: Callable[[], Log], read: Read, number: int, parent: Connection) -> None:
    """Send every stretch, then nothing; instead of what fails, why."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent gets it too and closes its end
    log = open_log()
    with closing(log), gc_paused(), suppress(BrokenPipeError):
        try:
            for folded, numbers in read(log, number * BATCH_EVENTS, READERS):
                *rows, later = folded
                parent.send_bytes(_pack((*rows, pickle.dumps(later), numbers)))
            parent.send_bytes(b"")
        except BrokenPipeError:
            raise
        except Exception as problem:
            parent.send_bytes(_PROBLEM + packed(problem))


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
        list[str],
        bytes,
        list[ClaimNumber],
    ]
).decode
_PROBLEM = b"\xc1"  # begins no MessagePack
