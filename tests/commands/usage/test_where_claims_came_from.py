"""Where a claim was read is kept with it, shown with it, and changes nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.commands.test_command_line import USCC, line, recorded
from tests.support.command import asked, subsidy, write_lines
from tests.support.stores import ON_POSTGRES

HEADERS = (
    "申报编号", "企业名称", "统一社会信用代码", "注册号", "注册国家（地区）", "注册日期", "注册费",
    "自营出口业绩", "申报日期",
)  # fmt: skip
ROW = ("乐清市长城电气有限公司", USCC, "T1", "US", "2022-03-07", 25000, "有", "2022-10-08")


def workbook(path: Path, towns: dict[str, str | None], header: str = "所属镇街") -> Path:
    """Write a workbook of trademarks, one for each number, with the town of each before it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "境外商标"
    sheet.append(["境外商标申报表（单位：元）"])
    sheet.append([header, *HEADERS])
    for claim_no, town in towns.items():
        sheet.append([town, claim_no, *ROW])
    book.save(path)
    return path


def sources(store: Path, *words: str) -> dict[str, Any]:
    return {claim["claim_no"]: claim["source"] for claim in asked(store, "claims", *words)}


@pytest.mark.parametrize("header", ["镇街", "所属镇街"])
def test_a_claim_is_kept_with_its_file_sheet_row_and_town(header: str, tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    file = workbook(tmp_path / "柳市.xlsx", {"YQ-1": "柳市镇", "YQ-2": None}, header)
    asked(store, "backfill", file)
    digest = sha256(file.read_bytes()).hexdigest()
    same = {"file": "柳市.xlsx", "sha256": digest, "sheet": "境外商标"}

    assert sources(store) == {
        "YQ-1": same | {"row": 3, "town": "柳市镇"},
        "YQ-2": same | {"row": 4, "town": None},
    }
    assert list(sources(store, "--town", "柳市")) == ["YQ-1"]
    assert list(sources(store, "--town", "虹桥")) == []
    assert asked(store, "history", "YQ-1")[0]["source"] == same | {"row": 3, "town": "柳市镇"}
    assert "（柳市.xlsx 境外商标 第 3 行）" in subsidy("history", "YQ-1", "--store", store).out


def test_the_same_claim_from_another_file_is_already_recorded(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    asked(store, "backfill", workbook(tmp_path / "a.xlsx", {"YQ-1": "柳市镇"}), "--approve")
    before = asked(store, "claims"), recorded(store)

    again = asked(store, "backfill", workbook(tmp_path / "b.xlsx", {"YQ-1": "虹桥镇"}))

    assert (again["already_recorded"], again["events_appended"]) == (1, 0)
    assert (asked(store, "claims"), recorded(store)) == before


def test_where_it_came_from_is_not_what_two_rows_differ_in(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    asked(store, "backfill", write_lines(tmp_path / "a.jsonl", [line("YQ-1")]))
    other = write_lines(tmp_path / "b.jsonl", [line("YQ-1", occurred_on="2022-03-08")])

    ran = subsidy("backfill", other, "--store", store, "--json", "--lang", "en")

    (row,) = ran.json["rejects"]
    assert (row["code"], "occurred_on" in row["message"]) == ("claim-conflicts", True)
    assert "source" not in row["message"]


def test_a_line_of_a_file_without_sheets_is_kept_by_its_number(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    lines = write_lines(tmp_path / "a\u200b\n.jsonl", [line("YQ-1"), line("YQ-2")])
    table = tmp_path / "a.csv"
    values = ("YQ-3", *ROW[:-3], "25000元", *ROW[-2:], "虹桥镇")
    table.write_text(",".join((*HEADERS, "镇街")) + "\n" + ",".join(map(str, values)) + "\n")
    asked(store, "backfill", lines)
    asked(store, "backfill", table)

    known = {
        number: [source[name] for name in ("file", "sheet", "row", "town")]
        for number, source in sources(store).items()
    }
    assert known == {
        "YQ-1": ["a??.jsonl", None, 1, None],  # what may not be stored is not
        "YQ-2": ["a??.jsonl", None, 2, None],
        "YQ-3": ["a.csv", None, 2, "虹桥镇"],
    }


def test_no_amount_depends_on_where_a_claim_came_from(tmp_path: Path) -> None:
    answers = []
    for town in ("柳市镇", None):
        store = tmp_path / f"{town}" / "ledger.db"
        store.parent.mkdir()
        file = workbook(store.parent / "a.xlsx", {f"YQ-{n}": town for n in range(1, 5)})
        asked(store, "backfill", file, "--approve")
        rows = asked(store, "claims")
        answers.append([{**row, "source": None} for row in rows])

    assert answers[0] == answers[1]


BESIDE = {"town": "柳市镇", "contact": "张三", "phone": "13800138000"}
PROFILE = [{"claim_no": "YQ-1", "name": "张三", "phone": "13800138000"}]


def in_lines(folder: Path) -> Path:
    return write_lines(folder / "a.jsonl", [line("YQ-1", **BESIDE)])


def in_csv(folder: Path) -> Path:
    file = folder / "a.csv"
    stated = {**line("YQ-1"), **BESIDE}
    facts = stated.pop("facts")
    stated |= facts | {"invoices": "A1"}
    cells = {
        key: str(value).lower() if value in (True, False) else value
        for key, value in stated.items()
    }
    file.write_text(f"{','.join(cells)}\n{','.join(map(str, cells.values()))}\n", encoding="utf-8")
    return file


def in_a_workbook(folder: Path) -> Path:
    file = workbook(folder / "a.xlsx", {"YQ-1": "柳市镇"})
    book = load_workbook(file)
    sheet = book.worksheets[0]
    for column, (header, value) in enumerate((("联系人", "张三"), ("联系电话", 13800138000)), 11):
        sheet.cell(2, column).value, sheet.cell(3, column).value = header, value
    book.save(file)
    return file


@pytest.mark.parametrize("made", [in_lines, in_csv, in_a_workbook])
def test_town_and_contact_are_kept_from_every_format_the_contact_outside_the_log(
    made: Callable[[Path], Path], tmp_path: Path
) -> None:
    store = tmp_path / "ledger.db"
    file = made(tmp_path)
    asked(store, "backfill", file, "--approve")
    asked(store, "backfill", file)

    assert sources(store)["YQ-1"]["town"] == "柳市镇"
    assert asked(store, "enterprise", "show", USCC)["contacts"] == PROFILE
    assert "13800138000" in subsidy("enterprise", "show", USCC, "--store", store).out
    kept = b"".join(each.read_bytes() for each in tmp_path.glob("ledger.db*"))
    assert ("柳市镇".encode() in kept) is not ON_POSTGRES
    assert "张三".encode() not in kept
    assert b"13800138000" not in kept
    assert "张三" not in subsidy("history", USCC, "--json", "--store", store).out

    assert asked(store, "enterprise", "erase", USCC)["values_removed"] == 1
    asked(store, "backfill", file)
    assert asked(store, "enterprise", "show", USCC)["contacts"] == []


@pytest.mark.skipif(ON_POSTGRES, reason="spoils a file")
def test_a_contact_that_cannot_be_kept_is_said_and_stops_no_claim(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    asked(store, "backfill", write_lines(tmp_path / "b.jsonl", [line("YQ-2", invoices=["B"])]))
    (tmp_path / "ledger.db.private").write_bytes(b"not a table")

    answer = asked(store, "backfill", in_lines(tmp_path))

    assert answer["accepted"] == 1
    assert [each["code"] for each in answer["notices"]][-1:] == ["contacts-not-kept"]
