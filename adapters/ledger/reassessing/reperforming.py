"""Recorded decisions worked out again, for one enterprise or all (审计复算)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import GROUP, histories
from adapters.ledger.snapshot import Snapshot
from domain.events.log import Recorded
from projections.reassessment.reperformance import Reperformance, Verdict
from projections.reassessment.reperformance import reperform as verdicts

Progress = Callable[[int], None]  # called with the enterprises gone through so far


def reperform(
    snapshot: Snapshot, uscc: str | None = None, on_progress: Progress | None = None
) -> Reperformance:
    """Work out every decision until the position looked at."""
    decisions = 0
    disagreements: list[Verdict] = []
    every: Iterable[tuple[str, Iterable[Recorded]]]
    if uscc is None:
        every = histories(snapshot.store.handler.recorder, snapshot.position)
    else:
        every = [(uscc, snapshot.stream(uscc))]
    with gc_paused():
        for number, (_, history) in enumerate(every, start=1):
            for verdict in verdicts(history, snapshot.book):
                decisions += 1
                if not verdict.agrees:
                    disagreements.append(verdict)
            if number % GROUP == 0:
                collect_young()
                if on_progress is not None:
                    on_progress(number)
    return Reperformance(decisions=decisions, disagreements=tuple(disagreements))
