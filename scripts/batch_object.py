"""Hold one line of a batch that somebody objects to."""

from __future__ import annotations

import argparse

from adapters.ledger.treasury.desk import Payments
from scripts.batching import at_desk, of_line
from scripts.options import text


def arguments(parser: argparse.ArgumentParser) -> None:
    of_line(parser)
    parser.add_argument("--reason", metavar="TEXT", type=text, required=True, help="理由 / why")


def run(args: argparse.Namespace) -> int:
    def carry_out(desk: Payments) -> int:
        desk.object_to(args.batch, args.claim, args.reason)
        return int(args.batch)

    return at_desk(args, carry_out)
