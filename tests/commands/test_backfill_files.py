"""A backfill of several files: all begun before the first row, and nothing recorded is hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.ledger.backfill import backfill
from adapters.ledger.handling.crosschecks import Crosschecks
from adapters.wording.claims.backfill import answer
from tests.commands.test_command_line import USCC, line
from tests.support.command import asked, subsidy, write_lines
from tests.support.ledgers import CLERK, opened


def files(folder: Path) -> tuple[Path, Path]:
    first = write_lines(folder / "first.jsonl", [line("YQ-1"), line("YQ-2") | {"kind": "none"}])
    return first, folder / "second.csv"


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty-file"), (b"a;b;c\n", "bad-header"), (None, "file-not")]
)
def test_no_row_is_recorded_where_a_later_file_cannot_be_begun(
    content: bytes | None, code: str, tmp_path: Path
) -> None:
    first, second = files(tmp_path)
    if content is not None:
        second.write_bytes(content)
    asked(tmp_path / "ledger.db", "store", "prepare")

    ran = subsidy("backfill", first, second, "--store", tmp_path / "ledger.db", "--json")

    assert ran.code == 1
    assert ran.json["code"].startswith(code)
    assert asked(tmp_path / "ledger.db", "claims") == []


def test_a_file_that_is_gone_meanwhile_hides_nothing_that_was_recorded(tmp_path: Path) -> None:
    first, second = files(tmp_path)

    with opened(tmp_path / "ledger.db") as store:
        result = backfill(
            (first, second),  # whose second was there when the files were begun
            store.handler,
            CLERK,
            approve=False,
            dry_run=False,
            accept_large=False,
            crosschecks=Crosschecks(store, strict=False),
            keep=store.private.keep,
            on_progress=lambda _: None,
        )

    assert result.stopped is not None
    assert result.stopped.code == "file-not-found"
    assert (result.accepted, [rejected.row.claim_no for rejected in result.rejects]) == (
        1,
        ["YQ-2"],
    )
    stopped = answer(result).stopped
    assert stopped is not None
    assert "second.csv" in stopped.message
    assert [claim["claim_no"] for claim in asked(tmp_path / "ledger.db", "claims")] == ["YQ-1"]


def test_rejects_of_a_sheet_in_csv_are_refused_as_csv_before_anything_is_made(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.csv").write_text(
        "申报编号,企业名称,统一社会信用代码,案件编号,结案或缴费日期,律师费,申报日期\n"
        f"Y-1,某某公司,{USCC},AD1,2022-03-07,x,2023-03-01\n"
    )
    into = ("--store", tmp_path / "l.db")

    refused = subsidy("backfill", tmp_path / "a.csv", "--rejects", tmp_path / "r.csv", *into)

    assert refused.code == 1
    assert "rejects-format" in refused.err
    assert not (tmp_path / "l.db").exists()

    subsidy("backfill", tmp_path / "a.csv", "--rejects", tmp_path / "r.xlsx", *into)

    assert (tmp_path / "r.xlsx").exists()
