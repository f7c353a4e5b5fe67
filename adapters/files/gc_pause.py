"""The cycle collector kept out of big folds, which make many objects and hardly a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG_MAX = 100_000  # more objects made in a rest than that are not walked after it either


@contextmanager
def gc_paused() -> Iterator[None]:
    """Stop the collector from walking everything kept, over and over, until the block ends.

    What is kept for good would be visited again at every full collection: the time a backfill
    takes would grow with the square of its length.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > YOUNG_MAX:
                gc.freeze()
            gc.enable()


def collect_young() -> None:
    """Collect the cycles made since the last sweep; older objects are not visited."""
    gc.collect(0)
