"""A paper altered anywhere is found out, and told where."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font

from adapters.papers.checking import Checked
from adapters.papers.identical import position_as_printed
from adapters.recall import looking
from domain.refusals import Refusal
from tests.by_hand import copied, drop_private
from tests.command import asked, subsidy
from tests.papers.given import NUMBERS, SOURCES, SUBJECTS, checked, made, printed
from tests.papers.test_papers_story import ACCOUNT, published
from tests.stores import address
from tests.test_command_line import USCC

KINDS = list(SUBJECTS)
FILES = [(kind, suffix) for kind in KINDS for suffix in (".xlsx", ".csv")]
HEADER = 5  # of the notice: its first claim stands in the row after


@pytest.fixture(scope="module")
def papers(store: Path) -> dict[tuple[str, str], Path]:
    """Every paper in both forms."""
    found = {}
    for kind, suffix in FILES:
        found[kind, suffix] = store.parent / f"{kind}{suffix}"
        printed(store, kind, found[kind, suffix])
    return found


def altered(path: Path, out: Path, change: Callable[[Any], None]) -> Path:
    """Save a workbook with a change to its sheet."""
    book = load_workbook(path)
    change(book.active)
    book.save(out)
    return out


def places(checked: Checked) -> list[tuple[int | None, str | None]]:
    return [(one.row, one.column) for one in checked.differences]


@pytest.mark.parametrize(("kind", "suffix"), FILES)
def test_a_paper_as_printed_is_genuine(
    kind: str, suffix: str, papers: dict[tuple[str, str], Path], store: Path
) -> None:
    assert checked(store, papers[kind, suffix]).answer == {
        "genuine": True,
        "position": 6,
        "differences": [],
    }


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
        return position_as_printed(path, lambda one: looking(address(store), one, None), SOURCES)

    assert quickly(printed_) == 6
    assert quickly(again) is None
    assert quickly(patched) is None
    assert places(checked(store, patched)) == [(7, "拟拨付金额（元）")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_altered_is_found_and_told_where(
    kind: str, papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    sheet = load_workbook(papers[kind, ".xlsx"]).active
    cells = [(cell.row, cell.column) for row in sheet for cell in row if cell.value is not None]
    for row, column in cells:
        was = sheet.cell(row, column).value

        def change(one: Any, at: tuple[int, int] = (row, column), was: Any = was) -> None:
            one.cell(*at).value = was + 1 if isinstance(was, int | float) else f"{was}1"

        found = checked(store, altered(papers[kind, ".xlsx"], tmp_path / "a.xlsx", change))

        assert not found.genuine
        assert row in [one.row for one in found.differences], (row, column, found.differences)


@given(st.data())
@settings(deadline=None, max_examples=120)
def test_one_digit_altered_anywhere_is_found(
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

    found = checked(store, path)

    assert not found.genuine
    row = text[:at].count("\n") + 1
    whole = {"文书编号", "账本位置", "各行摘要值（SHA-256）"}
    assert any(one.row == row or one.column in whole for one in found.differences)


def test_a_cell_is_told_by_its_row_and_header(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    def change(sheet: Any) -> None:
        sheet.cell(HEADER + 2, 5).value = 70000.02

    path = altered(papers["notice", ".xlsx"], tmp_path / "a.xlsx", change)

    assert [one._asdict() for one in checked(store, path).differences] == [
        {"row": 7, "column": "拟拨付金额（元）", "printed": "70000.01", "found": "70000.02"}
    ]


def test_a_row_taken_out_is_told_once(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    rows = _rows(papers["notice", ".csv"])
    path = _written(tmp_path, rows[: HEADER + 1] + rows[HEADER + 2 :])

    (told,) = checked(store, path).differences

    assert (told.row, told.column, told.found) == (HEADER + 2, None, None)
    assert told.printed is not None
    assert "YQ-2" in told.printed


def test_a_row_put_in_is_told_once(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    rows = _rows(papers["notice", ".csv"])
    forged = ["9", "戊", USCC, "YQ-99", "1000.00", "****0123", ""]
    path = _written(tmp_path, [*rows[: HEADER + 2], forged, *rows[HEADER + 2 :]])

    (told,) = checked(store, path).differences

    assert (told.row, told.column, told.printed) == (HEADER + 3, None, None)
    assert told.found == "9 | 戊 | 91330382MA0000023T | YQ-99 | 1000.00 | ****0123"


def test_rows_in_another_order_are_told(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    rows = _rows(papers["notice", ".csv"])
    rows[HEADER], rows[HEADER + 3] = rows[HEADER + 3], rows[HEADER]

    found = checked(store, _written(tmp_path, rows))

    assert not found.genuine
    assert {HEADER + 1, HEADER + 4} <= {one.row for one in found.differences}
    assert len(found.differences) <= 4


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
def test_a_line_of_text_is_told_by_its_label(
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

    found = checked(store, path)

    assert [one.column for one in found.differences] == [column]


def test_a_position_that_the_ledger_never_reached_is_told(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    text = papers["notice", ".csv"].read_text(encoding="utf-8-sig")
    path = tmp_path / "a.csv"
    path.write_text(
        text.replace("/1/6", "/1/600").replace("位置：6", "位置：600"), encoding="utf-8-sig"
    )

    found = checked(store, path)

    assert [(one.column, one.found) for one in found.differences] == [("账本位置", "600")]


def test_the_digest_altered_is_told(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    def change(sheet: Any) -> None:
        cell = sheet.cell(sheet.max_row, 1)
        cell.value = cell.value[:-1] + ("0" if cell.value[-1] != "0" else "1")

    path = altered(papers["statement", ".xlsx"], tmp_path / "a.xlsx", change)

    assert [one.column for one in checked(store, path).differences] == ["各行摘要值（SHA-256）"]


def test_what_changes_how_a_workbook_looks_is_told(
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

        assert column in [one.column for one in checked(store, path).differences]


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
    ("change", "row", "column", "found"),
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
def test_an_alteration_that_leaves_every_value_is_told(
    change: Callable[[Any], None],
    row: int | None,
    column: str,
    found: str | None,
    papers: dict[tuple[str, str], Path],
    store: Path,
    tmp_path: Path,
) -> None:
    path = altered(papers["notice", ".xlsx"], tmp_path / "a.xlsx", change)

    (told,) = checked(store, path).differences

    assert (told.row, told.column) == (row, column)
    assert told.found == found if found is not None else "位置9" in str(told.found)


def test_a_blank_row_put_into_a_text_file_is_told(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    rows = _rows(papers["notice", ".csv"])

    found = checked(store, _written(tmp_path, [*rows[:HEADER], [], [], *rows[HEADER:]]))

    assert [(one.row, one.found) for one in found.differences] == [(HEADER + 1, "（空行 2 行）")]


def test_a_paper_whose_account_was_erased_still_checks(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    made(store)
    paths = [tmp_path / f"{kind}{suffix}" for kind, suffix in FILES]
    for path in paths:
        printed(store, path.stem, path)

    asked(store, "enterprise", "erase", USCC)

    for path in paths:
        found = checked(store, path)
        assert found.genuine, found.differences
    list_ = checked(store, tmp_path / "payments.csv")
    assert list_.uncompared == 2  # number and bank of its one line
    text = (tmp_path / "payments.csv").read_text(encoding="utf-8-sig")
    forged = tmp_path / "forged.csv"
    forged.write_text(text.replace("146000.00", "146000.01", 1), encoding="utf-8-sig")
    assert not checked(store, forged).genuine
    printed(store, "payments", tmp_path / "after.csv")
    after = (tmp_path / "after.csv").read_text(encoding="utf-8-sig")
    assert NUMBERS[USCC] not in after
    assert "（已删除）" in after
    assert checked(store, tmp_path / "after.csv").genuine


@pytest.mark.parametrize("gone", ["erased", "without the file"])
def test_an_account_that_cannot_be_compared_is_never_called_genuine(
    gone: str, tmp_path: Path
) -> None:
    store, path = tmp_path / "ledger.db", tmp_path / "s.xlsx"
    published(store, tmp_path)
    asked(store, "paper", "payments", "1", "--out", path)
    whole = subsidy("paper", "check", path, "--lang", "en", "--store", store).out
    if gone == "erased":
        asked(store, "enterprise", "erase", USCC)
    else:
        drop_private(store)

    def change(sheet: Any) -> None:
        assert sheet.cell(HEADER, 9).value == ACCOUNT
        sheet.cell(HEADER, 9).value = "6222029999999999"

    forged = altered(path, tmp_path / "forged.xlsx", change)

    for lang, said in (
        ("zh", "除 4 个无从比对的账户单元格外，属实"),
        ("en", "Genuine apart from 4 account cells that cannot be compared"),
    ):
        for each in (path, forged):
            ran = subsidy("paper", "check", each, "--lang", lang, "--store", store)
            assert ran.out.startswith(said)
            assert "4" in ran.err
    assert whole.startswith("Genuine: ")


def test_a_paper_checks_where_the_private_table_is_not(tmp_path: Path) -> None:
    store, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    made(store)
    printed(store, "payments", tmp_path / "payments.xlsx")
    copied(store, copy)

    found = checked(copy, tmp_path / "payments.xlsx")

    assert (found.genuine, found.uncompared) == (True, 6)


def test_a_paper_of_another_ledger_is_not_genuine(
    papers: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    made(other)

    found = checked(other, papers["payments", ".xlsx"])

    assert "各行摘要值（SHA-256）" in [one.column for one in found.differences]


@pytest.mark.parametrize("content", ["", "nothing of ours\n"])
def test_what_is_no_paper_is_refused(content: str, store: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(Refusal, match="not-a-paper"):
        checked(store, path)


def test_the_command_answers_in_the_shape_others_rely_on(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    text = papers["notice", ".csv"].read_text(encoding="utf-8-sig")
    path = tmp_path / "a.csv"
    path.write_text(text.replace("notice/1/6", "notice/8/6"), encoding="utf-8-sig")

    ran = subsidy("paper", "check", path, "--json", "--store", store)

    assert ran.code == 1
    assert ran.json == {
        "genuine": False,
        "position": 6,
        "differences": [{"row": None, "column": "文书编号", "printed": None, "found": "notice/8"}],
    }
    for lang, said in (("zh", "不符"), ("en", "Not what the ledger printed")):
        assert said in subsidy("paper", "check", path, "--lang", lang, "--store", store).out


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _written(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "written.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path
