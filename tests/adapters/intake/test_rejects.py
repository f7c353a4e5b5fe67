"""Rejected rows of workbooks go back to their sender, and come in again corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from adapters.files.book import TEXT_KEPT
from adapters.files.formula import NEVER_CALCULATED
from adapters.files.grid import Broken
from adapters.intake.items import AcceptedRow, RejectedRow, SheetRow
from domain.refusals import Refusal
from tests.adapters.intake.files import DATA, USCC, row_of, sheet, workbook
from tests.adapters.intake.returning import correct, rejected, returned, rows, verdicts

BROKEN: dict[str, tuple[str, object, object]] = {
    "missing-field": ("企业名称", None, "某企业"),
    "bad-uscc": ("统一社会信用代码", "x", USCC),
    "bad-date": ("展会结束日期", "2022.13.45", "2022.12.5"),
    "bad-amount": ("展位费合计", "=1+1", 30000),
    "suspect-unit": ("展位费合计", 2.5, 25000),
    "unknown-country": ("国家（地区）", "火星", "德国"),
    "bad-value": ("是否重点展会", "=cmd|x", "是"),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_row_of_a_workbook_comes_back_and_goes_in_corrected(tmp_path: Path, code: str) -> None:
    column, broken, mended = BROKEN[code]
    good = row_of("境外展会", 备注="=备注")
    source = workbook(tmp_path / "a.xlsx", "境外展会", good | {column: broken})
    bad = rejected(source)
    assert [row.code for row in bad] == [code]

    path = returned(tmp_path / "rejects.xlsx", bad)

    assert verdicts(rejected(path)) == verdicts(bad)
    correct(path, "境外展会", column, mended)
    (entered,) = rows(path)
    assert isinstance(entered, AcceptedRow), entered


def test_the_frame_of_the_sheet_comes_back_with_the_reason_last(tmp_path: Path) -> None:
    row = row_of("产品认证", 认证检测费="x", 备注="+1")
    path = workbook(tmp_path / "a.xlsx", "产品认证", row, unit="单位：万元")

    made = load_workbook(returned(tmp_path / "rejects.xlsx", rejected(path)))["产品认证"]

    assert made["A2"].value == "单位：万元"
    headers = [cell.value for cell in made[3]]
    assert headers == [*row, "退回原因"]
    assert made.cell(4, len(headers)).value == "请改正 bad-amount"
    remark = made.cell(4, headers.index("备注") + 1)
    assert (remark.value, remark.data_type) == ("+1", "s")


@pytest.mark.parametrize(
    ("written", "read_back"),
    [
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("_x0041_", "_x0041_"),
        ("a\x07\n b ", "a\x07\n b "),
        ("a\ud800\uffff", "a\x1a\x1a"),
        ("x" * 40_000, "x" * TEXT_KEPT),
        (30000, 30000),
        (9_999_999_999_999_998, 9_999_999_999_999_998),
        (8000.5, 8000.5),
        (0.30000000000000004, 0.30000000000000004),
        (True, True),
        (datetime(1900, 1, 1, 8, 30), datetime(1900, 1, 1, 8, 30)),  # noqa: DTZ001 - of a cell
        (datetime(1900, 2, 28), datetime(1900, 2, 28)),  # noqa: DTZ001 - of a cell
        (datetime(1900, 3, 1), datetime(1900, 3, 1)),  # noqa: DTZ001 - of a cell
        (datetime(2022, 12, 5, tzinfo=UTC), datetime(2022, 12, 5)),  # noqa: DTZ001 - of a cell
        (Broken("#REF!"), Broken("#REF!")),
        (Broken("1e999"), Broken("#VALUE!")),
        (Broken(NEVER_CALCULATED), Broken(NEVER_CALCULATED)),
        (None, None),
    ],
)  # fmt: skip
def test_a_cell_comes_back_as_what_it_was(
    tmp_path: Path, written: object, read_back: object
) -> None:
    row = row_of("产品认证", 认证检测费="x")
    (bad,) = rejected(workbook(tmp_path / "a.xlsx", "产品认证", row))
    assert isinstance(bad.source, SheetRow)
    place = bad.source.frame.headers.index("备注")
    cells = (*bad.source.cells[:place], written, *bad.source.cells[place + 1 :])

    path = returned(
        tmp_path / "rejects.xlsx", [replace(bad, source=replace(bad.source, cells=cells))]
    )

    (again,) = rejected(path)
    assert isinstance(again.source, SheetRow)
    assert again.source.cells[place] == read_back


def test_filled_down_cells_are_written_out(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    below = row_of("贸易救济", 企业名称=None, 统一社会信用代码=None, 律师费="x")
    made = sheet(book, "贸易救济", [row_of("贸易救济"), below])
    made.merge_cells("C4:C5")
    made.merge_cells("D4:D5")
    book.save(tmp_path / "a.xlsx")

    path = returned(tmp_path / "rejects.xlsx", rejected(tmp_path / "a.xlsx"))

    assert load_workbook(path)["贸易救济"]["D4"].value == USCC


def test_the_rejects_of_the_example_are_rejected_again_alike(tmp_path: Path) -> None:
    bad = rejected(DATA / "backfill-2022.xlsx")

    again = rejected(returned(tmp_path / "rejects.xlsx", bad))
    third = rejected(returned(tmp_path / "again.xlsx", again))

    assert verdicts(again) == verdicts(bad)
    assert verdicts(third) == verdicts(bad)


@pytest.mark.parametrize("column", ["申报编号", "证书编号", "发票号码"])
def test_a_number_that_lost_its_last_digits_is_no_text_when_it_comes_back(
    tmp_path: Path, column: str
) -> None:
    row = row_of("产品认证") | {column: 2022.1}  # it was 2022.10
    bad = rejected(workbook(tmp_path / "a.xlsx", "产品认证", row))

    again = rejected(returned(tmp_path / "rejects.xlsx", bad))

    assert verdicts(again) == verdicts(bad)
    assert (again[0].column, again[0].code) == (column, "bad-value")


def test_two_units_of_one_sheet_are_kept_apart(tmp_path: Path) -> None:
    bad: list[RejectedRow] = []
    for unit in ("单位：元", "单位：万元"):
        row = row_of("贸易救济", 律师费="x", 申报编号=unit)
        bad += rejected(workbook(tmp_path / "a.xlsx", "贸易救济", row, unit=unit))

    path = returned(tmp_path / "rejects.xlsx", bad)

    assert verdicts(rejected(path)) == verdicts(bad)


def test_no_rejects_make_a_file_without_rows(tmp_path: Path) -> None:
    for name in ("rejects.xlsx", "rejects.csv"):
        assert rows(returned(tmp_path / name, [])) == []


@pytest.mark.parametrize("name", ["rejects.csv", "rejects.jsonl", "rejects.doc"])
def test_rows_of_a_workbook_fit_no_other_format(tmp_path: Path, name: str) -> None:
    bad = rejected(workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济", 律师费="x")))

    with pytest.raises(Refusal) as refused:
        returned(tmp_path / name, bad)

    assert refused.value.code == "rejects-format"


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        returned(tmp_path / "no" / "rejects.xlsx", [])

    assert refused.value.code == "rejects-unwritable"
