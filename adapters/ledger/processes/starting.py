"""How a process of our own is started. It loads nothing else, as a worker must not."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from typing import NoReturn

ENDS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def context() -> BaseContext:
    """Return how to start a process: by a fork where that is safe, or else as a new interpreter.

    A fork copies only the thread that calls it, and a lock that another thread held stays locked
    in the copy for ever. macOS has such threads of its own; Windows has no fork.
    """
    safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if safe else "spawn")


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Have a signal that ends a program wait while processes are started.

    What Python calls around a fork loses an interrupt, and a process that has not settled in yet
    says of one where it was.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def none_left_behind() -> Iterator[None]:
    """Kill the processes that are started meanwhile, where an exception breaks off what needs them.

    A pool of them waits for what each is at, however long that takes: an interrupt is not heard
    before, and a second one leaves all of them waiting for each other.
    """
    before = set(multiprocessing.active_children())
    try:
        yield
    except BaseException:
        for process in set(multiprocessing.active_children()) - before:
            process.kill()
        raise


def settle_in(*, by_line: bool = False) -> None:
    """Have signals end this process, which was started for another, without a word.

    It leaves no file of its own. by_line: whether Ctrl-C, which the one that it works for gets too,
    has that one end it by closing the line to it.
    """
    for number in ENDS:
        ignored = by_line and number == signal.SIGINT
        signal.signal(number, signal.SIG_IGN if ignored else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)  # one that waits ends it here
    for number in [] if by_line else ENDS:
        signal.signal(number, _leave)


def _leave(number: int, frame: object) -> NoReturn:
    """End this process, and what it is at: nothing is said of that, unlike of an interrupt."""
    sys.exit(128 + number)
