"""Reassessments recorded: an enterprise at a time, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import cast

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import GROUP, codes
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.together import carry_out_together
from adapters.ledger.handling.units import Author
from domain.commands.enterprise import Reassess
from domain.enterprise.state import Enterprise
from domain.events.claims import ClaimReassessed
from domain.events.log import EnterpriseEvent
from domain.payments.happened import StreamEvent
from projections.reassessment.differences import Change, Reassessment, changes_of, differences

Progress = Callable[[int], None]  # called with the enterprises gone through so far


def reassess(
    handler: CommandHandler,
    author: Author,
    uscc: str | None = None,
    on_progress: Progress | None = None,
) -> list[StreamEvent]:
    """Record every difference of an enterprise or of all; return the events.

    Each enterprise is whole; should the program end in between, another run does the rest. Raises
    the first Refusal of any.
    """
    every = codes(handler.recorder) if uscc is None else [uscc]
    happened: list[StreamEvent] = []
    with gc_paused():
        for start in range(0, len(every), GROUP):
            commands = [Reassess(uscc=code) for code in every[start : start + GROUP]]
            for outcome in carry_out_together(handler, commands, author):
                if outcome.refusal is not None:
                    raise outcome.refusal
                happened += outcome.events
            collect_young()
            if on_progress is not None:
                on_progress(start + len(commands))
    return happened


def recorded_differences(
    events: Iterable[StreamEvent], enterprise_of: Callable[[str], Enterprise]
) -> Reassessment:
    """Return what recorded events changed; `enterprise_of` finds an enterprise by its code."""
    return differences(_changes(events, enterprise_of), Reassessment)


def _changes(
    events: Iterable[StreamEvent], enterprise_of: Callable[[str], Enterprise]
) -> Iterator[Change]:
    recorded = (event for event in events if isinstance(event.event, ClaimReassessed))
    for uscc, group in groupby(recorded, key=attrgetter("stream")):
        changed = [cast(EnterpriseEvent, event.event) for event in group]
        yield from changes_of(uscc, enterprise_of(uscc), changed)
