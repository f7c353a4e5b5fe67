"""Take a claim's grant away for good, by a document; what was paid is owed back."""

from __future__ import annotations

import argparse

from adapters.ledger import store
from adapters.ledger.handling.units import Request
from domain.commands.enterprise import RevokeClaim
from scripts.options import author, authored, text
from scripts.stating import tell_written


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("claim", metavar="CLAIM_NO")
    parser.add_argument("--reason", metavar="TEXT", type=text, required=True, help="理由 / why")
    parser.add_argument(
        "--document", metavar="NO", type=text, required=True, help="文号 / by which"
    )


def run(args: argparse.Namespace) -> int:
    who = author(args)
    command = RevokeClaim(claim_no=args.claim, words=args.reason, document=args.document)
    with store.writing(args.store, who) as opened:
        uscc = opened.handler.owner(args.claim)
        opened.handler.carry_out(Request(uscc=uscc, commands=(command,)), who)
        return tell_written(args, uscc, opened)
