"""What was granted, by measure, enterprise or year."""

from __future__ import annotations

import argparse

from adapters import queries, store
from adapters.presentation.answers import show_totals
from scripts.options import print_json, year


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", metavar="Y", type=year)
    parser.add_argument("--by", choices=queries.TOTALS_BY, default="measure")


def run(args: argparse.Namespace) -> int:
    with store.reading(args.store) as opened, opened.views.reading() as connection:
        book, position = opened.ledger.book(), opened.views.position()
        answer = queries.totals_by(connection, position, args.year, args.by)
        names = queries.enterprise_names(connection) if args.by == "enterprise" else {}
    if args.json:
        print_json(answer)
    else:
        show_totals(answer, args.by, book, names, args.lang)
    return 0
