"""What commands that answer with an enterprise's statement share."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from adapters.money.answers import statement_answer
from adapters.presentation.money import show_statement
from domain.events import Recorded
from scripts.options import print_json


def tell(args: argparse.Namespace, uscc: str, history: Iterable[Recorded]) -> int:
    """Print an enterprise's statement of its events."""
    answer = statement_answer(uscc, history)
    if args.json:
        print_json(answer)
    else:
        show_statement(answer, args.lang)
    return 0
