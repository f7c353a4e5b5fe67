"""By which template a letter is laid out, and the digest that says which it was.

Shipped templates stand under the number of their edition. An edition is never edited once it was
published: the next one is added beside it, and letters of the earlier one are made again by it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from adapters.files.archive import Archive
from adapters.files.durable import problem_text, read_regular
from adapters.letters.bureau import Bureau
from adapters.letters.facts import OFFICIAL
from domain.refusals import Refusal
from domain.value import value

TEMPLATES = Path(__file__).with_name("templates")
EDITION = "1"
EDITIONS = (EDITION,)  # the newest first
WORD, PDF = ".docx", ".pdf"
SUFFIXES = {WORD: ".docx", PDF: ".typ"}  # of the template for each format
SHARED = "letter.typ"  # what templates of PDF may import
DIGITS = 16
BODY = "word/document.xml"
_BOUND = b"provenance"  # what a template must place
_IN_PARTS = b"letter.part"  # how a template of PDF says that it takes one letter in parts
_LONG = ".parts"  # the shipped template for long letters of a kind, where there is one
_TAG = re.compile(rb"<[^>]*>")


@value
class Layout:
    """A template, and the bureau that letters are of. shared: what the template may import."""

    name: str
    template: bytes
    shared: bytes
    bureau: Bureau

    @property
    def digest(self) -> str:
        """The first digits of the SHA-256 of template and bureau."""
        printed = json.dumps(self.bureau.printed, ensure_ascii=False, sort_keys=True).encode()
        parts = (self.template, self.shared, printed)
        whole = b"".join(sha256(part).digest() for part in parts)
        return sha256(whole).hexdigest()[:DIGITS]

    @property
    def in_parts(self) -> bool:
        """Whether one letter is set in parts, each of which the template takes by itself."""
        return _IN_PARTS in self.template


class Form(NamedTuple):
    """What a template is for. suffix: of the format it makes. long: it takes a letter in parts."""

    kind: str
    suffix: str
    language: str = OFFICIAL
    long: bool = False

    def folder(self, edition: str) -> Path:
        """Return where the shipped templates of a language stand."""
        every = TEMPLATES / edition
        return every if self.language == OFFICIAL else every / self.language

    def file(self, edition: str) -> Path:
        """Return the shipped template."""
        name = f"{self.kind}{_LONG if self.long else ''}{SUFFIXES[self.suffix]}"
        return self.folder(edition) / name

    def shared(self, edition: str) -> bytes:
        """Return what the template may import."""
        return (self.folder(edition) / SHARED).read_bytes() if self.suffix == PDF else b""


def layout(form: Form, bureau: Bureau, own: Path | None) -> Layout:
    """Return the layout of a kind of letter: by the bureau's own template, else by the shipped one.

    Raises Refusal `template-unreadable`, `template-unbound`.
    """
    if own is None:
        whole = form._replace(long=form.long and form.file(EDITION).exists())
        return _shipped(EDITION, whole, bureau)
    expected = SUFFIXES[form.suffix]
    if own.suffix.lower() != expected:
        raise Refusal("template-unreadable", file=str(own), verb="suffix")
    try:
        template = read_regular(own)
    except OSError as problem:
        why = problem_text(problem)
        raise Refusal("template-unreadable", file=str(own), problem=why) from problem
    if _BOUND not in (template if form.suffix == PDF else _text(own, template)):
        raise Refusal("template-unbound", file=str(own))
    return Layout(name=str(own), template=template, shared=form.shared(EDITION), bureau=bureau)


def layouts(form: Form, bureau: Bureau, own: Path | None) -> Iterator[Layout]:
    """Yield every layout that a letter may have been printed by."""
    if own is not None:
        yield layout(form, bureau, own)
    for edition in EDITIONS:
        for long in (False, True):
            of = form._replace(long=long)
            if of.file(edition).exists():
                yield _shipped(edition, of, bureau)


def _text(own: Path, template: bytes) -> bytes:
    """Return what a document says, its styles left out: a word may be cut by them."""
    archive = Archive(BytesIO(template), own.name)
    if not archive.has(BODY):
        raise Refusal("template-unreadable", file=str(own), verb="suffix")
    return _TAG.sub(b"", b"".join(archive.chunks(BODY)))


def _shipped(edition: str, form: Form, bureau: Bureau) -> Layout:
    file = form.file(edition)
    shared = form.shared(edition)
    return Layout(name=file.name, template=file.read_bytes(), shared=shared, bureau=bureau)
