"""What a stretch of the log changes in the views, folded with no look at what they hold.

Nearly every claim is decided soon after it is submitted. Those opened in the stretch are folded
here; what happens to older claims is set apart until their rows are at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from domain.enterprise.state import UnknownClaim
from projections.views import claim_register
from projections.views.claim_register import ClaimRow
from projections.views.entries import Corrected, Entry, LaterEvent, Submitted
from projections.views.postings import Posting, posted, posted_state

# Which claims an invoice stands on (发票索引), across enterprises.
INVOICE_INDEX = "invoice_index"
InvoiceRow = tuple[str, str, str]  # invoice, claim_no, uscc


@dataclass(slots=True)
class Changes:
    """Rows of claims opened, by number; postings and invoices to add; events of older claims.

    corrected: the invoices of each claim that was corrected, in place of those it stood on before.
    """

    opened: dict[str, ClaimRow] = field(default_factory=dict)
    postings: list[Posting] = field(default_factory=list)
    invoices: list[InvoiceRow] = field(default_factory=list)
    corrected: dict[str, list[InvoiceRow]] = field(default_factory=dict)
    later: list[Entry] = field(default_factory=list)


def changes_of(entries: Iterable[Entry]) -> Changes:
    """Fold a stretch of the log, oldest first."""
    changes = Changes()
    opened = changes.opened
    for entry in entries:
        position, uscc, event = entry
        if event is None:
            continue
        if isinstance(event, Corrected):
            rows = [(invoice, event.claim_no, uscc) for invoice in event.invoices]
            changes.corrected[event.claim_no] = rows
        if isinstance(event, Submitted):
            opened[event.claim_no] = claim_register.opened(position, uscc, event)
            changes.invoices += [(invoice, event.claim_no, uscc) for invoice in event.invoices]
        elif event.claim_no in opened:
            changes.postings += _evolve(opened[event.claim_no], position, event)
        else:
            changes.later.append(entry)
    if changes.corrected:
        changes.invoices = [row for row in changes.invoices if row[1] not in changes.corrected]
        changes.invoices += chain.from_iterable(changes.corrected.values())
    return changes


def apply_to_existing(later: Iterable[Entry], rows: Mapping[str, ClaimRow]) -> list[Posting]:
    """Fold what happened to older claims into their rows, changed in place; return the postings.

    Raises UnknownClaim when a claim has no row.
    """
    postings: list[Posting] = []
    for position, _, event in later:
        assert event is not None, f"set apart without an event: {position}"
        assert not isinstance(event, Submitted), f"set apart, but not older: {position}"
        if event.claim_no not in rows:
            raise UnknownClaim(event.claim_no, position)
        postings += _evolve(rows[event.claim_no], position, event)
    return postings


def _evolve(row: ClaimRow, position: int, event: LaterEvent) -> Iterable[Posting]:
    before = posted_state(row)
    claim_register.evolve(row, position, event)
    return posted(row, position, before)
