"""A working says what each figure rests on: its parts, its band, the amounts it was applied to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.command import asked, subsidy, write_lines
from tests.support.stores import made_once

FILE = Path(__file__).parents[3] / "golden" / "policies" / "works-fund.toml"
USCC, OTHER = "91330382MA0000023T", "91330382MA0000020H"

WORKS = {"costs": "1000", "staff": 60, "green": True, "smart": True}
TRIED: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "W-1": ("works", WORKS, {}),
    "W-2": ("works", WORKS | {"staff": 20, "green": False}, {}),
    "W-3": ("works", WORKS | {"staff": 600}, {}),
    "W-4": ("works", WORKS, {"filed_on": "2024-12-31"}),
    "L-1": ("loan", {"principal": "12000.01"}, {}),
    "F-1": ("fair", {"country": "FR", "stands": ["2000", "1000.01", "900"]}, {}),
    "F-2": ("fair", {"country": "DE", "stands": ["2000"]}, {}),
    "T-1": ("title", {"grade": "low"}, {}),
    "T-2": ("title", {"grade": "high"}, {}),
    "X-1": ("trade", {"sold": "1000"}, {}),
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    path = folder / "ledger.db"
    asked(path, "store", "prepare", "--policy", FILE)
    rows = [
        {
            "claim_no": number,
            "uscc": USCC if number.startswith("T") else OTHER,
            "enterprise": "E",
            "kind": kind,
            "occurred_on": "2024-05-01",
            "filed_on": "2024-05-02",
            "facts": facts,
            "invoices": [f"F-{number}"],
        }
        | more
        for number, (kind, facts, more) in TRIED.items()
    ]
    asked(path, "backfill", write_lines(folder / "c.jsonl", rows), "--approve")
    return path


def working(store: Path, number: str, lang: str = "en") -> str:
    ran = subsidy("explain", number, "--store", store, "--lang", lang)
    assert ran.code == 0, ran.err
    return " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("W-1", "at 13% (staff 60: the band from 50) (12% + 2% + 1%, up to 13%)"),
        ("W-2", "at 11% (staff 20: the band from 10) (10% + 1%, up to 13%)"),
        ("W-3", "Not eligible: 500 staff or more (staff 600)"),
        ("W-4", "missing: filed at most 60 days after the matter (filed 244 days after)"),
        ("L-1", "each part at the rate of its band: 5,000.00×2% + 7,000.01×1%"),
        ("F-1", "each of 3 amounts: 2,000.00; 1,000.01; 900.00 3,900.01"),
        ("F-1", "at 70%: 1,400.00; 700.007; 630.00 2,730.00"),
        ("F-1", "at most 1,000.00: 1,000.00; 700.007; 630.00 2,330.00 ◆"),
        ("F-1", "2 counted: 1,000.00; 700.007 1,700.00 ◆"),
        ("F-2", "Not abroad: the matter is in DE"),
        ("T-2", "“High”, “Low”: together not above the highest of them; 200.00 granted before"),
        ("X-1", "333 1/3 times 3"),
        ("X-1", "times 1.3"),
    ],
)
def test_a_figure_is_shown_with_what_it_rests_on(store: Path, number: str, said: str) -> None:
    assert said in working(store, number)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("W-1", "按 13%（职工人数 60，适用 50 起的档次）（12% + 2% + 1%，最高 13%）"),
        ("W-3", "不符合条件：职工人数在 500 人及以上（职工人数 600）"),
        ("F-1", "最高 1,000.00：1,000.00；700.007；630.00"),
        ("F-2", "事项发生在本国（德国），不属境外事项"),
        ("T-2", "“国家级奖励”、“省级奖励”：合计不超过其中最高一项；此前已核定 200.00"),
    ],
)
def test_it_is_shown_in_chinese_as_well(store: Path, number: str, said: str) -> None:
    assert said in working(store, number, "zh")


def test_only_the_term_that_bound_is_marked(store: Path) -> None:
    lines = asked(store, "explain", "F-1")["working"]

    bound = [line["text"].split("：")[0] for line in lines if line["bound"]]
    assert len(bound) == 2, lines  # one stand at its most, and three where two count
