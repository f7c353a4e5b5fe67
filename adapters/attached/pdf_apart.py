"""What the process does that reads one PDF of a stranger; see `pdf`."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

SECONDS_MAX, MEMORY_MAX = 20, 1 << 30
OBJECTS_MAX, DEPTH_MAX = 100_000, 40
PAGES_MAX, TEXT_MAX = 3, 200_000
FILES_MAX, FILE_MAX = 20, 4 << 20
# Actions that do something beyond the page, and what scripts and other players are kept under.
_ACTIONS = {
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/Sound",
    "/GoToE",
}  # fmt: skip
_KEYS = {"/JS", "/XFA", "/RichMediaContent"}


def tell(path: str) -> None:
    """Print what a PDF holds as JSON; `null` where it cannot be read."""
    _limit()
    logging.disable(logging.CRITICAL)
    try:
        said = _said(PdfReader(path, strict=False))
    except Exception:  # whatever a broken file leads to, it says the same
        said = None
    sys.stdout.write(json.dumps(said))


def _limit() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no limits; the caller waits
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _said(reader: PdfReader) -> dict[str, Any]:
    if reader.is_encrypted and not reader.decrypt(""):
        none: dict[str, Any] = {"runs": [], "files": [], "properties": {}, "text": ""}
        return {"encrypted": True, "other_files": False, **none}
    pages = reader.pages[:PAGES_MAX]
    assert pages, "a PDF without a page"
    files, other_files = _files(reader)
    text = "\n".join(page.extract_text() for page in pages)[:TEXT_MAX]
    return {
        "encrypted": reader.is_encrypted,
        "runs": sorted(set(_runs(reader))),
        "files": files,
        "other_files": other_files,
        "properties": _properties(reader),
        "text": text.encode("utf-8", "replace").decode(),
    }


def _properties(reader: PdfReader) -> dict[str, str]:
    with suppress(Exception):
        stated = (reader.metadata or {}).items()
        return {str(name)[1:].lower(): str(text)[:500] for name, text in stated}
    return {}


def _files(reader: PdfReader) -> tuple[list[str], bool]:
    """Return the XML files in it as text, and whether there are other files."""
    xml: list[str] = []
    other = False
    for count, (name, contents) in enumerate(reader.attachments.items()):
        for content in contents if isinstance(contents, list) else [contents]:
            if count >= FILES_MAX or len(content) > FILE_MAX or not name.lower().endswith(".xml"):
                other = True
                continue
            xml.append(content.decode("utf-8", "replace"))
    return xml, other


def _runs(reader: PdfReader) -> Iterator[str]:
    """Yield what in any object of the file would run."""
    numbers = {number for table in reader.xref.values() for number in table}
    for number in sorted(numbers | set(reader.xref_objStm))[:OBJECTS_MAX]:
        with suppress(Exception):  # an object that nobody can read runs nothing
            xml = reader.get_object(IndirectObject(number, 0, reader))
            yield from _runs_in(xml, DEPTH_MAX)
    yield from _runs_in(reader.trailer, DEPTH_MAX)


def _runs_in(part: object, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if isinstance(part, DictionaryObject):
        if (action := part.raw_get("/S") if "/S" in part else None) in _ACTIONS:
            yield str(action)[1:]
        yield from (str(key)[1:] for key in part if key in _KEYS)
        for each in part.values():
            if not isinstance(each, IndirectObject):
                yield from _runs_in(each, depth - 1)
    elif isinstance(part, ArrayObject):
        for each in part:
            if not isinstance(each, IndirectObject):
                yield from _runs_in(each, depth - 1)
