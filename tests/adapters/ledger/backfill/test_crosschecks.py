"""What a backfill says of rows that other rows, or what is recorded, make doubtful."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.ledger.handling import crosschecks
from tests.adapters.intake.files import line, row_of, workbook
from tests.adapters.ledger.backfill.telling import FIRM, NAME, OTHER, as_csv, fair, message, noticed
from tests.support.command import asked, subsidy, write_lines


def test_one_code_with_two_names_is_reported_in_every_medium(tmp_path: Path, store: Path) -> None:
    rows = [line(claim_no="A"), line(claim_no="B", enterprise="乙灯饰有限公司", facts={"fee": "9"})]
    lines = write_lines(tmp_path / "in.jsonl", rows)
    flat = as_csv(tmp_path / "in.csv", *rows)
    row = row_of("贸易救济")
    other = row | {"申报编号": "YQ-2", "企业名称": "乙灯饰有限公司", "案件编号": "AD2"}
    book = workbook(tmp_path / "in.xlsx", "贸易救济", row, other)

    assert noticed(store, lines) == [("name-differs", 2, "enterprise")]
    assert noticed(tmp_path / "csv.db", flat) == [("name-differs", 3, "enterprise")]
    assert noticed(tmp_path / "xlsx.db", book) == [("name-differs", 5, "企业名称")]
    said = message(tmp_path / "again.db", lines)
    assert "乙灯饰有限公司" in said
    assert f"“{NAME}” on claim A" in said


def test_a_name_is_compared_with_those_registered_and_by_what_is_seen(
    tmp_path: Path, store: Path
) -> None:
    asked(store, "store", "prepare")
    asked(store, "enterprise", "register", FIRM, "--name", "甲电器有限公司")
    named = ["甲电器 有限公司", "乙灯饰有限公司"]
    rows = [
        line(claim_no=name, uscc=FIRM, enterprise=name, facts={"exhibition": name})
        for name in named
    ]

    said = message(store, write_lines(tmp_path / "in.jsonl", rows))

    assert "in.jsonl row 2" in said
    assert "“甲电器有限公司” as registered" in said
    asked(store, "enterprise", "rename", FIRM, "--name", named[1], "--on", "2022-01-01")
    assert noticed(store, tmp_path / "in.jsonl") == []


def test_one_name_with_two_codes_is_reported_within_files_and_against_the_ledger(
    tmp_path: Path, store: Path
) -> None:
    first = write_lines(tmp_path / "a.jsonl", [line(claim_no="A", uscc=FIRM)])
    other = write_lines(tmp_path / "b.jsonl", [line(claim_no="B", uscc=OTHER)])

    assert noticed(tmp_path / "both.db", first, other) == [("code-differs", 1, "uscc")]
    assert noticed(store, first) == []
    said = message(store, other, "--dry-run")
    assert f"{OTHER}, but with {FIRM} on claim A" in said
    assert noticed(store, other) == [("code-differs", 1, "uscc")]
    assert noticed(store, first) == []


def test_a_registered_name_with_another_code_is_reported(tmp_path: Path, store: Path) -> None:
    asked(store, "store", "prepare")
    asked(store, "enterprise", "register", FIRM, "--name", NAME)
    path = write_lines(tmp_path / "a.jsonl", [line(claim_no="A", uscc=OTHER)])

    assert f"{FIRM} as registered" in message(store, path)


def test_the_same_matter_under_two_numbers_is_reported(tmp_path: Path, store: Path) -> None:
    rows = [row_of("境外展会", 申报编号=number, 发票号码=None) for number in ("A-1", "A-2")]
    book = workbook(tmp_path / "in.xlsx", "境外展会", *rows)

    assert noticed(tmp_path / "book.db", book) == [("likely-duplicate", 5, "申报编号")]

    one = write_lines(tmp_path / "1.jsonl", [fair("A-1")])
    two = write_lines(tmp_path / "2.jsonl", [fair("A-2")])
    assert noticed(store, one) == []
    said = message(store, two)
    assert "A-2" in said
    assert "on claim A-1" in said
    asked(store, "withdraw", "A-1", "--reason", "twice")
    assert noticed(store, two) == []
    assert noticed(store, write_lines(tmp_path / "3.jsonl", [fair("A-3")])) == [
        ("likely-duplicate", 1, "claim_no")
    ]


def test_an_invoice_of_another_enterprise_is_reported_within_files_and_against_the_ledger(
    tmp_path: Path, store: Path
) -> None:
    mine = write_lines(tmp_path / "a.jsonl", [line(claim_no="A", uscc=FIRM, invoices=["No-7"])])
    theirs = line(claim_no="B", uscc=OTHER, enterprise="乙灯饰", invoices=["8", "No—7"])
    other = write_lines(tmp_path / "b.jsonl", [theirs])

    said = message(tmp_path / "both.db", mine, other)
    assert "invoice No—7" in said
    assert f"in a.jsonl row 1 (claim A), of enterprise {FIRM} in 2022" in said
    assert noticed(store, mine) == []
    write_lines(tmp_path / "b.jsonl", [theirs | {"invoices": ["8", "No-7"]}])
    said = message(store, other, "--dry-run")
    assert f"on claim A, of enterprise {FIRM} in 2022" in said
    assert noticed(store, other) == [("invoice-elsewhere", 1, "invoices")]


def test_an_invoice_of_another_year_is_reported_where_the_other_claim_was_withdrawn_meanwhile(
    tmp_path: Path, store: Path
) -> None:
    rows = [
        line(claim_no="A", invoices=["7"]),
        line(claim_no="B", invoices=["7"], occurred_on="2021-03-07"),
    ]
    first = write_lines(tmp_path / "a.jsonl", rows[:1])
    assert noticed(store, first) == []
    asked(store, "withdraw", "A", "--reason", "wrong year")

    both = write_lines(tmp_path / "b.jsonl", rows)

    assert ("invoice-elsewhere", 2, "invoices") in noticed(store, both)


def test_a_certificate_on_another_claim_is_named_of_any_enterprise(
    tmp_path: Path, store: Path
) -> None:
    row = row_of("产品认证", 发票号码=None)
    other_fee = row | {"申报编号": "YQ-2", "证书编号": "cert 1", "认证检测费": 45000}
    other_firm = other_fee | {"申报编号": "YQ-3", "统一社会信用代码": OTHER, "企业名称": "乙灯饰"}
    other_day = row | {"申报编号": "YQ-4", "发证日期": "2022-05-07"}

    book = workbook(tmp_path / "in.xlsx", "产品认证", row, other_fee, other_firm)
    assert noticed(store, book) == [
        ("certificate-elsewhere", 5, "证书编号"),
        ("certificate-elsewhere", 6, "证书编号"),
    ]
    later = workbook(tmp_path / "later.xlsx", "产品认证", other_day)
    said = message(store, later, "--dry-run")
    assert "certificate CERT1 also stands on claim YQ-1. Its fee" in said


def test_one_trademark_as_a_certificate_number_is_not_named(tmp_path: Path, store: Path) -> None:
    same = line("trademark", claim_no="B", facts={"registration_no": "CERT1"})
    rows = [line("certification", claim_no="A"), same]

    assert noticed(store, write_lines(tmp_path / "in.jsonl", rows)) == []


def test_invoices_are_remembered_up_to_a_number_then_asked_for(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crosschecks, "REMEMBERED_MAX", 4)
    many = [
        line(claim_no=f"A{n}", invoices=[f"I{n}"], facts={"exhibition": f"fair {n}"})
        for n in range(9)
    ]
    first = write_lines(tmp_path / "a.jsonl", many)
    late = line(claim_no="B", uscc=OTHER, enterprise="乙灯饰", invoices=["I0"])

    asked(store, "backfill", first)
    assert noticed(store, first, write_lines(tmp_path / "b.jsonl", [late])) == [
        ("invoice-elsewhere", 1, "invoices")
    ]


def test_booths_that_look_like_square_metres_are_reported(tmp_path: Path, store: Path) -> None:
    rows = [
        row_of("境外展会", 申报编号="A", 标准展位数=36, 展位费合计=80000, 发票号码=None),
        row_of("境外展会", 申报编号="B", 标准展位数=4, 展位费合计=80000, 发票号码=None),
    ]
    book = workbook(tmp_path / "in.xlsx", "境外展会", *rows)

    said = message(store, book)

    assert "36 booths at 2,222.22 yuan each" in said
    lines = write_lines(tmp_path / "1.jsonl", [fair("C", facts={"booth_fees": ["200.00"]})])
    assert noticed(tmp_path / "one.db", lines) == []


def test_an_exhibition_with_another_day_in_its_year_is_reported(
    tmp_path: Path, store: Path
) -> None:
    rows = [
        fair("spring", occurred_on="2022-04-15"),
        fair("autumn", occurred_on="2022-10-01"),
        fair("next", occurred_on="2023-04-15", filed_on="2023-10-08"),
    ]

    assert noticed(store, write_lines(tmp_path / "in.jsonl", rows)) == [
        ("exhibition-again", 2, "occurred_on")
    ]


def test_a_day_outside_every_version_is_reported_or_sent_back_its_number_free(
    tmp_path: Path, store: Path
) -> None:
    row = row_of("贸易救济", 结案或缴费日期="2019-03-07")
    book = workbook(tmp_path / "in.xlsx", "贸易救济", row)

    assert noticed(tmp_path / "noticed.db", book) == [("outside-policy", 4, "结案或缴费日期")]
    ran = subsidy("backfill", book, "--strict", "--store", store, "--json", "--lang", "en")
    assert ran.code == 1
    (reject,) = ran.json["rejects"]
    assert (reject["code"], reject["column"]) == ("outside-policy", "结案或缴费日期")
    assert "2019-03-07" in reject["message"]
    assert (ran.json["accepted"], ran.json["notices"]) == (0, [])
    right = workbook(tmp_path / "in.xlsx", "贸易救济", row_of("贸易救济"))
    assert asked(store, "backfill", right, "--strict")["accepted"] == 1
