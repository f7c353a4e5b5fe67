"""Print the report of a budget year."""

from __future__ import annotations

import argparse

from scripts.options import year
from scripts.papers import common, print_paper


def arguments(parser: argparse.ArgumentParser) -> None:
    common(parser)
    parser.add_argument("year", metavar="YEAR", type=year)


def run(args: argparse.Namespace) -> int:
    return print_paper(args, "budget", str(args.year))
