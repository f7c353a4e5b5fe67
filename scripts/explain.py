"""Explain one claim: every step with its article, which ceiling bound, who filled each cap."""

from __future__ import annotations

import argparse

from adapters.explain import explain
from adapters.presentation.answers import show_explanation
from adapters.presentation.working import caps_met, marks, working_lines
from scripts.options import claim_no, looking, print_json, recalled


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("claim", type=claim_no, metavar="CLAIM_NO")


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        claim, book = look.claim(args.claim), look.book
        found = explain(look.stream(claim["uscc"]), book, args.claim)
    told = claim | {
        "working": working_lines(found, book, args.lang),
        "caps": caps_met(found),
    }
    if args.json:
        print_json(told)
    else:
        show_explanation(told, marks(found, args.lang), book, args.lang)
    return 0
