"""A measure worked out from a year that is not recorded: the explanation says which amount is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.policy.several.test_other_policies import USCC, WUDI, line
from tests.support.command import asked, subsidy, write_lines

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Not recorded: imports and exports (trade of the year) of 2021"),
        ("zh", "未记录：2021年的进出口总额（进出口额）"),
    ],
)
def test_the_explanation_names_the_amount_and_the_year_in_both_languages(
    language: str, said: str, tmp_path: Path
) -> None:
    store = tmp_path / "ledger.db"
    assert subsidy("store", "prepare", "--policy", WUDI, "--store", store).code == 0
    recorded = subsidy("record", "trade", USCC, "2022", "total=1200000000", "--store", store)
    assert recorded.code == 0, recorded.err
    claims = write_lines(tmp_path / "c.jsonl", [line("W-1", "growth", "2022-12-31", {})])
    assert subsidy("backfill", claims, "--approve", "--store", store).code == 0

    ran = subsidy("explain", "W-1", "--store", store, "--lang", language)

    assert said in ran.out
    (claim,) = asked(store, "claims")
    assert (claim["granted_fen"], claim["reason"]) == (0, "not-eligible")
