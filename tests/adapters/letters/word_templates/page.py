"""A template of a letter for a word processor, written from the top."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
FONT, LATIN = "仿宋", "Times New Roman"
LISTED, STATED = 9, 10.5  # points, of tables of rows and of values
A4 = Mm(210), Mm(297)
PORTRAIT_MM, LANDSCAPE_MM = 170, 261  # between the margins
Column = tuple[str, str, int, Any]  # header, tag, millimetres, alignment


class Page:
    """A template being written, from the top."""

    def __init__(self, *, wide: bool = False) -> None:
        self.document: Any = Document()
        self.size = 9 if wide else 12
        self.width = LANDSCAPE_MM if wide else PORTRAIT_MM
        section = self.document.sections[0]
        section.page_width, section.page_height = reversed(A4) if wide else A4
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = Mm(18 if wide else 20)
        section.top_margin = section.bottom_margin = Mm(20)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = LATIN, Pt(self.size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after = Pt(4)
        _number_pages(section.footer.paragraphs[0])

    def line(self, text: str, *, align: Any = LEFT, size: float = 0, bold: bool = False,
             indent: bool = False, near: bool = False) -> Any:  # fmt: skip
        """A paragraph. near: stays with what follows."""
        made = self.document.add_paragraph()
        made.alignment = align
        made.paragraph_format.space_before = Pt(4)
        made.paragraph_format.keep_with_next = near
        if indent:
            made.paragraph_format.first_line_indent = Pt(2 * self.size)
        _run(made, text, size, bold)
        return made

    def title(self, text: str) -> None:
        made = self.line(text, align=CENTER, size=18, bold=True, near=True)
        made.paragraph_format.page_break_before = True  # each addressee has pages of their own
        made.paragraph_format.space_after = Pt(12)

    def tag(self, text: str) -> None:
        """A tag that stands for a whole paragraph: `for x in y`, `endfor`, `if z`, `endif`."""
        self.document.add_paragraph("{%p " + text + " %}")

    def table(self, columns: Sequence[Column], rows: str, of: str,
              foot: Sequence[str] = (), *, bold_foot: bool = True) -> None:  # fmt: skip
        """A table with a row for each of `of`, called `rows`; its header on every page."""
        made = self._grid([column[2] for column in columns])
        _fill(
            made.rows[0], [column[0] for column in columns], [CENTER] * len(columns), LISTED, True
        )
        _repeat(made.rows[0])
        _tag_row(made, f"for {rows} in {of}")
        _fill(made.add_row(), [c[1] for c in columns], [c[3] for c in columns], LISTED, False)
        _tag_row(made, "endfor")
        if foot:
            _fill(made.add_row(), foot, [c[3] for c in columns], LISTED, bold_foot)
        self._finish(made, [column[2] for column in columns])

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """A table of names and values."""
        widths = [30, self.width - 30]
        made = self._grid(widths)
        _fill(made.rows[0], rows[0], [LEFT, LEFT], min(self.size, STATED), False)
        for row in rows[1:]:
            _fill(made.add_row(), row, [LEFT, LEFT], min(self.size, STATED), False)
        self._finish(made, widths)

    def foot(self) -> None:
        """Who signs, and what binds the letter to the ledger."""
        self.line("{{ bureau.name }}（盖章）", align=RIGHT, near=True)
        self.line("　　年　　月　　日", align=RIGHT, near=True)
        widths = [self.width - 30, 30]
        made = self._grid(widths)
        first, second = made.rows[0].cells
        first.paragraphs[0].style = self.document.styles["Normal"]
        _run(first.paragraphs[0], "{%p for line in letter.provenance %}", 8, False)
        for text in ("{{ line }}", "{%p endfor %}",
                     "核对：subsidy paper check 本文件；或扫描二维码，subsidy paper check --code 码中文字"):  # fmt: skip
            _run(first.add_paragraph(), text, 8, False)
        _run(second.paragraphs[0], "{{ letter.qr }}", 8, False)
        second.paragraphs[0].alignment = CENTER
        self._finish(made, widths)

    def _grid(self, widths: Sequence[int]) -> Any:
        made = self.document.add_table(rows=1, cols=len(widths))
        made.style, made.autofit = "Table Grid", False
        return made

    def _finish(self, made: Any, widths: Sequence[int]) -> None:
        for row in made.rows:
            for cell, width in zip(row.cells, widths, strict=False):
                cell.width = Mm(width)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Mm(width)

    def written(self) -> bytes:
        raw, whole = BytesIO(), BytesIO()
        self.document.save(raw)
        with ZipFile(raw) as source, ZipFile(whole, "w", ZIP_DEFLATED) as target:
            for part in source.infolist():
                made = ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
                made.compress_type = ZIP_DEFLATED
                target.writestr(made, source.read(part))
        return whole.getvalue()


def _run(paragraph: Any, text: str, size: float, bold: bool) -> None:
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)


def _fill(row: Any, texts: Sequence[str], aligned: Sequence[Any], size: float, bold: bool) -> None:
    _whole(row)
    for cell, text, align in zip(row.cells, texts, aligned, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(1)
        _run(paragraph, text, size, bold)


def _tag_row(table: Any, text: str) -> None:
    table.add_row().cells[0].paragraphs[0].add_run("{%tr " + text + " %}")


def _repeat(row: Any) -> None:
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _number_pages(paragraph: Any) -> None:
    paragraph.alignment = CENTER
    for text, code in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        run = paragraph.add_run(text)
        run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x59, 0x59, 0x59)
        if code:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), code)
            shown = paragraph.add_run("1")
            shown.font.size, shown.font.color.rgb = Pt(8), RGBColor(0x59, 0x59, 0x59)
            field.append(shown._r)
            paragraph._p.append(field)
