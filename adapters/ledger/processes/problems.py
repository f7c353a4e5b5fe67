"""What went wrong in a process, raised by another: with its causes, which say what kind it is."""

from __future__ import annotations

import pickle
from collections.abc import Iterator


def packed(problem: BaseException) -> bytes:
    """Return an exception and the causes of it; pickled alone, it would lose them."""
    return pickle.dumps(tuple(_portable(problem)))


def unpacked(message: bytes) -> Exception:
    """Return the exception that another process packed."""
    problem, *causes = pickle.loads(message)
    assert isinstance(problem, Exception), "packed by `packed`"
    raised: BaseException = problem
    for cause in causes:
        raised.__cause__ = cause
        raised = cause
    return problem


def _portable(problem: BaseException) -> Iterator[BaseException]:
    """Yield an exception and its causes, up to one that cannot be sent."""
    yield problem
    cause = problem.__cause__
    while cause is not None:
        try:
            pickle.loads(pickle.dumps(cause))
        except Exception:  # any class may define how it is pickled
            return
        yield cause
        cause = cause.__cause__
