"""Print the payment list of a batch: its owner's only, for it shows accounts in full."""

from __future__ import annotations

import argparse

from scripts.options import whole
from scripts.papers import common, print_paper


def arguments(parser: argparse.ArgumentParser) -> None:
    common(parser)
    parser.add_argument("batch", metavar="N", type=whole)


def run(args: argparse.Namespace) -> int:
    return print_paper(args, "payments", str(args.batch))
