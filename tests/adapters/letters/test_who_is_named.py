"""Whom a letter names: the addressee's own claims, nobody else's, and no name that was erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.identity import check_character
from domain.money import yuan
from tests.adapters.letters.given import BUREAU, FORMATS, checked, words_of
from tests.support.command import ROOT, asked, write_lines
from tests.support.few_claims import ONE, OTHER, claim, trademark

PARK = ROOT / "tests" / "golden" / "policies" / "park-fund.toml"
FIRST = "92330382MA0000023"
TRADER = FIRST + check_character(FIRST)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_name_erased_since_cannot_be_compared_and_everything_else_is(
    tmp_path: Path, suffix: str
) -> None:
    store, out = tmp_path / "ledger.db", tmp_path / f"d{suffix}"
    rows = [trademark("T-1", "2022-05-01", "20000", TRADER) | {"enterprise": "张三电器经营部"}]
    asked(store, "backfill", write_lines(tmp_path / "c.jsonl", rows), "--approve")
    asked(store, "paper", "decision", "--claim", "T-1", "--out", out, *BUREAU)

    asked(store, "enterprise", "erase", TRADER)
    ran = checked(store, out)

    assert "张三电器经营部" in words_of(out)
    assert (ran.code, ran.json["genuine"]) == (0, True)
    assert "1" in ran.err


def test_a_claim_that_filled_a_cap_is_said_with_what_it_had_then(
    store: Path, tmp_path: Path
) -> None:
    out = tmp_path / "r.docx"

    asked(store, "paper", "refusal", "--claim", "A-2", "--out", out, *BUREAU)

    assert "核定200,000.00元，其后调整为0.00元" in words_of(out)


@pytest.mark.pdf
def test_claims_with_letters_of_any_script_keep_their_codes_in_a_pdf(tmp_path: Path) -> None:
    store, out = tmp_path / "ledger.db", tmp_path / "d.pdf"
    name = "Ｘ-1／甲 " + "LONG" * 12
    rows = [claim(name, "aeo", "2022-05-01") | {"enterprise": "Q" * 120}]
    asked(store, "backfill", write_lines(tmp_path / "c.jsonl", rows), "--approve")

    answer = asked(store, "paper", "decision", "--claim", name, "--out", out, *BUREAU)
    spelled = f"decision/claim:{name.replace(' ', '%20')}/{answer['position']}"
    code = f"subsidy-paper:{spelled}:{answer['sha256'][0]}"

    assert checked(store, out).json["genuine"]
    assert asked(store, "paper", "check", "--code", code)["genuine"]
    assert "Q" * 120 in words_of(out)


def test_of_a_cap_over_all_the_sum_is_said_and_no_other_enterprise(tmp_path: Path) -> None:
    store, out = tmp_path / "ledger.db", tmp_path / "d.docx"
    asked(store, "store", "prepare", "--policy", PARK)
    rows = [
        claim(number, "plant", "2024-05-01", uscc, park="东园", costs=costs)
        for number, uscc, costs in (
            ("P-1", ONE, "1000"),
            ("P-2", OTHER, "2000"),
            ("P-3", ONE, "1200"),
        )
    ]
    for row in rows:
        row["enterprise"] = "甲公司" if row["uscc"] == ONE else "乙公司"
    asked(store, "backfill", write_lines(tmp_path / "c.jsonl", rows), "--approve")

    asked(store, "paper", "decision", "--claim", "P-3", "--out", out, *BUREAU)

    said = words_of(out)
    used = {cap["cap"]: cap["used_before"] for cap in asked(store, "explain", "P-3")["caps"]}
    assert "全部企业合计最高6,000.00元" in said
    assert f"本笔之前全部企业已使用{yuan(used['fund'])}元，其中本企业：P-1（" in said
    assert used["fund"] == 150_000
    assert "P-2" not in said
    assert "乙公司" not in said
