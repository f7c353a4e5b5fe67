"""List claims, by number."""

from __future__ import annotations

import argparse

from adapters.presentation.answers import STATUSES, show_claims
from domain.refusals import Refusal
from scripts.options import looking, must_be_code, print_json, recalled, year


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("--uscc", metavar="USCC")
    parser.add_argument("--year", metavar="YEAR", type=year)
    parser.add_argument("--measure", metavar="MEASURE")
    parser.add_argument("--status", choices=tuple(STATUSES))


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    with looking(args) as look:
        book = look.book
        measures = {measure for version in book.versions for measure in version.policy.measures}
        if args.measure is not None and args.measure not in measures:
            raise Refusal("measure-unknown", measure=args.measure)
        found = look.claims(
            uscc=args.uscc, year=args.year, measure=args.measure, status=args.status
        )
    if args.json:
        print_json(found)
    else:
        show_claims(found, book, args.lang)
    return 0
