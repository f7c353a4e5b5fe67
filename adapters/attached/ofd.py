"""An OFD file (GB/T 33190-2016): a zip of XML parts, which may hold the invoice it shows.

`OFD.xml` names the documents; an invoice's values stand in an attached XML, in its custom tags,
which point to the text of a page, in the custom data of `OFD.xml`, or only in that text.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from adapters.attached.invoices import NAMED, from_named, from_text, from_tree
from adapters.attached.parts import Parts
from adapters.attached.xml import tree_of
from adapters.files.book import local
from projections.claims.attachments import ReadInvoice

ROOT = "OFD.xml"
PAGES_MAX = 20


def is_ofd(parts: Parts) -> bool:
    """Say whether an archive is what the standard says: it has an `OFD.xml`, of a document."""
    root = _tree(parts, ROOT)
    return root is not None and local(root) == "OFD"


def invoice_in(data: bytes) -> ReadInvoice | None:
    """Return what an OFD says of an invoice; None where it says nothing that can be read."""
    parts = Parts(data)
    for name in sorted(parts.names()):
        folder, _, file = name.rpartition("/")
        if folder.endswith("attachs") and file.endswith(".xml") and file != "attachments.xml":
            root = _tree(parts, name)
            invoice = None if root is None else from_tree(root, "ofd-attachment")
            if invoice is not None:
                return invoice
    root = _tree(parts, ROOT)
    data_of = {} if root is None else _custom_data(root)
    texts = dict(_texts(parts))
    return (
        from_named(_tagged(parts, texts), "ofd-tags")
        or from_named(data_of, "ofd-data")
        or from_text("\n".join(texts.values()), "ofd-text")
    )


def _custom_data(root: Element) -> dict[str, str]:
    return {
        each.get("Name", "").lower(): each.text or ""
        for each in root.iter()
        if local(each) == "CustomData"
    }


def _texts(parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield the text of the first pages, each object's by its id."""
    pages = [name for name in sorted(parts.names()) if name.endswith("/content.xml")]
    for name in pages[:PAGES_MAX]:
        root = _tree(parts, name)
        for each in root.iter() if root is not None else ():
            if local(each) == "TextObject":
                said = "".join(part.text or "" for part in each.iter() if local(part) == "TextCode")
                yield each.get("ID", ""), said


def _tagged(parts: Parts, texts: dict[str, str]) -> dict[str, str]:
    """Return the text that each custom tag of an invoice points to."""
    said: dict[str, str] = {}
    for name in parts.names():
        root = _tree(parts, name) if "/tags/" in name and name.endswith(".xml") else None
        for each in root.iter() if root is not None else ():
            called = local(each).lower()
            if called in NAMED:
                ids = [
                    (part.text or "").strip() for part in each.iter() if local(part) == "ObjectRef"
                ]
                said.setdefault(called, "".join(texts.get(known, "") for known in ids))
    return {called: text for called, text in said.items() if text}


def _tree(parts: Parts, name: str) -> Element | None:
    content = parts.read(name)
    return None if content is None else tree_of(content)
