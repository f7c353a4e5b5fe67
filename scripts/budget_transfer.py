"""Record money moved from one line of a year to another."""

from __future__ import annotations

import argparse

from domain.budget_events import BudgetTransferred
from scripts.budgeting import at_desk, documented, of_year
from scripts.options import text


def arguments(parser: argparse.ArgumentParser) -> None:
    of_year(parser)
    parser.add_argument(
        "--from", dest="from_line", metavar="L", type=text, required=True, help="调出科目 / out of"
    )
    parser.add_argument(
        "--to", dest="to_line", metavar="L", type=text, required=True, help="调入科目 / into"
    )
    documented(parser)


def run(args: argparse.Namespace) -> int:
    event = BudgetTransferred(
        from_line=args.from_line,
        to_line=args.to_line,
        amount_fen=args.amount,
        document=args.document,
        on=args.on,
    )
    return at_desk(args, lambda desk: desk.move(args.year, event))
