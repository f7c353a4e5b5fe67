"""Record money that an enterprise repaid for a claim."""

from __future__ import annotations

import argparse

from adapters.ledger import store
from adapters.ledger.treasury.desk import Payments
from scripts.options import author, authored, day, positive_amount, text
from scripts.stating import tell_written


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("claim", metavar="CLAIM_NO")
    parser.add_argument(
        "--amount", metavar="YUAN", type=positive_amount, required=True, help="退回金额 / repaid"
    )
    parser.add_argument(
        "--on", metavar="DATE", type=day, required=True, help="到账日 / received on"
    )
    parser.add_argument(
        "--receipt", metavar="NO", type=text, required=True, help="回单号 / receipt"
    )


def run(args: argparse.Namespace) -> int:
    who = author(args)
    with store.writing(args.store, who) as opened:
        uscc = Payments(opened, who).recover(args.claim, args.amount, args.receipt, args.on)
        return tell_written(args, uscc, opened)
