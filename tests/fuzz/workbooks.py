"""Workbooks made by hand, part by part, so that any cell may hold what no program writes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from random import Random
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from openpyxl.utils import get_column_letter

from tests.adapters.intake.files import OWN, USCC, row_of
from tests.fuzz.edits import ODD_TEXTS

Parts = Mapping[str, bytes]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
EXPORTS = {
    "年度": 2022,
    "统一社会信用代码": USCC,
    "企业名称": "示例企业",
    "对美出口额": "12,345.60",
    "对RCEP成员国出口额": 0,
}
ROWS: dict[str, dict[str, object]] = {"进出口额": EXPORTS, **{name: row_of(name) for name in OWN}}
DATE_STYLE = 1


def packed(parts: Parts, compressed: bool = False) -> bytes:
    """Return an archive of these parts."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED if compressed else ZIP_STORED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return an archive's parts by name."""
    with ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def parts_of(name: str, cells: Sequence[Sequence[str]], merged: str = "") -> dict[str, bytes]:
    """Return the parts of a workbook of one sheet, of cells as their XML (see `cell`)."""
    rows = "".join(
        f'<row r="{number}">{"".join(row)}</row>' for number, row in enumerate(cells, start=1)
    )
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>'
    return {part: text.encode("utf-8", "replace") for part, text in _frame(name).items()} | {
        SHEET: sheet.encode("utf-8", "replace")
    }


def _frame(name: str) -> dict[str, str]:
    to_book = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    to_parts = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            (
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ),
            start=1,
        )
    )
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in _SHARED)
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{to_book}</Relationships>',
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name={quoteattr(name)} r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_RELATIONS}">{to_parts}</Relationships>'
        ),
        "xl/styles.xml": (
            f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>"
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
    }


_SHARED = ("德国", "汉诺威工业展", "2022.3.7", "是", "_x000A_", "", "合计")


_NUMBERS = (
    "0", "-1", "-0", "0.1", "2.5", "60", "99.995", "44627", "44627.5", "2958466", "1e22", "1e309",
    "NaN", "1_0", "123456789012345678",
)  # fmt: skip


def cell(column: int, row: int, value: object) -> str:
    """Return a cell that holds a value as a workbook program writes it."""
    if value is None:
        return ""
    at = f"{get_column_letter(column)}{row}"
    if isinstance(value, (int, float)):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def odd_cell(random: Random, column: int, row: int, value: object) -> str:
    """Return a cell that holds something else, in any of the ways there are."""
    at = f"{get_column_letter(column)}{row}"
    text = random.choice(
        (str(value), random.choice(ODD_TEXTS), f"{value}{random.choice(ODD_TEXTS)}")
    )
    shown = escape("".join(sign for sign in text if sign >= " " and sign.isprintable()))
    number = random.choice((*_NUMBERS, shown))
    match random.randrange(9):
        case 0:
            return f'<c r="{at}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        case 1:
            return f'<c r="{at}"><v>{number}</v></c>'
        case 2:
            return f'<c r="{at}" s="{DATE_STYLE}"><v>{number}</v></c>'
        case 3:
            return f'<c r="{at}" t="b"><v>{random.choice(("0", "1", "true", "x"))}</v></c>'
        case 4:
            return f'<c r="{at}" t="e"><v>{random.choice(("#N/A", "#REF!", shown))}</v></c>'
        case 5:
            return f'<c r="{at}" t="str"><f>A1</f><v>{shown}</v></c>'
        case 6:
            return f'<c r="{at}"><f>A1</f></c>'
        case 7:
            return f'<c r="{at}" t="s"><v>{random.randrange(len(_SHARED))}</v></c>'
        case _:
            return ""
