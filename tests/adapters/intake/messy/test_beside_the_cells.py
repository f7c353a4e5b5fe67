"""What hangs on a cell, or stands in a remark, is not passed over."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from adapters.intake.items import Notice
from tests.adapters.intake.files import items, jsonl, line, row_of, sheet, workbook
from tests.adapters.intake.messy.reading import lines_of
from tests.adapters.intake.returning import rejected, returned

KIND = "贸易救济"
TAKEN = "贸易救济 4 YQ-1 2022-03-07 390377.72"


def read(folder: Path, **cells: object) -> list[str]:
    """Return what is read of a sheet of one claim."""
    return lines_of(workbook(folder / "a.xlsx", KIND, row_of(KIND) | cells))


def commented(path: Path, cell: str, text: str, **cells: object) -> Path:
    """Write a sheet of one claim with a comment on a cell."""
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, KIND, [row_of(KIND) | cells])
    made[cell].comment = Comment(text, "王")
    book.save(path)
    return path


def notices(path: Path) -> list[tuple[Any, ...]]:
    """Return the row, the column and the code of each notice."""
    every = [item for item in items(path) if isinstance(item, Notice)]
    return [(each.facts.get("row"), each.facts.get("column"), each.code) for each in every]


@pytest.mark.parametrize(
    "remark",
    [
        *("不作废", "未作废", "（未作废）", "没有作废", "并未作废", "尚未作废。", "不予作废"),
        *("本行不作废", "不取消", "未撤回，继续申报", "不重复", "无重复", "未申请撤回", "并非无效"),
        *("补报", "已核对", "2022年新增", "实际参展", "同意", "无", "待补材料"),
        *("未驳回", "未被否决", "并未撤件", "不转下年", "not withdrawn", "转账支付", "已补充材料"),
        *("市里未补", "已核，未享受其他补助", "未曾享受", "无需换算", "已补报发票", "镇里已初审"),
        *("按要求补充材料", "按计划参展"),
    ],
)
def test_a_remark_that_says_the_claim_stands_is_taken(tmp_path: Path, remark: str) -> None:
    assert read(tmp_path, 备注=remark) == [TAKEN]


@pytest.mark.parametrize(
    "remark",
    [
        *("作废", "已作废", "本行作废", "不得作废？作废", "取消作废", "作废，不作废", "不予受理"),
        *("作廢", "已作廢", "驳回", "駁回", "已驳回", "予以驳回", "已撤", "退件", "已退件", "否决"),
        *("Withdrawn", "rejected", "市局审核：驳回"),
    ],
)
def test_a_remark_that_takes_the_claim_back_sends_it_back(tmp_path: Path, remark: str) -> None:
    assert read(tmp_path, 备注=remark) == ["贸易救济 4 ! - struck-row"]


@pytest.mark.parametrize(
    "remark",
    [
        *("原作废，现恢复", "不得不作废该行", "发票作废已换开", "不是不作废", "金额更正为 2 万元"),
        *(
            "实际费用 20000 元",
            "撤回后重报",
            "以发票为准",
            "删",
            "不要",
            "已废",
            "待定",
            "暂不申报",
        ),
        *("资格不符", "审核不通过", "不同意", "缓报", "费用有误"),
        *("不再申报", "转下年", "結轉下年", "DELETE", "ineligible", "not eligible", "此行不算"),
        *(
            "已在2021年享受",
            "市里已补",
            "市级已补助 1 万元",
            "曾领取补贴",
            "按汇率6.9折算",
            "按50%补助",
        ),
        *(
            "移至明年",
            "下年度再报",
            "并入 YQ-2",
            "被市局驳回，待复核",
            "已核对" * 60 + "，不再申报",
        ),
    ],
)
def test_a_remark_that_may_change_the_claim_is_named(tmp_path: Path, remark: str) -> None:
    assert read(tmp_path, 备注=remark) == [TAKEN, "贸易救济 4 ? doubtful-remark"]


@pytest.mark.parametrize("text", ["本表作废", "第4行作废", "以下企业均已撤回申报"])
def test_a_text_above_the_headers_that_may_end_the_claims_is_named(
    tmp_path: Path, text: str
) -> None:
    book = load_workbook(workbook(tmp_path / "a.xlsx", KIND, row_of(KIND)))
    book[KIND]["F2"].value = text
    book.save(tmp_path / "a.xlsx")

    assert lines_of(tmp_path / "a.xlsx") == ["贸易救济 2 ? doubtful-note", TAKEN]


def test_a_sheet_whose_name_may_end_its_claims_is_named(tmp_path: Path) -> None:
    book = load_workbook(workbook(tmp_path / "a.xlsx", KIND, row_of(KIND)))
    book[KIND].title = "贸易救济（作废）"
    book.save(tmp_path / "a.xlsx")

    assert lines_of(tmp_path / "a.xlsx") == [
        "贸易救济（作废） - ? doubtful-note",
        TAKEN.replace("救济", "救济（作废）"),
    ]


def test_what_a_column_states_is_not_a_remark(tmp_path: Path) -> None:
    assert read(tmp_path, 企业名称="乐清取消电气有限公司") == [TAKEN]


def test_a_remark_in_an_unknown_column_is_named_too(tmp_path: Path) -> None:
    assert read(tmp_path, 审核意见="核减 2 万元") == [
        "贸易救济 - ? unknown-column 审核意见",
        TAKEN,
        "贸易救济 4 ? doubtful-remark",
    ]


@pytest.mark.parametrize("text", ["实际为 20000 元", "作废", "已核\n王"])
def test_a_comment_on_a_cell_of_a_claim_names_the_cell(tmp_path: Path, text: str) -> None:
    assert notices(commented(tmp_path / "a.xlsx", "G4", text)) == [(4, "G", "cell-comment")]


def test_a_thread_is_named_by_its_own_words_once(tmp_path: Path) -> None:
    path = commented(tmp_path / "a.xlsx", "G4", "[线程批注] 你的 Excel 版本…… 注释: 实为 2 万")
    relation = (
        b'<Relationship Id="rId9" Target="/xl/threadedComments/threadedComment1.xml" Type="'
        b'http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/></Relat'
    )
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><threadedComment ref="G4" id="{1}"><text>实为 2 万</text>'
        '</threadedComment><threadedComment ref="G4" id="{2}" parentId="{1}"><text>待核'
        "</text></threadedComment></ThreadedComments>"
    )
    with ZipFile(path) as old, ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/_rels"):
                part = part.replace(b"</Relat", relation)
            new.writestr(name, part)
        new.writestr("xl/threadedComments/threadedComment1.xml", thread)

    (notice,) = (item for item in items(tmp_path / "b.xlsx") if isinstance(item, Notice))
    assert notice.facts["comment"] == "实为 2 万 待核"


def test_a_comment_of_another_unit_above_the_claims_is_named(tmp_path: Path) -> None:
    assert notices(commented(tmp_path / "a.xlsx", "A2", "应为万元")) == [(2, "A", "cell-comment")]
    assert notices(commented(tmp_path / "b.xlsx", "G3", "按发票填写")) == []


def test_a_comment_on_a_returned_line_is_named_and_its_reason_is_not(tmp_path: Path) -> None:
    bad = rejected(jsonl(tmp_path / "a.jsonl", line(facts={"fee": "x"})))
    path = returned(tmp_path / "rejects.xlsx", bad)
    assert notices(path) == []

    book = load_workbook(path)
    book["退回行"]["A4"].comment = Comment("作废", "王")
    book.save(path)

    assert notices(path) == [(4, "A", "cell-comment")]


def test_the_reasons_that_the_ledger_hangs_on_cells_are_not_named(tmp_path: Path) -> None:
    bad = rejected(workbook(tmp_path / "a.xlsx", KIND, row_of(KIND, 律师费="x", 企业名称=None)))

    path = returned(tmp_path / "rejects.xlsx", bad)

    comments = [cell.comment for cell in load_workbook(path)[KIND][4] if cell.comment]
    assert len(comments) == 2
    assert notices(path) == []
