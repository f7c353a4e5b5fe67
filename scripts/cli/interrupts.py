"""What interrupts a command: Ctrl-C, a system that stops, a terminal that closes."""

from __future__ import annotations

import signal
import sys

AGAIN_SECONDS = 0.01  # after Python lost an interrupt


def is_interrupt(problem: BaseException) -> bool:
    """Say whether an interrupt was raised, or what was raised from one or while one was handled.

    Python 3.11 raises RuntimeError from what interrupts the making of a class: half of an import.
    What an interrupt left half closed cannot be closed again: the removal of a folder, say.
    """
    cause: BaseException | None = problem
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return cause is not None


def heed() -> None:
    """Have SIGTERM and SIGHUP interrupt, unless they are to be ignored, as by `nohup`.

    An interrupt of what Python calls by itself, as when it takes something out of its memory, is
    lost: it is sent once more, by an alarm, where there is one.
    """
    for name in ("SIGTERM", "SIGHUP", "SIGALRM"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
    if hasattr(signal, "setitimer"):
        sys.unraisablehook = _lost


def _lost(lost: sys.UnraisableHookArgs) -> None:
    """Interrupt once more; what else Python cannot raise is said as it says it."""
    if isinstance(lost.exc_value, KeyboardInterrupt):
        signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
    else:
        sys.__unraisablehook__(lost)
