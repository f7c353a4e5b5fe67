"""A row with several faults goes back with all of them at once."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from tests.adapters.intake.files import FACTS, jsonl, line, row_of, workbook
from tests.adapters.intake.returning import rejected, returned

KIND = "贸易救济"
FAULTY = {"企业名称": None, "结案或缴费日期": "2022.13.1", "律师费": "1万2", "上级已补助": -5}
NAMED = [
    ("企业名称", "missing-field"),
    ("结案或缴费日期", "bad-date"),
    ("律师费", "bad-amount"),
    ("上级已补助", "bad-amount"),
]


def test_every_faulty_cell_of_a_row_is_named_from_left_to_right(tmp_path: Path) -> None:
    (row,) = rejected(workbook(tmp_path / "a.xlsx", KIND, row_of(KIND) | FAULTY))

    assert (row.column, row.code) == NAMED[0]
    assert [(fault.column, fault.code) for fault in row.faults] == NAMED


def test_each_faulty_cell_is_coloured_with_its_own_reason(tmp_path: Path) -> None:
    bad = rejected(workbook(tmp_path / "a.xlsx", KIND, row_of(KIND) | FAULTY))

    made = load_workbook(returned(tmp_path / "rejects.xlsx", bad))[KIND]

    headers = [cell.value for cell in made[3]]
    marked = {headers[cell.column - 1]: cell for cell in made[4] if cell.comment}
    assert {name: cell.comment.text for name, cell in marked.items()} == {
        column: f"请改正 {code}" for column, code in NAMED
    }
    assert {cell.fill.fgColor.rgb for cell in marked.values()} == {"FFFFC7CE"}
    reasons = made.cell(4, headers.index("退回原因") + 1).value
    assert reasons == "\n".join(f"请改正 {code}" for _, code in NAMED)


def test_a_line_of_json_names_every_key_at_fault(tmp_path: Path) -> None:
    bad = line(uscc="x", filed_on="2022", facts={**FACTS["online-exhibition"], "fee": "0"})

    (row,) = rejected(jsonl(tmp_path / "a.jsonl", bad))

    assert [(fault.column, fault.code) for fault in row.faults] == [
        ("uscc", "bad-uscc"),
        ("filed_on", "bad-date"),
        ("facts.fee", "bad-amount"),
    ]


def test_a_column_is_named_once_however_much_is_wrong_with_it(tmp_path: Path) -> None:
    row = row_of("境外展会", 标准展位数="x", 展位费合计="y")

    (bad,) = rejected(workbook(tmp_path / "a.xlsx", "境外展会", row))

    columns = [fault.column for fault in bad.faults]
    assert columns == ["标准展位数", "展位费合计"]
