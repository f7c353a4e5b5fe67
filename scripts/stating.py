"""What commands that answer with an enterprise's statement share."""

from __future__ import annotations

import argparse

from adapters.ledger.parties.names import name_of
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.store import Store
from adapters.ledger.treasury.answers import statement_answer
from adapters.wording.money import show_statement
from scripts.options import print_json


def tell(args: argparse.Namespace, uscc: str, look: Snapshot) -> int:
    """Print an enterprise's statement."""
    answer = statement_answer(uscc, look.stream(uscc))
    if args.json:
        print_json(answer)
    else:
        show_statement(answer, name_of(look, uscc), args.lang)
    return 0


def tell_written(args: argparse.Namespace, uscc: str, opened: Store) -> int:
    """Print an enterprise's statement, just after something was written."""
    opened.catch_up()
    with opened.views.reading() as connection:
        return tell(args, uscc, Snapshot(opened, connection, None))
