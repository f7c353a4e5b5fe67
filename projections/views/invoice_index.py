"""Which claims an invoice stands on (发票索引), across enterprises: a row an invoice and claim."""

from __future__ import annotations

from collections.abc import Iterator

from projections.views.entries import Submitted

NAME = "invoice_index"

Row = tuple[str, str, str]  # invoice, claim_no, uscc


def rows_of(uscc: str, event: Submitted) -> Iterator[Row]:
    """Yield the rows a submitted claim adds. They are never changed."""
    for invoice in event.invoices:
        yield invoice, event.claim_no, uscc
