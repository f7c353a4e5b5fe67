"""What was granted, by measure, enterprise or year; retroactive claims apart when asked."""

from __future__ import annotations

import argparse
import sys

from adapters import queries
from adapters.parties.names import names_of
from adapters.presentation.answers import show_totals
from scripts.options import choose, looking, print_json, recalled, year


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("--year", metavar="Y", type=year)
    parser.add_argument("--by", choices=queries.TOTALS_BY, default="measure")
    parser.add_argument(
        "--retroactive",
        action="store_true",
        help="追溯适用的另列，并报告从事项到申报的天数 / retroactive claims apart, and their lag",
    )


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        book, answer = look.book, look.totals(args.year, args.by)
        names = names_of(look) if args.by == "enterprise" else {}
        if args.retroactive:
            from adapters.retroactivity import apart

            answer |= apart(look.granted(), args.year)
    if not book.versions:
        zh, en = "账本在那时还没有任何记录", "The ledger had recorded nothing by then"
        print(choose(args, zh, en), file=sys.stderr)
    if args.json:
        print_json(answer)
        return 0
    show_totals(answer, args.by, book, names, args.lang)
    if args.retroactive:
        from adapters.presentation.retroactivity import show_apart

        show_apart(answer, book, args.lang)
    return 0
