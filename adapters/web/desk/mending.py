"""Views of a ledger that is served are mended in another process, by `python -m` and this module.

A server's threads have them open. A process of its own finds them as any command does, and mends
them as it would.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Lock, Thread

from adapters.ledger import store as stores
from adapters.views.problems import ViewsUnreadable

MEND = (sys.executable, "-m", "adapters.web.desk.mending")
CHECKED_SECONDS = 600.0  # between two searches for damage that nothing but an odd answer speaks of


class Mender:
    """Has views mended, by one process at a time. For any number of threads.

    program: what is run, with the ledger's address after it.
    """

    def __init__(self, address: str, program: Sequence[str] = MEND) -> None:
        self._command = [*program, address]
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._checked: float | None = None

    @property
    def is_at_work(self) -> bool:
        """Say whether a process mends the views now."""
        process = self._process
        return process is not None and process.poll() is None

    def start(self) -> None:
        """Have the views mended, unless that is being done."""
        with self._lock:
            if not self.is_at_work:
                self._process = subprocess.Popen(
                    self._command, stdin=subprocess.DEVNULL, start_new_session=True
                )
                Thread(target=self._process.wait, daemon=True).start()  # it leaves no zombie

    def suspect(self) -> None:
        """Have the views searched for damage, unless they were lately: it may be a bug."""
        now = time.monotonic()
        if self._checked is None or now - self._checked > CHECKED_SECONDS:
            self._checked = now
            self.start()


def mend(address: str) -> None:
    """Mend damaged views, and bring them to the end of the log.

    Raises `store-not-found`.
    """
    with stores.existing(address) as store:
        store.catch_up()
        suspected = ViewsUnreadable(ValueError("an answer that sound views do not give"))
        try:
            store.mend(suspected)
        except ViewsUnreadable as problem:
            if problem is not suspected:
                raise
        store.catch_up()


if __name__ == "__main__":
    mend(sys.argv[1])
