"""The papers of a claim, what their invoices say, and where that differs from the claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domain.calendar import clock_text
from domain.events.claims import (
    AttachmentErased,
    ClaimApproved,
    ClaimAttached,
    ClaimRejected,
    ClaimRejectedByOfficer,
    ClaimSubmitted,
    PaperKind,
)
from domain.identity import skeleton
from domain.value import value

if TYPE_CHECKING:
    from domain.events.log import Recorded

_DECIDES = (ClaimApproved, ClaimRejected, ClaimRejectedByOfficer)


@value
class ErasedAttachment:
    """By which document the bytes of a paper were removed, why, by whom and when."""

    document: str
    words: str
    by: str
    recorded_at: str


@value
class Attachment:
    """A paper of a claim. after_decision: attached once the claim had been decided."""

    sha256: str
    paper: PaperKind
    media_type: str
    size_bytes: int
    position: int
    recorded_at: str
    by: str
    after_decision: bool
    erased: ErasedAttachment | None


@value
class ClaimAttachments:
    """The papers of one claim, in the order they were attached."""

    claim_no: str
    uscc: str
    position: int
    attachments: tuple[Attachment, ...]


@value
class ReadInvoice:
    """An electronic invoice as its file says; None where the file does not say it.

    read_from: `xml`, `ofd-attachment`, `ofd-tags`, `ofd-data`, `ofd-text`, `pdf-attachment`,
    `pdf-properties` or `pdf-text`; words of a page are the least sure.
    """

    number: str
    code: str | None
    issued_on: date | None
    total_fen: int | None
    tax_fen: int | None
    buyer_name: str | None
    buyer_code: str | None
    seller_name: str | None
    seller_code: str | None
    read_from: str


@value
class AttachmentNotice:
    """Something to look at; nothing is refused for it.

    Of a file: `pdf-runs`, `pdf-encrypted`, `pdf-has-files`, `file-of-two-kinds`. Of an invoice:
    `invoice-not-claimed`, `buyer-differs`, `invoice-day`. Of all of a claim: `invoices-below-fee`.
    Of the same bytes: `file-elsewhere`. Of what is kept: `file-unreadable`.
    """

    code: str
    facts: Mapping[str, str | int]


@value
class CheckedAttachment:
    """A paper and its bytes.

    state: `sound`, `missing`, `altered`, `erased`, or `not-erased` where the bytes of one erased
    are still there. invoice, notices: of a sound one, where they were asked for.
    """

    claim_no: str
    uscc: str
    sha256: str
    paper: PaperKind
    media_type: str
    state: str
    invoice: ReadInvoice | None
    notices: tuple[AttachmentNotice, ...]


@value
class AttachmentChecks:
    """Every paper asked about, and its bytes.

    claim_no: the claim asked about; None for all, whose invoices are not read. wrong: how many are
    missing, altered or not erased. unrecorded: files that no event of the ledger speaks of.
    notices: of the claim's papers together.
    """

    position: int
    claim_no: str | None
    checked: int
    wrong: int
    unrecorded: tuple[str, ...]
    attachments: tuple[CheckedAttachment, ...]
    notices: tuple[AttachmentNotice, ...]


@value
class AttachedFiles:
    """What attaching led to: how many papers are new, and the claim's as they are checked."""

    claim_no: str
    events_appended: int
    checks: AttachmentChecks


@value
class ShownFile:
    """A paper written to a file."""

    sha256: str
    file: str
    size_bytes: int


@value
class ErasedFile:
    """What erasing led to. kept_for: other claims whose paper the same bytes still are."""

    claim_no: str
    sha256: str
    events_appended: int
    bytes_removed: bool
    kept_for: tuple[str, ...]


@value
class ClaimAsStated:
    """What an invoice is compared with. codes: the enterprise's, and those it carries on."""

    codes: tuple[str, ...]
    occurred_on: date
    filed_on: date
    invoices: tuple[str, ...]
    declared_fen: int | None


def notice(code: str, **facts: str | int) -> AttachmentNotice:
    """Return a notice of these facts."""
    return AttachmentNotice(code=code, facts=facts)


def attachments_of(events: Iterable[Recorded]) -> dict[str, tuple[Attachment, ...]]:
    """Return the papers of each claim that has any, by its number, from events in order."""
    papers_of: dict[str, dict[str, Attachment]] = {}
    decided: set[str] = set()
    for recorded in events:
        event = recorded.event
        if isinstance(event, _DECIDES):
            decided.add(event.claim_no)
        elif isinstance(event, ClaimAttached):
            papers_of.setdefault(event.claim_no, {})[event.sha256] = _attached(
                recorded, event, after_decision=event.claim_no in decided
            )
        elif isinstance(event, AttachmentErased):
            papers = papers_of[event.claim_no]
            papers[event.sha256] = _erased(papers[event.sha256], recorded, event)
    return {claim_no: tuple(papers.values()) for claim_no, papers in papers_of.items()}


def differences(invoice: ReadInvoice, claim: ClaimAsStated) -> Iterator[AttachmentNotice]:
    """Yield where an invoice differs from the claim that it is a paper of.

    Where the claim states no invoice, none is missed.
    """
    stated = set(map(skeleton, claim.invoices))
    spelled = {skeleton(invoice.number), skeleton((invoice.code or "") + invoice.number)}
    if stated and not stated & spelled:
        claimed = ", ".join(claim.invoices)
        yield notice("invoice-not-claimed", number=invoice.number, claimed=claimed)
    if invoice.buyer_code is not None and invoice.buyer_code not in claim.codes:
        yield notice("buyer-differs", buyer=invoice.buyer_code, uscc=claim.codes[0])
    first = date(claim.occurred_on.year - 1, 1, 1)
    if invoice.issued_on is not None and not first <= invoice.issued_on <= claim.filed_on:
        days = {"first": first.isoformat(), "last": claim.filed_on.isoformat()}
        yield notice("invoice-day", day=invoice.issued_on.isoformat(), **days)


def below_fee(invoices: Sequence[ReadInvoice], claim: ClaimAsStated) -> Iterator[AttachmentNotice]:
    """Yield a notice where all invoices of a claim together come to less than it declares.

    Nothing where an amount is not known: an invoice that nobody can read may be the rest.
    """
    totals = {(each.code, each.number): each.total_fen for each in invoices}
    known = [total for total in totals.values() if total is not None]
    if claim.declared_fen is None or not known or len(known) < len(totals):
        return
    if sum(known) < claim.declared_fen:
        yield notice("invoices-below-fee", total_fen=sum(known), declared_fen=claim.declared_fen)


def checks(
    position: int,
    claim_no: str | None,
    checked: Sequence[CheckedAttachment],
    unrecorded: Sequence[str] = (),
    notices: Sequence[AttachmentNotice] = (),
) -> AttachmentChecks:
    """Return papers as checked, and how many are wrong."""
    wrong = sum(each.state in ("missing", "altered", "not-erased") for each in checked)
    return AttachmentChecks(
        position=position,
        claim_no=claim_no,
        checked=len(checked),
        wrong=wrong,
        unrecorded=tuple(unrecorded),
        attachments=tuple(checked),
        notices=tuple(notices),
    )


def stated_by(
    submitted: ClaimSubmitted, codes: Sequence[str], declared_fen: int | None
) -> ClaimAsStated:
    """Return what a claim states that invoices are compared with. codes: see `ClaimAsStated`."""
    return ClaimAsStated(
        codes=tuple(codes),
        occurred_on=submitted.occurred_on,
        filed_on=submitted.filed_on,
        invoices=submitted.invoices,
        declared_fen=declared_fen,
    )


def _attached(recorded: Recorded, event: ClaimAttached, *, after_decision: bool) -> Attachment:
    return Attachment(
        sha256=event.sha256,
        paper=event.paper,
        media_type=event.media_type,
        size_bytes=event.size_bytes,
        position=recorded.position,
        recorded_at=clock_text(recorded.recorded_at),
        by=recorded.by,
        after_decision=after_decision,
        erased=None,
    )


def _erased(paper: Attachment, recorded: Recorded, event: AttachmentErased) -> Attachment:
    erased = ErasedAttachment(
        document=event.document,
        words=event.words,
        by=recorded.by,
        recorded_at=clock_text(recorded.recorded_at),
    )
    return replace(paper, erased=erased)
