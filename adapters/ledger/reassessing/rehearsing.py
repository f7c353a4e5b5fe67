"""Reassessments rehearsed, under the book as it is or as it would be. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import GROUP
from adapters.ledger.snapshot import Snapshot
from domain.commands.enterprise import Reassess
from domain.decide import decide
from domain.policy.book import PolicyBook
from projections.reassessment.differences import Change, Rehearsal, changes_of, differences

Progress = Callable[[int], None]  # called with the enterprises gone through so far


def rehearse(
    snapshot: Snapshot,
    books: Mapping[str, PolicyBook],
    uscc: str | None = None,
    on_progress: Progress | None = None,
) -> dict[str, Rehearsal]:
    """Return what a reassessment by each book would change, by the book's key.

    Every enterprise is folded once and walked under every book.
    """
    changes: dict[str, list[Change]] = {key: [] for key in books}
    with gc_paused():
        for number, (code, enterprise) in enumerate(snapshot.enterprises(uscc), start=1):
            for key, book in books.items():
                events = decide(Reassess(uscc=code), enterprise, book)
                changes[key] += changes_of(code, enterprise, events)
            if number % GROUP == 0:
                collect_young()
                if on_progress is not None:
                    on_progress(number)
    return {key: differences(found, Rehearsal) for key, found in changes.items()}
