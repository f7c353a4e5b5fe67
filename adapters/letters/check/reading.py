"""A letter read back from its file: its paragraphs, and what no printed letter has."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, XMLPullParser

from adapters.files.archive import DAMAGE, Archive, Span
from adapters.files.book import local
from adapters.letters.extra import needed
from adapters.letters.layout import BODY, PDF
from adapters.letters.pdf.pages import BREAK
from domain.refusals import Refusal

_EDGES = ("word/header{}.xml", "word/footer{}.xml")
_EDGES_MAX = 30
_OTHERS = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml", "word/styles.xml")
# What shows another text than a paragraph has, or hides what it has.
_STRANGE = {
    "vanish": "（隐藏文字）", "del": "（修订：删除）", "ins": "（修订：插入）",
    "moveFrom": "（修订：移动）", "moveTo": "（修订：移动）", "altChunk": "（嵌入内容）",
    "object": "（嵌入对象）", "pict": "（图形）", "txbxContent": "（文本框）",
    "sdt": "（内容控件）",
}  # fmt: skip
_PICTURE, _MEDIA = "（图片）", "word/media/"


@dataclass(slots=True)
class Said:
    """What a file says, paragraph by paragraph or line by line, and what stands out in it.

    strange: by what it is called, how often. pictures: their digests.
    """

    lines: list[str] = field(default_factory=list)
    strange: dict[str, int] = field(default_factory=dict)
    pictures: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        """Everything, without white space."""
        return "".join("".join(line.split()) for line in self.lines)


def read(raw: bytes, name: str) -> Said:
    """Return what a .docx or a PDF says.

    Raises Refusal `not-a-paper`, `extra-missing`, and what reading an archive raises.
    """
    if Path(name).suffix.lower() == PDF:
        return _read_pdf(raw, name)
    if not raw.startswith(b"PK"):
        raise Refusal("not-a-paper", file=name)
    return _read_word(Archive(BytesIO(raw), name))


def _read_word(archive: Archive) -> Said:
    said = Said()
    if not archive.has(BODY):
        raise Refusal("not-a-paper", file=archive.name)
    edges = [form.format(number) for form in _EDGES for number in ("", *range(1, _EDGES_MAX))]
    for part in (BODY, *filter(archive.has, (*edges, *_OTHERS))):
        try:
            _take_part(archive, part, said)
        except DAMAGE:
            raise archive.damaged(part) from None
    for part in archive.parts(_MEDIA):
        said.pictures.add(sha256(b"".join(archive.chunks(part))).hexdigest())
    return said


def _take_part(archive: Archive, part: str, said: Said) -> None:
    parser: Any = XMLPullParser(("end",))
    span = Span(archive)
    for chunk in archive.chunks(part):
        span.read(chunk)
        parser.feed(chunk)
        for _, element in parser.read_events():
            name = local(element)
            if name in _STRANGE:
                _count(said, _STRANGE[name])
            elif name == "drawing":
                _count(said, _PICTURE)
            elif name == "p":
                span.finished()
                said.lines += filter(None, [_paragraph(element)])
                element.clear()
    parser.close()


def _paragraph(element: Element) -> str:
    """Return what a paragraph says; a field by what it is, for its result is the reader's own."""
    parts: list[str] = []
    _take_texts(element, parts, in_result=False)
    return "".join(parts).strip()


def _take_texts(element: Element, parts: list[str], *, in_result: bool) -> bool:
    """Add the texts beneath an element. in_result: of a field; return whether that goes on."""
    for node in element:
        match local(node):
            case "t" if not in_result:
                parts.append(node.text or "")
            case "tab" | "br" | "cr" if not in_result:
                parts.append(" ")
            case "fldSimple":
                parts.append(_field(_attribute(node, "instr")))
            case "instrText":
                parts.append(_field(node.text or ""))
            case "fldChar":
                in_result = _attribute(node, "fldCharType") == "separate"
            case _:
                in_result = _take_texts(node, parts, in_result=in_result)
    return in_result


def _field(code: str) -> str:
    """Return a field by its name, without the switches that programs add."""
    return "{" + "".join(code.split()[:1]) + "}"


def _attribute(node: Element, name: str) -> str:
    return next((value for key, value in node.attrib.items() if key.endswith("}" + name)), "")


def _count(said: Said, what: str) -> None:
    said.strange[what] = said.strange.get(what, 0) + 1


def _read_pdf(raw: bytes, name: str) -> Said:
    needed("pypdfium2")
    import pypdfium2  # type: ignore[import-untyped]

    said = Said()
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as problem:
        raise Refusal("not-a-paper", file=name) from problem
    with document:
        for place in range(len(document)):
            with closing(document[place]) as page, closing(page.get_textpage()) as shown:
                text = shown.get_text_bounded().replace(BREAK, "")
            said.lines += filter(None, (line.strip() for line in text.splitlines()))
    return said


def pictures_differ(ours: bytes, theirs: bytes) -> list[int]:
    """Return the pages of two PDFs that look otherwise, from 1; what is only in one too."""
    import pypdfium2

    with pypdfium2.PdfDocument(ours) as one, pypdfium2.PdfDocument(theirs) as other:
        pages = max(len(one), len(other))
        return [page + 1 for page in range(pages) if _drawn(one, page) != _drawn(other, page)]


def _drawn(document: Any, page: int) -> bytes:
    if page >= len(document):
        return b""
    with closing(document[page]) as shown:
        bitmap = shown.render(scale=1, grayscale=True, may_draw_forms=True)
        with closing(bitmap):
            return sha256(bitmap.buffer).digest()
