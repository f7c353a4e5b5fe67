"""Whatever a policy's kinds state, its form is made, filled in and read back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.command import asked, subsidy

pytestmark = pytest.mark.sqlite

USCC = "91330382MA0000023T"
POLICY = """
id = "fund"
title_zh = "资金"
title_en = "Fund"
document = "文"
announced_on = 2024-01-01
first_day = 2024-01-01
last_day = 2026-12-31
currency = "CNY"

[kinds.rent]
zh = "房租"
en = "rent"
sheet = "综合"
category = "类别"
day = "日期"
facts.fee = { is = "amount", zh = "费用", en = "fee" }
facts.new = { is = "yes-no", zh = "是否新办", en = "new" }

[kinds.title]
zh = "称号"
en = "title"
sheet = "综合"
category = "类别"
day = "日期"
facts.grade = { is = "word", words = { good = "Aeo优秀", best = "最优" } }
facts.staff = { is = "count", zh = "人数", en = "staff" }

[kinds.fair]
zh = "展会"
en = "fair"
sheet = "综合"
category = "类别"
day = "日期"
facts.costs = { is = "amounts", zh = "各项费用", en = "costs", split = "项数", most = 9 }

[kinds.trip]
zh = "差旅"
en = "trip"
day = "日期"
facts.tickets = { is = "amounts", zh = "票款", en = "tickets" }

[measures.rent]
article = "一"
title_zh = "房租"
title_en = "Rent"
kind = "rent"
pays = [{ of = "fee" }]

[measures.title]
article = "一"
title_zh = "称号"
title_en = "Title"
kind = "title"
pays = [{ of = "staff" }, { price = "10" }]

[measures.fair]
article = "一"
title_zh = "展会"
title_en = "Fair"
kind = "fair"
pays = [{ each = "costs" }, { highest = 2 }]

[measures.trip]
article = "一"
title_zh = "差旅"
title_en = "Trip"
kind = "trip"
pays = [{ of = "tickets" }]

[[article]]
id = "一"
figures = []

[[inferred]]
article = "一"
paths = ["measures.rent", "measures.title.price", "measures.fair.highest", "measures.trip",
         "first_day", "last_day", "announced_on"]
note_zh = "注"
note_en = "note"
"""
ROWS: dict[str, list[dict[str, Any]]] = {
    "综合": [
        {"类别": "房租", "费用": 5000, "是否新办": "是"},
        {"类别": "Aeo优秀", "人数": 12},
        {"类别": "展会", "各项费用": 9000, "项数": 3},
        {"类别": "房租", "费用": 700},
        {"类别": "最优", "人数": 1, "费用": 800},
    ],
    "差旅": [{"票款": 3000}],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fund")
    (folder / "fund.toml").write_text(POLICY, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def filled(folder: Path) -> Path:
    """The policy's own form with a row a claim."""
    path = folder / "form.xlsx"
    ran = subsidy("template", "--out", path, "--policy", folder / "fund.toml")
    assert ran.code == 0, ran.err
    book = load_workbook(path)
    for title, rows in ROWS.items():
        sheet = book[title]
        headers = {cell.value: cell.column for cell in sheet[3]}
        for number, row in enumerate(rows, start=4):
            for column in range(1, sheet.max_column + 1):
                sheet.cell(number, column).value = None
            own = {
                "申报编号": f"{title}-{number}",
                "企业名称": "示例公司",
                "统一社会信用代码": USCC,
                "日期": datetime(2024, 5, 1),  # noqa: DTZ001 - a cell has no time zone
                "申报日期": datetime(2024, 6, 1),  # noqa: DTZ001 - the same
            }
            for header, value in (own | row).items():
                sheet.cell(number, headers[header]).value = value
    book.save(path)
    return path


def test_kinds_on_one_sheet_state_facts_of_any_type(folder: Path, filled: Path) -> None:
    store = folder / "ledger.db"
    assert subsidy("store", "prepare", "--policy", folder / "fund.toml", "--store", store).code == 0

    ran = subsidy("backfill", filled, "--approve", "--store", store, "--json")

    rejects = {(row["claim_no"], row["column"], row["code"]) for row in ran.json["rejects"]}
    assert rejects - {(None, None, "unknown-sheet")} == {
        ("综合-7", "是否新办", "missing-field"),
        ("综合-8", "费用", "unknown-key"),
    }
    granted = {claim["claim_no"]: claim["granted_fen"] for claim in asked(store, "claims")}
    assert granted == {
        "综合-4": 500_000,
        "综合-5": 12_000,
        "综合-6": 600_000,
        "差旅-4": 300_000,
    }


def test_a_policy_whose_kinds_are_all_on_one_sheet_is_read_back(tmp_path: Path) -> None:
    file, form, store = tmp_path / "fund.toml", tmp_path / "form.xlsx", tmp_path / "ledger.db"
    file.write_text(_without("trip", POLICY), encoding="utf-8")
    assert subsidy("template", "--out", form, "--policy", file).code == 0
    assert subsidy("store", "prepare", "--policy", file, "--store", store).code == 0

    ran = subsidy("backfill", form, "--store", store, "--json")

    assert (ran.json["lines"], ran.json["rejects"]) == (0, [])


def _without(kind: str, policy: str) -> str:
    """Return a policy without a kind and its measure."""
    kept = [
        block
        for block in policy.split("\n\n")
        if f"[kinds.{kind}]" not in block and f"[measures.{kind}]" not in block
    ]
    return "\n\n".join(kept).replace(f'"measures.{kind}",\n', "\n")
