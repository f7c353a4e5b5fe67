"""Tables as offices lay them out: headers, blocks, totals, notes, what is hidden or struck out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from tests.adapters.intake.files import row_of, uscc
from tests.adapters.intake.messy.reading import lines_of

KIND = "贸易救济"
HEADERS = list(row_of(KIND))
TITLE, UNIT = ["乐清市贸易救济申报汇总表"], ["单位：元"]
TAKEN = "贸易救济 {} YQ-{} 2022-03-07 1000.00"


def row(number: int, **changes: object) -> list[object]:
    """Return a good row, changed."""
    good = {"申报编号": f"YQ-{number}", "统一社会信用代码": uscc(number), "律师费": 1000}
    return list(row_of(KIND, **(good | changes)).values())


def read(
    tmp_path: Path,
    lines: Sequence[Sequence[object]],
    change: Callable[[Any], object] = lambda _: None,
    name: str = KIND,
) -> list[str]:
    """Return what is read of a sheet that holds these lines and was changed by hand."""
    book = Workbook()
    made: Any = book.active
    made.title = name
    for line in lines:
        made.append(list(line))
    change(made)
    path = tmp_path / "a.xlsx"
    book.save(path)
    return lines_of(path)


@pytest.mark.parametrize("first", range(1, 10))
def test_a_header_is_found_in_the_first_ten_rows(tmp_path: Path, first: int) -> None:
    above = [UNIT, *[[f"填报说明第{number}条"] for number in range(1, first)]]

    assert read(tmp_path, [*above, HEADERS, row(1)]) == [TAKEN.format(first + 2, 1)]


@pytest.mark.parametrize(("title", "lines"), [("贸易救济", 9), ("贸易救济", 19), ("Sheet1", 10)])
def test_a_header_below_the_first_ten_rows_is_named_with_its_row(
    tmp_path: Path, title: str, lines: int
) -> None:
    above = [UNIT, *[[f"填报说明第{number}条"] for number in range(1, lines + 1)]]
    (line,) = read(tmp_path, [*above, HEADERS, row(1)], name=title)

    assert line == f"{title} - ! bad-header below {lines + 2}"


@pytest.mark.parametrize(
    "above",
    [
        [["申报编号", "企业名称", "说明"], UNIT],
        [["企业名称：某某局", "申报日期：2022年", "律师费合计见末行"], UNIT],
        [TITLE, ["序号", "单位：元", "备注：红字为补充"]],
        [["贸易救济", "律师费"], ["", "", "单位：元"], []],
        [[*TITLE, "单位：元"]],
    ],
)
def test_a_title_that_looks_like_a_header_is_above_it(
    tmp_path: Path, above: list[list[str]]
) -> None:
    assert read(tmp_path, [*above, HEADERS, row(1)]) == [TAKEN.format(len(above) + 2, 1)]


@pytest.mark.parametrize(
    "name",
    [
        "贸易救济（2022年）", "3.贸易救济", "附件1-贸易救济", "附件3：贸易救济", "Sheet1", "表一",
        "2022年贸易救济申报表", "贸易救济 (2)", " 贸易救济 ", "贸易救济明细表", "境外展会",
    ],
)  # fmt: skip
def test_a_sheet_is_the_kind_that_its_headers_are(tmp_path: Path, name: str) -> None:
    lines = read(tmp_path, [TITLE, UNIT, HEADERS, row(1)], name=name)

    assert lines == [f"{name.strip()} 4 YQ-1 2022-03-07 1000.00"]


@pytest.mark.parametrize(
    "printed",
    [
        "律师费（元）", "律 师 费", "律师费\n（元）", "律师费*", "★律师费", "律师费：",
        "律师费（必填）", "律师费(元)"],
)  # fmt: skip
def test_a_header_is_known_with_what_is_around_it(tmp_path: Path, printed: str) -> None:
    headers = [printed if name == "律师费" else name for name in HEADERS]

    assert read(tmp_path, [TITLE, UNIT, headers, row(1)]) == [TAKEN.format(4, 1)]


@pytest.mark.parametrize(
    "printed", ["律师费金额", "律师费合计", "实付律师费", "律师费（含税）", "费用"]
)
def test_a_header_that_may_be_a_known_one_is_not_skipped(tmp_path: Path, printed: str) -> None:
    headers = [printed if name == "律师费" else name for name in HEADERS]
    (line,) = read(tmp_path, [TITLE, UNIT, headers, row(1)])

    assert line.startswith("贸易救济 - ! bad-header missing 律师费")


@pytest.mark.parametrize(
    "printed", ["上级已补助金额", "上级补助", "已补助", "上级已补助(元)（合计）", "上级已获补助"]
)
def test_a_deduction_under_another_header_is_not_forgotten(tmp_path: Path, printed: str) -> None:
    headers = [*HEADERS[:-2], printed, *HEADERS[-2:]]
    (line,) = read(tmp_path, [TITLE, UNIT, headers, [*row(1)[:-2], 900, *row(1)[-2:]]])

    assert "! bad-header" in line


def test_two_rows_of_headers_are_read_as_their_lower_row(tmp_path: Path) -> None:
    upper = ["序号", "申报编号", "企业信息", None, "案件信息", None, "律师费", "申报日期", "备注"]
    lower = [
        None,
        None,
        "企业名称",
        "统一社会信用代码",
        "案件编号",
        "结案或缴费日期",
        "（元）",
        None,
        None,
    ]

    def merge(made: Any) -> None:
        for cells in ("C3:D3", "E3:F3", "A3:A4", "B3:B4", "H3:H4", "I3:I4"):
            made.merge_cells(cells)

    lines = read(tmp_path, [TITLE, UNIT, upper, lower, row(1)], merge)

    assert lines == [TAKEN.format(5, 1)]


@pytest.mark.parametrize(
    "total",
    [
        ["", "柳市镇小计", "", "", "", "", 1000],
        ["", "柳市镇", "小计", "", "", "", 1000],
        ["", "小 计（柳市镇）", "", "", "", "", 1000],
        ["本页小计", "", "", "", "", "", 1000],
        ["一", "柳市镇合计", "", "", "", "", 1000],
        ["", "合计（大写）", "壹仟元整"],
        ["合计（大写）：壹仟元整"],
        ["", "合计金额（大写）", "", "", "", "", "壹仟元整"],
        ["", "合计：", "", "", "", "", 1000],
        ["累计", "", "", "", "", "", 1000],
    ],
)
def test_a_total_among_the_rows_is_not_a_claim(tmp_path: Path, total: list[object]) -> None:
    lines = read(tmp_path, [TITLE, UNIT, HEADERS, row(1), total, row(2)])

    claims = [line for line in lines if " = " not in line]
    assert claims == [TAKEN.format(4, 1), TAKEN.format(6, 2)]


@pytest.mark.parametrize("name", ["浙江总计量仪器有限公司", "乐清合计电器厂", "共计网络公司"])
def test_a_firm_whose_name_holds_the_word_is_not_a_total(tmp_path: Path, name: str) -> None:
    odd = row(1, 申报编号=None, 企业名称=name, 统一社会信用代码=None)

    assert read(tmp_path, [TITLE, UNIT, HEADERS, odd]) == ["贸易救济 4 ! 申报编号 missing-field"]


def test_a_header_that_a_page_repeats_is_not_a_claim(tmp_path: Path) -> None:
    lines = read(tmp_path, [TITLE, UNIT, HEADERS, row(1), HEADERS, row(2)])

    assert lines == [TAKEN.format(4, 1), TAKEN.format(6, 2)]


def test_a_second_block_of_another_kind_is_reported_as_unread(tmp_path: Path) -> None:
    other = list(row_of("线上展会"))
    below = list(row_of("线上展会", 申报编号="YQ-9").values())
    lines = read(tmp_path, [TITLE, UNIT, HEADERS, row(1), [], other, below])

    assert lines == [TAKEN.format(4, 1), "贸易救济 6-7 unread"]


@pytest.mark.parametrize("above", [["单位：万元"], ["（二）2021年", "", "单位：万元"]])
def test_a_second_block_in_another_unit_is_reported_as_unread(
    tmp_path: Path, above: list[object]
) -> None:
    lines = read(tmp_path, [TITLE, UNIT, HEADERS, row(1), [], above, HEADERS, row(2, 律师费=3000)])

    assert lines == [TAKEN.format(4, 1), "贸易救济 6-8 unread"]


def test_a_second_block_whose_header_says_another_unit_is_reported_as_unread(
    tmp_path: Path,
) -> None:
    header = ["律师费（万元）" if name == "律师费" else name for name in HEADERS]
    lines = read(tmp_path, [TITLE, UNIT, HEADERS, row(1), header, row(2, 律师费=3000)])

    assert lines == [TAKEN.format(4, 1), "贸易救济 5-6 unread"]


@pytest.mark.parametrize(
    "note",
    [
        ["填表人：张三", "", "审核人：李四"],
        ["制表：张三"],
        ["单位（盖章）："],
        ["", "", "联系电话：0577-12345678"],
        ["注：以上金额均为含税金额。"],
        ["备注：1.本表一式两份"],
        ["经办人签字：", "", "", "日期：    年   月   日"],
        ["第1页，共2页"],
    ],
)
def test_a_note_beneath_the_table_is_known(tmp_path: Path, note: list[str]) -> None:
    assert read(tmp_path, [TITLE, UNIT, HEADERS, row(1), [], note]) == [TAKEN.format(4, 1)]


def test_a_merged_amount_sends_back_all_its_rows(tmp_path: Path) -> None:
    lines = read(
        tmp_path,
        [TITLE, UNIT, HEADERS, row(1), row(2, 律师费=None), row(3)],
        lambda made: made.merge_cells("G4:G5"),
    )

    back = "贸易救济 {} ! 律师费 bad-amount"
    assert lines == [back.format(4), back.format(5), TAKEN.format(6, 3)]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_with_a_notice(tmp_path: Path, state: str) -> None:
    def hide(made: Any) -> None:
        made.sheet_state = state
        made.parent.create_sheet("填表说明").append(["怎么填"])

    lines = read(tmp_path, [TITLE, UNIT, HEADERS, row(1)], hide)

    notices = {"贸易救济 - ? hidden-sheet", "填表说明 - ? unknown-sheet"}
    assert set(lines) == {*notices, TAKEN.format(4, 1)}


def test_hidden_rows_are_read_with_a_notice(tmp_path: Path) -> None:
    def hide(made: Any) -> None:
        made.row_dimensions[5].hidden = True

    lines = read(tmp_path, [TITLE, UNIT, HEADERS, row(1), row(2)], hide)

    assert lines == [TAKEN.format(4, 1), TAKEN.format(5, 2), "贸易救济 - ? hidden-rows"]


@pytest.mark.parametrize(
    "remark", ["作废", "已作废", "此行作废", "（作废）", "作废，见YQ-9", "该笔作废"]
)
def test_a_row_marked_void_is_sent_back(tmp_path: Path, remark: str) -> None:
    lines = read(tmp_path, [TITLE, UNIT, HEADERS, row(1, 备注=remark), row(2)])

    assert lines == ["贸易救济 4 ! - struck-row", TAKEN.format(5, 2)]


def test_a_row_struck_out_is_sent_back(tmp_path: Path) -> None:
    def strike(made: Any) -> None:
        for cell in made[4]:
            cell.font = Font(strike=True)

    lines = read(tmp_path, [TITLE, UNIT, HEADERS, row(1), row(2)], strike)

    assert lines == ["贸易救济 4 ! - struck-row", TAKEN.format(5, 2)]


def test_values_without_a_header_and_beneath_a_merge_are_reported(tmp_path: Path) -> None:
    def cover(made: Any) -> None:
        made["K4"] = 900
        made.merge_cells("C4:C5")
        made.cell(5, 3)

    lines = read(tmp_path, [TITLE, UNIT, HEADERS, row(1), row(2)], cover)

    assert lines == [TAKEN.format(4, 1), TAKEN.format(5, 2), "贸易救济 - ? unknown-column K"]
