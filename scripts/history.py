"""Every event of an enterprise or of one claim, in order, with both dates."""

from __future__ import annotations

import argparse

from adapters import store
from adapters.presentation.history import answer, show
from domain.identity import is_uscc
from scripts.options import print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", metavar="USCC|CLAIM_NO")


def run(args: argparse.Namespace) -> int:
    with store.reading(args.store) as opened:
        one_claim = not is_uscc(args.subject)
        uscc = opened.ledger.owner(args.subject) if one_claim else args.subject
        book = opened.ledger.book()
        events = [
            recorded
            for recorded in opened.ledger.stream(uscc)
            if not one_claim or getattr(recorded.event, "claim_no", None) == args.subject
        ]
    if args.json:
        print_json([answer(recorded) for recorded in events])
    else:
        show(events, book, args.lang)
    return 0
