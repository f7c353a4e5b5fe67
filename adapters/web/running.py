"""The server's process: it answers what comes in by a door, and ends when it is asked to."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sqlite3
import sys
from contextlib import closing, suppress
from socket import socket
from threading import Event, Thread
from typing import TYPE_CHECKING, NoReturn

import uvicorn

from adapters.files.gc_pause import collect_always
from adapters.ledger.handling.cache import EnterpriseCache

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from starlette.types import ASGIApp, Receive, Scope, Send

STOPPING_SECONDS = 1  # what is asked when it stops is answered until then
# How often a thread that works out a long answer lets the others go on. By Python's own 5 ms a
# short one, which reads the disk a dozen times, waits as often (decision 93).
SWITCH_SECONDS = 0.0005
SAYING_SECONDS = 0.3  # to say to who still waits that it stops
# A connection at rest is closed by who asks: were it closed here, what is just being sent would be
# lost, and no proxy sends again what records. nginx closes its own after 60 seconds.
RESTING_SECONDS = 75
SQLITE_BYTES = 32 << 20  # of all its connections together; each may keep 16 or 32 MB of pages
# What is as long as that, as what checks a password needs (19 MiB), lies outside the heap and goes
# back to the system at once. Otherwise glibc soon has it in the heap, under what stays.
APART_BYTES = 1 << 20
RESERVE_BYTES = 4 << 20  # of the heap's end, kept for what is asked next
CLAIMS_KEPT_MAX = 5_000  # folded, to decide the next of the same enterprise: some 12 MB
_HEAPS_MAX, _APART, _RESERVE = -8, -3, -1  # M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD
ENDS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def hold_little() -> None:
    """Bound what this process keeps of memory that it used once; called before threads begin.

    glibc gives each thread a heap of its own, up to eight a core, and each keeps the most that it
    ever held: one is for all. Other C libraries have no such setting. SQLite's connections, some
    twenty of a server, keep pages until each is full, which takes hours. Python's collector leaves
    cycles of a long answer alone, as commands have it, which end soon.
    """
    with suppress(AttributeError, OSError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        for setting, held in ((_HEAPS_MAX, 1), (_APART, APART_BYTES), (_RESERVE, RESERVE_BYTES)):
            mallopt(setting, held)
    with closing(sqlite3.connect(":memory:")) as any_connection:  # it is the whole process's
        any_connection.execute(f"PRAGMA soft_heap_limit = {SQLITE_BYTES}")
    EnterpriseCache.kept_max = CLAIMS_KEPT_MAX
    collect_always()


class _Ending(uvicorn.Server):
    """Says that it ends before it waits for what is still being answered, and when it has."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending, self.over = ending, Event()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets)
        if self.server_state.tasks:  # they are cancelled, and say so to who waits
            await asyncio.wait(self.server_state.tasks, timeout=SAYING_SECONDS)
        self.over.set()  # its loop does not end before every thread that works for it does

    def run(self, sockets: list[socket] | None = None) -> None:
        try:
            super().run(sockets)
        finally:
            self.over.set()


def run(
    app: ASGIApp,
    *,
    door: socket,
    prefix: str,
    say: Callable[[], None],
    ending: Callable[[], None],
) -> bool:
    """Serve until a signal ends it; say whether it ever began.

    door: listens already. say: is called just before anything is answered. ending: when it begins
    to end; answers that would go on by themselves end then. It does not wait for a long answer: the
    thread that works it out ends with the process.
    """
    config = uvicorn.Config(
        _under(app, prefix) if prefix else app,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=STOPPING_SECONDS,
        timeout_keep_alive=RESTING_SECONDS,
    )
    server = _Ending(config, ending)
    _until_a_signal(server)
    sys.setswitchinterval(SWITCH_SECONDS)
    say()
    Thread(target=server.run, args=([door],), name="door", daemon=True).start()
    server.over.wait()
    return bool(server.started)


def leave(code: int) -> NoReturn:
    """End this process, whatever threads still work out: everything that lasts is closed."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # who read them is gone
            stream.flush()
    os._exit(code)


def _under(app: ASGIApp, prefix: str) -> ASGIApp:
    """Return an application that lies under a prefix, whether the proxy takes that away or not."""

    async def under(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path, raw = scope["path"], scope["raw_path"]
            if path != prefix and not path.startswith(f"{prefix}/"):
                path, raw = prefix + path, prefix.encode() + raw
            scope = {**scope, "root_path": prefix, "path": path, "raw_path": raw}
        await app(scope, receive, send)

    return under


def _until_a_signal(server: uvicorn.Server) -> None:
    """Have a signal end what is served and not the process, which has to close the ledger."""

    def end(number: int, frame: object) -> None:
        server.should_exit = True

    end_by(end)


def end_by(end: Callable[[int, FrameType | None], None]) -> None:
    """Have a signal that ends a program call this; one that was to be ignored still is."""
    for each in ENDS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, end)
