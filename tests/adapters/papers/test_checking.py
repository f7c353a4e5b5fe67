"""A paper altered anywhere is reported with the place of the change."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from adapters.papers.check.identical import position_as_printed
from projections.papers import PaperChecked
from tests.adapters.papers.altering import (
    FILES,
    HEADER,
    KINDS,
    altered,
    csv_rows,
    csv_written,
    places,
)
from tests.adapters.papers.given import checked, looked
from tests.commands.test_command_line import USCC
from tests.support.extent import tried


@pytest.mark.parametrize(("kind", "suffix"), FILES)
def test_a_paper_as_printed_is_genuine(
    kind: str, suffix: str, papers: dict[tuple[str, str], Path], store: Path
) -> None:
    assert checked(store, papers[kind, suffix]).answer == PaperChecked(
        genuine=True, position=6, differences=()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_saved_again_by_another_program_is_genuine(
    kind: str, papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    again = altered(papers[kind, ".xlsx"], tmp_path / "again.xlsx", lambda sheet: None)

    assert checked(store, again).genuine


def test_only_the_same_bytes_pass_without_being_read_cell_by_cell(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    printed_ = papers["notice", ".xlsx"]
    again = altered(printed_, tmp_path / "again.xlsx", lambda sheet: None)
    patched = tmp_path / "patched.xlsx"
    with ZipFile(printed_) as source, ZipFile(patched, "w") as target:
        for part in source.infolist():
            target.writestr(part.filename, source.read(part).replace(b"70000.01", b"70000.02"))

    def quickly(path: Path) -> int | None:
        return position_as_printed(path, lambda position: looked(store, position))

    assert quickly(printed_) == 6
    assert quickly(again) is None
    assert quickly(patched) is None
    assert places(checked(store, patched)) == [(7, "拟拨付金额（元）")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_altered_cell_is_reported_with_its_place(
    kind: str, papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    sheet = load_workbook(papers[kind, ".xlsx"]).active
    cells = [(cell.row, cell.column) for row in sheet for cell in row if cell.value is not None]
    for row, column in cells:
        was = sheet.cell(row, column).value

        def change(opened: Any, at: tuple[int, int] = (row, column), was: Any = was) -> None:
            opened.cell(*at).value = was + 1 if isinstance(was, int | float) else f"{was}1"

        answer = checked(store, altered(papers[kind, ".xlsx"], tmp_path / "a.xlsx", change))

        assert not answer.genuine
        assert row in [difference.row for difference in answer.differences], (
            row,
            column,
            answer.differences,
        )


@given(st.data())
@settings(deadline=None, max_examples=tried(24, long=120))
def test_one_digit_altered_anywhere_is_reported(
    papers: dict[tuple[str, str], Path],
    store: Path,
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    text = papers[kind, ".csv"].read_text(encoding="utf-8-sig")
    at = data.draw(st.sampled_from([at for at, sign in enumerate(text) if sign.isdigit()]))
    digit = data.draw(st.sampled_from([sign for sign in "0123456789" if sign != text[at]]))
    path = tmp_path_factory.getbasetemp() / "digit.csv"
    path.write_text(text[:at] + digit + text[at + 1 :], encoding="utf-8-sig", newline="")

    answer = checked(store, path)

    assert not answer.genuine
    row = text[:at].count("\n") + 1
    whole = {"文书编号", "账本位置", "各行摘要值（SHA-256）"}
    assert any(
        difference.row == row or difference.column in whole for difference in answer.differences
    )


def test_a_cell_is_named_by_its_row_and_header(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(HEADER + 2, 5).value = 70000.02

    path = altered(papers["notice", ".xlsx"], tmp_path / "a.xlsx", change)

    assert [asdict(each) for each in checked(store, path).differences] == [
        {"row": 7, "column": "拟拨付金额（元）", "printed": "70000.01", "found": "70000.02"}
    ]


def test_a_removed_row_is_reported_once(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    rows = csv_rows(papers["notice", ".csv"])
    path = csv_written(tmp_path, rows[: HEADER + 1] + rows[HEADER + 2 :])

    (difference,) = checked(store, path).differences

    assert (difference.row, difference.column, difference.found) == (HEADER + 2, None, None)
    assert difference.printed is not None
    assert "YQ-2" in difference.printed


def test_an_added_row_is_reported_once(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    rows = csv_rows(papers["notice", ".csv"])
    forged = ["9", "戊", USCC, "YQ-99", "1000.00", "****0123", ""]
    path = csv_written(tmp_path, [*rows[: HEADER + 2], forged, *rows[HEADER + 2 :]])

    (difference,) = checked(store, path).differences

    assert (difference.row, difference.column, difference.printed) == (HEADER + 3, None, None)
    assert difference.found == "9 | 戊 | 91330382MA0000023T | YQ-99 | 1000.00 | ****0123"


def test_rows_in_another_order_are_reported(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    rows = csv_rows(papers["notice", ".csv"])
    rows[HEADER], rows[HEADER + 3] = rows[HEADER + 3], rows[HEADER]

    answer = checked(store, csv_written(tmp_path, rows))

    assert not answer.genuine
    assert {HEADER + 1, HEADER + 4} <= {difference.row for difference in answer.differences}
    assert len(answer.differences) <= 4


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("账本位置：6", "账本位置：5", "账本位置"),
        ("notice/1/6", "notice/1/5", "文书编号"),
        ("公示截止日：2023-03-08", "公示截止日：2023-03-09", "公示截止日"),
        ("notice/1/6", "notice/2/6", "文书编号"),
        ("notice/1/6", "nothing", "文书编号"),
        ("notice/1/6", "notice/A/6", "文书编号"),
    ],
)
def test_a_line_of_text_is_named_by_its_label(
    old: str,
    new: str,
    column: str,
    papers: dict[tuple[str, str], Path],
    store: Path,
    tmp_path: Path,
) -> None:
    text = papers["notice", ".csv"].read_text(encoding="utf-8-sig")
    assert old in text
    path = tmp_path / "a.csv"
    path.write_text(text.replace(old, new), encoding="utf-8-sig")

    answer = checked(store, path)

    assert [difference.column for difference in answer.differences] == [column]


def test_a_position_that_the_ledger_never_reached_is_reported(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    text = papers["notice", ".csv"].read_text(encoding="utf-8-sig")
    path = tmp_path / "a.csv"
    path.write_text(
        text.replace("/1/6", "/1/600").replace("位置：6", "位置：600"), encoding="utf-8-sig"
    )

    answer = checked(store, path)

    assert [(difference.column, difference.found) for difference in answer.differences] == [
        ("账本位置", "600")
    ]


def test_an_altered_digest_is_reported(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    def change(sheet: Any) -> None:
        cell = sheet.cell(sheet.max_row, 1)
        cell.value = cell.value[:-1] + ("0" if cell.value[-1] != "0" else "1")

    path = altered(papers["statement", ".xlsx"], tmp_path / "a.xlsx", change)

    assert [difference.column for difference in checked(store, path).differences] == [
        "各行摘要值（SHA-256）"
    ]
