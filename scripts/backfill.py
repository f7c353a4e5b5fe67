"""Backfill claims from JSON Lines, CSV or the bureau's workbook."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from adapters.intake.rejects import check_writable
from adapters.ledger import store
from adapters.ledger.backfill import Report, backfill, recording, rehearsing
from adapters.stores.opening import location_of
from adapters.wording.backfill import answer, show, show_notices, write_rejects
from adapters.wording.tables import progress
from domain.refusals import Refusal
from scripts.options import author, authored, choose, print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
    parser.add_argument("--approve", action="store_true", help="同时按文件次序核定 / also decide")
    parser.add_argument("--dry-run", action="store_true", help="只试算，不登记 / record nothing")
    parser.add_argument(
        "--rejects", metavar="FILE", type=Path, help="退回行写入此文件 / write rejected rows"
    )


def run(args: argparse.Namespace) -> int:
    for path in args.files:
        if not path.is_file():
            there = path.exists()
            raise Refusal("file-unreadable" if there else "file-not-found", file=str(path))
    if args.rejects is not None:
        check_writable(args.rejects, args.files)
    who = author(args)
    made = not (args.dry_run or location_of(args.store).exists())
    opened = (
        store.rehearsing(args.store, who)
        if args.dry_run
        else store.writing_in_bulk(args.store, who)
    )
    title = choose(args, "回填", "backfill")
    with opened as ledger_store, progress(title, None) as bar:
        ledger = ledger_store.handler
        carry_out = (rehearsing if args.dry_run else recording)(ledger, who)

        def told(report: Report) -> None:
            if bar is not None:
                bar.update(bar.task_ids[0], completed=report.lines)
            if not args.dry_run:
                print(f"recorded {report.accepted}", file=sys.stderr, flush=True)

        report = backfill(args.files, carry_out, who, approve=args.approve, told=told)
        book = ledger.book()
    show_notices(report, args.lang)
    if made:
        print(f"{choose(args, '新建账本', 'New ledger:')} {args.store}", file=sys.stderr)
    if args.rejects is not None:
        write_rejects(report, args.rejects, args.lang)
    if args.json:
        print_json(answer(report, args.lang))
    else:
        show(report, book, args.dry_run, args.lang)
    return 1 if report.rejects else 0
