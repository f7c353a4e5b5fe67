"""A command in a process of its own that dies at a moment, as a power cut has it die."""

from __future__ import annotations

import os
import signal
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from scripts.subsidy import main
from tests.support.stores import address

INTERRUPTED = signal.SIGALRM  # nobody handles it: the kernel ends the process where it stands


def dies(store: Path, words: list[str], moment: float) -> bool:
    """Run a command that may die after so many seconds; False where it ended well before.

    Raises AssertionError where it ended otherwise.
    """
    return _run(store, words, moment) == -INTERRUPTED


def seconds_of(store: Path, words: list[str]) -> float:
    """Run a command that nothing disturbs, and return how long it took."""
    started = time.monotonic()
    _run(store, words, 0)
    return time.monotonic() - started


def _run(store: Path, words: list[str], moment: float) -> int:
    """Run a command in a fork: the program is loaded, so that the moment hits the work."""
    out = store.parent / "out"
    child = os.fork()
    if child == 0:
        _become(out, [*words, "--store", address(store), "--json"], moment)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, -INTERRUPTED), (words, code, out.read_text(encoding="utf-8"))
    return code


def _become(out: Path, words: list[str], moment: float) -> None:
    code = 70
    try:
        signal.signal(INTERRUPTED, signal.SIG_DFL)
        with out.open("w", encoding="utf-8") as said, redirect_stdout(said), redirect_stderr(said):
            signal.setitimer(signal.ITIMER_REAL, moment)  # 0: never
            code = main(words)
    finally:
        os._exit(code)
