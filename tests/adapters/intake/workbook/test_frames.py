"""The frame of a sheet: its name, its unit, its headers, its totals and what was not read."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.intake.items import AcceptedRow, Notice, SheetTotal, Unread
from domain.refusals import Refusal
from tests.adapters.intake.files import (
    claim,
    items,
    notices,
    row_of,
    sheet,
    totals,
    workbook,
)
from tests.domain.facts import TradeRemedy


def test_a_total_is_taken_down_to_the_fen_and_compared_as_printed(tmp_path: Path) -> None:
    rows = [row_of("贸易救济", 律师费=2.5), row_of("贸易救济", 律师费="1,000.10")]

    path = workbook(tmp_path / "a.xlsx", "贸易救济", *rows, total=1002.606)
    assert totals(path) == {"贸易救济": 100_260}
    assert "total-mismatch" not in notices(path)

    path = workbook(tmp_path / "a.xlsx", "贸易救济", *rows, total=1002.59)
    assert notices(path)["total-mismatch"].facts == {
        "file": "a.xlsx",
        "sheet": "贸易救济",
        "row": 6,
        "first": 4,
        "last": 5,
        "declared_fen": 100_259,
        "rows_fen": 100_260,
        "unreadable": 0,
    }

    path = workbook(tmp_path / "a.xlsx", "贸易救济", *rows, total="=SUM(G4:G5)")
    assert totals(path) == {}
    assert "total-unreadable" in notices(path)

    assert totals(workbook(tmp_path / "a.xlsx", "贸易救济", *rows)) == {}


@pytest.mark.parametrize("label", ["合计", "合　计：", "总计", "合计（元）"])
@pytest.mark.parametrize("letter", ["A", "B", "F"])
def test_a_total_is_known_by_the_leftmost_text_of_its_row(
    tmp_path: Path, label: str, letter: str
) -> None:
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, "贸易救济", [row_of("贸易救济")])
    made["A5"], made["G5"] = 2, 390377.72
    made[f"{letter}5"] = label
    path = tmp_path / "a.xlsx"
    book.save(path)

    assert claim(path).claim_no == "YQ-1"
    assert totals(path) == {"贸易救济": 39_037_772}


@pytest.mark.parametrize(
    "note", [["填表人：", "张三"], ["", "", "审核人：李四", "日期：3月1日"], ["单位（盖章）："]]
)
def test_reading_goes_on_below_a_total_and_notes_are_known(tmp_path: Path, note: list[str]) -> None:
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, "贸易救济", [row_of("贸易救济")], total=390377.72)
    made.append(list(row_of("贸易救济", 申报编号="YQ-2").values()))
    made.append(["", "合计", *[None] * 4, 390377.72])
    made.append(note)
    book.save(tmp_path / "a.xlsx")

    read = items(tmp_path / "a.xlsx")

    accepted = [row.command for row in read if isinstance(row, AcceptedRow)]
    assert [command.claim_no for command in accepted] == ["YQ-1", "YQ-2"]
    assert [row.declared_fen for row in read if isinstance(row, SheetTotal)] == [78_075_544]
    assert len(read) == 3


def test_totals_of_parts_of_towns_and_of_all_are_each_checked(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, "贸易救济", [row_of("贸易救济", 律师费=1000)])
    for number, (label, fee) in enumerate(
        [
            ("小计", 1000),
            ("", 2000),
            ("小 计", 2000),
            ("柳市镇合计", 3000),
            ("", 4000),
            ("小计", 4000),
            ("虹桥镇合计（元）", 4001),
            ("总计", 7000),
            ("合计（大写）", None),
        ]
    ):
        row = row_of("贸易救济", 申报编号=f"B-{number}", 律师费=fee)
        made.append(["", label, *[None] * 4, fee] if label else list(row.values()))
    book.save(tmp_path / "a.xlsx")

    read = items(tmp_path / "a.xlsx")

    wrong = [item.facts for item in read if isinstance(item, Notice)]
    assert [(facts["declared_fen"], facts["rows_fen"]) for facts in wrong] == [(400_100, 400_000)]
    assert [row.declared_fen for row in read if isinstance(row, SheetTotal)] == [700_000]
    assert sum(isinstance(item, AcceptedRow) for item in read) == 3


def test_a_missing_or_doubled_header_refuses_the_file(tmp_path: Path) -> None:
    row = row_of("贸易救济")
    del row["律师费"], row["申报日期"]

    with pytest.raises(Refusal) as refused:
        items(workbook(tmp_path / "a.xlsx", "贸易救济", row))

    assert refused.value.code == "bad-header"
    assert refused.value.facts["missing"] == "律师费、申报日期"

    doubled = {**row_of("贸易救济"), " 律师费": 5}
    with pytest.raises(Refusal) as refused:
        items(workbook(tmp_path / "a.xlsx", "贸易救济", doubled))
    assert refused.value.facts["doubled"] == "律师费"


def test_money_without_a_unit_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        items(workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济"), unit=""))

    assert refused.value.facts["missing"] == "单位"


@pytest.mark.parametrize(
    ("texts", "fee_fen"),
    [
        (("单位：元",), 30_000),
        (("单位 : 万 元",), 300_000_000),
        (("金额单位：人民币（万元）",), 300_000_000),
        (("单位：元 币种：人民币",), 30_000),
        (("填报单位：商务局  单位：万元",), 300_000_000),
        (("填报单位：元通公司", "单位：万元"), 300_000_000),
        (("单位：元", "单位：万元"), None),
        (("单位：元/万元",), None),
        (("填报单位：元通公司",), None),
        (("单位：千元",), 30_000_000),
        (("单位：美元",), None),
    ],
)
def test_the_unit_is_read_from_any_place_in_its_row(
    tmp_path: Path, texts: tuple[str, ...], fee_fen: int | None
) -> None:
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, "贸易救济", [row_of("贸易救济", 律师费=300)], unit="")
    for column, text in zip((1, 7), texts, strict=False):
        made.cell(2, column).value = text
    path = tmp_path / "a.xlsx"
    book.save(path)

    if fee_fen is None:
        with pytest.raises(Refusal) as refused:
            items(path)
        assert refused.value.facts["missing"] == "单位"
    else:
        assert claim(path).facts == TradeRemedy(case_no="AD1", fee_fen=fee_fen)


def test_a_strange_column_is_a_warning(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", "贸易救济", {**row_of("贸易救济"), "经办科室": "7"})

    assert notices(path)["unknown-column"].facts["column"] == "经办科室"


@pytest.mark.parametrize(
    ("header", "known"),
    [("发票号", "发票号码"), ("上级补助", "上级已补助"), ("上级已补助金额", "上级已补助")],
)
def test_a_column_that_may_be_a_known_one_is_asked_about(
    tmp_path: Path, header: str, known: str
) -> None:
    row = row_of("贸易救济")
    row.pop("发票号码", None)

    with pytest.raises(Refusal) as refused:
        items(workbook(tmp_path / "a.xlsx", "贸易救济", {**row, header: "7"}))

    assert refused.value.code == "bad-header"
    assert str(refused.value.facts["alike"]).split("\x1f")[1:] == [header, known]


@pytest.mark.parametrize(
    "name", ["Sheet1", "3.贸易救济", "附件1-贸易救济（2023年）", "贸易救济（二）", "律师费用"]
)
def test_a_sheet_is_of_the_kind_whose_headers_it_has(tmp_path: Path, name: str) -> None:
    book = Workbook()
    book.remove(book.active)
    sheet(book, "贸易救济", [row_of("贸易救济")]).title = name
    book.save(tmp_path / "a.xlsx")

    assert claim(tmp_path / "a.xlsx").claim_no == "YQ-1"


def test_a_workbook_without_a_known_sheet_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["姓名", "电话"])
    book.active.append(["张三", "1"])
    book.save(tmp_path / "a.xlsx")

    with pytest.raises(Refusal) as refused:
        items(tmp_path / "a.xlsx")

    assert refused.value.code == "no-known-sheet"


def test_a_sheet_that_was_not_read_says_which_of_its_rows_have_content(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    sheet(book, "贸易救济", [row_of("贸易救济")])
    for name in ("其他", "填表说明"):
        book.create_sheet(name).append(["甲", 1])
    book.save(tmp_path / "a.xlsx")

    unread = [item for item in items(tmp_path / "a.xlsx") if isinstance(item, Unread)]

    assert unread == [Unread(file="a.xlsx", sheet="其他", first=1, last=1)]


def test_an_empty_sheet_of_a_known_name_is_no_matter(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    book.create_sheet("境外展会")
    sheet(book, "贸易救济", [row_of("贸易救济")])
    book.save(tmp_path / "a.xlsx")

    assert claim(tmp_path / "a.xlsx").claim_no == "YQ-1"
