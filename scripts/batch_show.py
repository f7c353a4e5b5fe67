"""A batch and its lines."""

from __future__ import annotations

import argparse

from adapters.money.answers import batch_answer
from adapters.money.treasury import Treasury
from adapters.presentation.money import show_batch
from scripts.options import looking, print_json, recalled, whole


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("batch", metavar="N", type=whole, help="批次 / the batch's number")


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        answer = batch_answer(Treasury(look.store.ledger, look.position), args.batch)
    if args.json:
        print_json(answer)
    else:
        show_batch(answer, args.lang)
    return 0
