"""A ledger of seven claims, and amendments of its policy, through the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.command import ROOT, Ran, asked, subsidy, write_lines
from tests.support.stores import made_once

SHIPPED = ROOT / "domain/policy/policies/yueqing-foreign-trade.toml"
ONE, OTHER = "91330382MA0000023T", "91330382MA0001018G"


def claim(claim_no: str, kind: str, on: str, uscc: str = ONE, **facts: Any) -> dict[str, Any]:
    return {
        "claim_no": claim_no,
        "uscc": uscc,
        "enterprise": "示例企业",
        "kind": kind,
        "occurred_on": on,
        "filed_on": "2024-12-31",
        "facts": facts,
    }


def trademark(claim_no: str, on: str, fee: str, uscc: str = ONE) -> dict[str, Any]:
    facts = {"registration_no": claim_no, "country": "US", "fee": fee, "self_export": True}
    return claim(claim_no, "trademark", on, uscc, **facts)


def show(claim_no: str, on: str, *fees: str) -> dict[str, Any]:
    facts = {"exhibition": claim_no, "country": "DE", "key": True, "booth_fees": list(fees)}
    return claim(claim_no, "exhibition", on, **facts)


@made_once
def few_claims(folder: Path) -> Path:
    """Trademarks of two enterprises, in each year; three key shows of 2022 and a late one."""
    path = folder / "ledger.db"
    rows = [
        trademark("T-1", "2022-05-01", "20000"),
        trademark("T-2", "2023-05-01", "10000"),
        trademark("T-3", "2022-06-01", "30000", OTHER),
        show("April", "2022-04-10", "28571.43", "14285.72"),
        show("June", "2022-06-10", "28571.43", "28571.43", "7142.86"),
        show("September", "2022-09-10", "28571.43", "28571.43", "28571.43"),
        show("February", "2022-02-10", "40000", "40000", "40000", "40000"),
    ]
    words = ("backfill", write_lines(folder / "claims.jsonl", rows), "--approve")
    subsidy(*words, "--by", "clerk", "--store", path)
    return path


def amend(store: Path, *settings: str, **others: str) -> Ran:
    given = {
        "first-day": "2022-01-01",
        "last-day": "2024-12-31",
        "announced-on": "2023-03-01",
        "document": "乐政发〔2023〕1号",
    } | {name.replace("_", "-"): text for name, text in others.items()}
    words = [word for name, text in given.items() for word in (f"--{name}", text)]
    sets = ("--set", *settings) if settings else ()
    return subsidy("policy", "amend", *sets, *words, "--store", store, "--json", "--lang", "en")


def amounts(store: Path) -> dict[str, int]:
    return {entry["claim_no"]: entry["granted_fen"] for entry in asked(store, "claims")}
