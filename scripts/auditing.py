"""What the audit tests share: the file they write, the position they name, their exit code."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from adapters.ledger.auditing.reading import last_moment
from adapters.ledger.snapshot import Snapshot
from adapters.wording.audit.audit import show_report
from adapters.wording.audit.report import Report
from domain.calendar import clock
from scripts.options import choose, print_json, recalled

FOUND = "退出码 1：有发现；0：没有。 / Exit code 1: something found; 0: nothing."
NONE = "退出码 0：本命令只列数字，不下结论。 / Exit code 0: figures only, nothing is judged."


def common(parser: argparse.ArgumentParser, epilog: str) -> None:
    """Add the options of every audit test."""
    recalled(parser)
    parser.add_argument(
        "--out", metavar="FILE.xlsx", type=_workbook, help="写成工作簿 / write a workbook"
    )
    parser.epilog = epilog


def where(args: argparse.Namespace, look: Snapshot) -> str:
    """Return the sentence that says what the answer rests on."""
    moment = last_moment(look)
    at = "-" if moment is None else clock(moment)
    return choose(
        args,
        f"账本位置 {look.position}，其记录时间 {at}（北京时间）",
        f"Log position {look.position}, recorded at {at} (Beijing time)",
    )


def tell(
    args: argparse.Namespace, look: Snapshot, told: dict[str, Any] | None, report: Report
) -> None:
    """Write the file asked for, then print: one JSON document, or the report."""
    if args.out is not None:
        from adapters.wording.audit.workbook import write_report

        write_report(report, args.out, last_moment(look))
    if told is not None:
        print_json(told)
    elif args.out is None:
        show_report(report, args.lang)
    else:
        for line in report.lines:
            print(line)
        print(choose(args, f"已写入 {args.out}", f"Written to {args.out}"))


def _workbook(given: str) -> Path:
    path = Path(given)
    if path.suffix.lower() != ".xlsx":
        raise argparse.ArgumentTypeError(f"须以 .xlsx 结尾 / must end in .xlsx: {given}")
    return path
