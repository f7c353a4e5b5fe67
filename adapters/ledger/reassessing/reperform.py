"""Recorded decisions worked out again, for one enterprise or all (审计复算)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import GROUP, histories
from adapters.ledger.snapshot import Snapshot
from domain.events.log import Recorded
from projections.reassessment.reperformance import Verdict
from projections.reassessment.reperformance import reperform as verdicts


@dataclass(slots=True)
class Reperformed:
    """How many decisions were worked out again, and those that came out otherwise."""

    decisions: int = 0
    disagreements: list[Verdict] = field(default_factory=list)

    @property
    def agreeing(self) -> int:
        return self.decisions - len(self.disagreements)


def reperform(look: Snapshot, uscc: str | None, told: Callable[[int], None]) -> Reperformed:
    """Work out every decision until the position looked at.

    told: called now and then with the number of enterprises gone through.
    """
    found = Reperformed()
    if uscc is None:
        every: Iterable[tuple[str, Iterable[Recorded]]] = histories(
            look.store.handler.recorder, look.position
        )
    else:
        every = [(uscc, look.stream(uscc))]
    with gc_paused():
        for number, (_, history) in enumerate(every, start=1):
            for verdict in verdicts(history, look.book):
                found.decisions += 1
                if not verdict.agrees:
                    found.disagreements.append(verdict)
            if number % GROUP == 0:
                collect_young()
                told(number)
    return found
