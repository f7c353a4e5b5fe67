"""What a workbook file says about itself: its sheets, its shared texts, which formats are dates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, XMLPullParser

from adapters.files.archive import DAMAGE, Archive, Span
from domain.refusals import Refusal
from domain.value import value

TEXT_KEPT = 16_384  # characters of a cell; no valid cell is longer
STRINGS_MAX = 4_000_000
STRINGS_SIZE_MAX = 128 << 20  # characters of all texts together; they stay in memory
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PADDING = re.compile(r"\[(?!\$)[^\]]*\]|_.|\*.")  # colours, conditions, blanks as wide as a letter
_CONDITION = re.compile(r"\[[<>=]")
_DIGITS = re.compile(r"\+?(?:#*,?#*[#0?])(?:\.[0#?]+)?(?:E[+-]?0+)?", re.IGNORECASE)
STRUCK = "\u0336"  # a stroke through the letter before it
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
_OF_OLD = {9: "%", 10: "%", 46: "[h]:mm:ss"}  # formats that a file need not spell out
_NOT_OF_THE_CELL = re.compile(r"\*[0-9a-z]|[1-9]", re.IGNORECASE)  # "2023-"mm-dd, 0*0
_YEAR_ALONE = re.compile(r"[^mdhsa]*[ye][^mdhsa]*")
_DAY_BEFORE_MONTH = re.compile(r"y+[^ymd]*d{1,2}[^ymd]*m")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)  # hours in all, not of a day


@value
class SheetPart:
    """One sheet of the workbook, in workbook order. `part` is None for a chart or a macro sheet.

    hidden: whether its tab is not shown, or can only be shown by a program.
    """

    name: str
    part: str | None
    hidden: bool


@value
class Styles:
    """What cell styles, by index, say of the values in them.

    telling: number formats that show more or less than a number's digits; None: it is a date.
    struck: styles that strike out.
    """

    telling: dict[int, str | None]
    struck: frozenset[int]


@value
class Book:
    """An open workbook."""

    archive: Archive
    sheets: tuple[SheetPart, ...]
    strings: list[str]
    styles: Styles
    from_1904: bool


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def opened(archive: Archive) -> Book:
    """Return the workbook in an archive. Raises Refusal `not-a-workbook` or `damaged-workbook`."""
    relations = relations_of(archive, "")
    main = next(
        (part for kind, part in relations.values() if kind == "officeDocument"), "xl/workbook.xml"
    )
    if not archive.has(main) or not archive.has("[Content_Types].xml") or main.endswith(".bin"):
        raise Refusal("not-a-workbook", file=archive.name)
    parts = relations_of(archive, main)
    by_kind = {kind: part for kind, part in parts.values() if archive.has(part)}
    sheets, from_1904 = _sheets(archive, main, parts)
    return Book(
        archive=archive,
        sheets=sheets,
        strings=list(_strings(archive, by_kind.get("sharedStrings"))),
        styles=_styles(archive, by_kind.get("styles")),
        from_1904=from_1904,
    )


def nodes(archive: Archive, part: str, *wanted: str) -> Iterator[Element]:
    """Yield the finished elements of a part that carry a wanted name, and let go of each after."""
    parser: Any = XMLPullParser(("start", "end"))
    root: Element | None = None
    span = Span(archive)
    try:
        for chunk in archive.chunks(part):
            span.read(chunk)
            parser.feed(chunk)
            for event, element in parser.read_events():
                if root is None:
                    root = element
                if event == "end" and local(element) in wanted:
                    span.finished()
                    yield element
                    element.clear()
            if root is not None and local(root) == "sst":
                del root[:]
        parser.close()
    except DAMAGE:
        raise archive.damaged(part) from None


def text_of(element: Element) -> str:
    """Return the text of a string item: its runs joined, phonetic guides left out."""
    parts: list[str] = []
    for child in element:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.append(_run(child))
    return unescaped("".join(parts))


def _run(run: Element) -> str:
    """Return the text of a run: raised digits as raised ones, struck letters with a stroke."""
    text = "".join(part.text or "" for part in run if local(part) == "t")
    for properties in run:
        if local(properties) != "rPr":
            continue
        for each in properties:
            name, value = local(each), each.get("val")
            if name == "vertAlign" and value in ("superscript", "subscript"):
                text = text.translate(_RAISED)
            elif name == "strike" and value not in ("0", "false"):
                text = "".join(letter + STRUCK for letter in text)
    return text


def unescaped(text: str) -> str:
    """Return a text with `_x000D_` and its like resolved, cut where no valid value reaches."""
    text = text[:TEXT_KEPT]
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)


def relations_of(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return a part's relations: id to kind and target part."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if not archive.has(relations):
        return {}
    parts = {}
    for node in nodes(archive, relations, "Relationship"):
        target = node.get("Target", "").replace("\\", "/")
        full = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        kind = node.get("Type", "").rpartition("/")[2]
        parts[node.get("Id", "")] = (kind, posixpath.normpath(full))
    return parts


def _sheets(
    archive: Archive, main: str, parts: dict[str, tuple[str, str]]
) -> tuple[tuple[SheetPart, ...], bool]:
    sheets: list[SheetPart] = []
    from_1904 = False
    for child in (child for root in nodes(archive, main, "workbook") for child in root):
        if local(child) == "workbookPr":
            from_1904 = child.get("date1904") in ("1", "true")
        for node in child if local(child) == "sheets" else ():
            relation = next((node.attrib[key] for key in node.attrib if key.endswith("}id")), "")
            kind, part = parts.get(relation, ("", ""))
            known = kind == "worksheet" and archive.has(part)
            sheets.append(
                SheetPart(
                    name=node.get("name", ""),
                    part=part if known else None,
                    hidden=node.get("state", "visible") != "visible",
                )
            )
    return tuple(sheets), from_1904


def _strings(archive: Archive, part: str | None) -> Iterator[str]:
    if part is None:
        return
    size = 0
    for count, item in enumerate(nodes(archive, part, "si")):
        text = text_of(item)
        size += len(text)
        archive.refuse_beyond(STRINGS_MAX, count)
        archive.refuse_beyond(STRINGS_SIZE_MAX, size)
        yield text


def _styles(archive: Archive, part: str | None) -> Styles:
    telling: dict[int, str | None] = {}
    struck: set[int] = set()
    formats: dict[int, str] = {}
    fonts: list[bool] = []
    if part is None:
        return Styles(telling={}, struck=frozenset())
    try:
        for node in nodes(archive, part, "numFmt", "fonts", "cellXfs"):
            match local(node):
                case "numFmt":
                    formats[int(node.get("numFmtId", "0"))] = node.get("formatCode", "")
                case "fonts":
                    fonts = [any(map(_strikes, font)) for font in node]
                case _:
                    for index, style in enumerate(node):
                        number = int(style.get("numFmtId", "0"))
                        code = formats.get(number, _OF_OLD.get(number, ""))
                        if number in _DATE_FORMATS or _shows_a_date(code):
                            telling[index] = None
                        elif code and not _shows_digits(code):
                            telling[index] = code
                        font = int(style.get("fontId", "0"))
                        if font < len(fonts) and fonts[font]:
                            struck.add(index)
    except ValueError:
        raise archive.damaged(part) from None
    return Styles(telling=telling, struck=frozenset(struck))


def _strikes(property_: Element) -> bool:
    return local(property_) == "strike" and property_.get("val", "1") not in ("0", "false")


def _shows_a_date(code: str) -> bool:
    plain = _LITERAL.sub("", code.split(";")[0]).lower()
    shown = any(letter in plain for letter in "ymdhs") or "aaa" in plain  # aaa: a day of the week
    if _YEAR_ALONE.fullmatch(plain) or _DAY_BEFORE_MONTH.search(plain) or shows_others(code):
        return False
    return "general" not in plain and shown and _ELAPSED.search(code) is None


def shows_others(code: str) -> bool:
    """Say whether a format shows digits that are not of the cell's value, or fills it up."""
    return _NOT_OF_THE_CELL.search(re.sub(r"\[[^\]]*\]|_.", "", code)) is not None


def _shows_digits(code: str) -> bool:
    """Say whether a format shows a number's digits and nothing else."""
    plain = [_PADDING.sub("", section).strip() for section in sections_shown(code)]
    return not shows_others(code) and all(
        each.lower() in ("general", "@") or _DIGITS.fullmatch(each) is not None for each in plain
    )


def sections_shown(code: str) -> list[str]:
    """Return the parts of a number format that may show an amount: with conditions, every one."""
    sections = code.split(";")
    return sections if _CONDITION.search(code) else sections[:1]
