"""A province of twenty counties, each of so many claims: each answer beside the whole.

The long run has 50,000 claims a county, a million together.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts.sample.generate import main as generate
from tests.support.command import ended, process, subsidy
from tests.support.extent import tried
from tests.support.stores import address

COUNTIES = 20
CLAIMS = tried(300, long=50_000)
RATE = ("rehearse", "--set", "measures.overseas-trademark.rate=60%")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that lists the counties."""
    folder = tmp_path_factory.mktemp("province")
    listed = []
    for number in range(COUNTIES):
        drawn, store = folder / "claims.jsonl", folder / f"{number}.db"
        words = ["--seed", str(number), "--claims", str(CLAIMS), "--clean", "--exports"]
        assert generate([*words, "--jsonl", str(drawn)]) == 0
        filled = subsidy("backfill", drawn, "--approve", "--by", "clerk", "--store", store)
        assert filled.code == 0, filled.err
        drawn.unlink()
        listed.append(f'[[ledger]]\nname = "{number:02}"\nstore = "{address(store)}"')
    file = folder / "province.toml"
    file.write_text("\n".join(listed), encoding="utf-8")
    return file


def of_province(province: Path, *words: str) -> Any:
    ran = ended(process(*words, "--ledgers", province, "--json"))
    assert ran.code == 0, ran.err
    return ran.json


def of_county(province: Path, number: int, *words: str) -> Any:
    return subsidy(*words, "--store", province.parent / f"{number}.db", "--json").json


def test_a_whole_province_is_the_sum_of_its_counties(province: Path) -> None:
    said = of_province(province, "totals", "--by", "measure")

    each = [county["answer"] for county in said["ledgers"]]
    assert len(each) == COUNTIES
    assert each[7] == of_county(province, 7, "totals", "--by", "measure")
    assert said["whole"]["granted_fen"] == sum(county["granted_fen"] for county in each) > 0


def test_a_what_if_of_a_province_is_what_its_counties_say(province: Path) -> None:
    said = of_province(province, *RATE)

    each = [county["answer"] for county in said["ledgers"]]
    assert each[3] == of_county(province, 3, *RATE)
    assert said["whole"]["delta_fen"] == sum(county["delta_fen"] for county in each)
    assert said["whole"]["delta_fen"] != 0


def test_each_decision_of_a_province_is_worked_out_again(province: Path) -> None:
    said = of_province(province, "reperform")

    decisions = sum(county["answer"]["decisions"] for county in said["ledgers"])
    assert said["whole"]["decisions"] == decisions >= COUNTIES * CLAIMS * 9 // 10
    assert said["whole"]["disagreements"] == 0
