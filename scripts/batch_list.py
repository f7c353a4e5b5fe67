"""Every batch, in order."""

from __future__ import annotations

import argparse

from adapters.ledger.treasury.answers import batches_answer
from adapters.ledger.treasury.treasury import Treasury
from adapters.wording.money import show_batches
from scripts.options import looking, print_json, recalled


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        answers = batches_answer(Treasury(look.store.handler, look.position))
    if args.json:
        print_json(answers)
    else:
        show_batches(answers, args.lang)
    return 0
