"""Claims asked for by what they state and who dealt with them, and the table that is written."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.commands.test_command_line import OTHER, line
from tests.support.command import asked, subsidy, write_lines


def fee(yuan: str) -> dict[str, Any]:
    return {"registration_no": yuan, "country": "US", "fee": yuan, "self_export": True}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five claims: approved, reduced, said no to, withdrawn, and pending."""
    place = tmp_path_factory.mktemp("asked")
    lines = [
        line("YQ-1", facts=fee("10000.00"), invoices=["00045", "00044"]),
        line("YQ-2", facts=fee("20000.01"), occurred_on="2022-05-05"),
        line("YQ-3", facts=fee("30000.00"), occurred_on="2022-06-06"),
        line("YQ-4", kind="aeo", uscc=OTHER, enterprise="ABC 50%_贸易", occurred_on="2023-01-01"),
        line("YQ-5", facts=fee("50000.00"), uscc=OTHER, enterprise="ABC 50%_贸易"),
    ]
    made = place / "ledger.db"
    asked(made, "backfill", write_lines(place / "a.jsonl", lines), "--by", "clerk")
    asked(made, "approve", "YQ-1", "--by", "chief")
    words = ("--reduced-to", "100", "--reason", "少一半")
    asked(made, "approve", "YQ-2", *words, "--by", "deputy")
    asked(made, "reject", "YQ-3", "--reason", "缺材料", "--by", "chief")
    asked(made, "withdraw", "YQ-4", "--reason", "企业撤回", "--by", "clerk")
    return made


@pytest.mark.parametrize("position", [(), ("--position", "LAST")])
@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("", "1 2 3 4 5"),
        ("--name abc", "4 5"),
        ("--name %_贸", "4 5"),
        ("--name a%c", ""),
        ("--kind aeo", "4"),
        ("--since 2022-05-05 --until 2022-06-06", "2 3"),
        ("--since 2022-05-06", "3 4"),
        ("--officer deputy", "2"),
        ("--officer clerk", "1 2 3 4 5"),
        ("--officer chief --status rejected", "3"),
        ("--max 100", "2 3 4"),  # granted: said no to and withdrawn are nothing
        ("--min 100 --max 49999.99", "1 2"),
        ("--min 50000", "5"),  # pending: what it declares
        ("--min 50000.01", ""),
    ],
)
def test_claims_are_chosen_by_all_that_is_asked(
    words: str, numbers: str, position: tuple[str, ...], store: Path
) -> None:
    last = str(asked(store, "totals")["position"])
    at = [word.replace("LAST", last) for word in position]

    answer = asked(store, "claims", *words.split(), *at)

    assert [claim["claim_no"] for claim in answer] == [f"YQ-{n}" for n in numbers.split()]


def test_a_claim_carries_what_it_states_and_who_dealt_with_it(store: Path) -> None:
    one, two, three, four, five = asked(store, "claims")
    names = ("declared_fen", "decided_by", "reduced_to_fen", "words")

    assert one["facts"] == {
        "registration_no": "10000.00",
        "country": "US",
        "fee_fen": 1_000_000,
        "self_export": True,
    }
    assert one["invoices"] == ["00044", "00045"]
    assert (one["filed_on"], one["submitted_by"]) == ("2022-10-08", "clerk")
    assert [[claim[name] for name in names] for claim in (one, two, three, four, five)] == [
        [1_000_000, "chief", None, None],
        [2_000_001, "deputy", 10_000, "少一半"],
        [3_000_000, "chief", None, "缺材料"],
        [None, None, None, "企业撤回"],
        [5_000_000, None, None, None],
    ]


def test_the_details_of_a_claim_are_those_of_the_position_asked_for(store: Path) -> None:
    claim = asked(store, "claims", "--position", "6")[1]

    assert (claim["status"], claim["decided_by"], claim["words"]) == ("submitted", None, None)


def test_the_table_written_has_every_claim_its_sums_and_the_position(
    store: Path, tmp_path: Path
) -> None:
    position = asked(store, "totals")["position"]
    for out in (tmp_path / "a.csv", tmp_path / "a.xlsx"):
        ran = subsidy("claims", "--out", out, "--store", store)
        assert (ran.code, ran.out) == (0, f"已将 5 笔申报写入 {out}\n"), ran.err

    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    sheet = load_workbook(tmp_path / "a.xlsx")["审核汇总表"]
    columns = [
        header.index(name) for name in ("申报编号", "申报金额", "核减", "核定金额", "审核意见")
    ]

    assert [[row[place] for place in columns] for row in rows] == [
        ["YQ-1", "10000.00", "5000.00", "5000.00", ""],
        ["YQ-2", "20000.01", "19900.01", "100.00", "少一半"],
        ["YQ-3", "30000.00", "30000.00", "0.00", "缺材料"],
        ["YQ-4", "", "", "0.00", "企业撤回"],
        ["YQ-5", "50000.00", "", "", ""],
        ["合计", "110000.01", "54900.01", "5100.00", ""],
        [f"截至账本位置 {position}", "", "", "", ""],
    ]
    cells = [[sheet.cell(row, at + 1).value for at in columns] for row in range(1, 9)]
    assert cells[0] == ["申报编号", "申报金额", "核减", "核定金额", "审核意见"]
    assert cells[2] == ["YQ-2", 20_000.01, 19_900.01, 100, "少一半"]
    assert cells[-1][0] == f"截至账本位置 {position}"


@pytest.mark.parametrize(
    ("pending", "row", "happened"),
    [((), 3, datetime(2022, 5, 5)), (("--pending",), 2, datetime(2022, 3, 7))],  # noqa: DTZ001
)
def test_days_of_the_table_written_are_days_to_a_spreadsheet_and_iso_in_csv(
    store: Path, tmp_path: Path, pending: tuple[str], row: int, happened: datetime
) -> None:
    for name in ("a.csv", "a.xlsx"):
        subsidy("claims", *pending, "--out", tmp_path / name, "--store", store)

    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[1]
    headers = [cell.value for cell in sheet[1]]
    cells = [sheet.cell(row, headers.index(each) + 1) for each in ("事项日期", "申报日期")]
    assert [cell.value for cell in cells] == [happened, datetime(2022, 10, 8)]  # noqa: DTZ001
    assert {cell.number_format for cell in cells} == {"yyyy-mm-dd"}
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        line = list(csv.DictReader(file))[row - 2]
    assert (line["事项日期"], line["申报日期"]) == (f"{happened:%Y-%m-%d}", "2022-10-08")


def test_a_table_takes_the_place_of_no_store_and_of_no_other_kind_unless_forced(
    store: Path, tmp_path: Path
) -> None:
    other = tmp_path / "a.xlsx"
    other.write_bytes(b"PK\x03\x04 a report of somebody else's")

    refused = subsidy("claims", "--out", other, "--store", store, "--json")
    forced = subsidy("claims", "--out", other, "--store", store, "--force")

    assert (refused.code, refused.json["code"]) == (1, "output-of-another-kind")
    assert forced.code == 0, forced.err
    assert subsidy("claims", "--out", tmp_path / "a.txt", "--store", store).code == 2
