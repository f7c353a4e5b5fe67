"""A sheet of accounts read in: every good row named, every other sent back with its cell."""

from __future__ import annotations

import csv
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from tests.support.command import asked, subsidy
from tests.support.money_desk import OTHER, USCC, code
from tests.support.stores import made_once, place_at

HEADERS = ("序号", "统一社会信用代码", "户名", "开户行", "联行号", "账号")
NAMES = {USCC: "甲公司", OTHER: "乙公司"}
GOOD = [(1, USCC, "甲公司", "工行乐清支行", "102333000018", "1203282009200012345"),
        (2, OTHER, "乙公司", "农行乐清支行", None, "19-2701 0104 0012345")]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    made = folder / "ledger.db"
    asked(made, "store", "prepare")
    for uscc, name in NAMES.items():
        asked(made, "enterprise", "register", uscc, "--name", name)
    return made


def workbook(path: Path, rows: Sequence[Sequence[Any]], headers: Sequence[str] = HEADERS) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "账户"
    for row in (["企业账户汇总表"], headers, *rows):
        book.active.append(list(row))
    book.save(path)
    return path


def read(store: Path, file: Path, *words: str) -> tuple[int, Any]:
    ran = subsidy("enterprise", "accounts", file, "--store", store, "--json", *words)
    return ran.code, ran.json


def test_a_sheet_names_accounts_and_the_same_again_records_nothing(
    store: Path, tmp_path: Path
) -> None:
    file = workbook(tmp_path / "a.xlsx", GOOD)

    rehearsed = read(store, file, "--dry-run")
    first, again = read(store, file), read(store, file)

    assert (rehearsed[1]["named"], rehearsed[1]["dry_run"]) == (2, True)
    assert (first[0], first[1]["named"], first[1]["rejects"]) == (0, 2, [])
    assert (again[0], again[1]["named"], again[1]["unchanged"]) == (0, 0, 2)
    shown = {uscc: asked(store, "enterprise", "show", uscc)["account"] for uscc in NAMES}
    assert (shown[USCC]["holder"], shown[USCC]["bank_no"]) == ("甲公司", "102333000018")
    assert (shown[OTHER]["masked"], shown[OTHER]["bank_no"]) == ("****2345", None)


def test_other_content_is_a_change_and_needs_a_document(store: Path, tmp_path: Path) -> None:
    read(store, workbook(tmp_path / "a.xlsx", GOOD))
    other = [(*GOOD[0][:4], "102333000026", GOOD[0][5]), GOOD[1]]
    file = workbook(tmp_path / "b.xlsx", other)

    refused, changed = read(store, file), read(store, file, "--document", "变更1号")

    assert [(each["row"], each["code"]) for each in refused[1]["rejects"]] == [
        (3, "account-document-needed")
    ]
    assert (changed[0], changed[1]["changed"], changed[1]["unchanged"]) == (0, 1, 1)
    assert asked(store, "history", USCC)[-1]["document"] == "变更1号"


@pytest.mark.parametrize(
    ("at", "cell", "expected"),
    [
        (1, USCC[:-1] + "U", ("统一社会信用代码", "bad-uscc")),
        (1, code(77), (None, "enterprise-unknown")),
        (2, None, ("户名", "account-cell-empty")),
        (3, None, ("开户行", "account-cell-empty")),
        (3, "工行\u200b", ("开户行", "bad-character")),
        (4, "10233300001", ("联行号", "bad-bank-no")),
        (5, None, ("账号", "account-cell-empty")),
        (5, 1.2032820092e18, ("账号", "bad-account")),
        (5, "1.2E+15", ("账号", "bad-account")),
        (5, 62220212.5, ("账号", "bad-account")),
        (5, True, ("账号", "bad-account")),
        (5, "=1/0", ("账号", "bad-account")),
        (5, "1234567", ("账号", "bad-account")),
        (5, "GB82WEST12345698765423", ("账号", "bad-iban")),
    ],
)
def test_a_cell_that_is_wrong_sends_its_row_back_and_stops_no_other(
    at: int, cell: object, expected: tuple[str | None, str], store: Path, tmp_path: Path
) -> None:
    row = [*GOOD[0]]
    row[at] = cell

    ran, answer = read(store, workbook(tmp_path / "a.xlsx", [row, GOOD[1]]))

    (back,) = answer["rejects"]
    assert (ran, answer["named"], back["sheet"], back["row"]) == (1, 1, "账户", 3)
    assert (back["column"], back["code"]) == expected
    assert len(place_at(store).private().all()) == 1
    assert "1203282009200012345" not in str(answer)


def test_rows_that_differ_on_one_enterprise_are_all_sent_back(store: Path, tmp_path: Path) -> None:
    twice = [GOOD[0], (*GOOD[0][:5], "9" * 12), GOOD[1]]

    _, answer = read(store, workbook(tmp_path / "a.xlsx", twice))
    _, same = read(store, workbook(tmp_path / "b.xlsx", [GOOD[0], GOOD[0]]))

    assert [(each["row"], each["code"]) for each in answer["rejects"]] == [
        (3, "account-named-twice"), (4, "account-named-twice"),
    ]  # fmt: skip
    assert (same["rejected"], same["named"]) == (0, 2)


def test_what_is_doubtful_is_noticed_and_named(store: Path, tmp_path: Path) -> None:
    rows = [(1, USCC, "别家公司", "工行", None, "6222021234567890124"), GOOD[1]]

    ran, answer = read(store, workbook(tmp_path / "a.xlsx", rows))

    assert (ran, answer["named"]) == (0, 2)
    assert [each["code"] for each in answer["notices"]] == ["holder-differs", "unlike-a-card"]


def test_rows_sent_back_are_read_again_once_they_are_right(store: Path, tmp_path: Path) -> None:
    row = [*GOOD[0][:4], "1", GOOD[0][5]]
    for name in ("back.xlsx", "back.csv"):
        back = tmp_path / name
        read(store, workbook(tmp_path / "a.xlsx", [row, GOOD[1]]), "--rejects", str(back))

        assert stat.S_IMODE(back.stat().st_mode) == 0o600
        ran, answer = read(store, back)
        assert (ran, [each["code"] for each in answer["rejects"]]) == (1, ["bad-bank-no"])


def test_a_csv_file_in_gbk_with_the_names_of_firms_is_read(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    with file.open("w", encoding="gbk", newline="") as written:
        lines = csv.writer(written)
        lines.writerow(("企业名称", "开户银行", "银行账号", "社会信用代码"))
        lines.writerow(("甲公司", "工行", "'1203282009200012345", USCC))

    assert read(store, file)[1]["named"] == 1
    assert asked(store, "enterprise", "show", USCC)["account"]["holder"] == "甲公司"


def test_a_file_without_the_headers_is_refused(store: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", GOOD, HEADERS[:-1])

    assert read(store, file)[1]["code"] == "no-accounts"
