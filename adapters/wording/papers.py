"""What the check of a paper came to, for people."""

from __future__ import annotations

from adapters.papers.check.checking import Checked
from adapters.wording.tables import show_table

SHOWN_MAX = 100


def show_check(checked: Checked, lang: str) -> None:
    """Print whether a paper is genuine, and every difference with its place."""
    en = lang == "en"
    if checked.genuine:
        print(_genuine(checked, en))
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
            "here. Whether they were altered cannot be told from this file."
        )
    return (
        f"有 {checked.uncompared} 个账户单元格无从比对：账号已删除或不在本机。"
        "这些单元格是否改动过，本程序无法判断。"
    )


def _genuine(checked: Checked, en: bool) -> str:
    """Return that a paper is genuine, as far as it could be compared."""
    left, position = checked.uncompared, checked.position
    if en:
        apart = f" apart from {left} account cells that cannot be compared" if left else ""
        return f"Genuine{apart}: as the ledger printed it at position {position}"
    apart = f"除 {left} 个无从比对的账户单元格外，" if left else ""
    return f"{apart}属实：与账本在位置 {position} 打印的一致"


def not_here(cells: int, lang: str) -> str:
    """Return what to say of a paper printed without values that are not kept here."""
    if lang == "en":
        return (
            f"{cells} account cells are not filled in: their values are not kept here, or not for "
            "this login to read."
        )
    return f"有 {cells} 个账户单元格没有填写：账号不在本机，或本登录无权读取。"
