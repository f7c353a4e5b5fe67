"""Every event of an enterprise, a claim, a budget year or a batch, in order, with both dates."""

from __future__ import annotations

import argparse

from adapters.money.treasury import must_be_told
from adapters.presentation.history import answer, show
from domain.identity import is_uscc
from domain.streams import of_money
from scripts.options import claim_no, looking, print_json, recalled


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("subject", type=claim_no, metavar="USCC|CLAIM_NO|budget:YEAR|batch:N")


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        one_claim = not (is_uscc(args.subject) or of_money(args.subject))
        stream = look.owner(args.subject) if one_claim else args.subject
        must_be_told(look, stream)
        book = look.book
        events = [
            recorded
            for recorded in look.stream(stream)
            if not one_claim or getattr(recorded.event, "claim_no", None) == args.subject
        ]
    if args.json:
        print_json([answer(recorded) for recorded in events])
    else:
        show(events, book, args.lang)
    return 0
