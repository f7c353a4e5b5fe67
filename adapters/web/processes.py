"""Several processes that serve one ledger by the same door: begun, begun again, and ended.

Each is a new interpreter. One that is killed is begun again; one that never began ends them all,
for the next would not begin either. Where this process is gone, they end by themselves.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any

from prometheus_client.multiprocess import mark_process_dead

from adapters.web.observing import FIGURES
from adapters.web.running import end_by, leave

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess
    from multiprocessing.synchronize import Event

LOOK_SECONDS = 0.2
AGAIN_SECONDS = 1.0  # before one that ended by itself is begun again
Serve = Callable[..., bool]


class Processes:
    """The processes of one server. target: serves with `given` and an Event to set as it begins."""

    def __init__(self, target: Serve, *given: Any) -> None:
        self._target, self._given = target, given
        self._context = get_context("spawn")
        self._running: dict[SpawnProcess, Event] = {}
        self._ending = False

    def run(self, count: int) -> bool:
        """Keep so many processes serving until a signal ends them; say whether they ever began."""
        end_by(self._end)
        began = True
        with TemporaryDirectory(prefix="subsidy-figures-") as folder:
            os.environ[FIGURES] = folder
            while not self._ending:
                while len(self._running) < count:
                    self._begin()
                wait([each.sentinel for each in self._running], LOOK_SECONDS)
                for each in [each for each in self._running if each.exitcode is not None]:
                    mark_process_dead(each.pid, folder)  # type: ignore[no-untyped-call]
                    if not self._running.pop(each).is_set():
                        began, self._ending = False, True
                    elif not self._ending:
                        time.sleep(AGAIN_SECONDS)
            for each in self._running:
                each.terminate()
            for each in self._running:
                each.join()
        return began

    def _begin(self) -> None:
        began = self._context.Event()
        process = self._context.Process(target=_serve, args=(self._target, *self._given, began))
        process.start()
        self._running[process] = began

    def _end(self, number: int, frame: object) -> None:
        self._ending = True


def _serve(target: Serve, *given: Any) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    leave(0 if target(*given) else 1)


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None, "processes of a server are begun by another"
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
