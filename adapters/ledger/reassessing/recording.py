"""Reassessments recorded: an enterprise at a time, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import GROUP, Progress, codes
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.together import carry_out_together
from adapters.ledger.handling.units import Author
from adapters.log.recorder import chunked
from domain.commands.enterprise import Reassess
from domain.enterprise.state import Enterprise
from domain.events.claims import ClaimReassessed
from domain.payments.happened import StreamEvent
from projections.reassessment.differences import Change, Reassessment, changes_of, differences


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
    done = 0
    with gc_paused():
        for few in chunked(every, GROUP):
            for outcome in carry_out_together(
                handler, [Reassess(uscc=code) for code in few], author
            ):
                if outcome.refusal is not None:
                    raise outcome.refusal
                happened += outcome.events
            collect_young()
            done += len(few)
            if on_progress is not None:
                on_progress(done)
    return happened


def recorded_differences(
    events: Iterable[StreamEvent], enterprise_of: Callable[[str], Enterprise]
) -> Reassessment:
    """Return what recorded events changed; `enterprise_of` finds an enterprise by its code."""
    changed: dict[str, list[ClaimReassessed]] = {}
    for uscc, event in ((happened.stream, happened.event) for happened in events):
        if isinstance(event, ClaimReassessed):
            changed.setdefault(uscc, []).append(event)
    changes: list[Change] = []
    for uscc, reassessed in changed.items():
        changes += changes_of(uscc, enterprise_of(uscc), reassessed)
    return differences(changes, Reassessment)
