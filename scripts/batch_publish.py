"""Begin the public notice of a batch."""

from __future__ import annotations

import argparse

from adapters.ledger.treasury.desk import Payments
from scripts.batching import at_desk, of_batch
from scripts.options import day, days


def arguments(parser: argparse.ArgumentParser) -> None:
    of_batch(parser)
    parser.add_argument(
        "--on", metavar="DATE", type=day, required=True, help="公示首日 / first day"
    )
    parser.add_argument("--days", metavar="D", type=days, default=7, help="公示天数 / how many")


def run(args: argparse.Namespace) -> int:
    def carry_out(desk: Payments) -> int:
        desk.publish(args.batch, args.on, args.days)
        return int(args.batch)

    return at_desk(args, carry_out)
