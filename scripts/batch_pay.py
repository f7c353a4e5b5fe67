"""Pay what of a batch is free to be paid."""

from __future__ import annotations

import argparse

from adapters.ledger.treasury.desk import Payments
from scripts.batching import at_desk, of_batch
from scripts.options import day, text


def arguments(parser: argparse.ArgumentParser) -> None:
    of_batch(parser)
    parser.add_argument("--on", metavar="DATE", type=day, required=True, help="拨付日 / paid on")
    parser.add_argument(
        "--receipt", metavar="NO", type=text, required=True, help="回单号 / receipt"
    )


def run(args: argparse.Namespace) -> int:
    def carry_out(desk: Payments) -> int:
        desk.pay(args.batch, args.receipt, args.on)
        return int(args.batch)

    return at_desk(args, carry_out)
