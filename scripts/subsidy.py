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
        if not is_interrupt(problem):
            raise
        return _interrupted()


def is_interrupt(problem: BaseException) -> bool:
    """Say whether an interrupt was raised, or what was raised from one.

    Python 3.11 raises RuntimeError from what interrupts the making of a class: half of an import.
    """
    cause: BaseException | None = problem
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__
    return cause is not None


def start() -> None:
    """Run the command of this process, and end it."""
    code = INTERRUPTED
    try:
        code = main()
        sys.exit(code)
    except KeyboardInterrupt:  # a second one
        sys.exit(code)


def _interrupted() -> int:
    from adapters.wording.translation import gettext as _

    message = _("Interrupted. What was acknowledged is kept; feed the same file in again to go on.")
    print(f"\n{message}", file=sys.stderr)
    return INTERRUPTED


if __name__ == "__main__":
    start()
