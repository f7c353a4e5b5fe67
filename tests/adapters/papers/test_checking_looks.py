"""A paper that is shown otherwise than it was printed is found out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font

from tests.adapters.papers.altering import HEADER, altered, csv_rows, csv_written
from tests.adapters.papers.given import checked


def test_changes_to_how_a_workbook_looks_are_reported(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[HEADER + 1].hidden = True

    def hide_column(sheet: Any) -> None:
        sheet.column_dimensions["E"].hidden = True

    def add_sheet(sheet: Any) -> None:
        sheet.parent.create_sheet("附表")

    def calculate(sheet: Any) -> None:
        sheet["H1"].value = "=1+1"

    for change, column in (
        (hide, "（整行）"),
        (hide_column, "（工作表）"),
        (add_sheet, "附表"),
        (calculate, "（工作表）"),
    ):
        path = altered(papers["notice", ".xlsx"], tmp_path / "a.xlsx", change)

        assert column in [difference.column for difference in checked(store, path).differences]


def shows_another_number(sheet: Any) -> None:
    sheet.cell(HEADER + 2, 5).number_format = '"99999.00"'


def shows_another_text(sheet: Any) -> None:
    sheet.cell(HEADER + 2, 2).number_format = '0;0;0;"丁公司"'


def rounds_the_total(sheet: Any) -> None:
    sheet.cell(HEADER + 6, 5).number_format = "#,##0"


def narrows_a_column_to_nothing(sheet: Any) -> None:
    sheet.column_dimensions["E"].width = 0.05


def lowers_a_row_to_nothing(sheet: Any) -> None:
    sheet.row_dimensions[HEADER + 2].height = 0.1


def puts_in_a_blank_row(sheet: Any) -> None:
    sheet.insert_rows(HEADER + 2)


def alters_the_footer(sheet: Any) -> None:
    sheet.oddFooter.left.text = sheet.oddFooter.left.text.replace("位置 6", "位置 9")


def takes_the_footer_out(sheet: Any) -> None:
    sheet.oddFooter.left.text = sheet.oddFooter.right.text = None


def puts_another_footer_on_the_first_page(sheet: Any) -> None:
    sheet.HeaderFooter.differentFirst = True
    sheet.firstFooter.left.text = "账本位置 9"


def puts_in_a_header(sheet: Any) -> None:
    sheet.oddHeader.left.text = "作废"


def shows_by_a_rule(sheet: Any) -> None:
    rule = FormulaRule(formula=["TRUE"], font=Font(color="FFFFFF"))
    sheet.conditional_formatting.add("E6:E9", rule)


@pytest.mark.parametrize(
    ("change", "row", "column", "in_file"),
    [
        (shows_another_number, 7, "拟拨付金额（元）", '（数字格式 "99999.00"）'),
        (shows_another_text, 7, "企业名称", '（数字格式 0;0;0;"丁公司"）'),
        (rounds_the_total, 11, "拟拨付金额（元）", "（数字格式 #,##0）"),
        (narrows_a_column_to_nothing, None, "（工作表）", "（有宽度为零的列：E）"),
        (lowers_a_row_to_nothing, 7, "（整行）", "（行高为零）"),
        (puts_in_a_blank_row, 7, "（整行）", "（空行 1 行）"),
        (alters_the_footer, None, "（页脚）", None),
        (takes_the_footer_out, None, "（页脚）", ""),
        (puts_another_footer_on_the_first_page, None, "（页脚）", "账本位置9"),
        (puts_in_a_header, None, "（页眉）", "作废"),
        (shows_by_a_rule, None, "（工作表）", "（含有条件格式）"),
    ],
)
def test_an_alteration_that_leaves_every_value_is_reported(
    change: Callable[[Any], None],
    row: int | None,
    column: str,
    in_file: str | None,
    papers: dict[tuple[str, str], Path],
    store: Path,
    tmp_path: Path,
) -> None:
    path = altered(papers["notice", ".xlsx"], tmp_path / "a.xlsx", change)

    (difference,) = checked(store, path).differences

    assert (difference.row, difference.column) == (row, column)
    assert difference.found == in_file if in_file is not None else "位置9" in str(difference.found)


def test_a_blank_row_put_into_a_text_file_is_reported(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    rows = csv_rows(papers["notice", ".csv"])

    answer = checked(store, csv_written(tmp_path, [*rows[:HEADER], [], [], *rows[HEADER:]]))

    assert [(difference.row, difference.found) for difference in answer.differences] == [
        (HEADER + 1, "（空行 2 行）")
    ]
