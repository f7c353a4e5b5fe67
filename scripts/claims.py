"""List claims, by number."""

from __future__ import annotations

import argparse

from adapters import queries, store
from adapters.presentation.answers import STATUSES, show_claims
from domain.identity import is_uscc
from domain.refusals import Refusal
from scripts.options import print_json, year


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--uscc", metavar="USCC")
    parser.add_argument("--year", metavar="YEAR", type=year)
    parser.add_argument("--measure", metavar="MEASURE")
    parser.add_argument("--status", choices=tuple(STATUSES))


def run(args: argparse.Namespace) -> int:
    if args.uscc is not None and not is_uscc(args.uscc):
        raise Refusal("bad-uscc", uscc=args.uscc)
    with store.reading(args.store) as opened, opened.views.reading() as connection:
        book = opened.ledger.book()
        measures = {measure for version in book.versions for measure in version.policy.measures}
        if args.measure is not None and args.measure not in measures:
            raise Refusal("measure-unknown", measure=args.measure)
        found = queries.claims(
            connection,
            book,
            uscc=args.uscc,
            year=args.year,
            measure=args.measure,
            status=args.status,
        )
    if args.json:
        print_json(found)
    else:
        show_claims(found, book, args.lang)
    return 0
