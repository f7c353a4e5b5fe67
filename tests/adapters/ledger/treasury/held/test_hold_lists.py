"""Editions of a list of the dishonest read in: held, released, not known here, rejected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.support.command import asked, subsidy
from tests.support.money_desk import OFFICER, OTHER, USCC, approved, case, code
from tests.support.stores import made_once

HEADERS = ("序号", "统一社会信用代码", "企业名称", "列入日期", "移出日期")
STRANGER = code(77)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    made = folder / "ledger.db"
    approved(made, case("H1", "10"), case("F1", "20", OTHER))
    return made


def sheet(store: Path, name: str, *rows: tuple[Any, ...], title: str = "名单") -> Path:
    """Write an edition as an office does: a title above the headers, a number before each row."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    page.append(["严重失信主体名单"])
    page.append(HEADERS)
    for number, row in enumerate(rows, start=1):
        page.append([number, *row])
    file = store.parent / f"{name}.xlsx"
    book.save(file)
    return file


def edition(store: Path, file: Path, document: str, *words: str) -> list[str]:
    of = ("--list", "失信名单", "--document", document, "--reason", "credit", *OFFICER)
    return ["hold-list", str(file), *of, *words, "--store", str(store), "--json"]


def read(store: Path, file: Path, document: str, *words: str) -> Any:
    ran = subsidy(*edition(store, file, document, *words))
    assert ran.code == 0, ran.out + ran.err
    return ran.json


def held(store: Path, uscc: str = USCC) -> list[tuple[str, str, str | None]]:
    holds = asked(store, "enterprise", "show", uscc)["holds"]
    return [(each["document"], each["first_day"], each["last_day"]) for each in holds]


def test_who_is_known_here_is_held_and_the_others_are_counted(store: Path) -> None:
    rows = ((USCC, "示例企业", "2022年3月1日"), (STRANGER, "外地公司", "2022-03-02"))
    file = sheet(store, "one", *rows)

    answer = read(store, file, "一期")

    assert [each["uscc"] for each in answer["held"]] == [USCC]
    unknown = [(each["uscc"], each["row"], each["name"]) for each in answer["unknown"]]
    assert unknown == [(STRANGER, 4, "外地公司")]
    assert held(store) == [("一期", "2022-03-01", None)]
    again = read(store, file, "一期")
    assert (again["events_appended"], again["held"], again["as_before"]) == (0, [], 1)
    text = subsidy(*edition(store, file, "一期")[:-1], "--lang", "en").out
    assert "held 0, released 0, as before 1, not known here 1, rejected 0" in text


def test_a_csv_list_reads_as_a_sheet_does(store: Path) -> None:
    file = store.parent / "list.csv"
    file.write_bytes(
        f"统一社会信用代码,名称,列入日期\n{USCC},示例企业,2022/3/1\n".encode("gb18030")
    )

    assert len(read(store, file, "一期")["held"]) == 1


def test_a_later_edition_holds_nobody_twice_and_releases_whom_it_removes(store: Path) -> None:
    read(store, sheet(store, "one", (USCC, "示例企业", "2022-03-01")), "一期")

    second = read(store, sheet(store, "two", (USCC, "示例企业", "2022-03-01")), "二期")
    removed = sheet(store, "three", (USCC, "示例企业", "2022-03-01", "2023-01-10"))
    third = read(store, removed, "三期")

    assert second["events_appended"] == 0
    assert [each["on"] for each in third["released"]] == ["2023-01-10"]
    assert held(store) == [("一期", "2022-03-01", "2023-01-09")]
    assert read(store, removed, "三期")["events_appended"] == 0
    assert read(store, removed, "四期")["events_appended"] == 0


def test_an_entry_that_was_removed_before_it_was_read_is_held_for_its_days(store: Path) -> None:
    answer = read(
        store, sheet(store, "one", (USCC, "示例企业", "2022-03-01", "2022-06-01")), "一期"
    )

    assert (len(answer["held"]), len(answer["released"])) == (1, 1)
    assert held(store) == [("一期", "2022-03-01", "2022-05-31")]


def test_who_is_missing_from_an_edition_is_released_only_when_asked(store: Path) -> None:
    rows = ((USCC, "示例企业", "2022-03-01"), (OTHER, "示例企业", "2022-03-01"))
    first, second = sheet(store, "one", *rows), sheet(store, "two", rows[0])
    asked(
        store,
        *("hold", OTHER, "--from", "2022-01-01", "--document", "法1", "--reason", "freeze"),
        *OFFICER,
    )
    read(store, first, "一期")

    assert read(store, second, "二期")["released"] == []
    gone = read(store, second, "二期", "--release-missing", "--on", "2023-02-01")

    assert [(each["uscc"], each["on"]) for each in gone["released"]] == [(OTHER, "2023-02-01")]
    assert held(store, OTHER) == [("法1", "2022-01-01", None), ("一期", "2022-03-01", "2023-01-31")]
    again = read(store, second, "二期", "--release-missing", "--on", "2023-02-01")
    assert again["events_appended"] == 0
    assert read(store, first, "三期")["events_appended"] == 1  # on the list again
    assert read(store, first, "一期")["events_appended"] == 0


def test_rows_that_cannot_be_read_are_listed_and_nobody_is_released_then(store: Path) -> None:
    rows = ((USCC, "示例企业", "2022-03-01"), (OTHER, "示例企业", "2022-03-01"))
    read(store, sheet(store, "one", *rows), "一期")
    bad = sheet(
        store,
        "two",
        (USCC, "示例企业", "2022-03-01"),
        (OTHER[:-1] + "0", "示例企业", "2022-03-01"),
        (None, "无代码", "2022-03-01"),
        (STRANGER, "外地公司", "2022-13-01"),
        (USCC, "示例企业", "2022-04-01"),
    )

    ran = subsidy(*edition(store, bad, "二期", "--release-missing", "--on", "2023-02-01"))

    assert ran.code == 1
    faults = [(each["row"], each["column"], each["code"]) for each in ran.json["rejects"]]
    assert faults == [
        (4, "统一社会信用代码", "bad-uscc"),
        (5, "统一社会信用代码", "missing-field"),
        (6, "列入日期", "bad-date"),
        (7, None, "listed-twice"),
    ]
    assert [each["code"] for each in ran.json["notices"]] == ["nobody-released"]
    assert (ran.json["released"], ran.json["rows"]) == ([], 5)


def test_another_name_is_noticed_and_held_all_the_same(store: Path) -> None:
    answer = read(store, sheet(store, "one", (USCC, "别的公司", "2022-03-01")), "一期")

    assert [each["code"] for each in answer["notices"]] == ["list-name-differs"]
    assert len(answer["held"]) == 1


def test_days_to_come_are_not_recorded(store: Path) -> None:
    file = sheet(
        store, "one", (USCC, "示例企业", "2022-03-01", "2990-01-01"), (OTHER, "x", "2990-01-01")
    )

    ran = subsidy(*edition(store, file, "一期"))

    assert [(each["row"], each["code"]) for each in ran.json["rejects"]] == [(4, "day-to-come")]
    rehearsed = subsidy(*edition(store, file, "二期", "--dry-run")).json
    assert [each["code"] for each in rehearsed["rejects"]] == ["day-to-come"]
    assert {each["code"] for each in ran.json["notices"]} == {
        "removal-to-come",
        "list-name-differs",
    }
    assert held(store) == [("一期", "2022-03-01", None)]


def test_a_rehearsal_says_the_same_and_records_nothing(store: Path) -> None:
    file = sheet(store, "one", (USCC, "示例企业", "2022-03-01"))

    rehearsed = read(store, file, "一期", "--dry-run")

    assert (len(rehearsed["held"]), rehearsed["events_appended"]) == (1, 0)
    assert held(store) == []
    assert read(store, file, "一期")["held"] == rehearsed["held"]


def test_a_file_without_the_headers_is_refused_and_a_sheet_without_them_is_named(
    store: Path,
) -> None:
    file = store.parent / "none.csv"
    file.write_text("甲,乙\n1,2\n")
    assert subsidy(*edition(store, file, "一期")).json["code"] == "list-header-missing"

    book = Workbook()
    page, other = book.active, book.create_sheet("说明")
    assert page is not None
    for row in (HEADERS, (1, USCC, "示例企业", "2022-03-01")):
        page.append(row)
    other.append(["本名单每月更新"])
    both = store.parent / "both.xlsx"
    book.save(both)
    ran = subsidy(*edition(store, both, "一期"))
    assert ran.code == 1
    assert ran.json["unread"] == [{"file": "both.xlsx", "sheet": "说明", "rows": [1, 1]}]
    assert len(ran.json["held"]) == 1
