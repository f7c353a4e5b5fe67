"""Explain one claim: every step with its article, which ceiling bound, who filled each cap."""

from __future__ import annotations

import argparse

from adapters import queries, store
from adapters.explain import explain
from adapters.presentation.answers import show_explanation
from adapters.presentation.working import caps_met, marks, working_lines
from scripts.options import print_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claim", metavar="CLAIM_NO")


def run(args: argparse.Namespace) -> int:
    with store.reading(args.store) as opened:
        uscc, book = opened.ledger.owner(args.claim), opened.ledger.book()
        found = explain(opened.ledger.stream(uscc), book, args.claim)
        with opened.views.reading() as connection:
            claim = queries.claim(connection, book, args.claim)
    told = claim | {
        "working": working_lines(found, book, args.lang),
        "caps": caps_met(found),
    }
    if args.json:
        print_json(told)
    else:
        show_explanation(told, marks(found, args.lang), book, args.lang)
    return 0
