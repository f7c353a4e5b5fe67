"""The papers of a claim beside what it states: seen, read as invoices, compared with the claim."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.responses import Response

from adapters.attached.kinds import JPEG, PDF, PNG, SUFFIXES
from adapters.web.pages.entry import Visit
from adapters.web.pages.frame import render
from adapters.web.pages.reading.links import Act, act, allowed, claim_path, way
from adapters.wording.catalogue.changed.attachments import STATES, paper_words
from adapters.wording.claims.attachments import attached_line, invoice_lines, notice_text
from adapters.wording.claims.stated import stated_lines
from adapters.wording.translation import gettext as _
from domain.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from projections.claims.attachments import Attachment, AttachmentChecks, CheckedAttachment

PICTURES = (PNG, JPEG)
SEEN = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}  # by how a file begins
FRAMED = {  # only a page of this server may have a paper within it; nothing in it may run or load
    "content-security-policy": "default-src 'none'; object-src 'self'; frame-ancestors 'self'",
    "x-frame-options": "SAMEORIGIN",
    "content-disposition": "inline",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper as it stands beside its claim.

    view: the path at which a browser shows it; empty where none can. kept: that of its bytes;
    empty where they are not there as attached. picture: whether it is one. says: what its invoice
    states, a name and a word each. notices: what to look at.
    """

    title: str
    line: str
    state: str
    sound: bool
    view: str
    kept: str
    picture: bool
    says: Sequence[tuple[str, str]]
    notices: Sequence[str]
    erase: Sequence[Act]


def show(visit: Visit) -> Response:
    """Show the papers of a claim, by themselves where a script asks for them."""
    number = visit.path["claim"]
    with visit.look() as look:
        attached, checks = look.attachments(number), look.attachment_checks(number)
        (claim,) = look.listed([look.claim(number)])
        book = look.book
    here = claim_path(number, "papers")
    return render(
        "reading/_papers.html" if visit.is_part else "reading/papers.html",
        visit.frame(_("Papers of {claim}").format(claim=number), way(number, _("Papers attached"))),
        papers=_papers(attached.attachments, checks, visit),
        besides=[notice_text(each) for each in checks.notices],
        claim=claim,
        stated=list(stated_lines(claim, book)),
        attaching=allowed(
            [("attach", act("attach", _("Attach files"), {"claim": number}, here))], visit
        ),
    )


def view(visit: Visit) -> Response:
    """Return the bytes of a paper for a page to show. Raises `attachment-altered`, and those of
    the ledger for one that is not there.
    """
    digest = visit.path["digest"]
    with visit.look() as look, closing(look.open_attachment(digest)) as kept:
        content = kept.read()
    if sha256(content).hexdigest() != digest:
        raise Refusal("attachment-altered", sha256=digest)
    media = next((each for start, each in SEEN.items() if content.startswith(start)), None)
    if media is None:
        raise Refusal("attachment-type")
    visit.server.journal(visit.request, "attachment show")
    return Response(content, media_type=media, headers=FRAMED)


def _papers(attached: Sequence[Attachment], checks: AttachmentChecks, visit: Visit) -> list[Paper]:
    # The same bytes may be attached twice, as papers of two kinds.
    checked = {(each.sha256, each.paper): each for each in checks.attachments}
    return [_paper(each, checked[each.sha256, each.paper], visit) for each in attached]


def _paper(paper: Attachment, checked: CheckedAttachment, visit: Visit) -> Paper:
    digest, media, sound = paper.sha256, paper.media_type, checked.state == "sound"
    return Paper(
        title=paper_words()[paper.paper],
        line=attached_line(paper),
        state=_(STATES[checked.state]),
        sound=sound,
        view=f"/attachments/{digest}" if sound and media in (PDF, *PICTURES) else "",
        kept=f"/api/v1/attachments/{digest}{SUFFIXES[media]}" if sound else "",
        picture=media in PICTURES,
        says=list(invoice_lines(checked.invoice)) if checked.invoice is not None else [],
        notices=[notice_text(each) for each in checked.notices],
        erase=[] if checked.state == "erased" else _erasing(digest, visit),
    )


def _erasing(digest: str, visit: Visit) -> list[Act]:
    number = visit.path["claim"]
    of = {"claim": number, "digest": digest}
    button = act("attachment erase", _("Remove for good"), of, claim_path(number, "papers"))
    return allowed([("attachment erase", button)], visit)
