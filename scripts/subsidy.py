"""The command `subsidy`. It imports nothing before it can be interrupted without a traceback."""

from __future__ import annotations

import sys

INTERRUPTED = 130  # as shells count SIGINT


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        from scripts.cli.running import run

        return run(sys.argv[1:] if argv is None else argv)
    except BaseException as problem:
        from scripts.cli.interrupts import is_interrupt

        if not is_interrupt(problem):
            raise
        return _interrupted()


def start() -> None:
    """Run the command of this process, and end it.

    What asks it to end is heard as an interrupt is, so that no half of a file stays; once it ends,
    nothing interrupts that.
    """
    code = INTERRUPTED
    try:
        from scripts.cli.interrupts import heed

        heed()
        code = main()
        _ends()
    except BaseException as problem:
        _ends()
        from scripts.cli.interrupts import is_interrupt

        if not is_interrupt(problem):  # it may be a second one
            raise
    if code == INTERRUPTED:
        _discard_output()
    sys.exit(code)


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
