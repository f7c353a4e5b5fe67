"""Retroactive claims and the others as tables, with how late they were filed."""

from __future__ import annotations

from typing import Any

from adapters.wording.claims.answers import measure_title
from adapters.wording.rendering.tables import show_table
from domain.money import yuan
from domain.policy.book import PolicyBook


def show_apart(answer: dict[str, Any], book: PolicyBook, lang: str) -> None:
    """Print both parts: claims, amount, and the lag from the matter to the filing, in days."""
    en = lang == "en"
    for name, title in (
        (
            "retroactive",
            "Retroactive (before the announcement)" if en else "追溯适用（发布日之前的事项）",
        ),
        ("others", "Since the announcement" if en else "发布日起的事项"),
    ):
        part = answer[name]
        rows = [
            [measure_title(measure, book, lang), *_told(group)]
            for measure, group in part["by_measure"].items()
        ]
        rows.append(["total" if en else "合计", *_told(part)])
        headers = (
            [title, "claims", "granted", "median days", "longest days"]
            if en
            else [title, "笔数", "核定金额", "申报滞后中位数（天）", "最长（天）"]
        )
        print()
        show_table(headers, rows, {1, 2, 3, 4})


def _told(group: dict[str, Any]) -> list[str]:
    lag = group["lag_days"]
    days = ["" if lag[name] is None else str(lag[name]) for name in ("median", "longest")]
    return [f"{group['claims']:,}", yuan(group["granted_fen"]), *days]
