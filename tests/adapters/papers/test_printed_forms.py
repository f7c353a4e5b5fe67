"""How papers print: on A4, the same bytes each time, whatever stands in them."""

from __future__ import annotations

import stat
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from adapters.papers.paper import Paper
from domain.refusals import Refusal
from tests.adapters.papers.given import checked, line, printed
from tests.adapters.papers.telling import KINDS, holding
from tests.commands.test_command_line import USCC


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_prints_on_a4_with_its_header_on_every_page(
    kind: str, store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "paper.xlsx"
    paper = printed(store, kind, path)

    sheet = load_workbook(path).active

    header = 2 + len(paper.content.above)
    widths = {
        number: dimension.width
        for dimension in sheet.column_dimensions.values()
        for number in range(dimension.min, dimension.max + 1)
    }
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == ("landscape" if paper.content.wide else "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.freeze_panes == f"A{header + 1}"
    assert f"账本位置 {paper.position}" in sheet.oddFooter.left.text
    assert paper.digest[:16] in sheet.oddFooter.left.text
    assert "&P" in sheet.oddFooter.right.text
    assert sheet["A1"].value == paper.content.title
    assert sheet["A1"].coordinate in sheet.merged_cells
    assert "年　　月　　日" in _texts(sheet)
    for number, column in enumerate(paper.content.table.columns, start=1):
        cell = sheet.cell(header + 1, number)
        assert sheet.cell(header, number).value == column.header
        assert widths[number] > column.width - 1
        assert cell.border.left.style == "thin"
        if column.holds == "fen":
            assert (cell.number_format, cell.data_type) == ("#,##0.00", "n")


def _texts(sheet: object) -> str:
    return "\n".join(str(row[0].value) for row in sheet.iter_rows())  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_same_paper_is_the_same_bytes(
    kind: str, suffix: str, store: Path, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        printed(store, kind, tmp_path / (name + suffix))

    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("name", ["<r>&</r>", " a ", "_x0041_", "a\x07b", "“甲”&<乙>", "'=1"])
def test_a_name_is_printed_as_it_is_whatever_stands_in_it(
    name: str, store: Path, tmp_path: Path
) -> None:
    batch = holding(line(name, USCC, 100))

    for suffix in (".xlsx", ".csv"):
        path = tmp_path / f"paper{suffix}"
        printed(store, "notice", path, batch=batch)
        answer = checked(store, path, batch)
        assert answer.genuine, answer.differences


def test_a_text_that_starts_as_a_formula_is_none(store: Path, tmp_path: Path) -> None:
    for suffix in (".xlsx", ".csv"):
        printed(store, "notice", tmp_path / f"n{suffix}")

    row = next(
        r for r in load_workbook(tmp_path / "n.xlsx").active.iter_rows() if r[3].value == "YQ-2"
    )
    assert (row[1].value, row[1].data_type) == ("=乙公司", "s")
    assert ",'=乙公司," in (tmp_path / "n.csv").read_text(encoding="utf-8-sig")


def test_a_batch_without_lines_is_still_a_paper(store: Path, tmp_path: Path) -> None:
    for kind in ("notice", "payments"):
        path = tmp_path / f"{kind}.xlsx"
        printed(store, kind, path, batch=holding())
        assert checked(store, path, holding()).genuine


def test_only_its_owner_reads_a_payment_list(store: Path, tmp_path: Path) -> None:
    for kind in KINDS:
        printed(store, kind, tmp_path / f"{kind}.csv")

    modes = {kind: stat.S_IMODE((tmp_path / f"{kind}.csv").stat().st_mode) for kind in KINDS}
    assert modes.pop("payments") == 0o600
    assert all(mode & 0o044 for mode in modes.values())
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv"] * 4


def test_a_csv_opens_as_utf_8(store: Path, tmp_path: Path) -> None:
    printed(store, "notice", tmp_path / "notice.csv")

    assert (tmp_path / "notice.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", ["paper.pdf", "paper", "no/paper.csv"])
def test_a_file_that_cannot_be_written_is_refused(name: str, store: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"paper-(format|unwritable)"):
        printed(store, "notice", tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_is_a_sound_archive(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "paper.xlsx"
    paper: Paper = printed(store, "payments", path)

    with ZipFile(path) as archive:
        assert archive.testzip() is None
        assert paper.digest in archive.read("xl/worksheets/sheet1.xml").decode()
