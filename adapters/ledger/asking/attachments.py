"""The papers of claims: which there are, whether their bytes are, and what their invoices say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from adapters.attached.kinds import examine
from adapters.attached.shelf import Shelf, shelf_of
from domain.events.claims import ClaimAttached
from domain.refusals import Refusal
from projections.claims.attachments import (
    Attachment,
    AttachmentChecks,
    AttachmentNotice,
    CheckedAttachment,
    ClaimAsStated,
    ClaimAttachments,
    ReadInvoice,
    attachments_of,
    below_fee,
    checks,
    differences,
    notice,
    stated_by,
)

if TYPE_CHECKING:
    from adapters.ledger.handling.handler import CommandHandler
    from adapters.ledger.snapshot import Snapshot

_ANY = '"sha256":"'


def attachments(snapshot: Snapshot, claim_no: str) -> ClaimAttachments:
    """Return the papers of a claim. Raises Refusal `claim-unknown`."""
    uscc = snapshot.owner(claim_no)
    filed = snapshot.store.handler.owner(claim_no)  # in whose stream its events stay
    papers = attachments_of(snapshot.stream(filed)).get(claim_no, ())
    return ClaimAttachments(
        claim_no=claim_no, uscc=uscc, position=snapshot.position, attachments=papers
    )


def held_for(
    handler: CommandHandler, digests: Iterable[str], until: int | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the claims that have each of these as a paper that is not erased."""
    asked = list(digests)
    texts = [f'{_ANY}{digest}"' for digest in asked]
    known: dict[str, list[str]] = {digest: [] for digest in asked}
    for _, claim_no, paper in _every(handler, texts, until) if texts else ():
        if paper.sha256 in known and paper.erased is None:
            known[paper.sha256].append(claim_no)
    return {digest: tuple(sorted(claims)) for digest, claims in known.items()}


def attached_by(handler: CommandHandler, position: int) -> list[str]:
    """Return the digests of papers attached by a position and not erased by now, in order."""
    every = _every(handler, [_ANY], None)
    return sorted(
        {
            paper.sha256
            for _, _, paper in every
            if paper.erased is None and paper.position <= position
        }
    )


def check(snapshot: Snapshot, claim_no: str | None) -> AttachmentChecks:
    """Check the bytes of every paper, or of a claim's; and read the claim's invoices.

    Raises Refusal `claim-unknown`, `files-not-named`, `files-unusable`.
    """
    if claim_no is not None:
        return _check_claim(snapshot, claim_no)
    every = list(_every(snapshot.store.handler, [_ANY], snapshot.position))
    kept = {paper.sha256 for _, _, paper in every if paper.erased is None}
    shelf = shelf_of(snapshot.store.place.file) if every else None
    checked = [
        _checked(claim_no, snapshot.successions.heir(code), paper, _state(shelf, paper, kept))
        for code, claim_no, paper in every
        if shelf is not None
    ]
    known = {paper.sha256 for _, _, paper in every}
    now = shelf is not None and snapshot.at is None  # later ones are not of an earlier position
    unrecorded = [each for each in shelf.digests() if each not in known] if shelf and now else []
    return checks(snapshot.position, None, checked, unrecorded)


def _check_claim(snapshot: Snapshot, claim_no: str) -> AttachmentChecks:
    known = attachments(snapshot, claim_no)
    if not known.attachments:
        return checks(snapshot.position, claim_no, ())
    shelf, claim = shelf_of(snapshot.store.place.file), _stated(snapshot, claim_no)
    digests = [paper.sha256 for paper in known.attachments]
    holders = held_for(snapshot.store.handler, digests, snapshot.position)
    checked: list[CheckedAttachment] = []
    for paper in known.attachments:
        others = [each for each in holders[paper.sha256] if each != claim_no]
        state = _state(shelf, paper, {paper.sha256} if holders[paper.sha256] else set())
        invoice, notices = None, list[AttachmentNotice]()
        if state == "sound":
            invoice, notices = _read(shelf, paper, claim)
        if others:
            notices.append(notice("file-elsewhere", claims=", ".join(others)))
        checked.append(_checked(claim_no, known.uscc, paper, state, invoice, notices))
    invoices = [each.invoice for each in checked if each.invoice is not None]
    whole = all(each.invoice is not None for each in checked if each.paper == "invoice")
    notices = list(below_fee(invoices, claim)) if whole else []
    return checks(snapshot.position, claim_no, checked, notices=notices)


def _every(
    handler: CommandHandler, texts: list[str], until: int | None
) -> Iterator[tuple[str, str, Attachment]]:
    """Yield each paper of the enterprises that have any with one of these texts, by its claim."""
    for code in handler.recorder.streams_with(ClaimAttached.TOPIC, texts):
        for claim_no, papers in attachments_of(handler.stream(code, until)).items():
            yield from ((code, claim_no, paper) for paper in papers)


def _state(shelf: Shelf, paper: Attachment, kept: set[str]) -> str:
    """Return how the bytes of a paper are. kept: digests that some claim has not erased."""
    if paper.erased is not None:
        still_there = paper.sha256 not in kept and shelf.has(paper.sha256)
        return "not-erased" if still_there else "erased"
    if not shelf.has(paper.sha256):
        return "missing"
    return "sound" if shelf.is_sound(paper.sha256) else "altered"


def _read(
    shelf: Shelf, paper: Attachment, claim: ClaimAsStated
) -> tuple[ReadInvoice | None, list[AttachmentNotice]]:
    """Return the invoice that a sound file is, if any, and what is to be noticed of the file."""
    try:
        examined = examine(shelf.path(paper.sha256))
    except Refusal as refusal:  # it was read when it was attached: by another version, or faster
        return None, [notice("file-unreadable", problem=refusal.code)]
    notices = list(examined.notices)
    if paper.paper != "invoice":
        return None, notices
    if examined.invoice is not None:
        notices += differences(examined.invoice, claim)
    return examined.invoice, notices


def _stated(snapshot: Snapshot, claim_no: str) -> ClaimAsStated:
    uscc = snapshot.owner(claim_no)
    submitted = snapshot.enterprise(uscc).claims[claim_no].submitted
    filed = snapshot.store.handler.owner(claim_no)
    codes = dict.fromkeys((filed, uscc, *snapshot.successions.streams(uscc)))
    return stated_by(submitted, tuple(codes), snapshot.book.cost_fen(submitted.facts))


def _checked(
    claim_no: str,
    uscc: str,
    paper: Attachment,
    state: str,
    invoice: ReadInvoice | None = None,
    notices: Iterable[AttachmentNotice] = (),
) -> CheckedAttachment:
    return CheckedAttachment(
        claim_no=claim_no,
        uscc=uscc,
        sha256=paper.sha256,
        paper=paper.paper,
        media_type=paper.media_type,
        state=state,
        invoice=invoice,
        notices=tuple(notices),
    )
