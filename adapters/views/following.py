"""The log as the views follow it: stretch after stretch, folded."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from hashlib import sha256

from adapters.log.codec import event_bytes
from adapters.log.drafts import ClaimNumber
from adapters.log.entries import RowValues, entries
from adapters.log.recorder import Log
from adapters.views.folded import Folded, fold
from domain.events.claims import ClaimSubmitted
from projections.views.entries import Entry, Submitted

BATCH_EVENTS = 10_000  # events

Rows = Iterable[RowValues]
Numbered = tuple[Folded, list[ClaimNumber]]  # a stretch folded, and the claim numbers taken in it


def log_batches(
    recorder: Log, *, after: int, every: int = 1, watched: Callable[[Rows], Rows] = iter
) -> Iterator[list[Entry]]:
    """Yield the log after a position, oldest first, at most STRETCH entries together.

    every: of so many stretches only the first; others read the rest. watched: sees the rows as they
    go by.
    """
    while True:
        with recorder.rows(after, BATCH_EVENTS) as rows:
            stretch = list(entries(watched(rows), after=after))
        if stretch:
            yield stretch
        if len(stretch) < BATCH_EVENTS:
            return
        after += every * BATCH_EVENTS


def folded_log(recorder: Log, after: int = 0, every: int = 1) -> Generator[Numbered, None, None]:
    """Yield the log folded, stretch by stretch, without claim numbers."""
    for stretch in log_batches(recorder, after=after, every=every):
        yield fold(stretch), []


def folded_log_and_numbers(
    recorder: Log, after: int = 0, every: int = 1
) -> Generator[Numbered, None, None]:
    """Yield the log folded, stretch by stretch, each with its claim numbers."""
    digests: dict[int, str] = {}
    watched = partial(_digesting, digests)
    for stretch in log_batches(recorder, after=after, every=every, watched=watched):
        numbers = [
            ClaimNumber(entry.event.claim_no, entry.stream, digests.pop(entry.position))
            for entry in stretch
            if isinstance(entry.event, Submitted)
        ]
        yield fold(stretch), numbers


def _digesting(digests: dict[int, str], rows: Rows) -> Rows:
    """Pass the rows on and keep, by position, the SHA-256 of what each claim submitted says."""
    for row in rows:
        position, _, _, topic, state = row
        if topic == ClaimSubmitted.TOPIC:
            digests[position] = sha256(event_bytes(state)).hexdigest()
        yield row
