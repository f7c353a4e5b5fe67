"""What a backfill says of exports said again, and of claims that conflict."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from adapters.ledger.backfill import backfill
from adapters.ledger.handling import crosschecks
from tests.adapters.intake.files import line, row_of, sheet, workbook
from tests.adapters.ledger.backfill.telling import FIRM, NAME, OTHER, message, noticed
from tests.support.command import asked, subsidy, write_lines
from tests.support.ledgers import CLERK, opened


def test_a_firm_and_year_twice_in_a_sheet_of_exports(tmp_path: Path, store: Path) -> None:
    row = {"企业名称": NAME, "统一社会信用代码": FIRM, "年度": 2022}
    figures = [6_000_000, 6_000_000, 7_000_000]
    book = Workbook()
    book.remove(book.active)
    rows = [row | {"对美出口额": figure, "对RCEP成员国出口额": 0} for figure in figures]
    sheet(book, "进出口额", rows, unit="单位：美元")
    path = tmp_path / "in.xlsx"
    book.save(path)

    ran = subsidy("backfill", path, "--store", store, "--json", "--lang", "en")

    assert [(each["code"], each["row"]) for each in ran.json["notices"]] == [("exports-twice", 5)]
    assert "in in.xlsx “进出口额” row 4" in ran.json["notices"][0]["message"]
    (reject,) = ran.json["rejects"]
    assert (reject["code"], reject["row"], reject["column"]) == ("exports-twice", 6, "年度")
    assert (ran.json["exports"], ran.json["events_appended"]) == (2, 1)


def test_exports_of_lines_are_reported_and_the_last_ones_count(tmp_path: Path, store: Path) -> None:
    record = {"record": "exports", "uscc": FIRM, "year": 2022, "rcep_usd": "0"}
    path = write_lines(
        tmp_path / "in.jsonl", [record | {"us_usd": "6000000"}, record | {"us_usd": "7000000"}]
    )

    answered = asked(store, "backfill", path)

    assert [(each["code"], each["row"]) for each in answered["notices"]] == [("exports-twice", 2)]
    assert answered["events_appended"] == 2


def test_exports_that_an_earlier_file_said_are_not_taken_and_that_is_reported(
    tmp_path: Path, store: Path
) -> None:
    record = {"record": "exports", "uscc": FIRM, "year": 2022, "rcep_usd": "0"}
    first = write_lines(tmp_path / "a.jsonl", [record | {"us_usd": "12000000"}])
    second = write_lines(tmp_path / "b.jsonl", [record | {"us_usd": "8000000"}])
    assert noticed(store, first) == noticed(store, second) == noticed(store, second) == []

    said = message(store, first)

    assert "12,000,000.00" in said
    assert "8,000,000.00" in said
    assert "subsidy record" in said


def test_a_conflict_says_which_columns_differ_old_and_new(tmp_path: Path, store: Path) -> None:
    row = row_of("境外展会", 标准展位数=2, 展位费合计=50000)
    asked(store, "backfill", workbook(tmp_path / "a.xlsx", "境外展会", row))
    other = row | {"展位费合计": 60000, "申报日期": "2022-10-09", "是否重点展会": "否"}
    path = workbook(tmp_path / "b.xlsx", "境外展会", other)

    ran = subsidy("backfill", path, "--store", store, "--json", "--lang", "en")

    (reject,) = ran.json["rejects"]
    assert (reject["code"], reject["column"]) == ("claim-conflicts", "申报编号")
    for part in (
        "“展位费合计”: recorded 25,000.00、25,000.00, here 30,000.00、30,000.00",
        "“申报日期”: recorded 2022-10-08, here 2022-10-09",
        "“是否重点展会”: recorded 是, here 否",
    ):
        assert part in reject["message"]
    assert "企业名称" not in reject["message"]


def test_a_conflict_with_another_enterprise_or_kind_says_so(tmp_path: Path, store: Path) -> None:
    lines = write_lines(tmp_path / "a.jsonl", [line(claim_no="A", uscc=FIRM)])
    asked(store, "backfill", lines)
    rows = [
        line(claim_no="A", uscc=OTHER),
        line("brand", claim_no="A", uscc=FIRM),
        line(claim_no="A", uscc=FIRM, facts={"fee": "9.00"}),
    ]

    path = write_lines(tmp_path / "b.jsonl", rows)
    rejects = subsidy("backfill", path, "--store", store, "--json", "--lang", "en").json["rejects"]

    said = [each["message"] for each in rejects]
    assert f"“uscc”: recorded {FIRM}, here {OTHER}" in said[0]
    assert "“kind”: recorded online-exhibition, here brand" in said[1]
    assert "“facts.fee”: recorded 8,000.00, here 9.00" in said[2]


def test_views_that_are_not_there_stop_no_backfill(tmp_path: Path) -> None:
    rows = [
        line(claim_no="A", uscc=FIRM, invoices=["7"]),
        line(claim_no="B", uscc=OTHER, enterprise="乙灯饰", invoices=["7"]),
    ]
    with opened(tmp_path / "ledger.db") as at:
        result = backfill(
            [write_lines(tmp_path / "a.jsonl", rows)],
            at.handler,
            CLERK,
            approve=False,
            dry_run=False,
            accept_large=False,
            crosschecks=crosschecks.Crosschecks(at, strict=False),
            keep=at.private.keep,
            on_progress=lambda _: None,
        )

    assert [notice.code for notice in result.notices] == ["invoice-elsewhere"]
