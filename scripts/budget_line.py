"""Name a line of a budget year, with the measures it pays for."""

from __future__ import annotations

import argparse

from scripts.budgeting import at_desk, of_year
from scripts.options import text


def arguments(parser: argparse.ArgumentParser) -> None:
    of_year(parser)
    parser.add_argument("line", metavar="L", type=text)
    parser.add_argument(
        "--measures", metavar="M", nargs="+", required=True, help="项目，可用逗号分隔 / measures"
    )


def run(args: argparse.Namespace) -> int:
    parts = (one.strip() for told in args.measures for one in told.split(","))
    measures = tuple(one for one in parts if one)
    return at_desk(args, lambda desk: desk.name_line(args.year, args.line, measures))
