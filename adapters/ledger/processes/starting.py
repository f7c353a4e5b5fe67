"""How a process of our own is started. It loads nothing else, as a worker must not."""

from __future__ import annotations

import multiprocessing
import sys
import threading
from multiprocessing.context import BaseContext


def context() -> BaseContext:
    """Return how to start a process: by a fork where that is safe, or else as a new interpreter.

    A fork copies only the thread that calls it, and a lock that another thread held stays locked
    in the copy for ever. macOS has such threads of its own; Windows has no fork.
    """
    safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if safe else "spawn")
