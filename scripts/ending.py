"""What `reject` and `withdraw` share: one claim, one person's words."""

from __future__ import annotations

import argparse

from adapters.ledger import store
from adapters.ledger.handling.units import Request
from adapters.views import queries
from adapters.wording.claims.answers import show_claims
from domain.commands.enterprise import RejectClaim, WithdrawClaim
from scripts.options import author, authored, claim_no, print_json, text


def arguments(parser: argparse.ArgumentParser) -> None:
    authored(parser)
    parser.add_argument("claim", type=claim_no, metavar="CLAIM_NO")
    parser.add_argument("--reason", metavar="TEXT", type=text, required=True, help="理由 / why")


def end(args: argparse.Namespace, command: RejectClaim | WithdrawClaim) -> int:
    """Carry out one ending and print the claim as it stands then."""
    who = author(args)
    with store.writing(args.store, who) as opened:
        uscc = opened.handler.owner(args.claim)
        opened.handler.carry_out(Request(uscc=uscc, commands=(command,)), who)
        opened.catch_up()
        book = opened.handler.book()
        with opened.views.reading() as connection:
            claim = queries.claim(connection, book, args.claim)
    if args.json:
        print_json(claim)
    else:
        show_claims([claim], book, args.lang)
    return 0
