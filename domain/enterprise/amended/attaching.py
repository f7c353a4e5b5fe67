"""Papers of a claim (附件): which may be attached, and what became of each.

A paper is known by the SHA-256 of its bytes, which lie beside the ledger and never in it.
"""

from __future__ import annotations

from typing import NamedTuple

from domain.commands.enterprise import AttachFile, EraseAttachment
from domain.events.claims import AttachmentErased, AttachmentEvent, ClaimAttached, PaperKind
from domain.identity import skeleton
from domain.refusals import Refusal

FILE_BYTES_MAX = 20 << 20
OF_A_CLAIM_MAX = 50  # papers, those erased among them


class Attached(NamedTuple):
    """A paper as attached, and what erased it; None where nothing did."""

    paper: PaperKind
    erased: AttachmentErased | None


def attach(command: AttachFile, attached: dict[str, Attached]) -> tuple[ClaimAttached, ...]:
    """Return what is recorded; nothing where the same bytes are attached as the same paper.

    Raises Refusal `request-conflicts`, `attachment-erased`, `attachment-too-large`,
    `attachments-too-many`.
    """
    claim_no, sha256 = command.claim_no, command.sha256
    known = attached.get(sha256)
    if known is not None and known.erased is not None:
        by = known.erased.document
        raise Refusal("attachment-erased", claim_no=claim_no, sha256=sha256, document=by)
    if known is not None:
        if known.paper != command.paper:
            facts = {"claim_no": claim_no, "sha256": sha256, "paper": known.paper}
            raise Refusal("request-conflicts", verb="attach", **facts)
        return ()
    if not 0 < command.size_bytes <= FILE_BYTES_MAX:
        raise Refusal("attachment-too-large", limit_mb=FILE_BYTES_MAX >> 20)
    if len(attached) >= OF_A_CLAIM_MAX:
        raise Refusal("attachments-too-many", claim_no=claim_no, limit=OF_A_CLAIM_MAX)
    event = ClaimAttached(
        claim_no=claim_no,
        sha256=sha256,
        paper=command.paper,
        media_type=command.media_type,
        size_bytes=command.size_bytes,
    )
    return (event,)


def erase(command: EraseAttachment, attached: dict[str, Attached]) -> tuple[AttachmentErased, ...]:
    """Return what is recorded; nothing where the same document erased it for the same reason.

    Raises Refusal `attachment-unknown`, `request-conflicts`.
    """
    claim_no, sha256 = command.claim_no, command.sha256
    known = attached.get(sha256)
    if known is None:
        raise Refusal("attachment-unknown", claim_no=claim_no, sha256=sha256)
    if known.erased is not None:
        said = skeleton(known.erased.document), known.erased.words
        if said != (skeleton(command.document), command.words):
            facts = {"claim_no": claim_no, "sha256": sha256, "document": known.erased.document}
            raise Refusal("request-conflicts", verb="attachment erase", **facts)
        return ()
    erased = AttachmentErased(
        claim_no=claim_no, sha256=sha256, document=command.document, words=command.words
    )
    return (erased,)


def evolve(attached: dict[str, Attached], event: AttachmentEvent) -> dict[str, Attached]:
    """Return the papers of a claim after one more event; changed in place.

    Raises KeyError where what is erased was never attached.
    """
    if isinstance(event, ClaimAttached):
        attached[event.sha256] = Attached(event.paper, None)
    else:
        attached[event.sha256] = attached[event.sha256]._replace(erased=event)
    return attached
