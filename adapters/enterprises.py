"""Every enterprise of a log, folded one group after another: memory stays flat however many."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from adapters.codec import decode
from adapters.folding import folded
from adapters.log_sqlite import LogRecorder
from domain.enterprise import Enterprise
from domain.events import POLICY_STREAM, Recorded

GROUP = 200  # streams read together


def codes(recorder: LogRecorder) -> list[str]:
    """Return the code of every enterprise that has events, sorted.

    Other streams are the policy book, and those with a colon in their name (`store:keys`).
    """
    return [name for name in recorder.streams() if name != POLICY_STREAM and ":" not in name]


def histories(recorder: LogRecorder, until: int) -> Iterator[tuple[str, Iterator[Recorded]]]:
    """Yield each enterprise's events until a log position, by its code.

    Take each before asking for the next.
    """
    every = codes(recorder)
    for start in range(0, len(every), GROUP):
        rows = recorder.select_streams(every[start : start + GROUP])
        known = (row for row in rows if row.id <= until)
        for uscc, mine in groupby(known, key=attrgetter("originator_id")):
            yield uscc, (decode(row.id, row) for row in mine)


def enterprises(recorder: LogRecorder, until: int) -> Iterator[tuple[str, Enterprise]]:
    """Yield each enterprise as it stood at a log position, by its code."""
    for uscc, history in histories(recorder, until):
        yield uscc, folded(history)
