"""What the check of a paper came to, for people."""

from __future__ import annotations

from adapters.papers.checking import Checked
from adapters.presentation.tables import show_table

SHOWN_MAX = 100


def show_check(checked: Checked, lang: str) -> None:
    """Print whether a paper is genuine, and every difference with its place."""
    en = lang == "en"
    if checked.genuine:
        print(
            f"Genuine: as the ledger printed it at position {checked.position}"
            if en
            else f"属实：与账本在位置 {checked.position} 打印的一致"
        )
        return
    print("Not what the ledger printed:" if en else "与账本打印的不符：")
    headers = ["row", "column", "printed", "found"] if en else ["行", "列", "原为", "现为"]
    rows = [
        ["" if one.row is None else str(one.row), *(text or "" for text in one[1:])]
        for one in checked.differences[:SHOWN_MAX]
    ]
    show_table(headers, rows, {0})
    left = len(checked.differences) - SHOWN_MAX
    if left > 0:
        print(f"… and {left:,} more (--json: all)" if en else f"……另有 {left:,} 处（--json 全部）")


def uncompared(checked: Checked, lang: str) -> str:
    """Return what to say of cells whose value is no longer there."""
    if lang == "en":
        return (
            f"{checked.uncompared} account cells cannot be compared: their values are not kept "
            "here. The digest, which covers their commitments, was."
        )
    return (
        f"有 {checked.uncompared} 个账户单元格无从比对：账号已删除或不在本机。"
        "摘要值覆盖其承诺值，已作比对。"
    )


def not_here(cells: int, lang: str) -> str:
    """Return what to say of a paper printed without values that are not kept here."""
    if lang == "en":
        return (
            f"{cells} account cells are not filled in: their values are not kept here, or not for "
            "this login to read."
        )
    return f"有 {cells} 个账户单元格没有填写：账号不在本机，或本登录无权读取。"
