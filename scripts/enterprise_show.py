"""An enterprise's name, its former names and their days, and its account, masked."""

from __future__ import annotations

import argparse

from adapters.parties.describing import answer
from adapters.presentation.parties import show_enterprise
from scripts.options import looking, must_be_code, print_json, recalled


def arguments(parser: argparse.ArgumentParser) -> None:
    recalled(parser)
    parser.add_argument("uscc", metavar="USCC")


def run(args: argparse.Namespace) -> int:
    must_be_code(args.uscc)
    with looking(args) as look:
        found = answer(look, args.uscc)
    if args.json:
        print_json(found)
    else:
        show_enterprise(found, args.lang)
    return 0
