"""The cycle collector kept out of big folds, which make many objects and hardly a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

YOUNG_MAX = 100_000  # more objects made in a rest than that are not walked after it either

# The collector is the process's: it rests from the first thread's pause to the last thread's.
_lock = Lock()
_pauses: list[bool] = []  # of each that lasts, whether the collector was on before the first
_is_lasting = False  # whether what was made in a rest is walked after it, however much


@contextmanager
def gc_paused() -> Iterator[None]:
    """Stop the collector from walking everything kept, over and over, until the block ends.

    What is kept for good would be visited again at every full collection: the time a backfill
    takes would grow with the square of its length. Threads may pause it at the same time.
    """
    with _lock:
        _pauses.append(_pauses[0] if _pauses else gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            if _pauses.pop() and not _pauses:
                if gc.get_count()[0] > YOUNG_MAX and not _is_lasting:
                    gc.freeze()
                gc.enable()


def collect_always() -> None:
    """Collect cycles among all that is made from now on, after a rest too: the process lasts.

    Whatever a cycle holds that is not walked is kept for good. What is there by now is to stay, and
    is walked no more.
    """
    global _is_lasting
    _is_lasting = True
    gc.collect()
    gc.freeze()


def collect_young() -> None:
    """Collect the cycles made since the last sweep; older objects are not visited."""
    gc.collect(0)
