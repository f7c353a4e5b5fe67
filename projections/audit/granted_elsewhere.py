"""Invoices claimed here that another county granted a claim on before the enterprise moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.enterprise.state import Enterprise
from domain.identity import skeleton
from domain.value import fields_of, value
from projections.audit.duplicates import BROUGHT_IN, Finding, LiveClaim, finding_of


@value
class InvoiceElsewhere:
    """An invoice of a claim that another county granted; see `FindingElsewhere`."""

    invoice: str
    claim_no: str
    county: str
    pack: str
    log_position: int


@value
class FindingElsewhere(Finding):
    """An invoice of a claim that another county granted, as its pack says. other: that claim.

    log_position: where the pack was read in.
    """

    county: str
    pack: str
    log_position: int
    other: str


def invoices_elsewhere(enterprise: Enterprise) -> Iterator[InvoiceElsewhere]:
    """Yield the invoices of what other counties granted an enterprise, as their packs say."""
    transfers = enterprise.transfers
    for arrival in () if transfers is None else transfers.counted():
        for grant in arrival.grants:
            for invoice in grant.invoices if grant.matched != "own" else ():
                yield InvoiceElsewhere(
                    invoice=invoice,
                    claim_no=grant.claim_no,
                    county=grant.county,
                    pack=arrival.event.pack,
                    log_position=arrival.position,
                )


def findings_elsewhere(
    claims: Iterable[LiveClaim], brought_in: Iterable[InvoiceElsewhere]
) -> Iterator[Finding]:
    """Yield each claim here on an invoice that another county granted a claim on."""
    known = {skeleton(each.invoice): each for each in brought_in}
    for claim in claims if known else ():
        for invoice in claim.submitted.invoices:
            other = known.get(skeleton(invoice))
            if other is None:
                continue
            same = finding_of(BROUGHT_IN, invoice, [claim])
            yield FindingElsewhere(
                **fields_of(Finding, same),
                county=other.county,
                pack=other.pack,
                log_position=other.log_position,
                other=other.claim_no,
            )
