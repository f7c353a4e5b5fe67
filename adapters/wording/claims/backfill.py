"""What a backfill did, for people and for programs, and its rejected rows to correct."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from adapters.intake.rejects import write_rejects as write_rows
from adapters.ledger.backfill import Rejected, Report
from adapters.wording.catalogue.intake_sentence import notice, why
from adapters.wording.policy.titles import measure_title
from adapters.wording.rendering.tables import show_table
from domain.money import yuan
from domain.policy.book import PolicyBook

REJECTS_SHOWN_MAX = 50
NOTICES_SHOWN_MAX = 20


def answer(report: Report, lang: str) -> dict[str, Any]:
    """Return the report as other programs rely on it."""
    return {
        "lines": report.lines,
        "accepted": report.accepted,
        "rejected": report.rejected,
        "already_recorded": report.already_recorded,
        "events_appended": report.events_appended,
        "exports": report.exports,
        "declared_fen": report.declared_fen,
        "granted_fen": report.granted_fen,
        "rejects": [
            {
                "file": rejected.row.at.file,
                "sheet": rejected.row.at.sheet,
                "row": rejected.row.at.row,
                "column": rejected.row.column,
                "code": rejected.row.code,
                "message": _why(rejected, lang),
                "claim_no": rejected.row.claim_no,
            }
            for rejected in report.rejects
        ],
    }


def show(report: Report, book: PolicyBook, dry_run: bool, lang: str) -> None:
    """Print the counts, the amounts, and the rejected rows with their reasons."""
    en = lang == "en"
    if dry_run:
        print("Rehearsal: nothing was recorded" if en else "试算：未作任何记录")
    rows = [
        ("claims read" if en else "读入申报", f"{report.lines:,}"),
        ("accepted" if en else "登记", f"{report.accepted:,}"),
        ("granted nothing" if en else "其中不予核定", f"{report.granted_nothing:,}"),
        ("already recorded" if en else "此前已登记", f"{report.already_recorded:,}"),
        ("rejected" if en else "退回", f"{report.rejected:,}"),
        ("exports records" if en else "出口额记录", f"{report.exports:,}"),
        ("events" if en else "新增事件", f"{report.events_appended:,}"),
    ]
    if report.declared_fen is not None:
        rows.append(("declared, yuan" if en else "申报合计（元）", yuan(report.declared_fen)))
    rows.append(("granted, yuan" if en else "核定合计（元）", yuan(report.granted_fen)))
    show_table(["", ""], rows, {1})
    if report.by_measure:
        print("\nGranted by measure" if en else "\n按项目核定")
        show_table(
            ["measure", "grants", "yuan"] if en else ["项目", "笔数", "核定金额"],
            [
                [measure_title(measure, book), f"{grants:,}", yuan(fen)]
                for measure, (grants, fen) in report.by_measure.items()
            ],
            {1, 2},
        )
    if not report.rejects:
        return
    print("\nRejected rows" if en else "\n退回的行")
    show_table(
        ["sheet", "row", "column", "code", "claim", "why"]
        if en
        else ["工作表", "行", "列", "代码", "申报编号", "原因"],
        [
            [
                rejected.row.at.sheet or rejected.row.at.file,
                str(rejected.row.at.row),
                rejected.row.column or "",
                rejected.row.code,
                rejected.row.claim_no or "",
                _why(rejected, lang),
            ]
            for rejected in report.rejects[:REJECTS_SHOWN_MAX]
        ],
        {1},
    )
    hidden = len(report.rejects) - REJECTS_SHOWN_MAX
    if hidden > 0:
        print(
            f"… and {hidden:,} more: use --rejects FILE"
            if en
            else f"……另有 {hidden:,} 行，请用 --rejects FILE 写出"
        )


def show_notices(report: Report, lang: str) -> None:
    """Print warnings on standard error, the first few of each kind."""
    told: Counter[str] = Counter()
    for one in report.notices:
        told[one.code] += 1
        if told[one.code] <= NOTICES_SHOWN_MAX:
            print(f"{one.code}: {notice(one.code, one.facts, lang)}", file=sys.stderr)
    for code, times in told.items():
        if (hidden := times - NOTICES_SHOWN_MAX) > 0:
            more = f"{code}: {hidden:,} more" if lang == "en" else f"{code}：另有 {hidden:,} 条"
            print(more, file=sys.stderr)


def write_rejects(report: Report, path: Path, lang: str) -> None:
    """Write the rejected rows to correct and feed in again. Raises `rejects-unwritable`."""
    write_rows(path, [(rejected.row, _why(rejected, lang)) for rejected in report.rejects])


def _why(rejected: Rejected, lang: str) -> str:
    row = rejected.row
    return why(row.code, row.column, row.value, lang, rejected.facts)
