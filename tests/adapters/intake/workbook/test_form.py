"""The empty workbook: what is filled into it as it says goes in, and its example never does."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from adapters.intake.items import AcceptedRow, Notice, RejectedRow, Unread
from adapters.intake.names.countries import CODES, name_of
from adapters.intake.read import read
from adapters.intake.workbook import cells, days
from adapters.intake.workbook.form.checks import form_columns
from adapters.intake.workbook.form.template import sheet_called, write_template
from adapters.intake.workbook.sheets.columns import Column, Sheet
from adapters.intake.workbook.sheets.table import sheets
from adapters.policy.former.document import kinds
from adapters.wording.translation import speaking
from tests.adapters.intake.files import uscc
from tests.adapters.intake.office import needs_office, saved_again

EVERY = list(sheets().values())
DAYS = st.dates(date(2022, 1, 1), date(2024, 12, 31)).map(
    lambda day: datetime(day.year, day.month, day.day)  # noqa: DTZ001 - of a cell
)
FEE = st.integers(10_000, 2_000_000).map(lambda fen: fen / 100)
VALUES: dict[Any, st.SearchStrategy[object]] = {
    cells.uscc: st.integers(1, 999).map(uscc),
    cells.number: st.from_regex(r"0[0-9]{3,20}|[A-Z]{2}-[0-9]{3}", fullmatch=True),
    cells.text: st.sampled_from(["汉诺威工业展", "迪拜仓 2 号", "No. 5（春季）"]),
    cells.invoices: st.sampled_from([None, "08476881", "00000001；00000002"]),
    days.day: DAYS,
    days.end_day: DAYS,
    cells.year: st.integers(2020, 2024),
    cells.last_day_of_year: st.integers(2020, 2024),
    cells.booths: st.integers(1, 200),
    cells.fee: FEE,
    cells.paid: FEE,
    cells.support: st.sampled_from([None, 0, 100, 0.0]),
    cells.foreign: st.just(0) | st.integers(10_000, 10**11).map(lambda cents: cents / 100),
    cells.country: st.sampled_from(sorted(CODES)).map(name_of),
}


def form(path: Path, *sheets: Sheet) -> Path:
    write_template(path, sheets or EVERY, force=False)
    return path


def cell(column: Column) -> st.SearchStrategy[object]:
    return st.sampled_from(column.words) if column.words else VALUES[column.read]


def row(sheet: Sheet) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({column.header: cell(column) for column in sheet.columns})


def fill(path: Path, rows: list[tuple[Sheet, dict[str, object]]], first: int = 5) -> None:
    book = load_workbook(path)
    for number, (sheet, given_row) in enumerate(rows):
        made = book[sheet.name]
        headers = [each.value for each in made[3]]
        for header, value in given_row.items():
            made.cell(first + number, headers.index(header) + 1).value = value
    book.save(path)


@settings(max_examples=5, deadline=None)
@given(st.data())
@pytest.mark.parametrize("sheet", EVERY, ids=lambda sheet: sheet.kind or "award")
def test_whatever_the_form_allows_is_taken(sheet: Sheet, data: st.DataObject) -> None:
    rows = data.draw(st.lists(row(sheet), min_size=1, max_size=3))
    with TemporaryDirectory() as folder:
        path = form(Path(folder) / "form.xlsx", sheet)
        fill(path, [(sheet, each) for each in rows])

        items = list(read(path))

    assert [item for item in items if isinstance(item, RejectedRow)] == []
    assert len([item for item in items if isinstance(item, AcceptedRow)]) == len(rows)


def test_the_empty_form_holds_nothing_but_examples(tmp_path: Path) -> None:
    items = list(read(form(tmp_path / "form.xlsx")))

    notices = [item for item in items if isinstance(item, Notice)]
    assert [item for item in items if isinstance(item, (AcceptedRow, RejectedRow))] == []
    assert [each.code for each in notices].count("example-row") == len(EVERY)
    assert {each.code for each in notices} == {"example-row"}


@pytest.mark.parametrize("title", ["填表说明", "选项"])
def test_a_claim_written_into_a_sheet_beside_those_of_claims_is_missed(
    title: str, tmp_path: Path
) -> None:
    path = form(tmp_path / "form.xlsx")
    book = load_workbook(path)
    book[title].append([uscc(1), "示例电气有限公司", 20_000])
    book.save(path)

    items = list(read(path))

    assert [
        each.facts["sheet"]
        for each in items
        if isinstance(each, Notice)
        if each.code == "unknown-sheet"
    ] == [title]
    assert [each.sheet for each in items if isinstance(each, Unread)] == [title]


@pytest.mark.parametrize("sheet", EVERY, ids=lambda sheet: sheet.kind or "award")
def test_an_example_that_a_claim_was_written_over_is_sent_back_not_dropped(
    sheet: Sheet, tmp_path: Path
) -> None:
    path = form(tmp_path / "form.xlsx", sheet)
    column = sheet.columns[-1]
    fill(path, [(sheet, {column.header: 77 if column.is_money else "2023-05-05"})], first=4)

    (bad,) = [item for item in read(path) if isinstance(item, (AcceptedRow, RejectedRow))]

    assert isinstance(bad, RejectedRow)
    assert bad.column == sheet.columns[0].header


@needs_office
@pytest.mark.parametrize("form_saved", ["xlsx", "csv"])
def test_an_example_is_known_after_an_office_program_saved_it(
    form_saved: str, tmp_path: Path
) -> None:
    path = form(tmp_path / "form.xlsx", *EVERY[:1])
    book = load_workbook(path)
    book.move_sheet("境外展会", -1)
    book.save(path)

    items = list(read(saved_again(path, tmp_path / "saved", form_saved)))

    assert [item for item in items if isinstance(item, (AcceptedRow, RejectedRow))] == []
    assert "example-row" in {item.code for item in items if isinstance(item, Notice)}


def test_every_kind_has_a_sheet() -> None:
    assert None not in [sheet_called(kind) for kind in (*kinds(), *sheets(), "exports")]


@pytest.mark.parametrize("sheet", EVERY, ids=lambda sheet: sheet.kind or "award")
def test_every_column_has_a_note_a_format_and_a_check(sheet: Sheet, tmp_path: Path) -> None:
    made = load_workbook(form(tmp_path / "form.xlsx", sheet))[sheet.name]
    checked = {str(each.sqref).split("4:")[0] for each in made.data_validations.dataValidation}
    formats = {
        place: dimension.number_format
        for dimension in made.column_dimensions.values()
        for place in range(dimension.min, dimension.max + 1)
    }

    for place, column in enumerate(sheet.columns, 1):
        header = made.cell(3, place)
        assert header.value == column.header
        assert header.comment is not None
        assert header.column_letter in checked
        if column.identifies:
            assert formats[place] == "@"
    assert made.freeze_panes == "A4"
    assert (made.page_setup.orientation, made.page_setup.paperSize) == ("landscape", 9)


def test_notes_are_in_the_readers_language(tmp_path: Path) -> None:
    sheet = EVERY[0]
    with speaking("en"):
        english = form_columns(sheet, 4, "=A1")

    assert english[0].note.startswith("Required.")
    with speaking("zh"):
        assert form_columns(sheet, 4, "=A1")[0].note.startswith("必填。")


@pytest.mark.parametrize("sheet", EVERY, ids=lambda sheet: sheet.kind or "award")
def test_checks_are_short_enough_for_a_spreadsheet(sheet: Sheet) -> None:
    for column in form_columns(sheet, 4, "='选项'!$A$1:$A$250"):
        source = column.limits.get("source", "")
        assert len(str(column.limits.get("value", ""))) <= 255
        assert len(source if isinstance(source, str) else ",".join(source)) <= 255
        assert len(column.note) <= 255


def test_a_large_fee_is_taken_where_it_is_confirmed(tmp_path: Path) -> None:
    sheet = sheets()["境外商标"]
    most = sheet_called("trademark").plausible
    assert most is not None
    path = form(tmp_path / "form.xlsx", sheet)
    good = {"申报编号": "001", "企业名称": "某企业", "统一社会信用代码": uscc(1), "注册号": "007"}
    good |= {"注册国家（地区）": "美国", "注册日期": "2022-03-07", "注册费": most // 100 + 1}
    good |= {"自营出口业绩": "有", "申报日期": date(2022, 3, 7) + timedelta(days=9)}
    fill(path, [(sheet, good), (sheet, good | {"申报编号": "002", "确认金额": "是"})])

    codes = [
        item.code if isinstance(item, RejectedRow) else "taken"
        for item in read(path)
        if isinstance(item, (AcceptedRow, RejectedRow))
    ]

    assert codes == ["suspect-unit", "taken"]
