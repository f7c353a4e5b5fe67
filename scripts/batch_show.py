"""A batch and its lines."""

from __future__ import annotations

import argparse

from adapters.ledger.parties.names import names_of
from adapters.ledger.treasury.answers import batch_answer, money_answer
from adapters.ledger.treasury.treasury import Treasury
from scripts.batching import tell
from scripts.options import looking, recalled, whole


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("batch", metavar="N", type=whole, help="批次 / the batch's number")


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        treasury = Treasury(look.store.handler, look.position)
        answer, figures = batch_answer(treasury, args.batch), money_answer(treasury, args.batch)
        names = {} if args.json else names_of(look)
    tell(args, answer, figures, names)
    return 0
