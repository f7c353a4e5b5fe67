"""What an interrupt looks like by the time that it is caught."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


def is_interrupt(problem: BaseException) -> bool:
    """Say whether an interrupt was raised, or what was raised from one or while one was handled.

    Python 3.11 raises RuntimeError from what interrupts the making of a class: half of an import.
    What an interrupt left half closed cannot be closed again: the removal of a folder, say.
    """
    cause: BaseException | None = problem
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return cause is not None


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise what comes of an interrupt as the interrupt, whatever it was taken for on its way."""
    try:
        yield
    except Exception as problem:
        if is_interrupt(problem):
            raise KeyboardInterrupt from problem
        raise
