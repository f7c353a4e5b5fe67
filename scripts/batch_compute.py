"""Compute a batch: the approved, unpaid claims that a line can pay, in order."""

from __future__ import annotations

import argparse

from adapters.ledger.treasury.desk import Payments
from domain.payments.apportion import UNITS_FEN
from domain.payments.budget import ALL
from domain.payments.computing import ComputeBatch
from scripts.batching import at_desk
from scripts.options import amount, authored, day, text, year


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("--budget-year", metavar="Y", type=year, required=True)
    parser.add_argument(
        "--line", metavar="L", type=text, default=ALL, help="科目（默认 all） / budget line"
    )
    parser.add_argument(
        "--until", metavar="DATE", type=day, help="核定日截至（含） / decided until that day"
    )
    parser.add_argument("--document", metavar="NO", type=text, help="文号 / by which document")
    parser.add_argument(
        "--shortage",
        choices=("queue", "pro-rata"),
        default="queue",
        help="资金不足时：排队或按比例 / not enough money: in order, or a share each",
    )
    parser.add_argument(
        "--round-down-to", choices=tuple(UNITS_FEN), help="按比例时舍至 / whole units of a share"
    )
    parser.add_argument(
        "--at-least",
        metavar="YUAN",
        type=amount,
        help="按比例时不足此数不拨 / smaller shares get 0",
    )
    parser.add_argument(
        "--remainder",
        choices=("owed", "lapse"),
        help="按比例未付部分：仍欠或失效 / what a share leaves unpaid",
    )
    parser.set_defaults(misused=parser.error)


def run(args: argparse.Namespace) -> int:
    options = (args.round_down_to, args.at_least, args.remainder)
    if args.shortage == "queue" and any(option is not None for option in options):
        args.misused("这些选项只用于 --shortage pro-rata / only with --shortage pro-rata")
    command = ComputeBatch(
        line=args.line,
        document=args.document,
        until=args.until,
        shortage=args.shortage,
        round_down_to=args.round_down_to,
        at_least_fen=args.at_least or 0,
        remainder=args.remainder or "owed",
    )

    def compute(desk: Payments) -> int:
        return desk.compute(args.budget_year, command)

    return at_desk(args, compute)
