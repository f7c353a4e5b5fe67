"""Rejected lines go back to their sender, and come in again corrected."""

from __future__ import annotations

import json
import resource
from pathlib import Path
from typing import Any

import pytest

from adapters.intake.items import AcceptedRow, RejectedRow
from domain.commands.enterprise import SubmitClaim
from domain.refusals import Refusal
from tests.adapters.intake.files import FACTS, USCC, jsonl, line, row_of, workbook
from tests.adapters.intake.returning import correct, rejected, returned, rows, verdicts

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

    (row,) = rows(path)
    assert isinstance(row, AcceptedRow), row
    assert isinstance(row.command, SubmitClaim)


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
