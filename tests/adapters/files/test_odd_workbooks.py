"""Workbooks as other programs write them: one odd cell is a fault of its own, never of the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.adapters.intake.files import row_of, uscc, workbook
from tests.adapters.intake.messy.reading import lines_of

KIND = "贸易救济"
TAKEN = ["贸易救济 4 YQ-1 2022-03-07 390377.72", "贸易救济 5 YQ-2 2022-03-07 390377.72"]
SHEET = "xl/worksheets/sheet1.xml"


def made(folder: Path) -> Path:
    rows = [row_of(KIND, 申报编号=f"YQ-{at}", 统一社会信用代码=uscc(at)) for at in (1, 2)]
    return workbook(folder / "made.xlsx", KIND, *rows)


def rewritten(
    path: Path,
    name: Callable[[str], str] = lambda name: name,
    change: Callable[[str, str], str] = lambda _, text: text,
) -> Path:
    """Write a workbook again under other names of its members, or with other text in them."""
    again = path.with_name("again.xlsx")
    with ZipFile(path) as old, ZipFile(again, "w") as new:
        for part in old.namelist():
            text = change(part, old.read(part).decode())
            new.writestr(name(part), text.encode())
    return again


@pytest.mark.parametrize(
    "name",
    [
        str.upper,
        lambda name: name.replace("xl/workbook.xml", "xl/Workbook.xml"),
        lambda name: name.replace("xl/worksheets/sheet1", "XL/Worksheets/Sheet1"),
        lambda name: name.replace("xl/styles.xml", "xl/Styles.xml"),
        lambda name: name.replace("/", "\\"),
        lambda name: f"/{name}",
    ],
)
def test_members_are_known_in_any_spelling(tmp_path: Path, name: Callable[[str], str]) -> None:
    assert lines_of(rewritten(made(tmp_path), name)) == TAKEN


@pytest.mark.parametrize(
    "target",
    [
        r"\1xl\\worksheets\\sheet1.xml\2",
        r"\1../xl/worksheets/sheet1.xml\2",
        r"\1worksheets/SHEET1.xml\2",
    ],
)
def test_targets_are_followed_in_any_spelling(tmp_path: Path, target: str) -> None:
    def change(part: str, text: str) -> str:
        if not part.endswith("workbook.xml.rels"):
            return text
        return re.sub(
            r'(Target=")/xl/worksheets/sheet1.xml(")', target.replace("xl\\\\w", "/xl\\\\w"), text
        )

    assert lines_of(rewritten(made(tmp_path), change=change)) == TAKEN


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="E4" t="d"><v>2022-03-07</v></c>',
        '<c r="F4" t="d"><v>PT10H10M10S</v></c>',
        '<c r="F4" t="d"><v>10:10:10</v></c>',
        '<c r="F4" t="d"><v/></c>',
        '<c r="F4" t="s"><v>999999</v></c>',
        '<c r="F4" t="n" s="x"><v>44627</v></c>',
        '<c r="F4" t="n" s="99999"><v>9e999</v></c>',
        '<c r="F4"><v>NaN</v></c>',
        '<c r="F4" t="e"><v>#SPILL!</v></c>',
        '<c r="F4" t="weird"><v>44627</v></c>',
        '<c r="F4" t="b"><v>1</v></c>',
    ],
)
def test_an_odd_cell_costs_its_own_row(tmp_path: Path, cell: str) -> None:
    at = cell[6:8]

    def change(part: str, text: str) -> str:
        whole = rf'<c r="{at}"[^>]*?(?:/>|>.*?</c>)'
        return re.sub(whole, lambda _: cell, text) if part == SHEET else text

    lines = lines_of(rewritten(made(tmp_path), change=change))

    assert lines[1:] == TAKEN[1:]
    assert lines[0].startswith("贸易救济 4 ! ")


def test_a_day_in_iso_is_a_day(tmp_path: Path) -> None:
    def change(part: str, text: str) -> str:
        cell = '<c r="F4" t="d"><v>2022-03-07T00:00:00.000Z</v></c>'
        return re.sub(r'<c r="F4"[^>]*>.*?</c>', cell, text) if part == SHEET else text

    assert lines_of(rewritten(made(tmp_path), change=change)) == TAKEN


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('<c r="G4" t="n">', '<c r="G4" s="">'),
        lambda text: re.sub(r'<(row|c) r="[A-Z]*\d+"', r"<\1", text),
        lambda text: re.sub(r"<(/?)(?=\w)", r"<\1x:", text).replace("xmlns=", "xmlns:x=", 1),
        lambda text: text.replace("<t>YQ-1</t>", '<t>YQ-1</t><rPh sb="0" eb="1"><t>キ</t></rPh>'),
        lambda text: text.replace("<t>YQ-1</t>", "<r><t>YQ</t></r><r><rPr><b/></rPr><t>-1</t></r>"),
    ],
    ids=["no-style", "no-references", "prefixed", "phonetic", "runs"],
)
def test_cells_are_read_as_other_programs_spell_them(
    change: Callable[[str], str], tmp_path: Path
) -> None:
    """Kinds met among 1,900 workbooks of other readers' tests."""
    path = rewritten(
        made(tmp_path), change=lambda part, text: change(text) if part == SHEET else text
    )

    assert lines_of(path) == TAKEN
