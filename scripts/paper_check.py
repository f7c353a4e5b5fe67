"""Say whether a paper is what the ledger printed, and what differs if it is not."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from adapters.ledger.snapshot import open_snapshot
from adapters.papers.check.checking import check
from adapters.papers.sources import LEDGER
from adapters.wording.papers import show_check, uncompared
from scripts.options import print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path)


def run(args: argparse.Namespace) -> int:
    checked = check(args.file, lambda position: open_snapshot(args.store, position, None), LEDGER)
    if checked.uncompared:
        print(uncompared(checked, args.lang), file=sys.stderr)
    if args.json:
        print_json(checked.answer)
    else:
        show_check(checked, args.lang)
    return 0 if checked.genuine else 1
