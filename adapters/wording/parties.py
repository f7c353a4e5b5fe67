"""Enterprises and their accounts as lines and tables for people; no account is shown whole."""

from __future__ import annotations

from typing import Any

from adapters.wording.tables import show_table

STATES = {
    "matches": ("与承诺值一致", "matches its commitment"),
    "differs": ("与承诺值不符", "differs from its commitment"),
    "erased": ("已删除", "erased"),
    "missing": ("账号不在本机", "not kept here"),
    "not-erased": ("已记录删除，但仍在", "recorded as erased, still there"),
}


def show_enterprise(found: dict[str, Any], lang: str) -> None:
    """Print an enterprise: its name, the names it had and their days, its account."""
    en = lang == "en"
    place = f"log position {found['position']}" if en else f"账本位置 {found['position']}"
    print(f"{found['name'] or ''} {found['uscc']}  ({place})".strip())
    if len(found["names"]) > 1:
        headers = ["name", "from", "document"] if en else ["名称", "自", "文号"]
        rows = [
            [one["name"], one["first_day"] or "", one["document"] or ""] for one in found["names"]
        ]
        show_table(headers, rows, set())
    account = found["account"]
    if account is None:
        print("No account named" if en else "未登记收款账户")
        return
    told = f"{account['bank']} {account['masked']}" if account["masked"] else ""
    state = STATES[account["state"]][en]
    print(f"{'Account' if en else '收款账户'}: {told or state}".strip())


def show_commitments(told: dict[str, Any], lang: str) -> None:
    """Print how many accounts stand how, and each that is not as it should be."""
    en = lang == "en"
    rows = [
        [words[en], f"{told[state.replace('-', '_')]:,}"]
        for state, words in STATES.items()
        if told[state.replace("-", "_")]
    ]
    if not rows:
        print("No account named" if en else "未登记收款账户")
        return
    show_table(["account", "count"] if en else ["账户", "个数"], rows, {1})
    for one in told["accounts"]:
        if one["state"] in ("differs", "not-erased"):
            print(f"{one['uscc']} {one['account_id']}: {STATES[one['state']][en]}")
