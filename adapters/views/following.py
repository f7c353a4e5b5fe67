"""The log as the views follow it: stretch after stretch, folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import partial
from hashlib import sha256
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from adapters.log.codec import event_bytes
from adapters.log.drafts import ClaimNumber
from adapters.log.entries import RowValues, entries
from adapters.log.recorder import Log
from domain.events.claims import ClaimSubmitted
from projections.views.claim_register import ClaimRow
from projections.views.entries import Entry, Submitted
from projections.views.folding import changes_of
from projections.views.known import AmountRow, NameRow
from projections.views.postings import Posting

BATCH_EVENTS = 10_000  # events
END = 1 << 62  # no log is as long

row_values = attrgetter(*(field.name for field in fields(ClaimRow)))
Rows = Iterable[RowValues]
Add = Callable[[Iterable[ClaimNumber]], None] | None  # to the index of claim numbers


class Folded(NamedTuple):
    """A stretch of the log, folded: rows to insert, by table, and events of claims opened before.

    corrected: claims whose invoices and amounts are only those that are inserted.
    """

    first: int
    last: int
    claims: list[tuple[Any, ...]]
    postings: list[Posting]
    invoices: list[tuple[str, str, str]]
    corrected: list[str]
    amounts: list[AmountRow]
    names: list[NameRow]
    came_in: list[tuple[str, int]]
    later: list[Entry]


def fold(stretch: Sequence[Entry]) -> Folded:
    """Fold a stretch of the log that is not empty."""
    changes = changes_of(stretch)
    return Folded(
        first=stretch[0].position,
        last=stretch[-1].position,
        claims=list(map(row_values, changes.opened.values())),
        postings=changes.postings,
        invoices=changes.invoices,
        corrected=list(changes.corrected),
        amounts=list(chain.from_iterable(changes.amounts.values())),
        names=list(changes.names.values()),
        came_in=list(changes.came_in.items()),
        later=changes.later,
    )


def log_batches(
    recorder: Log, *, after: int, until: int = END, watched: Callable[[Rows], Rows] = iter
) -> Iterator[list[Entry]]:
    """Yield the log after a position, oldest first, at most BATCH_EVENTS entries together.

    until: the last position; the log's own, where it ends before. watched: sees the rows as they go
    by.
    """
    while after < until:
        count = min(BATCH_EVENTS, until - after)
        with recorder.rows(after, count) as rows:
            stretch = list(entries(watched(rows), after=after))
        if stretch:
            yield stretch
        if len(stretch) < count:
            return
        after += count


def folded_log(recorder: Log, add: Add = None, until: int = END) -> Iterator[Folded]:
    """Yield the log until a position folded, stretch by stretch.

    add: takes the claim numbers of each.
    """
    digests: dict[int, str] = {}
    watched = iter if add is None else partial(_digesting, digests)
    for stretch in log_batches(recorder, after=0, until=until, watched=watched):
        if add is not None:
            add(
                ClaimNumber(entry.event.claim_no, entry.stream, digests.pop(entry.position))
                for entry in stretch
                if isinstance(entry.event, Submitted)
            )
        yield fold(stretch)


def _digesting(digests: dict[int, str], rows: Rows) -> Rows:
    """Pass the rows on and keep, by position, the SHA-256 of what each claim submitted says."""
    for row in rows:
        position, _, _, topic, state = row
        if topic == ClaimSubmitted.TOPIC:
            digests[position] = sha256(event_bytes(state)).hexdigest()
        yield row
