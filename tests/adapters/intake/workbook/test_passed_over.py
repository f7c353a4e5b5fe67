"""Rows and cells that an earlier reading passed over, or took for another figure."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.intake.amounts import Means
from adapters.intake.items import AcceptedRow, RejectedRow, Unread
from adapters.intake.values import Fault
from adapters.intake.workbook.cells import booths, invoices, support
from adapters.intake.workbook.days import day
from tests.adapters.intake.files import USCC, items, row_of, sheet, workbook
from tests.adapters.intake.lines.test_csv_lines import csv


@pytest.mark.parametrize("year", ["二〇二二", "二○二二", "二零二二"])
def test_a_year_in_chinese_has_its_zeros(year: str) -> None:
    assert day(f"{year}年三月七日", Means()) == "2022-03-07"


def test_support_that_stands_elsewhere_is_not_none() -> None:
    assert support("无", Means()) == "0.00"
    assert isinstance(support("见附件", Means()), Fault)
    assert invoices("见附件", Means()) == invoices("N/A", Means()) == []


@pytest.mark.parametrize("cell", ["1 2", "１ ０", "1\n2"])
def test_two_counts_are_not_joined(cell: str) -> None:
    assert isinstance(booths(cell, Means()), Fault)


@pytest.mark.parametrize(
    "cell",
    [
        "84870083 - 86",
        "84870083—86",
        "84870083–86",
        "84870083到86",
        "84870083-86等4张",
        "84870083等4张",
    ],
)
def test_a_range_of_invoices_is_sent_back_however_it_is_written(cell: str) -> None:
    assert isinstance(invoices(cell, Means()), Fault)


@pytest.mark.parametrize("cell", ["HT-2022-001", "INV20220305-01", "84870083 84870086"])
def test_what_is_not_a_range_of_invoices_is_read(cell: str) -> None:
    assert invoices(cell, Means()) == cell.split()


@pytest.mark.parametrize(
    "changes",
    [{"备注": "备注：代码补办中"}, {"企业名称": "联系人：张三"}, {"企业名称": "柳市镇合计"}],
)
def test_a_dated_row_without_a_code_is_sent_back_and_not_taken_for_a_note_or_a_total(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    row = {**changes, **row_of("贸易救济", 统一社会信用代码=None, **changes)}

    (refused,) = items(workbook(tmp_path / "a.xlsx", "贸易救济", row))

    assert isinstance(refused, RejectedRow)
    assert (refused.column, refused.code) == ("统一社会信用代码", "missing-field")


def test_a_fee_that_an_unquoted_comma_split_is_malformed(tmp_path: Path) -> None:
    row = {**row_of("贸易救济"), "律师费": "123,456.00"}
    fee = row.pop("律师费")
    head, cells = ",".join([*row, "律师费"]), ",".join(str(each or "") for each in row.values())

    (refused,) = items(csv(tmp_path / "a.csv", head, f"{cells},{fee}"))

    assert isinstance(refused, RejectedRow)
    assert (refused.code, refused.check) == ("malformed-line", "cells")
    assert refused.limit == f"{len(row) + 2}/{len(row) + 1}"


def test_claims_above_the_header_are_unread(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    made = sheet(book, "贸易救济", [row_of("贸易救济")])
    made.insert_rows(2)
    for column, cell in enumerate(row_of("贸易救济").values(), start=1):
        made.cell(2, column).value = cell
    book.save(tmp_path / "a.xlsx")

    unread = [item for item in items(tmp_path / "a.xlsx") if isinstance(item, Unread)]

    assert unread == [Unread(file="a.xlsx", sheet="贸易救济", first=2, last=2)]


def test_a_sheet_that_names_a_firm_is_unread_whatever_its_name(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    sheet(book, "贸易救济", [row_of("贸易救济")])
    book.create_sheet("目录及补报").append(["某某公司", USCC, 25000])
    book.save(tmp_path / "a.xlsx")

    assert [item.sheet for item in items(tmp_path / "a.xlsx") if isinstance(item, Unread)] == [
        "目录及补报"
    ]


@pytest.mark.parametrize("remark", ["作废", "申报作废", "重复，作废", "本行作废：见下"])
def test_a_row_marked_void_is_sent_back(tmp_path: Path, remark: str) -> None:
    (refused,) = items(workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济", 备注=remark)))

    assert isinstance(refused, RejectedRow)
    assert refused.code == "struck-row"


def test_a_row_that_is_not_void_is_read(tmp_path: Path) -> None:
    (read,) = items(workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济", 备注="不作废")))

    assert isinstance(read, AcceptedRow)


@pytest.mark.parametrize(
    ("name", "cell", "shown"),
    [
        ("claim_no", 3, "000"),
        ("fee", 2500, '"$"#,##0'),
        ("occurred_on", datetime(2022, 3, 7, 18), ""),  # noqa: DTZ001 - a cell has none
    ],
)
def test_a_returned_line_is_read_as_strictly_as_a_row(
    tmp_path: Path, name: str, cell: object, shown: str
) -> None:
    row = {
        "claim_no": "YQ-1", "uscc": USCC, "enterprise": "甲", "kind": "trade-remedy",
        "occurred_on": "2022-03-07", "filed_on": "2022-10-08", "case_no": "AD1", "fee": "2500",
    }  # fmt: skip
    book = Workbook()
    made = book.active
    made.title = "退回行"
    made.append(["退回行"])
    made.append([])
    made.append(list(row))
    made.append(list((row | {name: cell}).values()))
    if shown:
        made.cell(4, list(row).index(name) + 1).number_format = shown
    book.save(tmp_path / "a.xlsx")

    (refused,) = items(tmp_path / "a.xlsx")

    assert isinstance(refused, RejectedRow)
    assert refused.column in (name, f"facts.{name}")
