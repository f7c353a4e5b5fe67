"""The papers of a claim for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.wording.catalogue.changed.attachments import (
    ATTACHMENT_NOTICES,
    STATES,
    paper_words,
)
from adapters.wording.policy.currency import currency
from adapters.wording.table import Column, Columns, Report, table_of
from adapters.wording.translation import filled, listed, pgettext
from adapters.wording.translation import gettext as _
from domain.calendar import clock
from domain.money import yuan

if TYPE_CHECKING:
    from projections.claims.attachments import (
        AttachedFiles,
        Attachment,
        AttachmentChecks,
        AttachmentNotice,
        CheckedAttachment,
        ClaimAttachments,
        ErasedFile,
        ReadInvoice,
    )

SHOWN_MAX = 30  # rows of a table at a terminal
KILO = 1024
TYPES = {
    "application/pdf": "PDF",
    "application/ofd": "OFD",
    "application/xml": "XML",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
}


def attachments_report(answer: ClaimAttachments) -> Report:
    """Return the papers of a claim, a row each."""
    words = paper_words()
    columns: Columns[Attachment] = (
        (Column(pgettext("column", "paper")), lambda paper: words[paper.paper]),
        (Column(pgettext("column", "type")), lambda paper: paper.media_type),
        (Column(pgettext("column", "size (kB)"), "count"), _kilobytes),
        (Column(pgettext("column", "recorded")), lambda paper: _moment(paper.recorded_at)),
        (Column(pgettext("column", "by")), lambda paper: paper.by),
        (Column(pgettext("column", "note")), _note),
        (Column("SHA-256", "code"), lambda paper: paper.sha256),
    )
    table = table_of(answer.attachments, columns)
    title = _("Papers of claim {claim_no}").format(claim_no=answer.claim_no)
    return Report(title=title, parts=(table,) if table.rows else (_("No papers attached"),))


def checks_report(answer: AttachmentChecks) -> Report:
    """Return how the bytes of papers are, what invoices say, and what is to be looked at."""
    words = paper_words()
    columns: Columns[CheckedAttachment] = (
        (Column(pgettext("column", "claim")), lambda paper: paper.claim_no),
        (Column(pgettext("column", "paper")), lambda paper: words[paper.paper]),
        (Column(pgettext("column", "file")), lambda paper: _(STATES[paper.state])),
        (Column(pgettext("column", "invoice")), lambda paper: _invoice(paper.invoice)),
        (Column("SHA-256", "code"), lambda paper: paper.sha256),
    )
    shown = answer.attachments
    if answer.claim_no is None:  # all that is as it should be needs no row
        shown = tuple(each for each in shown if each.state not in ("sound", "erased"))
    counted = _("{checked} papers checked, {wrong} wrong").format(
        checked=f"{answer.checked:,}", wrong=f"{answer.wrong:,}"
    )
    table = table_of(shown, columns, shown_max=SHOWN_MAX)
    tables = (table,) if table.rows else ()
    lines = [counted, *_notice_lines(answer)]
    if answer.unrecorded:
        unrecorded = _("{count} files of no claim: {digests}")
        digests = listed(answer.unrecorded[:SHOWN_MAX])
        lines.append(unrecorded.format(count=len(answer.unrecorded), digests=digests))
    return Report(title=_("Check of papers"), parts=(*tables, *lines))


def attached_report(answer: AttachedFiles) -> Report:
    """Return what attaching led to, and the claim's papers as they are checked."""
    said = _("{count} papers attached to claim {claim_no}")
    if not answer.events_appended:
        said = _("Attached before; nothing recorded now")
    line = said.format(count=answer.events_appended, claim_no=answer.claim_no)
    return Report(title=answer.claim_no, parts=(line, *checks_report(answer.checks).parts))


def erased_lines(answer: ErasedFile) -> Iterator[str]:
    """Yield what erasing led to."""
    if answer.events_appended:
        yield _("Erased; the log keeps the digest {sha256}").format(sha256=answer.sha256)
    else:
        yield _("Erased before; nothing recorded now")
    if answer.kept_for:
        kept = _("The same bytes stay, as a paper of {claims}: erase it there too")
        yield kept.format(claims=listed(answer.kept_for))


def notice_text(said: AttachmentNotice) -> str:
    """Return a notice in the current language."""
    facts = {
        name: yuan(fact) if name.endswith("_fen") and isinstance(fact, int) else fact
        for name, fact in said.facts.items()
    }
    return filled(ATTACHMENT_NOTICES[said.code], {"currency": currency(), **facts})


def attached_line(paper: Attachment) -> str:
    """Return what is known of a paper beside its kind, in one sentence."""
    said = _("{type}, {size} kB, attached {moment} by {by}").format(
        type=TYPES.get(paper.media_type, paper.media_type),
        size=f"{_kilobytes(paper):,}",
        moment=_moment(paper.recorded_at),
        by=paper.by,
    )
    return _("; ").join(each for each in (said, _note(paper)) if each)


def invoice_lines(invoice: ReadInvoice) -> Iterator[tuple[str, str]]:
    """Yield what an invoice states: what each word is, and the word."""
    for fen, name in ((invoice.total_fen, _("total")), (invoice.tax_fen, _("tax"))):
        if fen is not None:
            yield name, f"{yuan(fen)} {currency()}"
    words = (
        (invoice.number, _("invoice number")),
        (invoice.issued_on, _("issued on")),
        (invoice.buyer_name, _("buyer")),
        (invoice.buyer_code, _("buyer's code")),
        (invoice.seller_name, _("seller")),
        (invoice.seller_code, _("seller's code")),
    )
    yield from ((name, str(word)) for word, name in words if word is not None)


def papers_line(papers: Sequence[Attachment]) -> str:
    """Return how many papers a claim has, in one sentence."""
    return _("{count} papers attached, {after} after the decision, {erased} erased").format(
        count=len(papers),
        after=sum(paper.after_decision for paper in papers),
        erased=sum(paper.erased is not None for paper in papers),
    )


def _notice_lines(answer: AttachmentChecks) -> Iterator[str]:
    for paper in answer.attachments:
        for said in paper.notices:
            yield f"{paper.sha256[:12]} {said.code}: {notice_text(said)}"
    yield from (f"{said.code}: {notice_text(said)}" for said in answer.notices)


def _invoice(invoice: ReadInvoice | None) -> str:
    if invoice is None:
        return ""
    total = None if invoice.total_fen is None else yuan(invoice.total_fen)
    parts = (invoice.number, invoice.issued_on, total, invoice.buyer_name, invoice.buyer_code)
    return " ".join(str(part) for part in parts if part is not None)


def _note(paper: Attachment) -> str:
    notes = [_("after the decision")] if paper.after_decision else []
    if paper.erased is not None:
        erased = _("erased by {document} ({moment}, {by}): {words}")
        moment = _moment(paper.erased.recorded_at)
        facts = {"document": paper.erased.document, "by": paper.erased.by}
        notes.append(erased.format(**facts, moment=moment, words=paper.erased.words))
    return _("; ").join(notes)


def _moment(recorded_at: str) -> str:
    return clock(datetime.fromisoformat(recorded_at))


def _kilobytes(paper: Attachment) -> int:
    return -(-paper.size_bytes // KILO)
