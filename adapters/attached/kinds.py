"""What kind of file a paper is: by its bytes, whatever it is called.

Nothing is shown, run or decoded. What a reader should know of a file is a notice beside it.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import is_zipfile

from adapters.attached import images
from adapters.attached.invoices import from_named, from_text, from_tree
from adapters.attached.ofd import invoice_in, is_ofd
from adapters.attached.parts import Parts, damaged
from adapters.attached.pdf import PdfRead, read_pdf
from adapters.attached.xml import tree_of
from adapters.files.durable import read_regular
from domain.refusals import Refusal
from projections.claims.attachments import AttachmentNotice, ReadInvoice, notice

PDF, PNG, JPEG, OFD, XML = (
    "application/pdf", "image/png", "image/jpeg", "application/ofd", "application/xml",
)  # fmt: skip
SUFFIXES = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", OFD: ".ofd", XML: ".xml"}
_START = 1_024  # bytes in which a lenient program looks for what a file is
_PAGE = re.compile(rb"<\s*(?:html|script|svg|!doctype)", re.IGNORECASE)


class Examined(NamedTuple):
    """What a file is, what to know of it, and the invoice that it says it is, if any."""

    media_type: str
    notices: tuple[AttachmentNotice, ...]
    invoice: ReadInvoice | None


def examine(path: Path) -> Examined:
    """Return what a file is.

    Raises Refusal `attachment-type`, `attachment-damaged`, `attachment-bomb`,
    `attachment-too-slow`, `attachment-picture-size`.
    """
    data = read_regular(path, follow=False)
    if data.startswith(b"%PDF-"):
        return _pdf(path, data)
    if data.startswith(images.PNG):
        return _picture(data, PNG)
    if data.startswith(images.JPEG):
        return _picture(data, JPEG)
    if data.startswith(b"PK\x03\x04"):
        return _ofd(data)
    root = tree_of(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else None
    invoice = None if root is None else from_tree(root, "xml")
    if invoice is None:
        raise Refusal("attachment-type")
    return Examined(XML, (), invoice)


def _pdf(path: Path, data: bytes) -> Examined:
    read = read_pdf(path)
    notices = [notice("pdf-runs", what=each) for each in read.runs]
    if read.encrypted:
        notices.append(notice("pdf-encrypted"))
    if read.other_files:
        notices.append(notice("pdf-has-files"))
    notices += _another(data, PDF, len(data))
    return Examined(PDF, tuple(notices), _invoice_of(read))


def _invoice_of(read: PdfRead) -> ReadInvoice | None:
    for content in read.files:
        root = tree_of(content)
        invoice = None if root is None else from_tree(root, "pdf-attachment")
        if invoice is not None:
            return invoice
    return from_named(read.properties, "pdf-properties") or from_text(read.text, "pdf-text")


def _picture(data: bytes, media_type: str) -> Examined:
    try:
        picture = images.png(data) if media_type == PNG else images.jpeg(data)
    except ValueError:
        raise damaged("PNG" if media_type == PNG else "JPEG") from None
    if not picture.is_plausible:
        size = {"width": picture.width, "height": picture.height}
        raise Refusal("attachment-picture-size", **size, side=images.SIDE_MAX)
    return Examined(media_type, tuple(_another(data, media_type, picture.end)), None)


def _ofd(data: bytes) -> Examined:
    if not is_ofd(Parts(data)):
        raise Refusal("attachment-type")
    return Examined(OFD, (), invoice_in(data))


def _another(data: bytes, media_type: str, end: int) -> list[AttachmentNotice]:
    """Return a notice where a file is of another kind too, for who reads it otherwise."""
    start, rest = data[:_START], data[end:]
    other = (
        is_zipfile(BytesIO(data))
        or _PAGE.search(start + rest) is not None
        or (media_type != PDF and b"%PDF-" in start + rest)
    )
    return [notice("file-of-two-kinds")] if other else []
