"""How a workbook shows what its cells hold: number formats, cells without room, page edges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, XMLPullParser

from adapters.files.archive import DAMAGE, Archive, Span
from adapters.files.book import local, nodes
from projections.papers import PaperDifference

GENERAL, TEXT = "General", "@"
_CONTENT_TYPES = "[Content_Types].xml"
_BUILT_IN = {0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 49: TEXT}
_ROOM = re.compile(r"\[\$-[0-9A-Fa-f]+\]|_.|\\ ")  # what only adds space, or names a language
_PAGE_STYLE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[LCRBIUESXYO]|\s')
_BEARING = frozenset(("sheetFormatPr", "col", "row", "conditionalFormatting", "headerFooter"))
_ENDINGS = frozenset(name[-3:] for name in _BEARING)  # rules out most elements at once
_ON = ("1", "true")
NARROWEST = 1.0  # characters; a column that shows anything is wider
LOWEST = 4.0  # points; so is a row
WHOLE_ROW, WHOLE_SHEET, PAGE_EDGE = "（整行）", "（工作表）", "（页脚）"


def difference(
    row: int | None, column: str | None, printed: str | None, shown: str | None
) -> PaperDifference:
    return PaperDifference(row=row, column=column, printed=printed, found=shown)


def strange(row: int | None, column: str, shown: str) -> PaperDifference:
    """Return something in a file that changes what it shows, and that no printed paper has."""
    return difference(row, column, None, shown)


@dataclass(slots=True)
class SheetDisplay:
    """How one sheet shows its cells. formats: by row number, then by column from 0.

    footer: as it prints, without fonts and white space.
    """

    formats: dict[int, dict[int, str]] = field(default_factory=dict)
    footer: str = ""
    strange: list[PaperDifference] = field(default_factory=list)

    def format_of(self, row: int, place: int) -> str:
        return self.formats.get(row, {}).get(place, GENERAL)


def showing(archive: Archive, part: str) -> SheetDisplay:
    """Return how a sheet shows its cells. Raises Refusal where it is damaged."""
    display = SheetDisplay()
    number = 0
    try:
        formats = _formats(archive)
        for node in _parts_of(archive, part):
            match local(node):
                case "row":
                    number = int(node.get("r", number + 1))
                    _take_row(node, number, formats, display)
                case "headerFooter":
                    _take_edges(node, display)
                case _:
                    display.strange += _strange_in(node)
    except DAMAGE:
        raise archive.damaged(part) from None
    display.strange = list(dict.fromkeys(display.strange))
    return display


def _parts_of(archive: Archive, part: str) -> Iterator[Element]:
    """Yield the rows of a sheet and what bears on how it shows, and let go of each after."""
    parser: Any = XMLPullParser(("end",))
    span = Span(archive)
    for chunk in archive.chunks(part):
        span.read(chunk)
        parser.feed(chunk)
        for _, element in parser.read_events():
            if element.tag[-3:] in _ENDINGS and local(element) in _BEARING:
                span.finished()
                yield element
                element.clear()
    parser.close()


def page_text(code: str) -> str:
    """Return what a header or footer prints, without fonts, sides and white space."""
    return _PAGE_STYLE.sub("", code)


def _take_row(node: Element, number: int, formats: list[str], display: SheetDisplay) -> None:
    if node.get("hidden") in _ON:
        display.strange.append(strange(number, WHOLE_ROW, "（已隐藏）"))
    elif float(node.get("ht", LOWEST)) < LOWEST:
        display.strange.append(strange(number, WHOLE_ROW, "（行高为零）"))
    codes: dict[int, str] = {}
    place = -1
    for cell in node:
        reference = cell.get("r")
        place = place + 1 if reference is None else _place(reference.rstrip("0123456789"))
        style = int(cell.get("s", "0"))
        code = formats[style] if 0 <= style < len(formats) else GENERAL
        if code != GENERAL:
            codes[place] = code
        for child in cell:
            if child.tag[-2:] in ("}f", "f"):
                display.strange.append(strange(None, WHOLE_SHEET, "（含有公式）"))
    if codes:
        display.formats[number] = codes


def _strange_in(node: Element) -> Iterator[PaperDifference]:
    """Yield what hides cells, or shows them by rules of its own."""
    match local(node):
        case "col":
            first, last = int(node.get("min", "1")), int(node.get("max", "1"))
            named = ":".join(dict.fromkeys([letter(first - 1), letter(last - 1)]))
            if node.get("hidden") in _ON:
                yield strange(None, WHOLE_SHEET, f"（有隐藏的列：{named}）")
            elif float(node.get("width", NARROWEST)) < NARROWEST:
                yield strange(None, WHOLE_SHEET, f"（有宽度为零的列：{named}）")
        case "sheetFormatPr":
            height = float(node.get("defaultRowHeight", LOWEST))
            if node.get("zeroHeight") in _ON or height < LOWEST:
                yield strange(None, WHOLE_SHEET, "（行高默认为零）")
            if float(node.get("defaultColWidth", NARROWEST)) < NARROWEST:
                yield strange(None, WHOLE_SHEET, "（列宽默认为零）")
        case "conditionalFormatting":
            yield strange(None, WHOLE_SHEET, "（含有条件格式）")


def _take_edges(node: Element, display: SheetDisplay) -> None:
    """Take the footer; whatever else prints at the page's edges is strange."""
    texts = {local(child): page_text(child.text or "") for child in node}
    display.footer = texts.get("oddFooter", "")
    counting = {"oddHeader": True, "evenHeader": node.get("differentOddEven") in _ON}
    counting["firstHeader"] = node.get("differentFirst") in _ON
    for name, counts in counting.items():
        if counts and texts.get(name):
            display.strange.append(strange(None, "（页眉）", texts[name]))
        footer = texts.get(name.replace("Header", "Footer"), "")
        if counts and footer != display.footer:
            display.strange.append(strange(None, PAGE_EDGE, footer))


def _formats(archive: Archive) -> list[str]:
    """Return the number format of every cell style, by its number."""
    styles = [
        node.get("PartName", "").lstrip("/")
        for node in nodes(archive, _CONTENT_TYPES, "Override")
        if node.get("ContentType", "").endswith("styles+xml")
    ]
    codes = dict(_BUILT_IN)
    formats: list[str] = []
    for part in filter(archive.has, styles):
        for node in nodes(archive, part, "numFmts", "cellXfs"):
            if local(node) == "numFmts":
                codes |= {int(entry.get("numFmtId", "0")): _plain(entry) for entry in node}
                continue
            numbers = [int(style.get("numFmtId", "0")) for style in node]
            formats = [codes.get(number, f"（{number} 号格式）") for number in numbers]
    return formats


def _plain(node: Element) -> str:
    code = _ROOM.sub("", node.get("formatCode", GENERAL))
    return GENERAL if code.lower() == GENERAL.lower() else code


def letter(place: int) -> str:
    """Return the letters of a column, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=256)
def _place(letters: str) -> int:
    index = 0
    for sign in letters:
        index = index * 26 + ord(sign) - 64
    return index - 1
