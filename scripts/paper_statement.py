"""Print the statement of an enterprise."""

from __future__ import annotations

import argparse

from scripts.options import must_be_code
from scripts.papers import common, print_paper


def arguments(parser: argparse.ArgumentParser) -> None:
    common(parser)
    parser.add_argument("uscc", metavar="USCC")


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    return print_paper(args, "statement", args.uscc)
