"""Rejected rows go back to whoever filed them, and come in again corrected."""

from __future__ import annotations

import json
import resource
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from adapters.files.book import TEXT_KEPT
from adapters.files.grid import NEVER_CALCULATED, Broken
from adapters.intake.items import AcceptedRow, Item, RejectedRow, SheetRow
from adapters.intake.read import read
from adapters.intake.rejects import write_rejects
from domain.commands.enterprise import SubmitClaim
from domain.refusals import Refusal
from tests.adapters.intake.files import DATA, FACTS, USCC, jsonl, line, row_of, sheet, workbook

BROKEN: dict[str, tuple[str, object, object]] = {
    "missing-field": ("企业名称", None, "某企业"),
    "bad-uscc": ("统一社会信用代码", "x", USCC),
    "bad-date": ("展会结束日期", "2022.13.45", "2022.12.5"),
    "bad-amount": ("展位费合计", "=1+1", 30000),
    "suspect-unit": ("展位费合计", 2.5, 25000),
    "unknown-country": ("国家（地区）", "火星", "德国"),
    "bad-value": ("是否重点展会", "=cmd|x", "是"),
}


def rejected(path: Path) -> list[RejectedRow]:
    return [item for item in read(path) if isinstance(item, RejectedRow)]


def rows(path: Path) -> list[Item]:
    return [item for item in read(path) if isinstance(item, (AcceptedRow, RejectedRow))]


def returned(path: Path, bad: list[RejectedRow]) -> Path:
    write_rejects(path, [(row, f"请改正 {row.code}") for row in bad])
    return path


def verdicts(bad: list[RejectedRow]) -> list[tuple[Any, ...]]:
    return [(row.column, row.code, row.claim_no) for row in bad]


def correct(path: Path, sheet: str, column: str, value: object) -> None:
    book = load_workbook(path)
    headers = [cell.value for cell in book[sheet][3]]
    book[sheet].cell(4, headers.index(column) + 1).value = value
    book.save(path)


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
    (found,) = rows(path)
    assert isinstance(found, AcceptedRow), found


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


def test_two_units_of_one_sheet_are_kept_apart(tmp_path: Path) -> None:
    bad: list[RejectedRow] = []
    for unit in ("单位：元", "单位：万元"):
        row = row_of("贸易救济", 律师费="x", 申报编号=unit)
        bad += rejected(workbook(tmp_path / "a.xlsx", "贸易救济", row, unit=unit))

    path = returned(tmp_path / "rejects.xlsx", bad)

    assert verdicts(rejected(path)) == verdicts(bad)


LINES: list[Any] = [
    line(uscc="x"),
    line(claim_no=7),
    line(facts={"fee": 5}),
    line(facts={"fee": "x"}, invoices=["7", "8"]),
    line(facts={"exhibition": "a\u0001b"}),
    line(facts={"exhibition": "=1+1", "organiser": "+x"}),
    line("exhibition", facts={"key": "maybe"}),
    line("exhibition", facts={"booth_fees": ["1.00", 2]}),
    line(remark="x"),
    line(kind="gift"),
    line(occurred_on=20220307),
    {"record": "exports", "uscc": USCC, "year": "2022", "us_usd": "1", "rcep_usd": "2"},
    {"record": "exports", "uscc": USCC, "year": 2022, "us_usd": 1.5, "rcep_usd": "2"},
    b'{"claim_no": "YQ-1"',
    b'{"claim_no":"a","claim_no":"b"}',
    b"\xff\xff",
    json.dumps(line(invoices=["\u5171"]), ensure_ascii=False).encode().replace(b"\xe5", b"\x90"),
]


@pytest.mark.parametrize("name", ["rejects.xlsx", "rejects.csv", "rejects.jsonl"])
def test_json_lines_come_back_and_are_rejected_again_alike(tmp_path: Path, name: str) -> None:
    bad = rejected(jsonl(tmp_path / "a.jsonl", *LINES))
    assert len(bad) == len(LINES)

    path = returned(tmp_path / name, bad)

    assert verdicts(rejected(path)) == verdicts(bad)
    assert not [row for row in rows(path) if isinstance(row, AcceptedRow)]
    assert verdicts(rejected(returned(tmp_path / f"2{name}", rejected(path)))) == verdicts(bad)


def test_a_line_with_a_blank_that_json_has_not_comes_back_with_it(tmp_path: Path) -> None:
    bad = rejected(jsonl(tmp_path / "a.jsonl", json.dumps(line()).encode() + b"\x0c"))

    path = returned(tmp_path / "rejects.jsonl", bad)

    assert verdicts(rejected(path)) == verdicts(bad) == [(None, "malformed-line", None)]


def test_a_returned_line_goes_in_when_its_named_cell_is_corrected(tmp_path: Path) -> None:
    bad = rejected(jsonl(tmp_path / "a.jsonl", line(facts={"fee": "x"})))
    path = returned(tmp_path / "rejects.xlsx", bad)

    correct(path, "退回行", "fee", 8000.5)

    (found,) = rows(path)
    assert isinstance(found, AcceptedRow), found
    assert isinstance(found.command, SubmitClaim)


def test_a_returned_line_with_a_number_too_long_to_be_kept_is_no_good(tmp_path: Path) -> None:
    bad = rejected(jsonl(tmp_path / "a.jsonl", line(facts={"fee": "x"}, invoices=["7"])))
    path = returned(tmp_path / "rejects.xlsx", bad)
    correct(path, "退回行", "fee", 8000.5)

    correct(path, "退回行", "invoices", 24332000000012345678)

    assert verdicts(rejected(path)) == [("invoices", "bad-value", "YQ-1")]


def test_what_the_ledger_refuses_comes_back_too(tmp_path: Path) -> None:
    (good,) = rows(jsonl(tmp_path / "a.jsonl", line(facts=FACTS["online-exhibition"])))
    assert isinstance(good, AcceptedRow)
    assert isinstance(good.command, SubmitClaim)
    bad = RejectedRow(
        of_claim=True,
        at=good.at,
        column=good.columns["claim_no"],
        code="claim-conflicts",
        value="YQ-1",
        claim_no="YQ-1",
        source=good.source,
    )

    (again,) = rows(returned(tmp_path / "rejects.xlsx", [bad]))

    assert isinstance(again, AcceptedRow)
    assert again.command == good.command


def test_csv_lines_come_back_under_their_own_headers(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    head = "enterprise,claim_no,uscc,kind,occurred_on,filed_on,colour"
    source.write_text(
        f'{head}\n=e,1,x,aeo,2022-03-07,2022-03-08,\n,2,{USCC},aeo,x,2022-03-08,red\n"a,b\n',
        encoding="gb18030",
    )
    bad = rejected(source)
    assert [row.code for row in bad] == ["bad-uscc", "missing-field", "malformed-line"]

    for name in ("rejects.xlsx", "rejects.csv"):
        assert verdicts(rejected(returned(tmp_path / name, bad))) == verdicts(bad)


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


@pytest.mark.parametrize("name", ["rejects.csv", "rejects.jsonl"])
def test_rows_that_do_not_fit_leave_the_rejects_written_before(tmp_path: Path, name: str) -> None:
    returned(tmp_path / name, rejected(jsonl(tmp_path / "a.jsonl", *LINES)))
    before = (tmp_path / name).read_bytes()
    fits = rejected(jsonl(tmp_path / "b.jsonl", line(uscc="x")))
    unfit = rejected(workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济", 律师费="x")))

    with pytest.raises(Refusal):
        returned(tmp_path / name, fits + unfit)

    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize("name", ["rejects.xlsx", "rejects.csv", "rejects.jsonl"])
def test_a_disk_that_fills_leaves_the_rejects_written_before(tmp_path: Path, name: str) -> None:
    returned(tmp_path / name, rejected(jsonl(tmp_path / "a.jsonl", *LINES)))
    before = (tmp_path / name).read_bytes()
    many = rejected(jsonl(tmp_path / "b.jsonl", *[line(uscc=str(place)) for place in range(900)]))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8000, limits[1]))

    try:
        with pytest.raises(Refusal) as refused:
            returned(tmp_path / name, many)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert refused.value.code == "rejects-unwritable"
    assert (tmp_path / name).read_bytes() == before
    assert not list(tmp_path.glob("*.unfinished"))
