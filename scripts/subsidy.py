"""The command `subsidy`. It imports nothing before it can be interrupted without a traceback."""

from __future__ import annotations

import sys

INTERRUPTED = 130  # as shells count SIGINT
AGAIN_SECONDS = 0.01  # after Python lost an interrupt


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        from scripts.cli.running import run

        return run(sys.argv[1:] if argv is None else argv)
    except BaseException as problem:
        if not is_interrupt(problem):
            raise
        return _interrupted()


def is_interrupt(problem: BaseException) -> bool:
    """Say whether an interrupt was raised, or what was raised from one or while one was handled.

    Python 3.11 raises RuntimeError from what interrupts the making of a class: half of an import.
    What an interrupt left half closed cannot be closed again: the removal of a folder, say.
    """
    cause: BaseException | None = problem
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return cause is not None


def start() -> None:
    """Run the command of this process, and end it.

    What asks it to end is heard as an interrupt is, so that no half of a file stays; once it ends,
    nothing interrupts that.
    """
    code = INTERRUPTED
    try:
        heed()
        code = main()
        _ends()
    except BaseException as problem:
        _ends()
        if not is_interrupt(problem):  # it may be a second one
            raise
    if code == INTERRUPTED:
        _discard_output()
    sys.exit(code)


def heed() -> None:
    """Have SIGTERM and SIGHUP interrupt, unless they are to be ignored, as by `nohup`.

    An interrupt of what Python calls by itself, as when it takes something out of its memory, is
    lost: it is sent once more, by an alarm, where there is one.
    """
    import signal

    for name in ("SIGTERM", "SIGHUP", "SIGALRM"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
    if hasattr(signal, "setitimer"):
        sys.unraisablehook = _lost


def _lost(lost: sys.UnraisableHookArgs) -> None:
    """Interrupt once more; what else Python cannot raise is said as it says it."""
    import signal

    if isinstance(lost.exc_value, KeyboardInterrupt):
        signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
    else:
        sys.__unraisablehook__(lost)


def _ends() -> None:
    """Have signals interrupt nothing from now on: Python ends with a traceback of it."""
    import signal

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def _discard_output() -> None:
    """Leave unwritten what standard output still holds: who reads it may have stopped to."""
    import os
    from contextlib import suppress

    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _interrupted() -> int:
    from adapters.wording.translation import gettext as _

    message = _("Interrupted. What was acknowledged is kept; feed the same file in again to go on.")
    print(f"\n{message}", file=sys.stderr)
    return INTERRUPTED


if __name__ == "__main__":
    start()
