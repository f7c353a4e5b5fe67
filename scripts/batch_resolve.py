"""Resolve an objection: uphold it and revoke the claim, or dismiss it."""

from __future__ import annotations

import argparse

from adapters.ledger.treasury.desk import Payments
from scripts.batching import at_desk, of_line
from scripts.options import text


def arguments(parser: argparse.ArgumentParser) -> None:
    of_line(parser)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--uphold", action="store_true", help="异议成立，撤销申报 / revoke the claim"
    )
    which.add_argument("--dismiss", action="store_true", help="异议不成立 / free the line")
    parser.add_argument(
        "--document", metavar="NO", type=text, required=True, help="文号 / by which"
    )


def run(args: argparse.Namespace) -> int:
    def carry_out(desk: Payments) -> int:
        desk.resolve(args.batch, args.claim, upheld=args.uphold, document=args.document)
        return int(args.batch)

    return at_desk(args, carry_out)
