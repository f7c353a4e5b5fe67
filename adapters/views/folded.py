"""A stretch of the log, folded to the rows that views take in; processes pass it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, NamedTuple

from projections.views.claim_register import ClaimRow
from projections.views.entries import Entry
from projections.views.folding import changes_of
from projections.views.postings import Posting

row_values = attrgetter(*(field.name for field in fields(ClaimRow)))


class Folded(NamedTuple):
    """A stretch of the log, folded: rows to insert, by table, and events of claims opened before.

    Plain tuples, which another process can send quickly.
    """

    first: int
    last: int
    claims: list[tuple[Any, ...]]
    postings: list[Posting]
    invoices: list[tuple[str, str, str]]
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
        later=changes.later,
    )
