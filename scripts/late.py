"""A late claim: what every claim under its cap would have, by each order. Records nothing."""

from __future__ import annotations

import argparse

from adapters.wording.reassessment.late import answer, show
from projections.reassessment.late import late
from scripts.options import claim_no, looking, print_json, recalled


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("claim", type=claim_no, metavar="CLAIM_NO")


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        enterprise, book = look.enterprise(look.owner(args.claim)), look.book
        found = late(enterprise, book, args.claim)
    if args.json:
        print_json(answer(found))
    else:
        show(found, enterprise, book, args.lang)
    return 0
