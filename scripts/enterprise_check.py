"""Work every account's commitment out again, where value and salt are still there."""

from __future__ import annotations

import argparse

from adapters.parties.commitments import WRONG, answer, check_commitments
from adapters.presentation.parties import show_commitments
from scripts.options import looking, must_be_code, print_json, recalled


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("uscc", metavar="USCC", nargs="?")


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    with looking(args) as look:
        found = check_commitments(look, args.uscc)
        told = answer(look, found)
    if args.json:
        print_json(told)
    else:
        show_commitments(told, args.lang)
    return 1 if any(one.state in WRONG for one in found) else 0
