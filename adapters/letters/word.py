"""Letters as .docx, by a template that a person edits in a word processor.

A template is filled in a sandbox: it sees the letter's values and the bureau's, and nothing of the
program. A name that neither has is refused. The same letter is the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from adapters.files.outputs import PAPER_MARK
from adapters.letters.context import context_of
from adapters.letters.extra import needed
from adapters.letters.layout import Layout
from adapters.letters.letter import Letter
from domain.refusals import Refusal

QR_WIDTH_MM = 22
QR_SCALE = 4  # pixels a module
_PROPERTIES = "docProps/core.xml"
_MADE = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can say
_ATTRIBUTE = re.compile(r"has no attribute '([^']+)'|^'([^']+)' is undefined")


class Picture:
    """A picture that a template places; templates see no more of it."""

    __slots__ = ("_draw",)

    def __init__(self, draw: Callable[[], str]) -> None:
        self._draw = draw

    def __html__(self) -> str:
        return self._draw()


def word_file(letters: Sequence[Letter], layout: Layout, known_at: datetime) -> bytes:
    """Return letters as one .docx.

    Raises Refusal `template-unknown` for a name that a letter has not, `template-broken`,
    `template-unbound`, `extra-missing`.
    """
    needed("docxtpl")
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]
    from jinja2 import StrictUndefined, TemplateError, UndefinedError
    from jinja2.sandbox import SandboxedEnvironment

    document = DocxTemplate(BytesIO(layout.template))
    context = context_of(letters, layout, lambda letter: _picture(document, letter))
    sandbox = SandboxedEnvironment(undefined=StrictUndefined)
    written = BytesIO()
    try:
        document.render(context, sandbox, autoescape=True)
        document.save(written)
    except UndefinedError as problem:
        raise _unknown(layout, str(problem)) from problem
    except (TemplateError, KeyError, ValueError, TypeError, OverflowError, SyntaxError) as problem:
        raise Refusal("template-broken", file=layout.name, problem=str(problem)[:200]) from problem
    return _reproducible(written.getvalue(), letters, known_at)


def _picture(document: Any, letter: Letter) -> Picture:
    """Return the QR code of a letter."""
    from docx.shared import Mm
    from docxtpl import InlineImage
    from segno import make

    def draw() -> str:
        drawn = BytesIO()
        make(letter.code, error="m", micro=False).save(drawn, kind="png", scale=QR_SCALE)
        drawn.seek(0)
        return str(InlineImage(document, drawn, width=Mm(QR_WIDTH_MM)))

    return Picture(draw)


def _unknown(layout: Layout, problem: str) -> Refusal:
    match = _ATTRIBUTE.search(problem)
    name = problem if match is None else match[1] or match[2]
    return Refusal("template-unknown", file=layout.name, name=name)


def _reproducible(raw: bytes, letters: Sequence[Letter], known_at: datetime) -> bytes:
    """Return a document whose bytes follow from what it says."""
    written = BytesIO()
    with ZipFile(BytesIO(raw)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            made = ZipInfo(part.filename, _MADE)
            made.compress_type = ZIP_DEFLATED
            own = part.filename == _PROPERTIES
            target.writestr(made, _properties(letters, known_at) if own else source.read(part))
    return written.getvalue()


def _properties(letters: Sequence[Letter], known_at: datetime) -> bytes:
    moment = known_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    title, number = letters[0].title, letters[0].number
    dated = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:subject>{escape(number)}</dc:subject>{dated}"
        f"<cp:category>{PAPER_MARK}</cp:category></cp:coreProperties>"
    ).encode()
