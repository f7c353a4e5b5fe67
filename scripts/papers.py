"""What the commands that print papers share: the file, and what is said of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from adapters.papers.paper import KINDS
from adapters.papers.printing import derived, write
from adapters.papers.sources import LEDGER
from adapters.wording.papers import not_here
from scripts.options import choose, looking, print_json, recalled


def common(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that prints a paper."""
    recalled(parser)
    parser.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help=".xlsx 或 .csv / .xlsx or .csv"
    )


def print_paper(args: argparse.Namespace, kind: str, subject: str) -> int:
    """Print one paper to its file and tell what it rests on."""
    with looking(args) as look:
        paper = derived(look, kind, subject, LEDGER)
        write(paper, args.out)
    if paper.unknown:
        print(not_here(paper.unknown, args.lang), file=sys.stderr)
    rows = len(paper.content.table.rows)
    if args.json:
        told = {"paper": kind, "subject": subject, "file": str(args.out), "rows": rows}
        print_json(told | {"position": paper.position, "sha256": paper.digest})
        return 0
    print(choose(args, f"{KINDS[kind]}已写入 {args.out}：{rows} 行，账本位置 {paper.position}",
                 f"Wrote {kind} to {args.out}: {rows} rows, log position "
                 f"{paper.position}"))  # fmt: skip
    print(f"SHA-256 {paper.digest}")
    return 0
