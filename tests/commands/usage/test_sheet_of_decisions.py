"""Pending claims written to a sheet, filled in by the chief, and decided row by row."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.commands.test_command_line import line, recorded
from tests.support.command import asked, subsidy, write_lines
from tests.support.stores import made_once

YES, TO, WHY = "核定", "核减至", "理由"
Fill = Callable[[Path, dict[str, dict[str, Any]]], Path]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    lines = [line(f"YQ-{n}", invoices=[f"1000{n}"]) for n in (3, 1, 2, 4)]
    made = folder / "ledger.db"
    asked(made, "backfill", write_lines(folder / "claims.jsonl", lines), "--by", "clerk")
    return made


def in_a_workbook(store: Path, cells: dict[str, dict[str, Any]]) -> Path:
    """Write the sheet, fill it in as an office program does, and return the file."""
    file = store.parent / "decide.xlsx"
    assert subsidy("claims", "--pending", "--out", file, "--force", "--store", store).code == 0
    book = load_workbook(file)
    sheet = book["待核定"]
    header = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for name, value in cells.get(sheet.cell(row, 1).value, {}).items():
            sheet.cell(row, header[name]).value = value
    book.save(file)
    return file


def in_csv(store: Path, cells: dict[str, dict[str, Any]]) -> Path:
    """Write the sheet as CSV, and save it as an office program does: GB18030, days its own way."""
    file = store.parent / "decide.csv"
    assert subsidy("claims", "--pending", "--out", file, "--force", "--store", store).code == 0
    with file.open(encoding="utf-8-sig", newline="") as read:
        header, *rows = list(csv.reader(read))
    for row in rows:
        for name, value in cells.get(row[0], {}).items():
            row[header.index(name)] = str(value)
        row[4] = row[4].replace("-0", "/")
    with file.open("w", encoding="gb18030", newline="") as write:
        csv.writer(write).writerows([header, *rows])
    return file


DECISIONS: dict[str, dict[str, Any]] = {
    "YQ-3": {YES: "同意"},
    "YQ-1": {TO: 1000.5, WHY: "只认一半"},
    "YQ-2": {YES: "不同意", WHY: "缺材料"},
}


@pytest.mark.parametrize("fill", [in_a_workbook, in_csv])
def test_a_sheet_decides_its_rows_and_says_so_again_when_run_twice(fill: Fill, store: Path) -> None:
    file = fill(store, DECISIONS)

    answer = asked(store, "approve", "--from", file, "--by", "chief")
    once = recorded(store)
    again = asked(store, "approve", "--from", file, "--by", "chief")

    rows = [[row[key] for key in ("row", "claim_no", "decision")] for row in answer["rows"]]
    assert rows == [
        [2, "YQ-3", "approved"],
        [3, "YQ-1", "reduced"],
        [4, "YQ-2", "rejected"],
        [5, "YQ-4", "undecided"],
    ]
    assert [row["granted_fen"] for row in answer["rows"]] == [1_250_000, 100_050, 0, None]
    assert [row["already_recorded"] for row in answer["rows"]] == [False] * 4
    assert [row["already_recorded"] for row in again["rows"]] == [True] * 3 + [False]
    assert recorded(store) == once
    claims = {claim["claim_no"]: claim for claim in asked(store, "claims")}
    assert {no: (claim["status"], claim["words"]) for no, claim in claims.items()} == {
        "YQ-1": ("approved", "只认一半"),
        "YQ-2": ("rejected", "缺材料"),
        "YQ-3": ("approved", None),
        "YQ-4": ("submitted", None),
    }
    assert {claims[no]["decided_by"] for no in ("YQ-1", "YQ-2", "YQ-3")} == {"chief"}


@pytest.mark.parametrize("fill", [in_a_workbook, in_csv])
@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"申报金额": 25000.01}, "row-changed"),
        ({"申报金额": "2.5万"}, "row-changed"),
        ({"企业": "另一家"}, "row-changed"),
        ({"统一社会信用代码": "91330382MA0001018G"}, "row-changed"),
        ({"申报类别": "出口名牌"}, "row-changed"),
        ({"事项日期": "2022-03-08"}, "row-changed"),
        ({"申报编号": "YQ-9"}, "claim-unknown"),
        ({YES: "8000"}, "bad-decision"),
        ({YES: "不同意"}, "bad-decision"),
        ({YES: "不同意", TO: 5, WHY: "x"}, "bad-decision"),
        ({TO: 5}, "bad-decision"),
        ({TO: "-5", WHY: "x"}, "bad-decision"),
        ({TO: "5.001", WHY: "x"}, "bad-decision"),
        ({YES: None, WHY: "x"}, "bad-decision"),
        ({WHY: "字" * 501}, "bad-decision"),
    ],
)
def test_a_row_that_is_at_fault_is_refused_and_the_others_are_decided(
    fill: Fill, cells: dict[str, Any], code: str, store: Path
) -> None:
    right = {} if YES in cells or TO in cells else {YES: "同意"}
    wrong = {name: value for name, value in (right | cells).items() if value is not None}
    file = fill(store, {"YQ-3": wrong, "YQ-1": {YES: "是"}})

    ran = subsidy("approve", "--from", file, "--by", "chief", "--store", store, "--json")

    assert ran.code == 1
    assert [row["code"] for row in ran.json["rows"]] == [code, None, None, None]
    assert [refused["code"] for refused in ran.json["refused"]] == [code]
    assert [claim["claim_no"] for claim in ran.json["decided"]] == ["YQ-1"]
    assert asked(store, "claims", "--officer", "chief")[0]["claim_no"] == "YQ-1"


def test_a_decision_with_a_comment_on_its_row_is_not_taken_without_it(store: Path) -> None:
    file = in_a_workbook(store, {f"YQ-{n}": {YES: "同意"} for n in (1, 2)})
    book = load_workbook(file)
    (place,) = (cell for cell in book["待核定"]["A"] if cell.value == "YQ-2")
    book["待核定"].cell(place.row, 8).comment = Comment("只批一半", "chief")
    book.save(file)

    ran = subsidy("approve", "--from", file, "--by", "chief", "--store", store, "--json")

    answers = {row["claim_no"]: (row["code"], row["message"]) for row in ran.json["rows"]}
    assert answers["YQ-1"] == (None, None)
    assert answers["YQ-2"][0] == "bad-decision"
    assert "批注不读入" in answers["YQ-2"][1]


def test_rows_that_are_hidden_struck_or_merged_are_not_decided_and_each_is_answered(
    store: Path,
) -> None:
    file = in_a_workbook(store, {f"YQ-{n}": {YES: "同意"} for n in (1, 2, 3, 4)})
    book = load_workbook(file)
    sheet = book["待核定"]
    sheet.merge_cells("H2:H3")
    sheet.row_dimensions[4].hidden = True
    sheet["B5"].font = Font(strike=True)
    book.save(file)

    ran = subsidy("approve", "--from", file, "--by", "chief", "--store", store, "--json")

    said = [(row["row"], row["decision"], row["message"]) for row in ran.json["rows"]]
    assert ran.code == 1
    assert [(row, decision) for row, decision, _ in said] == [(row, None) for row in (2, 3, 4, 5)]
    merged, same, hidden, struck = (message for _, _, message in said)
    assert (merged, "隐藏" in hidden, "删除线" in struck) == (same, True, True)
    assert "合并单元格" in merged
    assert asked(store, "claims", "--officer", "chief") == []


@pytest.mark.parametrize("part", ["H2:J2", "A2:B3", "G2:H3"])
def test_a_merged_cell_over_a_decision_sends_back_what_it_covers(part: str, store: Path) -> None:
    file = in_a_workbook(store, {"YQ-3": {YES: "同意"}})
    book = load_workbook(file)
    sheet = book["待核定"]
    sheet.merged_cells.add(part)  # as it is painted: what lies beneath stays in the file
    book.save(file)

    ran = subsidy("approve", "--from", file, "--by", "chief", "--store", store, "--json")

    codes = [row["code"] for row in ran.json["rows"]]
    assert codes[0] == (None if part == "A2:B3" else "bad-decision")
    assert (codes[1] == "bad-decision") is (part == "G2:H3")


def test_a_record_of_csv_that_cannot_be_split_is_answered(store: Path) -> None:
    file = in_csv(store, {"YQ-1": {YES: "不同意", WHY: "x"}, "YQ-3": {YES: "同意"}})
    lines = file.read_text(encoding="gb18030").splitlines()
    lines[1] += ',"缺'
    lines[2] += ",缺材料"
    file.write_text("\n".join(lines), encoding="gb18030")

    ran = subsidy("approve", "--from", file, "--by", "chief", "--store", store, "--json")

    assert [row["row"] for row in ran.json["rows"]] == [2, 3, 4, 5]
    codes = [row["code"] for row in ran.json["rows"]]
    assert codes == ["bad-decision", "bad-decision", None, None]


def test_a_claim_decided_otherwise_meanwhile_is_refused(store: Path) -> None:
    file = in_a_workbook(store, DECISIONS)
    asked(store, "withdraw", "YQ-2", "--reason", "不要了")
    asked(store, "approve", "YQ-1", "--by", "deputy")

    ran = subsidy("approve", "--from", file, "--by", "chief", "--store", store, "--json")

    codes = [row["code"] for row in ran.json["rows"]]
    assert (ran.code, codes) == (1, [None, "request-conflicts", "claim-not-pending", None])


def test_a_sheet_in_english_is_read_in_any_language(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "d.csv"
    words = ("--pending", "--name", "长城", "--out", out, "--lang", "en", "--store", store)
    assert subsidy("claims", *words).code == 0
    text = out.read_text(encoding="utf-8-sig").replace("25000.00,,,", "25000.00,yes,,", 1)
    out.write_text(text, encoding="utf-8")

    answer = asked(store, "approve", "--from", out)

    assert [claim["claim_no"] for claim in answer["decided"]] == ["YQ-3"]


def test_what_is_not_such_a_sheet_is_refused(store: Path, tmp_path: Path) -> None:
    other = tmp_path / "a.csv"
    other.write_text("申报编号,核定\nYQ-1,同意\n")
    ran = subsidy("approve", "--from", other, "--store", store, "--json")

    assert (ran.code, ran.json["code"]) == (1, "no-decisions")
    missing = subsidy("approve", "--from", tmp_path / "b.csv", "--store", store, "--json")
    assert missing.json["code"] == "file-not-found"
    for words in (("--pending",), ("YQ-1",), ("--reduced-to", "5", "--reason", "x")):
        assert subsidy("approve", "--from", other, *words, "--store", store).code == 2
