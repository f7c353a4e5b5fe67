"""A budget year: what it has, paid, owes, and what is left."""

from __future__ import annotations

import argparse

from adapters.money.figures import budget_answer
from adapters.presentation.money import show_budget
from scripts.options import day, looking, print_json, recalled, year


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("year", metavar="YEAR", type=year)
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        type=day,
        help="按各笔自身日期截至某日 / movements up to a day, by their own dates",
    )


def run(args: argparse.Namespace) -> int:
    with looking(args) as look:
        answer = budget_answer(look, args.year, args.as_of)
    if args.json:
        print_json(answer)
    else:
        show_budget(answer, args.lang)
    return 0
