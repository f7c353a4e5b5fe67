"""What the `batch` commands share: their batch and claim, and the batch as the answer."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping

from adapters.ledger import store
from adapters.ledger.parties.names import names_of
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.store import Store
from adapters.ledger.treasury.answers import Answer, batch_answer, money_answer
from adapters.ledger.treasury.desk import Payments
from adapters.ledger.treasury.treasury import Treasury
from adapters.wording.money import batch_money, show_batch
from scripts.options import author, authored, print_json, whole


def of_batch(parser: argparse.ArgumentParser) -> None:
    """Add what a writing command about a batch takes."""
    authored(parser)
    parser.add_argument("batch", metavar="N", type=whole, help="批次 / the batch's number")


def of_line(parser: argparse.ArgumentParser) -> None:
    """Add what a writing command about one line of a batch takes."""
    of_batch(parser)
    parser.add_argument("claim", metavar="CLAIM_NO")


def at_desk(args: argparse.Namespace, carry_out: Callable[[Payments], int]) -> int:
    """Carry out a request about a batch and print the batch that it returns the number of."""
    who = author(args)
    with store.writing(args.store, who) as opened:
        number = carry_out(Payments(opened, who))
        treasury = Treasury(opened.handler)
        answer, figures = batch_answer(treasury, number), money_answer(treasury, number)
        names = {} if args.json else written_names(opened)
    tell(args, answer, figures, names)
    return 0


def tell(
    args: argparse.Namespace, answer: Answer, figures: Answer, names: Mapping[str, str]
) -> None:
    """Print a batch, and what it made of its line's money: beside the JSON, which has no place."""
    if args.json:
        print_json(answer)
        print(batch_money(figures, args.lang), file=sys.stderr)
    else:
        show_batch(answer, names, args.lang)
        print(batch_money(figures, args.lang))


def written_names(opened: Store) -> dict[str, str]:
    """Return what enterprises are called, just after something was written."""
    opened.catch_up()
    with opened.views.reading() as connection:
        return names_of(Snapshot(opened, connection, None))
